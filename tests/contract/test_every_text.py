"""No text of ours promises anything or names a disease outcome."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadwatch.glossary import GLOSSARY, look_up, names
from loadwatch.importer.states import STATES
from loadwatch.load.daily import UNOBSERVED
from loadwatch.rules import Severity, all_rules

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])

FORBIDDEN = {
    "a promise": r"\b(safe|safer|safest|safely|safety)\b",
    "a forecast of injury": r"\b(injury risks?|risks? of (an )?injur\w+|prevent\w*)\b",
    "a cure": r"\b(heal|heals|healed|healing|cure|cures|cured|curing)\b",
    "a disease": r"(herniat|slipped dis[ck]|degenerat|\bbulg(e|es|ing)\b|protrusion|prolaps|"
    r"sciatica|stenosis|arthrosis|arthritis|disc damage)",
    "a tissue's state": r"\byour discs?\b",
    "a diagnosis": r"\bdiagnos\w*",
    "a force on a disc": r"\bnewtons?\b",
}
ALLOWED = {
    ("load/exposure.py", "do not heal"): "says what laboratory specimens cannot show",
    ("diary/entries.py", "sciatica"): "a word of the runner's own that is recognised",
    ("glossary/judging.py", "still no diagnosis"): "a negation",
    ("docs/glossary.md", "still no diagnosis"): "a negation",
    ("CONTRIBUTING.md", "Nothing that promises, diagnoses"): "a negation",
    ("README.md", "It gives no diagnosis"): "a negation",
    ("README.md", "no newtons on a disc"): "a negation",
    ("README.md", "never calls anything safe"): "a negation",
    ("DISCLAIMER.md", "it makes no diagnosis"): "a negation",
}
"""(End of a path, the words around it) → why they may stand."""


def texts_of(path: Path) -> Iterator[str]:
    """Every string of a source file, docstrings and parts of f-strings included; or a page."""
    if path.suffix == ".md":
        yield " ".join(path.read_text(encoding="utf-8").split())
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield " ".join(node.value.split())


def forbidden_in(path: Path, text: str) -> list[str]:
    name = path.as_posix()
    for ending, words in ALLOWED:
        if name.endswith(ending):
            text = text.replace(words, "")
    return [
        f"{what}: …{text[max(found.start() - 30, 0) : found.end() + 30]}…"
        for what, pattern in FORBIDDEN.items()
        for found in re.finditer(pattern, text, flags=re.I)
    ]


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: path.name)
def test_no_text_promises_anything_or_names_a_disease(path: Path) -> None:
    assert [found for text in texts_of(path) for found in forbidden_in(path, text)] == []


@pytest.mark.parametrize(
    "text",
    ["This run is safe.", "Prevents injury", "injury risk 64 %", "risk of an injury",
     "your disc cannot follow", "a slipped disc", "disc degeneration", "Herniation", "it heals",
     "3,000 newtons"],
)  # fmt: skip
def test_what_must_not_be_said_is_found(text: str) -> None:
    assert forbidden_in(Path("any.py"), text)


@pytest.mark.parametrize(("ending", "words"), ALLOWED, ids=lambda part: part)
def test_every_exception_is_still_needed(ending: str, words: str) -> None:
    (path,) = (path for path in [*SOURCES, *PAGES] if path.as_posix().endswith(ending))
    assert any(words in text for text in texts_of(path))


JARGON = (
    "impact", "foot strike", "bout", "cadence", "base", "6-week base", "base ratio",
    "session ratio", "provisional", "unobserved", "rest", "coverage", "lower bound", "upper bound",
    "episode", "grade of evidence", "info", "caution", "warning", "strong caution", "ladder",
    "stage", "sets", "run-walk", "hold", "lay-off", "deload", "km-equivalents", "impact load",
    "damage exponent b", "ACWR", "monotony", "strain", "TRIMP", "heart-rate load", "session RPE",
    "pace load", "decoupling", "form fade", "cadence drift", "ground contact time",
    "vertical oscillation", "NRS", "settled by next morning", "red flags",
    "chronic low-back pain", "disc", "tissue", "overuse injury", "cohort", "RCT", "trial",
    "hazard rate ratio", "confidence", "clearance", "choice", "estimated", "novice", "returning",
    "new territory", "threshold", "floor", "window", "budget", "not judged", "profile", "AU",
    "saddle symptoms", "in vitro", "significant", "uncertainty", "stride", "segment",
)  # fmt: skip
"""Words of the rules, the reports and the pages that a runner may not know."""


@pytest.mark.parametrize("word", [*JARGON, *STATES, UNOBSERVED, *map(str, Severity)])
def test_every_word_of_ours_is_in_the_glossary(word: str) -> None:
    if word not in {"imported", "ignored"}:
        assert look_up(word) is not None
        assert look_up(f"{word}s".upper()) is not None


def test_every_grade_that_a_rule_gives_is_explained() -> None:
    for rule in all_rules():
        if re.match(r"[ABC]\b", rule.evidence):
            assert look_up(f"grade {rule.evidence[0]}") is not None


def test_every_name_leads_to_one_word() -> None:
    for word in GLOSSARY:
        assert all(look_up(name) is word for name in (word.word, *word.aliases))
    assert len({name.lower() for name in names()}) == len(names())


@pytest.mark.parametrize("word", GLOSSARY, ids=lambda word: word.word)
def test_a_meaning_is_short_and_whole(word: object) -> None:
    meaning = str(word.meaning)  # type: ignore[attr-defined]
    assert meaning.endswith(".")
    assert meaning[0].isupper()
    assert len(meaning) <= 260
