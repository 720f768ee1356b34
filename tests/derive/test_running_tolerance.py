"""The maker's published examples in our unit, as docs/running-tolerance.md gives them."""

import re
from pathlib import Path

import numpy as np
import pytest

from loadwatch.derive.cadence import model_running_cadence_spm, model_walking_cadence_spm
from loadwatch.derive.damage import damage_index, km_equivalents
from loadwatch.derive.force import hill_weight, running_force_bw, walking_force_bw

HEIGHT_M = 1.75
PAGE = Path("docs/running-tolerance.md").read_text(encoding="utf-8")
KM_PER_MILE = 1.609344


def easy_km(
    speed_mps: float, exponent: float, *, down_pct: float = 0, walks: bool = False
) -> float:
    """Load of one kilometre."""
    speed = np.array([speed_mps])
    cadence = model_walking_cadence_spm if walks else model_running_cadence_spm
    force = walking_force_bw if walks else running_force_bw
    steps = cadence(speed, height_m=HEIGHT_M) / 60 * 1000 / speed_mps
    weighted = steps * hill_weight(np.array([-down_pct / 100]))
    index = damage_index(force(speed), weighted, exponent=exponent)
    return km_equivalents(index, height_m=HEIGHT_M)


def shown(row: str) -> list[float]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {row}"))
    return [float(cell) for cell in re.findall(r"[\d.]+", line.split("|", 4)[4])]


@pytest.mark.parametrize("column", range(3))
def test_the_page_shows_what_the_formula_gives(column: int) -> None:
    b = (2, 6, 10)[column]
    hard = (easy_km(4.2, b, down_pct=-5) + easy_km(4.2, b, down_pct=5)) / 2
    assert shown("5 hard")[column] == pytest.approx(5 * hard, abs=0.06)
    assert shown("3 slow")[column] == pytest.approx(3 * easy_km(2.1, b), abs=0.06)
    assert shown("a fast")[column] == pytest.approx(easy_km(4.5, b, down_pct=10), abs=0.06)
    assert shown("a walked")[column] == pytest.approx(easy_km(1.4, b, walks=True), rel=0.1)
