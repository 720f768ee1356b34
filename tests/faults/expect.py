"""What the known run must come to, and short ways to look at a reading."""

from __future__ import annotations

from typing import Any

import pytest

from loadwatch.importer.states import Reading

from .build import METRES, SECONDS, STEPS


def row_of(found: Reading) -> dict[str, Any]:
    """Session row of a reading with one session."""
    (session,) = found.sessions
    return session.summary.row


def codes_of(found: Reading) -> set[str]:
    """Codes of all notes."""
    return {note.code for session in found.sessions for note in session.summary.notes}


def assert_known_run(
    found: Reading, *, share: float = 1.0, metres: float = 0.02, steps: float = 0.03
) -> None:
    """The sums are those of the known run, or of its first ``share``."""
    row = row_of(found)
    assert row["total_distance_m"] == pytest.approx(METRES * share, rel=metres)
    assert row["run_distance_m"] == pytest.approx(METRES * share, rel=metres + 0.01)
    assert row["total_timer_time_s"] == pytest.approx(SECONDS * share, rel=0.02)
    assert row["run_time_s"] == pytest.approx(SECONDS * share, rel=0.02)
    assert row["run_impact_count"] == pytest.approx(STEPS * share, rel=steps)
    assert row["walk_time_s"] == 0
