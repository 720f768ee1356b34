"""The story on one screen: what it holds, whatever the history, and how wide it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loadwatch.importer import find_files, import_files
from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report import FileRow, render_short, render_text, spark, story
from loadwatch.report._base import Acknowledged, CorrectionsUse, DiaryUse, Review
from loadwatch.report.clauses import CLAUSES
from loadwatch.report.spark import spark_lines
from loadwatch.report.width import LEAST, MOST, PROSE, USUAL, fit
from loadwatch.report.words import ascii_only, cell_width
from loadwatch.review import review_of
from loadwatch.rules import all_rules

SAMPLES = Path(__file__).parents[2] / "sample_files"
WIDTHS = (60, 72, 80, 100, 120, 200)


@pytest.fixture(autouse=True)
def _usual_width() -> Iterator[None]:
    fit(USUAL)
    yield
    fit(USUAL)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def widest(text: str) -> int:
    return max(cell_width(line) for line in text.splitlines())


def with_symptoms(review: Review, told: tuple[str, ...]) -> Review:
    diary = DiaryUse("d.csv", 3, date(2026, 6, 21), 2, 1, 4, 5, told, ["line 8: no day"] * 9,
                     review.daily)  # fmt: skip
    return replace(review, diary=diary)


def crowded(review: Review) -> Review:
    """Every finding three times, as many put aside, files with long names, symptoms, a profile."""
    findings = [*review.judgement.findings] * 3
    aside = [Acknowledged(each, date(2026, 7, 5)) for each in findings[:6]]
    files = [
        FileRow(f"{'深い' * 60}/{'x' * 300}.fit", None, "quarantined", "the file is empty", ())
        for _each in range(9)
    ]
    silent = [*review.judgement.not_judged] * 8
    judgement = replace(review.judgement, findings=findings, not_judged=silent)
    told = ("symptoms in the saddle on 10 Jan 2026", "numbness in both legs on 11 Jan 2026") * 3
    return with_symptoms(
        replace(
            review, judgement=judgement, acknowledged=aside, files=[*review.files, *files],
            corrections=CorrectionsUse("c", [], ["line 3 cannot be used"] * 20),
        ),
        told,
    )  # fmt: skip


def histories(review: Review) -> dict[str, Review]:
    none = replace(review.judgement, findings=[], not_judged=[])
    return {
        "samples": review,
        "crowded": crowded(review),
        "symptoms": with_symptoms(review, ("symptoms in the saddle on 10 Jan 2026",)),
        "put aside": replace(
            review, judgement=none,
            acknowledged=[Acknowledged(each, None) for each in review.judgement.findings],
        ),
        "quiet": replace(review, judgement=none),
        "nothing": review_of(import_files([])),
        "one run": review_of(import_files(find_files([next(SAMPLES.rglob("garmin/*.fit"))]))),
    }  # fmt: skip


@pytest.fixture(scope="module")
def every(sample_review: Any) -> dict[str, Review]:
    return histories(sample_review)


@pytest.mark.parametrize("width", [80, 100, 200])
def test_whatever_the_history_it_fits_on_a_screen(every: dict[str, Review], width: int) -> None:
    fit(width)
    for name, review in every.items():
        notes = ["Library: last import today, 2026-06-21 15:31."]
        for text in (render_short(review), render_short(review, notes=notes)):
            assert len(text.splitlines()) <= 25, (name, text)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(every: dict[str, Review], width: int) -> None:
    fit(width)
    for name, review in every.items():
        for plain in (False, True):
            for text in (
                render_short(review, plain_ascii=plain),
                render_text(review, weeks=60, sessions=40, plain_ascii=plain),
            ):
                assert widest(text) <= width, (name, max(text.splitlines(), key=cell_width))


def test_a_narrower_or_wider_terminal_is_written_to_as_the_least_or_the_most(
    sample_review: Any,
) -> None:
    for asked, taken in ((20, LEAST), (1000, MOST)):
        fit(asked)
        text = render_text(sample_review)
        fit(taken)
        assert render_text(sample_review) == text


def test_sentences_stay_readable_on_a_wide_terminal_and_bars_grow(sample_review: Any) -> None:
    usual = render_text(sample_review).count("█")
    fit(200)
    text = render_text(sample_review)
    assert max(len(line) for line in text.splitlines() if "█" not in line) <= PROSE
    assert text.count("█") > 3 * usual


def test_verdict_gravest_finding_and_both_notices_are_whole(sample_review: Any) -> None:
    text = squeezed(render_short(sample_review))
    first = next(story.found(sample_review))
    for part in (
        story.title(sample_review), story.span(sample_review), story.verdict(sample_review),
        first.title, first.message, first.advice, first.until, WHAT_THIS_IS, RED_FLAGS,
    ):  # fmt: skip
        assert squeezed(part) in text


def test_a_finding_that_is_cut_still_tells_of_its_own_limits(sample_review: Any) -> None:
    findings = list(sample_review.judgement.findings)
    limits = "Provisional: 35 days of the last 42 have no file, and the base assumes rest."
    first = next(story.found(sample_review)).finding
    told = replace(first, message=f"{'Much was run in these weeks, ' * 9}indeed. {limits}")
    judgement = replace(
        sample_review.judgement,
        findings=[told if each is first else each for each in findings]
        + [replace(told, advice="Rest, then look again at what you do. " * 9)] * 12,
    )
    text = squeezed(render_short(replace(sample_review, judgement=judgement)))
    assert f"… {limits}" in text
    assert told.message not in text


def test_every_rule_has_a_clause_with_which_the_verdict_fits_a_line() -> None:
    assert set(CLAUSES) == {rule.name for rule in all_rules()}
    words = "2 things ask for a look, first: {clause} ({name})."
    assert all(
        len(words.format(clause=CLAUSES[rule.name], name=rule.name)) <= 80
        for rule in all_rules()
        if rule.name != "impacts-estimated-or-unknown"
    )


def test_every_finding_and_every_silence_is_named_or_counted(sample_review: Any) -> None:
    judgement = sample_review.judgement
    text = squeezed(render_short(sample_review))
    assert f"For information: {len(judgement.findings) - 1}." in text
    assert f"Not judged: {len(judgement.not_judged)}." in text
    fit(200)
    text = squeezed(render_short(sample_review))
    assert all(each.name in text for each in (*judgement.findings, *judgement.not_judged))


def test_symptoms_stand_first_with_every_sign(every: dict[str, Review]) -> None:
    for name in ("symptoms", "crowded"):
        text = squeezed(render_short(every[name]))
        assert text.startswith("YOUR DIARY: symptoms in the saddle on 10 Jan 2026")
        assert text.count(RED_FLAGS) == 1
        assert WHAT_THIS_IS in text


def test_where_nothing_was_found_nothing_is_drawn(every: dict[str, Review]) -> None:
    text = render_short(every["nothing"])
    assert story.NOTHING_DATED in squeezed(text)
    assert "Impacts by week" not in text


def test_a_week_that_nobody_knows_of_is_no_week_of_rest(sample_review: Any) -> None:
    heading, bars, marks = spark_lines(sample_review)
    weekly = sample_review.weekly
    row = bars[2 : 2 + len(weekly)]
    unknown = [week for week, letter in zip(weekly.index, row, strict=True) if letter == "·"]
    assert [f"{week:%Y-%m-%d}" for week in unknown] == ["2026-04-27"]
    assert row[-1] == "█"
    assert marks[2 + len(weekly) - 1] == "!"
    assert heading.startswith("Impacts by week, 5 Jan 2026 to 21 Jun 2026, at most 23,903")
    assert bars.endswith("this week 23,903")
    assert "a usual week 11,542" in marks
    rest = sample_review.weekly.copy()
    rest.loc[rest.index[3], ["run_count", "run_impact_count", "unobserved_day_count"]] = 0
    assert spark_lines(replace(sample_review, weekly=rest))[1][2 + 3] == " "


def test_as_many_weeks_as_fit_up_to_a_year(sample_review: Any) -> None:
    for width in WIDTHS:
        fit(width)
        lines = spark_lines(sample_review)
        assert max(map(cell_width, lines)) <= width
        assert sum(letter in "·▁▂▃▄▅▆▇█" for letter in lines[-2]) <= 52


def test_plain_letters_are_digits_where_there_are_no_bars(sample_review: Any) -> None:
    text = render_short(sample_review, plain_ascii=True)
    assert text.isascii()
    assert "  1112222333344444-2443548  this week 23,903" in text


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Läufe – Größe", "Laufe - Grosse"), ("≤ 5 × ½ °", "<= 5 x 1/2  deg"), ("Łódź", "Lodz"),
     ("走る", r"\u8d70\u308b"), ("“so…”", '"so..."')],
)  # fmt: skip
def test_every_letter_has_a_stand_in_that_can_be_read(text: str, plain: str) -> None:
    assert ascii_only(text) == plain


def test_long_words_beside_the_weeks_stand_below_them(
    sample_review: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit(LEAST)
    monkeypatch.setattr(spark, "_notes", lambda review: ("this week " + 60 * "i", "a usual week"))
    lines = spark_lines(sample_review)
    assert all(cell_width(line) <= LEAST or " " not in line.strip() for line in lines)
    assert "a usual week" in " ".join(lines)
