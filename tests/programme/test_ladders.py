"""A ladder that ships says what of it is published; one of one's own is refused with reasons."""

import re
from pathlib import Path

import pytest

from loadwatch.errors import LadderError
from loadwatch.programme import LADDERS, Ladder, all_ladders, find_ladder
from loadwatch.programme.entry import entry_stage
from loadwatch.programme.file import parse_ladder
from loadwatch.references import REFERENCES
from tests.conftest import LADDER, ROOT
from tests.programme.builders import OURS

OWN = """
title = "Mine"
[[stages]]
run_s = 20
walk_s = 90
reps = [4, 6]
[[stages]]
walk_s = 0
run_s = 600
"""

every_ladder = pytest.mark.parametrize("ladder", all_ladders(), ids=lambda ladder: ladder.name)


def test_our_ladder_has_the_thirteen_stages_and_says_which_are_published() -> None:
    stages = [(stage.run_s, stage.walk_s, stage.reps and stage.reps[1]) for stage in OURS.stages]
    assert stages == list(LADDER)
    assert OURS.stages[0].reps == (6, 10)
    assert "Only stage 1 and the entry test are published" in OURS.note


def test_the_running_and_the_impacts_of_our_stages_are_those_of_the_table() -> None:
    seconds = [stage.total_run_s for stage in OURS.stages]
    assert seconds == [150, 200, 300, 400, 500, 600, 675, 810, 840, 960, 1080, 1200, 1260]
    impacts = [round(stage.about_impacts or 0) for stage in OURS.stages]
    assert impacts == [395, 527, 790, 1053, 1317, 1580, 1778, 2133, 2212, 2528, 2844, 3160, 3318]


@pytest.mark.parametrize(
    ("seconds", "stage"), [(0, 1), (44, 1), (44.9, 1), (45, 2), (89, 2), (90, 3), (120, 3)]
)
def test_the_test_run_leads_to_the_published_stage(seconds: float, stage: int) -> None:
    assert entry_stage(seconds, OURS) == stage


@every_ladder
def test_every_ladder_names_its_sources_and_its_limits(ladder: Ladder) -> None:
    assert set(ladder.cites) <= set(REFERENCES)
    assert ladder.cites
    assert ladder.note
    assert ladder.evidence.startswith("C")
    assert [stage.number for stage in ladder.stages] == list(range(1, len(ladder.stages) + 1))


def test_the_military_phases_are_those_of_the_protocol() -> None:
    ladder = find_ladder("military")
    assert [
        (stage.run_s, stage.walk_s, round((stage.distance_m or 0) / 1609.344, 1), stage.rpe)
        for stage in ladder.stages
    ] == [
        (180, 120, 1.0, 3), (180, 120, 1.5, None), (240, 120, 1.5, 4), (240, 120, 2.0, None),
        (240, 60, 2.0, 5), (None, 0, 2.0, None),
    ]  # fmt: skip
    assert ladder.sessions_to_advance == 2
    assert "not for the back" in ladder.note


def test_the_back_in_shape_sets_are_at_ten_kilometres_an_hour_with_equal_rest() -> None:
    ladder = find_ladder("backinshape")
    assert ladder.speed_mps == pytest.approx(10 / 3.6)
    assert all(stage.run_s == stage.walk_s for stage in ladder.stages)
    assert [(s.run_s, s.reps) for s in ladder.stages] == [
        (30, (5, 5)), (60, (5, 5)), (90, (5, 5)), (90, (6, 6))
    ]  # fmt: skip


