"""A finding that a person knows of stays put aside while it is the same one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from loadwatch.corrections import Acknowledgement, Told
from loadwatch.right import set_aside
from loadwatch.rules import Finding
from tests.notify.conftest import SPIKE, judgement_of

SPIKED = judgement_of(SPIKE)
(FINDING,) = SPIKED.findings


def left(name: str, severity: str = "", *, finding: Finding = FINDING) -> list[Finding]:
    """Findings that are left where one of a name was acknowledged."""
    told = Told(Path(), (), (Acknowledgement(name, None, severity),))
    judgement = replace(SPIKED, findings=[finding])
    found, aside = set_aside(judgement, told, finding.period_end)
    assert len(found.findings) + len(aside) == 1
    return found.findings


@pytest.mark.parametrize(("days", "is_same"), [(-20, False), (-7, True), (0, True), (3, False)])
def test_late_files_that_move_its_first_day_do_not_open_it_again(days: int, is_same: bool) -> None:
    day = FINDING.period_start + timedelta(days=days)
    assert (left(f"{FINDING.code}-{day:%Y%m%d}") == []) is is_same
    assert left(f"LW102-{day:%Y%m%d}")


def test_one_that_now_begins_earlier_is_the_same_and_is_back_when_it_is_graver() -> None:
    begun = replace(FINDING, period_start=FINDING.period_start - timedelta(days=12))
    assert left(FINDING.finding_id, str(FINDING.severity), finding=begun) == []
    assert left(FINDING.finding_id, "info", finding=begun)
