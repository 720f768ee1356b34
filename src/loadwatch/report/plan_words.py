"""The next run's budget in sentences, for the terminal and the page."""

from __future__ import annotations

from loadwatch.plan import Judged, Plan, Trip
from loadwatch.rules import Severity

WHAT_A_BUDGET_IS = (
    "A budget is what no rule here would flag. It is no clearance and no target: it knows nothing "
    "of how you slept, of the ground, or of what your back says in the morning."
)
TEST_WORDS = (
    "Begin with a test: run for up to two minutes as long as it is comfortable, and let "
    "the time choose the stage of the run-walk ladder."
)


def budget_words(plan: Plan) -> str:
    """The budget itself."""
    run = plan.budget.run
    if run is None:
        return "No run is named for this day: rest, or walk."
    return (
        f"What no rule here would flag: up to {km_words(run.distance_m)} of running, about "
        f"{run.time_s / 60:.0f} minutes and {run.impact_count:,.0f} impacts."
    )


def limit_words(plan: Plan) -> list[str]:
    """What limits it, and what that rule would say."""
    budget = plan.budget
    if not budget.binding:
        return [budget.reason]
    names = dict.fromkeys(f"{trip.name} ({trip.code})" for trip in budget.binding)
    verb = "speaks" if budget.run is None else "would speak one step further"
    return [f"{' and '.join(names)} {verb}.", f"“{budget.binding[0].message}”"]


def basis_words(plan: Plan) -> str:
    """What links metres, minutes and impacts."""
    usual = plan.usual
    return (
        f"Minutes and impacts at {usual.speed_mps * 3.6:.1f} km/h and {usual.cadence_spm:.0f} "
        f"steps a minute: {usual.basis}."
    )


def worst_trips(row: Judged) -> list[Trip]:
    """One trip a rule: its most severe, the first of them."""
    first: dict[str, Trip] = {}
    for trip in row.trips:
        first.setdefault(trip.code, trip)
    return list(first.values())


def severity_words(trip: Trip) -> str:
    """How much a trip matters."""
    strong = "strong " if trip.is_strong and trip.severity == Severity.CAUTION else ""
    return f"{strong}{trip.severity}"


def km_words(metres: float) -> str:
    """A distance in kilometres."""
    return f"{metres / 1000:.1f} km"


def told_words(row: Judged) -> str:
    """What a run would trip."""
    words = ", ".join(f"{trip.name} ({severity_words(trip)})" for trip in worst_trips(row))
    return words or ("nothing" if row.is_within else "no rule, but see what limits it")
