"""Write the mails of two libraries to a file: news and a digest of one, and a digest of both."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from loadwatch import library
from loadwatch.cli.profile import read_by
from loadwatch.diary.file import read_diary
from loadwatch.importer import Import
from loadwatch.notify.several import Athlete, Nights, digest_of_all
from loadwatch.notify.words import digest, news
from loadwatch.outlook import plan
from loadwatch.plan import Asked
from loadwatch.report import Review
from loadwatch.report.roster import Roster
from loadwatch.review import review_of
from loadwatch.roster import row_of

DAY = date(2026, 6, 21)
NOW = datetime(2026, 6, 21, 3, tzinfo=UTC)


def judged(folder: Path) -> tuple[Import, Review]:
    with library.reading(folder) as connection:
        found = library.imported(connection)
    return found, review_of(found, as_of=DAY, diary=read_diary(folder / "loadwatch-diary.csv", DAY))


read_by(None)
folders = sorted(each for each in Path(sys.argv[1]).iterdir() if each.is_dir())
every = {folder: judged(folder) for folder in folders}
found, review = every[folders[0]]
open_now = review.judgement.findings
nights = Nights(
    Path(sys.argv[1]),
    [Athlete(folder, told) for folder, (_found, told) in every.items()],
    Roster("1", DAY, [row_of(folder, told, DAY) for folder, (_found, told) in every.items()]),
    NOW,
)
messages = [
    news(review, open_now, has_detail=True),
    news(review, open_now, has_detail=True, whose="A1"),
    news(review, open_now, has_detail=False, whose="A1"),
    digest(review, DAY, last_import=DAY, plan=plan(found, Asked())),
    digest(review, DAY, last_import=date(2026, 6, 1), import_before=date(2026, 5, 2), whose="A1"),
    digest_of_all(nights),
]
parts = [part for told in messages for part in (told.html, f"<p>{told.title}", told.text) if part]
Path(sys.argv[2]).write_text("<!doctype html>" + "\n".join(parts), encoding="utf-8")
