"""What a change of schedule would do, step by step: first shown, then done."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loadwatch.errors import ScheduleError
from loadwatch.private_file import replacing
from loadwatch.schedule.machine import Machine

OWN_FOLDER = 0o700


@dataclass(frozen=True)
class MakeFolder:
    """A folder that is made if it is not there."""

    path: Path


@dataclass(frozen=True)
class WriteFile:
    """A file that is written, or takes the place of one with the same marker."""

    path: Path
    content: bytes
    shown: str


@dataclass(frozen=True)
class DeleteFile:
    """A file that carries our marker, and goes."""

    path: Path


@dataclass(frozen=True)
class Run:
    """A command; ``shown`` says what is put into it."""

    argv: tuple[str, ...]
    stdin: str | None = None
    shown: str = ""
    may_fail: bool = False


Step = MakeFolder | WriteFile | DeleteFile | Run


@dataclass(frozen=True)
class Plan:
    """Steps in their order; none if all is as it should be."""

    steps: tuple[Step, ...] = field(default=())


def told(plan: Plan) -> list[str]:
    """Every folder, file and command of a plan, in lines."""
    return [line for step in plan.steps for line in _told(step)]


def carry_out(plan: Plan, machine: Machine) -> None:
    """Do it.

    Raises
    ------
    ScheduleError
        If a file cannot be written or a command fails; the sentence says which.
    """
    for step in plan.steps:
        try:
            _do(step, machine)
        except OSError as error:
            raise ScheduleError(f"{error.filename or ''}: {error.strerror or error}") from error


def is_ours(path: Path, marker: str, encoding: str = "utf-8") -> bool:
    """Whether a file is one that loadwatch wrote; False if there is none.

    Raises
    ------
    ScheduleError
        If another file is in its place.
    """
    try:
        mode = path.lstat().st_mode
        text = path.read_bytes().decode(encoding, "replace") if stat.S_ISREG(mode) else ""
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise ScheduleError(f"{path} cannot be read: {error.strerror}") from error
    if not any(line.strip() == marker for line in _words_of(text)):
        raise ScheduleError(
            f"{path} was not written by loadwatch for this name and is left alone; "
            "move it away, or choose another --name"
        )
    return True


def _words_of(text: str) -> Iterator[str]:
    """The lines of a text, without what makes them remarks, strings or elements."""
    from xml.sax.saxutils import unescape  # noqa: PLC0415  (it loads all of http)

    for line in text.splitlines():
        bare = line.strip().removeprefix("#")
        yield bare.strip()
        if bare.startswith("<") and bare.endswith(">"):
            yield unescape(bare.partition(">")[2].rpartition("<")[0])


def _told(step: Step) -> Iterator[str]:
    if isinstance(step, MakeFolder):
        if not step.path.is_dir():
            yield f"Make folder {step.path}"
    elif isinstance(step, WriteFile):
        yield f"Write {step.path}:"
        yield from (f"  | {line}".rstrip() for line in step.shown.splitlines())
    elif isinstance(step, DeleteFile):
        yield f"Delete {step.path}"
    else:
        yield f"Run {' '.join(step.argv)}{', with:' if step.shown else ''}"
        yield from (f"  | {line}".rstrip() for line in step.shown.splitlines())


def _do(step: Step, machine: Machine) -> None:
    if isinstance(step, MakeFolder):
        step.path.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    elif isinstance(step, WriteFile):
        step.path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        with replacing(step.path, f"{step.path}", ScheduleError) as file:
            file.write(step.content)
    elif isinstance(step, DeleteFile):
        step.path.unlink(missing_ok=True)
    else:
        answer = machine.ask(step.argv, step.stdin)
        if answer.code != 0 and not step.may_fail:
            raise ScheduleError(
                f"{' '.join(step.argv)} did not work: {answer.reason}; "
                "loadwatch schedule remove takes away what was written"
            )
