"""The lines that the runner writes round a run, and how they are read again."""

from __future__ import annotations

import re
from datetime import datetime

_ENDED = re.compile(r"^== (\S+ \S+) ended with (-?\d+) ", re.M)


def line(now: datetime, words: str) -> str:
    """One line of the runner's own."""
    return f"== {now:%Y-%m-%d %H:%M:%S} {words}\n"


def ended(code: int, took_s: float) -> str:
    """Words of the last line of a run."""
    return f"ended with {code} after {took_s:.0f} s"


def last_end(log: str) -> tuple[str, int] | None:
    """When the last run ended, and with which exit code; None if a log does not tell."""
    ends = _ENDED.findall(log)
    return (ends[-1][0], int(ends[-1][1])) if ends else None
