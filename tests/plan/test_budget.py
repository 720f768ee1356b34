"""The budget: the worked history, the definition by brute force, and what doubts make of it."""

import pytest

from loadwatch.plan import Tomorrow, budget_of, usual_of
from loadwatch.rules import all_rules
from tests.plan.brute import case, history_of_case, km_of_brute_force

STEP_KM = 0.25


def differs(seed: int) -> float:
    chosen = case(seed)
    history = history_of_case(chosen)
    tomorrow = Tomorrow(history, chosen.on, all_rules())
    budget = budget_of(tomorrow, usual_of(history), step_m=STEP_KM * 1000)
    return budget.distance_m / 1000 - km_of_brute_force(chosen, step_km=STEP_KM)


@pytest.mark.parametrize("seed", range(6))
def test_the_budget_equals_brute_force_over_the_rules_themselves_within_one_step(seed: int) -> None:
    assert abs(differs(seed)) <= STEP_KM + 1e-9
