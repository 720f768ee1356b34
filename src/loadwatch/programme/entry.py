"""The test run of up to two minutes, and the stage that it leads to."""

from __future__ import annotations

from loadwatch.programme.ladder import Ladder


def entry_stage(seconds: float, ladder: Ladder) -> int:
    """Stage at which one begins who ran comfortably for so long.

    Parameters
    ----------
    seconds : float
        Comfortable running in the test. [s]
    ladder : Ladder
        Ours takes 0 to 44 s to stage 1, 45 to 89 s to stage 2 and 90 to 120 s to stage 3.

    References
    ----------
    .. [1] ``neason2024``
    """
    return max((entry.stage for entry in ladder.entry if entry.from_s <= seconds), default=1)


def is_test_run(bout_count: float, run_s: float, *, most_s: float = 125.0) -> bool:
    """Whether a session was one short run and no more running, as a test run is.

    Parameters
    ----------
    bout_count : float
        Running bouts of the session.
    run_s : float
        Running time of the session. [s]
    most_s : float, default 125.0
        Longest running time: the test and what a watch may add to it. [s; choice]
    """
    return bout_count == 1 and 0 < run_s <= most_s
