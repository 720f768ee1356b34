"""What the framework gives a rule that tells itself why it cannot judge."""

from collections.abc import Iterator
from datetime import timedelta

from loadwatch.athlete import Athlete
from loadwatch.load import History
from loadwatch.rules._base import Needs, Rule, Severity, Signal, rule
from loadwatch.rules._judge import judge_with
from tests.conftest import FIRST_DAY, days_of, history_of


def _no_mass(history: History) -> str | None:
    return None if history.athlete.mass_kg else "the profile tells no body mass"


def _a_rule(*, runs: int = 1) -> Rule:
    @rule(
        code="LW999", name="test-rule", evidence="none", needs=Needs(runs=runs),
        cites=("loadwatch",), unless=_no_mass,
    )  # fmt: skip
    def check(history: History) -> Iterator[Signal]:
        yield Signal(history.as_of, Severity.INFO, "seen", "nothing", 1.0, 0.0, "runs")

    return check


def test_a_rule_gives_its_own_reason_for_not_judging() -> None:
    history = history_of(days_of([5, 0, 5]))
    assert [item.reason for item in judge_with([_a_rule()], history).not_judged] == [
        "the profile tells no body mass"
    ]


def test_the_reason_is_gone_once_the_profile_tells() -> None:
    rows = days_of([5, 0, 5])
    history = history_of(rows, FIRST_DAY + timedelta(days=2), athlete=Athlete(mass_kg=70.0))
    assert judge_with([_a_rule()], history).not_judged == []


def test_what_the_framework_lacks_is_said_before_the_reason_of_the_rule() -> None:
    history = history_of(days_of([5, 0, 5]))
    assert "needs 9 runs" in judge_with([_a_rule(runs=9)], history).not_judged[0].reason
