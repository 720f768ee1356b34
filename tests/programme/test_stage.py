"""The stage of a session is told by its typical run and walk."""

import numpy as np
import pytest

from loadwatch.programme import find_ladder
from loadwatch.programme.placing import place_runs
from loadwatch.programme.stage import nearest_stage, published_set, squared_distance
from tests.conftest import run_row
from tests.programme.builders import OURS, continuous_row, day, sets_row, stage_row, told

MILITARY, BACK_IN_SHAPE = find_ladder("military"), find_ladder("backinshape")
numbers = pytest.mark.parametrize("number", range(1, 14))


@pytest.mark.parametrize(
    ("run_s", "walk_s", "stage"), [(15, 120, 1), (58, 78, 6), (60, 60, 6), (30, 30, None)]
)
def test_m27_the_nearest_stage_in_log_space(run_s: float, walk_s: float, stage: int | None) -> None:
    assert nearest_stage(run_s, walk_s, OURS.stages) == stage


def test_m27_sixty_sixty_is_a_twentieth_from_stage_6() -> None:
    assert squared_distance(60, 60, OURS.stage(6)) == pytest.approx(0.050, abs=0.0005)


@numbers
def test_every_stage_is_known_by_its_own_numbers(number: int) -> None:
    stage = OURS.stage(number)
    assert stage.run_s is not None
    assert nearest_stage(stage.run_s, stage.walk_s, OURS.stages) == number


@numbers
def test_bouts_a_tenth_off_are_mostly_the_stage_and_never_two_away(number: int) -> None:
    stage = OURS.stage(number)
    assert stage.run_s is not None
    assert stage.reps is not None
    rng = np.random.default_rng(number)
    found = []
    for _ in range(400):
        noise = rng.uniform(0.9, 1.1, (2, stage.reps[1]))
        run_s, walk_s = np.median(noise, axis=1) * (stage.run_s, stage.walk_s)
        found.append(nearest_stage(run_s, walk_s, OURS.stages))
    assert np.mean([each == number for each in found]) > 0.85
    assert {each for each in found if each is not None} <= {number - 1, number, number + 1}
    assert None not in found


@numbers
def test_on_the_stage_before_every_bout_a_tenth_off_stays_that_stage(number: int) -> None:
    stage = OURS.stage(number)
    assert stage.run_s is not None
    assert stage.reps is not None
    rows = [stage_row(day(0), number)]
    for count, (run, walk) in enumerate(((0.9, 0.9), (0.9, 1.1), (1.1, 0.9), (1.1, 1.1)), 1):
        rows.append(sets_row(day(2 * count), run * stage.run_s, walk * stage.walk_s, stage.reps[1]))
    placed = place_runs(told(rows), OURS)
    assert [item.stage for item in placed] == [number] * 5


@pytest.mark.parametrize("number", range(2, 14))
def test_a_real_step_up_is_seen_after_the_stage_before(number: int) -> None:
    placed = place_runs(told([stage_row(day(0), number - 1), stage_row(day(2), number)]), OURS)
    assert [item.stage for item in placed] == [number - 1, number]


@pytest.mark.parametrize(
    ("run_s", "walk_s", "length"),
    [(60, 60, 60), (33, 27, 30), (81, 99, 90), (66.5, 60, None), (60, 75, None), (120, 120, None)],
)
def test_published_sets_are_known_within_a_tenth(
    run_s: float, walk_s: float, length: float | None
) -> None:
    assert published_set(run_s, walk_s) == length


def test_a_published_set_is_named_beside_the_stage() -> None:
    rows = [sets_row(day(0), 60, 60, 5), sets_row(day(2), 30, 30, 5)]
    placed = place_runs(told(rows), OURS)
    assert [(item.kind, item.stage, item.published_set_s) for item in placed] == [
        ("stage", 6, 60), ("custom", None, 30)
    ]  # fmt: skip


def test_five_and_six_sets_of_ninety_are_two_stages_of_back_in_shape() -> None:
    rows = [sets_row(day(0), 90, 90, 5), sets_row(day(2), 90, 90, 6), sets_row(day(4), 30, 30, 5)]
    assert [item.stage for item in place_runs(told(rows), BACK_IN_SHAPE)] == [3, 4, 1]


def test_phases_of_equal_bouts_are_told_apart_by_their_distance() -> None:
    def phase(number: int, km: float) -> dict[str, object]:
        return sets_row(day(number), 180, 120, 3) | {
            "run_distance_m": km * 700, "walk_distance_m": km * 300
        }  # fmt: skip

    rows = [phase(0, 1.6), phase(2, 2.4), continuous_row(day(4), 1240)]
    assert [item.stage for item in place_runs(told(rows), MILITARY)] == [1, 2, 6]


def test_a_continuous_run_is_no_stage_of_ours() -> None:
    placed = place_runs(told([continuous_row(day(0), 1800)]), OURS)
    assert [(item.kind, item.stage) for item in placed] == [("continuous", None)]


def test_a_run_of_which_little_is_known_has_no_stage() -> None:
    placed = place_runs(told([run_row(day(0), None), run_row(day(2), 5)]), OURS)
    assert [item.kind for item in placed] == ["unknown", "unknown"]


def test_one_short_run_is_a_test_only_before_the_sets() -> None:
    rows = [
        continuous_row(day(0), 62), stage_row(day(2), 2), continuous_row(day(4), 62),
        continuous_row(day(40), 62), continuous_row(day(42), 200),
    ]  # fmt: skip
    kinds = [item.kind for item in place_runs(told(rows), OURS)]
    assert kinds == ["test", "stage", "continuous", "test", "continuous"]


def test_bouts_of_all_lengths_are_no_sets_though_their_median_is() -> None:
    row = sets_row(day(0), 135, 45, 8)
    rows = [row, sets_row(day(2), 60, 60, 5) | {"run_time_s": 500.0},
            sets_row(day(4), 135, 45, 8) | {"run_time_s": 135 * 8 * 1.2}]  # fmt: skip
    placed = place_runs(told(rows), OURS)
    assert [(item.kind, item.stage, item.published_set_s) for item in placed] == [
        ("stage", 11, None), ("custom", None, None), ("stage", 11, None)
    ]  # fmt: skip


def test_a_session_of_far_more_sets_is_not_the_stage() -> None:
    rows = [sets_row(day(0), 135, 45, 12), sets_row(day(2), 135, 45, 13)]
    assert [item.stage for item in place_runs(told(rows), OURS)] == [11, None]
    far = sets_row(day(0), 240, 60, 8) | {"run_distance_m": 4500.0, "walk_distance_m": 700.0}
    (item,) = place_runs(told([far]), MILITARY)
    assert item.kind == "custom"


def test_parts_of_one_recording_are_one_session() -> None:
    first = sets_row(day(0), 60, 75, 5)
    begin = float(str(first["start_s"]))
    second = first | {"session_id": "second", "start_s": begin + 700, "source": "b.fit"}
    (item,) = place_runs(told([first, second]), OURS)
    assert (item.stage, item.bout_count, item.is_whole) == (6, 10, True)


def test_a_session_of_few_sets_is_cut_short_and_short_bouts_by_speed_are_unsure() -> None:
    rows = [sets_row(day(0), 60, 75, 4), sets_row(day(2), 15, 120, 3),
            sets_row(day(4), 15, 120, 6, quality="short-bouts-by-speed")]  # fmt: skip
    placed = place_runs(told(rows), OURS)
    assert [(item.stage, item.is_whole, item.is_unsure) for item in placed] == [
        (6, False, False), (1, True, False), (1, True, True)
    ]  # fmt: skip