def test_an_own_ladder_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("\ufeff" + OWN, encoding="utf-8")
    ladder = find_ladder("mine.toml", beside=tmp_path)
    assert (ladder.name, ladder.title) == ("mine", "Mine")
    assert ladder.stages[0].reps == (4, 6)
    assert ladder.stages[1].is_continuous
    assert (ladder.sessions_to_advance, ladder.days_to_advance) == (3, 7)
    assert ladder.evidence == "your own ladder; no study"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "it has no [[stages]]"),
        ("stages = 3", "stages are tables, each under [[stages]]"),
        ("title = 3\n" + OWN.replace('title = "Mine"', ""), "title is a text of at most 500"),
        (OWN + "speed = 3", "stage 2: 'speed' is no key of a ladder"),
        ("level = 1" + OWN, "'level' is no key of a ladder"),
        (OWN.replace("run_s = 20", "run_s = 2"), "stage 1: run_s is a number from 5 to 14400, n"),
        (OWN.replace("run_s = 20", "run_s = nan"), "stage 1: run_s is a number from 5"),
        (OWN.replace("run_s = 20", "run_s = true"), "stage 1: run_s is a number from 5"),
        (OWN.replace("run_s = 20", ""), "stage 1: run_s is missing"),
        (OWN.replace("walk_s = 90", ""), "stage 1: walk_s is missing; 0 is one run without"),
        (OWN.replace("reps = [4, 6]", ""), "stage 1: sets have either reps or distance_m"),
        (OWN.replace("reps = [4, 6]", "reps = [6, 4]"), "the fewest reps, 6, are more than the m"),
        (OWN.replace("reps = [4, 6]", "reps = [4]"), "reps is one number, or the fewest and the"),
        (OWN.replace("reps = [4, 6]", "reps = 4.5"), "stage 1: reps is a whole number from 1"),
        (OWN + "distance_m = 2000", "stage 2: one run without a walk has either run_s or dista"),
        (OWN + "reps = 2", "stage 2: one run without a walk has no reps"),
        (OWN + "[[stages]]\nwalk_s = 0\nrun_s = 600", "stages 2 and 3 are the same"),
        ("days_to_advance = 0\n" + OWN, "days_to_advance is a whole number from 1 to 60, not 0"),
        ("speed_kmh = 90\n" + OWN, "speed_kmh is a number from 4 to 25, not 90"),
        ('cites = ["nobody"]\n' + OWN, "'nobody' is no source of docs/references.md"),
        (OWN + "[[entry]]\nfrom_s = 30\nstage = 1", "entry: the first from_s is 0"),
        (OWN + "[[entry]]\nfrom_s = 0\nstage = 3", "entry: stage is a whole number from 1 to 2"),
        (
            OWN + "[[entry]]\nfrom_s = 0\nstage = 1\n[[entry]]\nfrom_s = 0\nstage = 2",
            "entry: from_s grows",
        ),
        ("stages = [", "the ladder mine is no TOML"),
        ("x = " + "9" * 5000, "the ladder mine is no TOML"),
        ("x = " + "[" * 5000, "the ladder mine is no TOML"),
    ],
)
def test_a_faulty_ladder_is_refused_with_a_sentence(text: str, fault: str) -> None:
    with pytest.raises(LadderError) as refused:
        parse_ladder(text, "mine")
    assert fault in str(refused.value)


def test_every_fault_is_told_at_once() -> None:
    text = OWN.replace("run_s = 20", "run_s = 2").replace("[4, 6]", "[6, 4]")
    with pytest.raises(LadderError) as refused:
        parse_ladder(text, "mine")
    assert str(refused.value).count("stage 1: ") == 2


def test_an_unknown_name_lists_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match="loadwatch, military, backinshape, or name a TOML file"):
        find_ladder("couch", beside=tmp_path)


@pytest.mark.parametrize(
    ("content", "fault"), [(b"\xff\xfe\x00", "no text in UTF-8"), (b"#" * 200_000, "too large")]
)
def test_a_file_that_is_no_ladder_is_refused(tmp_path: Path, content: bytes, fault: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(LadderError, match=fault):
        find_ladder("mine.toml", beside=tmp_path)


def test_the_ladder_that_the_page_shows_can_be_used() -> None:
    page = (ROOT / "docs/programme.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", page, flags=re.M | re.S)
    ladder = parse_ladder(shown, "mine")
    assert [stage.words for stage in ladder.stages] == [
        "run 20 s, walk 100 s, 6 to 8 times", "run 60 s, walk 60 s, 2.0 km in all, effort 4 of 10",
        "one run of 20 min",
    ]  # fmt: skip
    assert entry_stage(60, ladder) == 2


def test_the_names_are_the_files_of_the_package() -> None:
    folder = Path(find_ladder.__code__.co_filename).parent / "ladders"
    assert {path.stem for path in folder.glob("*.toml")} == set(LADDERS)
