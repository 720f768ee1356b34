"""How every command prints: formats, and what the terminal can show."""

from __future__ import annotations

import os
import sys
from enum import StrEnum

EXIT_FAILED, EXIT_QUARANTINED, EXIT_FINDINGS = 1, 3, 10
EXIT_HELD, EXIT_NEWER, EXIT_INTERRUPTED = 11, 12, 130
EXIT_ORDER = (EXIT_NEWER, EXIT_HELD, EXIT_FAILED, EXIT_FINDINGS, EXIT_QUARANTINED)
"""Of several codes the first of these is told."""


class OutputFormat(StrEnum):
    """Formats of what is printed."""

    TEXT = "text"
    JSON = "json"


def shows(text: str) -> bool:
    """Whether stdout can show these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


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
