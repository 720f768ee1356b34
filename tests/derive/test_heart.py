"""Heart rates that a sensor made up are left out; real ones are not."""

import numpy as np

from loadwatch.derive.heart import masked_heart_rate


def ramp(low: float, high: float, seconds: int) -> np.ndarray:
    return np.linspace(low, high, seconds)


def test_a_minute_at_the_cadence_after_a_jump_is_left_out_and_counted() -> None:
    heart = np.concatenate([ramp(110, 130, 200), np.full(120, 164.0), ramp(132, 140, 100)])
    cadence = np.full(420, 165.0)
    masked, notes = masked_heart_rate(heart, cadence)
    assert np.isnan(masked[200:320]).all()
    assert np.isfinite(masked[:200]).all()
    assert [(note.code, note.count) for note in notes] == [("masked-heart-rate", 120)]
    assert "locked to the cadence" in notes[0].message


def test_a_heart_that_comes_to_beat_as_the_feet_strike_is_kept() -> None:
    heart = np.concatenate([ramp(110, 164, 300), np.full(300, 164.0)])
    masked, notes = masked_heart_rate(heart, np.full(600, 165.0))
    assert notes == []
    assert np.isfinite(masked).all()


def test_a_spike_is_left_out_and_a_hard_effort_is_not() -> None:
    heart = np.full(300, 130.0)
    heart[100:105] = 220
    heart[200:260] = 165
    masked, notes = masked_heart_rate(heart, np.full(300, 160.0))
    assert np.isnan(masked[100:105]).all()
    assert np.isfinite(masked[200:260]).all()
    assert [note.count for note in notes] == [5]


def test_unknown_stays_unknown() -> None:
    unknown = np.full(10, np.nan)
    masked, notes = masked_heart_rate(unknown, unknown)
    assert np.isnan(masked).all()
    assert notes == []
