"""No text of a surface escapes the catalogue: in a made-up language no plain word is left."""

from __future__ import annotations

import re

import pytest

from loadwatch.columns import TABLES
from loadwatch.programme.file import LADDERS
from loadwatch.references import REFERENCES
from loadwatch.rules import all_rules
from tests.language.surfaces import SHOWN, SURFACES, Told, words_of

THRESHOLDS = "|".join({name for each in all_rules() for name in each.parameters})
NOT_TRANSLATED = re.compile(
    "|".join(
        [
            *(re.escape(each.name) for each in all_rules()),
            *(re.escape(each.name.replace("-", " ")) for each in all_rules()),
            r"LW\d{3}[-\d]*",
            *(re.escape(text) for each in REFERENCES.values() for text in (each.full, each.short)),
            r"loadwatch review --name \S+",
            r"\d{8}T\d{6}Z-[-\w]+",
            r"doi:\S+|pmid:\S+|https?://\S+",
            r"[\w./\\-]+\.(?:fit|gpx|tcx|csv|toml|gz|zip|html)\b",
            rf"\b(?:{'|'.join([*TABLES, *LADDERS, 'loadwatch', 'UTC'])})\b",
            rf"\b(?:{THRESHOLDS})(?= (?:= )?\d)",
            r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b",
        ]
    )
)
"""Names of rules, sources, files, sessions, tables, columns, ladders and thresholds: the same in
every language."""
CALENDAR = re.compile(
    r"^(?:BEGIN|END|VERSION|PRODID|CALSCALE|UID|DTSTAMP|SEQUENCE|DTSTART|DTEND|CLASS|TRANSP)\b.*"
    r"|^(?:SUMMARY|DESCRIPTION)(?=:)",
    re.MULTILINE,
)
"""What a calendar file consists of (RFC 5545)."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("told")
    return Told(folder, LOADWATCH_LANGUAGE=str(folder / "xx.po"))


@pytest.fixture(scope="module")
def as_found(told: Told) -> re.Pattern[str]:
    """Reasons of files, notes on recordings and names of devices, which stay as they were found."""
    review = told.json("analyse", ".")
    texts = set(review["coverage"]["skipped_reasons"])
    texts |= {each["reason"] for each in review["files"] if each["state"] == "partial"}
    for path in SHOWN.values():
        for activity in told.json("show", path)["activities"]:
            texts |= {activity["device"], *(note["message"] for note in activity["notes"])}
        texts |= {each["reason"] for each in told.json("show", path)["files"]}
    longest_first = sorted(texts - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def plain_words(text: str, as_found: re.Pattern[str]) -> list[str]:
    """Words without a mark, each with what stands around it."""
    text = as_found.sub(" ", " ".join(text.split()))
    text = NOT_TRANSLATED.sub(" ", text)
    return sorted(
        {text[max(found.start() - 20, 0) : found.end() + 20]
         for found in re.finditer(r"[A-Za-z]{3,}", text)}
    )  # fmt: skip


@pytest.mark.parametrize("name", SURFACES)
def test_no_text_escapes_the_catalogue(name: str, told: Told, as_found: re.Pattern[str]) -> None:
    shown = words_of(told.shown(name))
    if "ics" in SURFACES[name]:
        shown = CALENDAR.sub("", re.sub(r"\r?\n ", "", shown)).replace("\\n", " ").replace("\\", "")
    assert re.search("[áéíóú]", shown) or name.endswith("no activity")
    assert plain_words(shown, as_found) == []
