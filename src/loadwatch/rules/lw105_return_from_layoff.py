"""LW105 return-from-layoff."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import layoff_factor
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_of, labels
from loadwatch.rules._words import unknown_words

GAP = _(
    "{gap:days} without a run on file, limit {gap_days:days}; "
    "e^(-{gap} / 42) = {left_pct:pct} of the base is left"
)
FIRST_RUN = _(
    "first run after {long_gap_days:days} or more: {run_m:km} of running, limit {first_run_m:km}; "
    "{run_s:min} of running, limit {first_run_s:min}"
)


@rule(
    code="LW105",
    name="return-from-layoff",
    evidence=_("C (expert opinion; a choice)"),
    needs=Needs(runs=1),
    cites=("loadwatch", "neason2024"),
    formula=GAP,
)
def check(
    history: History,
    *,
    gap_days: int = 14,
    long_gap_days: int = 30,
    first_run_m: float = 1_500,
    first_run_s: float = 300,
) -> Iterator[Signal]:
    """Running begins again after weeks without a run on file.

    What it watches
        Days since the last run on file, and the first run after them. After 30 days, a first run
        of more than 1.5 km or 5 minutes of running is a caution.

    Why it matters for the back
        What one was used to fades: by the model of the base to 72 % after two weeks and to half
        after four. After 30 days an old long run no longer counts as a measure for the next.

    When it stays silent
        Gaps under two weeks. A run that was not recorded looks like a gap: the rule says "no run on
        file", not "no run", until the diary tells it. It knows nothing of pain: a quiet report is
        no clearance.

    What to do
        Begin with a run of up to two minutes, and let the time that stays comfortable choose the
        stage of the run-walk ladder.

    Parameters
    ----------
    gap_days : int, default 14
        Days without a run from which it informs. [days; choice]
    long_gap_days : int, default 30
        Days from which a long first run is a caution. [days; choice]
    first_run_m : float, default 1500
        Longest first run without a caution. [m; choice]
    first_run_s : float, default 300
        Longest running time in it: stage 3 of the ladder. [s; choice]
    """
    run_positions = np.flatnonzero(history.run_days)
    ends = np.append(run_positions[1:], len(history.daily))
    for last, end in zip(run_positions, ends, strict=True):
        for position in range(max(int(last) + gap_days, history.asked_from), int(end)):
            yield _no_run(history, position, int(last), gap_days)
    days, ids, files = labels(history.runs)
    least, most, time_s = (
        history.runs[name].to_numpy(np.float64)
        for name in ("run_distance_m", "run_distance_upper_m", "run_time_s")
    )
    for index in np.flatnonzero(np.diff(days, prepend=days[:1]) >= gap_days):
        gap = int(days[index] - days[index - 1])
        metres, seconds = float(most[index]), float(time_s[index])
        is_judged = gap >= long_gap_days and metres >= 0 and seconds >= 0
        long_run = bool(metres > first_run_m or seconds > first_run_s)
        yield Signal(
            day_of(days[index]),
            Severity.CAUTION if gap >= long_gap_days and long_run else Severity.INFO,
            (
                _("First run on file after {gap:days}: {run_m:distance} of running.")
                if metres >= 0
                else _("First run on file after {gap:days}.")
            )
            + " "
            + (
                _(
                    "By the model of the base, {left_pct:pct} of what you were used to is left; "
                    "longer runs from before do not count."
                )
                if gap > long_gap_days
                else _("By the model of the base, {left_pct:pct} of what you were used to is left.")
            )
            + unknown_words(metres != least[index]),
            _(
                "Begin with up to two minutes of running and take the run-walk stage that stays "
                "comfortable; grow from there."
            ),
            float(gap),
            float(gap_days),
            "days",
            {
                "gap": gap,
                "run_m": metres,
                "run_s": seconds,
                "left_pct": layoff_factor(gap) * 100,
                "session_ids": list(ids[index]),
            },
            files[index],
            f"{GAP}; {FIRST_RUN}" if is_judged else "",
        )


def _no_run(history: History, position: int, last: int, gap_days: int) -> Signal:
    """What is said on a day within a gap."""
    gap = position - last
    return Signal(
        history.date_at(position),
        Severity.INFO,
        _(
            "No run on file for {gap:days}, since {last:date}. By the model of the base, "
            "{left_pct:pct} of what you were used to is left."
        ),
        _(
            "If you did run, add the files, or tell the run with loadwatch diary add. If not, "
            "begin again with up to two minutes of running."
        ),
        float(gap),
        float(gap_days),
        "days",
        {"gap": gap, "last": history.date_at(last), "left_pct": layoff_factor(gap) * 100},
    )
