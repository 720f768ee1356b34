"""``loadwatch review --all``: every athlete in one table, most urgent first."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.everyone import athletes
from loadwatch.cli.inputs import told_diary
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import code_of
from loadwatch.errors import LibraryError

if TYPE_CHECKING:
    from loadwatch.diary import Diary
    from loadwatch.library.clash import Identity
    from loadwatch.report import Review
    from loadwatch.report.roster import AthleteRow, Roster


def roster_of(
    library: Path | None, day: date, zone: str | None
) -> tuple[Roster, dict[Path, Review]]:
    """Judge each athlete as of a day; what stands in one's way is told in its row.

    Returns
    -------
    tuple
        The table, and the review of each folder that could be judged.
    """
    from loadwatch import __version__  # noqa: PLC0415
    from loadwatch.report.roster import Roster  # noqa: PLC0415
    from loadwatch.roster import most_urgent_first  # noqa: PLC0415

    known: dict[Path, Identity] = {}
    reviews: dict[Path, Review] = {}
    rows = [_row(folder, day, zone, known, reviews) for folder in athletes(library)]
    roster = Roster(__version__, day, most_urgent_first(rows), shared_sentences(known))
    return roster, reviews


def shared_sentences(known: dict[Path, Identity]) -> list[str]:
    """What two libraries have in common, a sentence for each pair."""
    from loadwatch.library.clash import between  # noqa: PLC0415
    from loadwatch.report.words import plural  # noqa: PLC0415

    told = []
    for one, other in combinations(known, 2):
        clash = between(known[one], other, known[other])
        if clash is not None and clash.same:
            told.append(
                f"{one.name} and {other.name}: {plural(len(clash.same), 'recording')} lie in both "
                f"libraries; loadwatch imports --files --name {one.name} names them"
            )
        told += [
            f"{one.name} and {other.name}: one {device}, serial {serial}, has recorded for both"
            for device, serial in (clash.devices if clash else ())
        ]
    return told


def _row(
    folder: Path, day: date, zone: str | None, known: dict[Path, Identity],
    reviews: dict[Path, Review],
) -> AthleteRow:  # fmt: skip
    """One athlete; whatever is wrong with the library, its diary is still read."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch import review as reviewing  # noqa: PLC0415
    from loadwatch.corrections import read_told  # noqa: PLC0415
    from loadwatch.library.clash import identity_of  # noqa: PLC0415
    from loadwatch.library.log import last_finished  # noqa: PLC0415
    from loadwatch.roster import row_of  # noqa: PLC0415

    try:
        if not shelf.is_there(folder):
            return _only_diary(folder, day, "nothing imported yet", 0)
        _, who = told_athlete(None, folder)
        with shelf.reading(folder) as connection:
            shelf.must_hold_something(connection, folder)
            found, last = shelf.imported(connection), last_finished(connection)
            known[folder] = identity_of(connection)
        review = reviewing.review_of(
            found, as_of=day, diary=told_diary(None, folder),
            athlete=with_options(who, height_cm=None, zone=zone), told=read_told(folder),
        )  # fmt: skip
        reviews[folder] = review
        ended = None if last is None else last.ended_at
        return row_of(folder, review, day, last_import=ended)
    except (LibraryError, typer.BadParameter) as error:
        return _only_diary(folder, day, str(error), code_of(error))
    except OSError as error:
        return _only_diary(folder, day, f"{error.filename}: {error.strerror or error}", 1)
    except Exception as error:
        why = f"a bug in loadwatch stopped judging it ({type(error).__name__}: {error})"
        return _only_diary(folder, day, why, 1)


def _only_diary(folder: Path, day: date, problem: str, code: int) -> AthleteRow:
    from loadwatch import review as reviewing  # noqa: PLC0415
    from loadwatch.importer import Import  # noqa: PLC0415
    from loadwatch.roster import row_of  # noqa: PLC0415

    diary: Diary | None = None
    try:
        diary = told_diary(None, folder)
    except (OSError, typer.BadParameter) as error:
        problem, code = f"{problem}; and its diary cannot be read: {error}", code or 1
    review = reviewing.review_of(Import(), as_of=day, diary=diary)
    return row_of(folder, review, day, problem=problem, code=code)
