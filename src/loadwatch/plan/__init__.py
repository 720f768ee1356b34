"""Rules → what the next run may be, and until when a finding stays open."""

from loadwatch.plan.budget import Budget, budget_of
from loadwatch.plan.clear import with_clear_dates
from loadwatch.plan.opening import Opening, opening_of
from loadwatch.plan.tomorrow import Tomorrow, Trip
from loadwatch.plan.usual import Usual, usual_of

__all__ = [
    "Budget",
    "Opening",
    "Tomorrow",
    "Trip",
    "Usual",
    "budget_of",
    "opening_of",
    "usual_of",
    "with_clear_dates",
]
