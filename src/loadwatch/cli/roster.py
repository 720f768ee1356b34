"""``loadwatch review --all``: every athlete in one table, most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from loadwatch.cli.everyone import athletes
from loadwatch.cli.inputs import now_in, told_diary
from loadwatch.cli.kept import Keeper, keeper_of
from loadwatch.cli.shelf import code_of
from loadwatch.errors import LibraryError

if TYPE_CHECKING:
    from loadwatch.diary import Diary
    from loadwatch.importer import Import
    from loadwatch.library.clash import Identity
    from loadwatch.report import Review
    from loadwatch.report.roster import AthleteRow, Roster


def roster_of(
    library: Path | None,
    day: date | None,
    zone: str | None,
    *,
    page: Callable[[Keeper, Review, Import], str] | None = None,
) -> tuple[Roster, dict[Path, Review]]:
    """Judge each athlete as of a day, or of their own today; a row tells what stands in the way.

    Parameters
    ----------
    library, zone
        As they were told.
    day : date or None
        Of the judgement.
    page : callable, optional
        Writes the page of one athlete while the tables are at hand; gives its file name, empty if
        it could not.

    Returns
    -------
    tuple
        The table, and the review of each folder that could be judged; none where pages are
        written, so that one athlete's tables are gone before the next one's are read.
    """
    from loadwatch import __version__  # noqa: PLC0415
    from loadwatch.report.roster import Roster  # noqa: PLC0415
    from loadwatch.roster import most_urgent_first  # noqa: PLC0415

    known: dict[Path, Identity] = {}
    reviews: dict[Path, Review] = {}
    rows = [_row(folder, day, zone, known, reviews, page) for folder in athletes(library)]
    here = day or now_in(zone).date()
    roster = Roster(__version__, here, most_urgent_first(rows), shared_sentences(known))
    return roster, reviews


def shared_sentences(known: dict[Path, Identity]) -> list[str]:
    """What two libraries have in common, a sentence for each pair."""
    from loadwatch.language import _, numbered  # noqa: PLC0415
    from loadwatch.library.clash import between  # noqa: PLC0415

    told = []
    for one, other in combinations(known, 2):
        clash = between(known[one], other, known[other])
        if clash is not None and clash.same:
            told.append(
                numbered(
                    len(clash.same),
                    "{name} and {other}: {n} recording lie in both libraries; loadwatch imports "
                    "--files --name {name} names them",
                    "{name} and {other}: {n} recordings lie in both libraries; loadwatch imports "
                    "--files --name {name} names them",
                    name=one.name, other=other.name,
                )
            )  # fmt: skip
        words = _("{one} and {other}: one {device}, serial {serial}, has recorded for both")
        told += [
            words.format(one=one.name, other=other.name, device=device, serial=serial)
            for device, serial in (clash.devices if clash else ())
        ]
    return told


def _row(
    folder: Path, day: date | None, zone: str | None, known: dict[Path, Identity],
    reviews: dict[Path, Review], page: Callable[[Keeper, Review, Import], str] | None,
) -> AthleteRow:  # fmt: skip
    """One athlete; whatever is wrong with the library, its diary is still read."""
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.athlete import Athlete  # noqa: PLC0415
    from loadwatch.library.clash import identity_of  # noqa: PLC0415
    from loadwatch.library.log import last_finished  # noqa: PLC0415
    from loadwatch.roster import row_of  # noqa: PLC0415

    keeper = Keeper(folder, Athlete(zone=zone), now_in(zone))
    try:
        keeper = keeper_of(folder, zone=zone)
        if not shelf.is_there(folder):
            return _only_diary(keeper, day, "nothing imported yet", 0)
        with shelf.reading(folder) as connection:
            shelf.must_hold_something(connection, folder)
            found = shelf.imported(connection, with_segments=page is not None)
            last = last_finished(connection)
            known[folder] = identity_of(connection)
        review = keeper.judge(found, as_of=day, with_segments=page is not None)
        row = row_of(
            folder, review, day or keeper.now.date(),
            last_import=None if last is None else last.ended_at, zone=keeper.now.tzinfo,
        )  # fmt: skip
        if page is None:
            reviews[folder] = review
        return row if page is None else replace(row, page=page(keeper, review, found))
    except (LibraryError, typer.BadParameter) as error:
        return _only_diary(keeper, day, str(error), code_of(error))
    except OSError as error:
        return _only_diary(keeper, day, f"{error.filename}: {error.strerror or error}", 1)
    except Exception as error:
        why = f"a bug in loadwatch stopped judging it ({type(error).__name__}: {error})"
        return _only_diary(keeper, day, why, 1)


def _only_diary(keeper: Keeper, day: date | None, problem: str, code: int) -> AthleteRow:
    from loadwatch import review as reviewing  # noqa: PLC0415
    from loadwatch.importer import Import  # noqa: PLC0415
    from loadwatch.roster import row_of  # noqa: PLC0415

    diary: Diary | None = None
    try:
        diary = told_diary(None, keeper.folder, keeper.who)
    except (OSError, typer.BadParameter) as error:
        problem, code = f"{problem}; and its diary cannot be read: {error}", code or 1
    on = day or keeper.now.date()
    review = reviewing.review_of(Import(), as_of=on, diary=diary)
    return row_of(keeper.folder, review, on, problem=problem, code=code)
