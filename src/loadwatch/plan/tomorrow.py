"""What the rules would say of a run that has not been run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from loadwatch.load import History
from loadwatch.load.ahead import PlannedRun, ahead
from loadwatch.notice import RED_FLAG_DAYS
from loadwatch.programme import Ladder
from loadwatch.rules import (
    CLEAR_DAYS,
    RED_FLAG_SYMPTOMS,
    SESSION_SPIKE,
    SYMPTOM_FAMILY,
    Finding,
    NotJudged,
    Rule,
    Severity,
    Signal,
    judge_with,
    judged_signals,
    render,
    why_not,
)

LEAST = {"run_distance_m": "longest_m", "run_impact_count": "longest_impacts"}
"""Lower bound of a run → longest before it, in the data of a session spike."""


@dataclass(frozen=True, slots=True)
class Trip:
    """What a rule would say of a planned run.

    Parameters
    ----------
    code, name : str
        The rule.
    severity : Severity
        Of its signal.
    is_strong : bool
        Whether a caution is a strong one.
    day : date
        On which it would speak: the day of the run, or one later in its week.
    message : str
        Its sentence.
    is_enforced : bool
        Whether it limits the budget.
    """

    code: str
    name: str
    severity: Severity
    is_strong: bool
    day: date
    message: str
    is_enforced: bool


@dataclass(frozen=True)
class Tomorrow:
    """The evening before a day, the rules, and what a run on that day would trip.

    Parameters
    ----------
    history : History
        Up to a day before ``on``, with at least one dated session. Days between are taken as rest.
    on : date
        Day of the planned run.
    rules : sequence of Rule
        With the thresholds of the profile.
    ladder : Ladder, optional
        Its stage takes the place of the two-minute test where one is known.
    """

    history: History
    on: date
    rules: Sequence[Rule]
    ladder: Ladder | None = None

    @property
    def last_day(self) -> date:
        """Sunday of the week of the run: until then nothing more is run."""
        return self.on + timedelta(days=6 - self.on.weekday())

    def trips(self, run: PlannedRun | None, rules: Sequence[Rule] | None = None) -> list[Trip]:
        """What rules would say from the day of a run to the end of its week.

        Parameters
        ----------
        run : PlannedRun, optional
            None is a day of rest.
        rules : sequence of Rule, optional
            All of them by default.

        Returns
        -------
        list of Trip
            In order of severity; information of a day of rest is left out.
        """
        found = self._found(run, self.rules if rules is None else rules)
        return [trip for trip in found if trip.is_enforced or trip not in self._at_rest]

    def enforced(self, run: PlannedRun | None, rules: Sequence[Rule] | None = None) -> list[Trip]:
        """Those of the trips that limit the budget."""
        found = self._found(run, self.rules if rules is None else rules)
        return [trip for trip in found if trip.is_enforced]

    def not_judged(self, run: PlannedRun) -> list[NotJudged]:
        """Rules that could not judge this run on its day."""
        then = ahead(self.history, [run.row()], self.on)
        missing = (why_not(each, then) for each in self.rules)
        return [each for each in missing if each is not None]

    @cached_property
    def open_pain(self) -> list[Finding]:
        """Findings of symptoms that hold running back that morning, most urgent first."""
        judged = judge_with(self._symptoms, self._morning)
        return [
            finding
            for finding in (*judged.findings, *judged.earlier)
            if finding.severity >= Severity.CAUTION
            and (self.on - finding.period_end).days
            < (RED_FLAG_DAYS if finding.name == RED_FLAG_SYMPTOMS else CLEAR_DAYS)
        ]

    @cached_property
    def held(self) -> list[Signal]:
        """Flagged runs that do not count as usual yet, in order of day.

        Seven days without pain must have passed since the run, or since the pain that followed it
        within seven days.
        """
        clear = timedelta(days=CLEAR_DAYS)
        result = []
        for signal in self._spikes:
            last = signal.day
            for day in self._pain_days:
                if last < day <= last + clear:
                    last = day
            if self.on < last + clear:
                result.append(signal)
        return result

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Runs on file, each held one counted as no longer than what was usual before it."""
        runs = self.history.runs
        if not self.held:
            return runs
        runs = runs.copy()
        for signal in self.held:
            names = signal.data["session_ids"]
            same = [list(ids) == names for ids in runs["session_ids"]]
            for name, before in LEAST.items():
                limit = float(str(signal.data[before]))
                runs.loc[same, name] = runs.loc[same, name].clip(upper=limit)
        return runs

    @cached_property
    def evening(self) -> History:
        """The history of the evening before, with days of rest up to it."""
        before = self.on - timedelta(days=1)
        return self.history if self.history.as_of == before else ahead(self.history, [], before)

    @cached_property
    def _symptoms(self) -> list[Rule]:
        return [each for each in self.rules if each.code.startswith(SYMPTOM_FAMILY)]

    @cached_property
    def _morning(self) -> History:
        """The day itself before a run, with what the diary tells of its morning."""
        return ahead(self.history, [], self.on)

    @cached_property
    def _experience(self) -> Sequence[str | None]:
        """Of one who runs a step on that day: how long a plan is makes nobody experienced."""
        return ahead(self.history, [PlannedRun(self.on, 1, 1, 1).row()], self.last_day).experience

    @cached_property
    def _at_rest(self) -> list[Trip]:
        return self._found(None, self.rules)

    @cached_property
    def _spikes(self) -> list[Signal]:
        spike = [each for each in self.rules if each.name == SESSION_SPIKE]
        return [signal for each in spike for signal in judged_signals(each, self.history)]

    @cached_property
    def _pain_days(self) -> list[date]:
        return sorted(
            signal.day
            for each in self._symptoms
            for signal in judged_signals(each, self._morning)
            if signal.severity >= Severity.CAUTION
        )

    def _found(self, run: PlannedRun | None, rules: Sequence[Rule]) -> list[Trip]:
        """What they say of the days to come; symptoms are asked of the morning alone."""
        later = ahead(self.history, [] if run is None else [run.row()], self.last_day)
        experience = later.experience if run is None else self._experience
        later = replace(later, experience=experience, since=self.on)
        judging = [each for each in rules if not each.code.startswith(SYMPTOM_FAMILY)]
        found = [self._trip(each, signal) for each in judging for signal in self._new(each, later)]
        return sorted(found, key=_urgency)

    def _new(self, each: Rule, later: History) -> list[Signal]:
        if each.name == SESSION_SPIKE and self.held:
            fresh = later.runs.iloc[len(self.runs) :]
            runs = pd.concat([self.runs, fresh], ignore_index=True) if len(fresh) else self.runs
            later = replace(later, runs=runs)
        return [signal for signal in judged_signals(each, later) if signal.day >= self.on]

    def _trip(self, each: Rule, signal: Signal) -> Trip:
        return Trip(
            each.code,
            each.name,
            signal.severity,
            signal.data.get("strong") is True,
            signal.day,
            render(signal.message, signal.data),
            signal.severity >= each.budgets_from,
        )


def _urgency(trip: Trip) -> tuple[int, bool, str, date]:
    return -trip.severity, not trip.is_strong, trip.code, trip.day
