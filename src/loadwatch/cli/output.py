"""How every command prints: formats, and what the terminal can show."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from typing_extensions import Buffer

EXIT_FAILED, EXIT_QUARANTINED, EXIT_FINDINGS = 1, 3, 10
EXIT_HELD, EXIT_NEWER, EXIT_INTERRUPTED = 11, 12, 130
EXIT_ORDER = (EXIT_NEWER, EXIT_HELD, EXIT_FAILED, EXIT_FINDINGS, EXIT_QUARANTINED)
"""Of several codes the first of these is told."""
NO_READER = (errno.EPIPE, errno.EINVAL)
"""What a system says of a pipe whose reader has left; Windows the second."""


class Interrupted(KeyboardInterrupt):
    """A signal asked to stop.

    A bare `KeyboardInterrupt` that passes through a module being imported makes Python end by
    SIGINT in the end, though it was caught and another exit code told.
    """


class OutputFormat(StrEnum):
    """Formats of what is printed."""

    TEXT = "text"
    JSON = "json"


class ReviewFormat(StrEnum):
    """Formats of a printed review."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


class DaysFormat(StrEnum):
    """Formats of what names days and has no tables."""

    TEXT = "text"
    JSON = "json"
    ICS = "ics"


def shows(text: str) -> bool:
    """Whether stdout can show these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def fit_terminal() -> None:
    """Have reports as wide as the terminal, or as COLUMNS tells; 80 columns without either."""
    from loadwatch.report.width import USUAL, fit  # noqa: PLC0415  (the version is told without)

    fit(shutil.get_terminal_size((USUAL, 0)).columns)


def has_colour() -> bool:
    """Whether stdout is a terminal that shows colours and whose user wants them."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not is_plain


def print_text(text: str) -> None:
    """Print to stdout; what it cannot show is escaped."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    if not text.endswith("\n"):
        stream.write("\n")


def print_bytes(content: bytes) -> None:
    """Print to stdout as it is, whatever its encoding and line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def end_by(error: Exception) -> NoReturn:
    """Wrong use; but what the system refused, like a full disk, is a failure: one sentence, and 1.

    Parameters
    ----------
    error : Exception
        Raised from an ``OSError`` if the system refused.
    """
    import typer  # noqa: PLC0415  (the version is told without)

    if not isinstance(error.__cause__, OSError):
        raise typer.BadParameter(str(error)) from error
    typer.echo(f"loadwatch: {error}", err=True)
    raise typer.Exit(EXIT_FAILED) from error


class LastingStdout(io.FileIO):
    """A stdout that stops no command: what cannot be written is left out, and why is kept."""

    refusal: OSError | None = None

    def write(self, data: Buffer, /) -> int:
        """Write, or pass over what nobody takes."""
        if self.refusal is None:
            try:
                return super().write(data)
            except BlockingIOError:
                raise
            except OSError as error:
                self.refusal = error
        return memoryview(data).nbytes

    def exit_code(self, code: int) -> int:
        """Exit code of a command that ended with one; a reader that had enough changes nothing."""
        if self.refusal is None or self.refusal.errno in NO_READER:
            return code
        why = self.refusal.strerror or self.refusal
        print(f"loadwatch: what it prints cannot be written: {why}", file=sys.stderr)  # noqa: T201
        return EXIT_FAILED if code in (0, EXIT_FINDINGS, EXIT_QUARANTINED) else code


def make_stdout_last() -> LastingStdout | None:
    """Put a lasting stdout in place; None where it is no plain file, pipe or terminal."""
    buffer = getattr(sys.stdout, "buffer", None)
    if type(getattr(buffer, "raw", buffer)) is not io.FileIO:
        return None
    old = sys.stdout
    raw = LastingStdout(old.fileno(), "wb", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=old.encoding, errors=old.errors,
        line_buffering=old.isatty(), write_through=buffer is getattr(buffer, "raw", buffer),
    )  # fmt: skip
    return raw
