"""``corrections.csv`` and ``acknowledged.csv``: what cannot be used stays in them and is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from loadwatch.corrections.entries import (
    Acknowledgement,
    Correction,
    acknowledgement_of,
    cells_of,
    correction_of,
)
from loadwatch.errors import CorrectionError
from loadwatch.language import _
from loadwatch.private_file import replacing

CORRECTIONS_NAME = "corrections.csv"
ACKNOWLEDGED_NAME = "acknowledged.csv"
MAX_BYTES = 4 * 2**20
CORRECTION_HEADER = [
    "session_id", "sport", "start", "distance_km", "cadence_factor", "exclude", "apart",
]  # fmt: skip
ACKNOWLEDGED_HEADER = ["finding_id", "until", "severity"]
NOTE = "note"
"""A column for oneself, read by nothing."""


@dataclass(frozen=True)
class Told:
    """What a person set right, from both files of a folder.

    Parameters
    ----------
    folder : Path
        Where they lie.
    corrections : sequence of Correction
        In the order of the file.
    acknowledgements : sequence of Acknowledgement
        Likewise.
    problems : sequence of str
        One sentence for each line that cannot be used.
    paths : sequence of Path
        The files that are there.
    """

    folder: Path
    corrections: Sequence[Correction] = ()
    acknowledgements: Sequence[Acknowledgement] = ()
    problems: Sequence[str] = ()
    paths: Sequence[Path] = ()

    @property
    def apart_ids(self) -> tuple[str, ...]:
        """Sessions that are no copies of others."""
        return tuple(each.session_id for each in self.corrections if each.apart)


T = TypeVar("T")
Entry = TypeVar("Entry", Correction, Acknowledgement)


@dataclass(frozen=True)
class _Table(Generic[T]):
    """A file: each line as it is, with what it tells where it tells something."""

    lines: list[tuple[str, T | None]]
    columns: list[str]
    delimiter: str
    problems: list[str]


def read_told(folder: Path) -> Told:
    """Read both files of a folder; what is not there is empty."""
    corrections = _read(folder / CORRECTIONS_NAME, CORRECTION_HEADER, correction_of)
    known = _read(folder / ACKNOWLEDGED_NAME, ACKNOWLEDGED_HEADER, acknowledgement_of)
    return Told(
        folder,
        [entry for _, entry in corrections.lines if entry is not None],
        [entry for _, entry in known.lines if entry is not None],
        [
            *(f"{CORRECTIONS_NAME}, {problem}" for problem in corrections.problems),
            *(f"{ACKNOWLEDGED_NAME}, {problem}" for problem in known.problems),
        ],
        [
            path
            for path in (folder / CORRECTIONS_NAME, folder / ACKNOWLEDGED_NAME)
            if path.exists() or path.is_symlink()
        ],
    )


def keep_corrections(
    folder: Path, gone: Callable[[Correction], bool], added: Sequence[Correction]
) -> None:
    """Take lines out of the corrections and add some at the end; the others stay as they are.

    Parameters
    ----------
    folder : Path
        Folder of the file.
    gone : callable
        Whether a line is taken out.
    added : sequence of Correction
        From ``checked_correction``.

    Raises
    ------
    CorrectionError
        If it cannot be written; the old file is then untouched.
    """
    _keep(folder / CORRECTIONS_NAME, CORRECTION_HEADER, correction_of, gone, added)


def keep_acknowledgements(
    folder: Path, gone: Callable[[Acknowledgement], bool], added: Sequence[Acknowledgement]
) -> None:
    """The same for the acknowledgements."""
    _keep(folder / ACKNOWLEDGED_NAME, ACKNOWLEDGED_HEADER, acknowledgement_of, gone, added)


def _read(path: Path, header: list[str], made: Callable[[dict[str, str], int], T]) -> _Table[T]:
    empty: _Table[T] = _Table([], [], ",", [])
    try:
        if not path.exists() and not path.is_symlink():
            return empty
        if not path.is_file():
            return _Table([], [], ",", [_("not a regular file")])
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _Table(
            [], [], ",", [_("cannot be read: {reason}").format(reason=error.strerror or error)]
        )
    if len(content) > MAX_BYTES:
        return _Table(
            [],
            [],
            ",",
            [_("larger than {mib} MiB; nothing of it is used").format(mib=MAX_BYTES // 2**20)],
        )
    return _parsed(content, header, made)


def _parsed(
    content: bytes, header: list[str], made: Callable[[dict[str, str], int], T]
) -> _Table[T]:
    raw = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    lines: list[tuple[str, T | None]] = []
    columns: list[str] = []
    delimiter, problems = ",", []
    for number, each in enumerate(raw if raw[-1].strip() else raw[:-1], start=1):
        text = each.decode("utf-8", "surrogateescape")
        entry = None
        if _is_told(text):
            try:
                if not columns:
                    delimiter = max(",;\t", key=text.count)
                    columns = _columns(text, delimiter, header)
                    unknown = sorted({name for name in columns if name} - {*header, NOTE})
                    if unknown:
                        problems.append(
                            _("line {number}: columns that are not known: {unknown}").format(
                                number=number, unknown=", ".join(unknown)
                            )
                        )
                else:
                    entry = made(_cells(text, columns, delimiter), number)
            except CorrectionError as error:
                problems.append(_("line {number}: {error}").format(number=number, error=error))
                if not columns:
                    return _Table([], [], ",", problems)
        lines.append((text, entry))
    return _Table(lines, columns, delimiter, problems)


def _is_told(text: str) -> bool:
    """Whether a line is more than blanks, commas and a remark; the first such names the columns."""
    return bool(text.strip(" \t\r,;")) and not text.lstrip().startswith("#")


def _columns(text: str, delimiter: str, header: list[str]) -> list[str]:
    cells = next(csv.reader([text.rstrip("\r")], delimiter=delimiter), [])
    columns = ["_".join(cell.lower().split()) for cell in cells]
    if header[0] not in columns:
        raise CorrectionError(
            _("does not name the columns: {columns}").format(columns=", ".join(header))
        )
    return columns


def _cells(text: str, columns: list[str], delimiter: str) -> dict[str, str]:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CorrectionError(_("holds bytes that are not UTF-8 text"))
    try:
        cells = next(csv.reader([text.removesuffix("\r")], delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CorrectionError(_("a quotation mark is opened and not closed")) from error
    if any(cells[len(columns) :]):
        told = _("{cells} cells where the first line names {columns}").format(
            cells=len(cells), columns=len(columns)
        )
        raise CorrectionError(told)
    return dict(zip(columns, cells, strict=False))


def _keep(
    path: Path,
    header: list[str],
    made: Callable[[dict[str, str], int], Entry],
    gone: Callable[[Entry], bool],
    added: Sequence[Entry],
) -> None:
    target = path.resolve()
    try:
        with replacing(target, str(path.name), CorrectionError) as file:
            old = _read(target, header, made)
            if not old.columns and old.problems:
                raise CorrectionError(
                    _("{path} is left as it is: {problem}").format(
                        path=path, problem=old.problems[0]
                    )
                )
            columns: list[str] = old.columns or [*header, NOTE]
            told = {name for entry in added for name, cell in cells_of(entry).items() if cell}
            missing: list[str] = [name for name in header if name in told and name not in columns]
            kept = []
            for text, entry in old.lines:
                if entry is None or not gone(entry):
                    kept.append(text)
                if missing and _is_told(text):
                    kept[-1] = old.delimiter.join([text.rstrip("\r"), *missing])
                    columns, missing = columns + missing, []
            if not old.columns:
                kept.append(",".join(columns))
            kept += [_line(entry, columns, old.delimiter) for entry in added]
            text = "".join(f"{line}\n" for line in kept)
            file.write(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise CorrectionError(
            _("{path} cannot be written: {reason}").format(
                path=path, reason=error.strerror or error
            )
        ) from error


def _line(told: Correction | Acknowledgement, columns: list[str], delimiter: str) -> str:
    cells = cells_of(told)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="")
    writer.writerow([cells.get(name, "") for name in columns])
    return buffer.getvalue()
