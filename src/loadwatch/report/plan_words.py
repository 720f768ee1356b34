"""The next run's budget in sentences, for the terminal and the page."""

from __future__ import annotations

from loadwatch.language import _
from loadwatch.plan import Judged, Plan, Trip
from loadwatch.rules import level_words
from loadwatch.shown import distance, speed

WHAT_A_BUDGET_IS = _(
    "A budget is what no rule here would flag. It is no clearance and no target: it knows nothing "
    "of how you slept, of the ground, or of what your back says in the morning."
)
TEST_WORDS = _(
    "Begin with a test: run for up to two minutes as long as it is comfortable, and let "
    "the time choose the stage of the run-walk ladder."
)


def budget_words(plan: Plan) -> str:
    """The budget itself."""
    run = plan.budget.run
    if run is None:
        return _("No run is named for this day: rest, or walk.")
    return _(
        "What no rule here would flag: up to {distance} of running, about {minutes} minutes and "
        "{impacts} impacts."
    ).format(
        distance=distance(run.distance_m),
        minutes=f"{run.time_s / 60:.0f}",
        impacts=f"{run.impact_count:,.0f}",
    )


def limit_words(plan: Plan) -> list[str]:
    """What limits it, and what that rule would say."""
    budget = plan.budget
    if not budget.binding:
        return [budget.reason]
    names = _(" and ").join(dict.fromkeys(f"{trip.name} ({trip.code})" for trip in budget.binding))
    words = (
        _("{names} speaks.") if budget.run is None else _("{names} would speak one step further.")
    )
    return [words.format(names=names), f"“{budget.binding[0].message}”"]


def basis_words(plan: Plan) -> str:
    """What links metres, minutes and impacts."""
    usual = plan.usual
    return _("Minutes and impacts at {speed} and {cadence} steps a minute: {basis}.").format(
        speed=speed(usual.speed_mps), cadence=f"{usual.cadence_spm:.0f}", basis=usual.basis
    )


def worst_trips(row: Judged) -> list[Trip]:
    """One trip a rule: its most severe, the first of them."""
    first: dict[str, Trip] = {}
    for trip in row.trips:
        first.setdefault(trip.code, trip)
    return list(first.values())


def severity_words(trip: Trip) -> str:
    """How much a trip matters."""
    return level_words(trip.severity, is_strong=trip.is_strong)


def told_words(row: Judged) -> str:
    """What a run would trip."""
    words = ", ".join(f"{trip.name} ({severity_words(trip)})" for trip in worst_trips(row))
    if words:
        return words
    return _("nothing") if row.is_within else _("no rule, but see what limits it")
