"""The option ``--fail-on``: from which severity on a finding ends a command with its own code."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Severities that ``--fail-on`` takes."""

    INFO = "info"
    CAUTION = "caution"
    WARNING = "warning"


def severity_of(level: Level) -> int:
    """Rank of a severity."""
    from loadwatch.rules import Severity  # noqa: PLC0415

    return Severity[level.name]
