"""Rules → what the next run may be, and until when a finding stays open."""

from typing import TYPE_CHECKING

from loadwatch.lazily import lazily

if TYPE_CHECKING:
    from loadwatch.plan.budget import NOTHING_USUAL, STEP_M, Budget, budget_of
    from loadwatch.plan.clear import with_clear_dates
    from loadwatch.plan.opening import Opening, opening_of
    from loadwatch.plan.page import Asked, Judged, Plan, plan_for
    from loadwatch.plan.tomorrow import Tomorrow, Trip
    from loadwatch.plan.usual import Usual, usual_of
else:
    __getattr__ = lazily(
        __name__,
        {
            "NOTHING_USUAL": "budget",
            "STEP_M": "budget",
            "Asked": "page",
            "Budget": "budget",
            "Judged": "page",
            "Opening": "opening",
            "Plan": "page",
            "Tomorrow": "tomorrow",
            "Trip": "tomorrow",
            "Usual": "usual",
            "budget_of": "budget",
            "opening_of": "opening",
            "plan_for": "page",
            "usual_of": "usual",
            "with_clear_dates": "clear",
        },
    )

__all__ = [
    "NOTHING_USUAL",
    "STEP_M",
    "Asked",
    "Budget",
    "Judged",
    "Opening",
    "Plan",
    "Tomorrow",
    "Trip",
    "Usual",
    "budget_of",
    "opening_of",
    "plan_for",
    "usual_of",
    "with_clear_dates",
]
