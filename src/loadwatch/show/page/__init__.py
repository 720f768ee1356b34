"""One file → one page of HTML that needs nothing else: no script, no network, no map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loadwatch.language import _, numbered
from loadwatch.markup import environment
from loadwatch.markup.chart import Chart
from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.report.words import shown_name
from loadwatch.show import head
from loadwatch.show.method import impact_words, method_words, note_words
from loadwatch.show.page.curves import (
    curve_charts,
    curve_table,
    gait_key,
    not_measured,
    thinned_words,
)
from loadwatch.show.page.figures import figures
from loadwatch.show.page.form import FormTable, form_table
from loadwatch.show.page.tables import Table, bout_table, gait_table, list_table
from loadwatch.show.page.track import far_words, track_chart
from loadwatch.show.trace import TraceView
from loadwatch.show.views import ActivityView, FileView

MOST_ACTIVITIES = 8
"""Activities with a section of their own, judged ones before others. [activities; choice]"""


@dataclass(frozen=True)
class Section:
    """All that the page says of one activity.

    Parameters
    ----------
    name : str
        Identifier on the page.
    title, of, member : str
        What it was, what tells its tables from those of others, and its name in an archive.
    facts, unjudged : sequence of str
        When and how long; why its gaits are not told apart.
    figures : sequence of (str, str)
        Value, and of what.
    curves : sequence of Chart
        On one time axis.
    moments : Table or None
        The same, for those who cannot see them.
    key : sequence of (str, str)
        Style and meaning of the bands behind them.
    thinned, missing : str
        How the curves were made lighter; what was not measured.
    bouts, gaits : Table or None
        Where gaits are told apart.
    form : FormTable or None
        Early against late.
    track : Chart or None
        Shape of the way.
    no_track, far : str
        Why there is none; what it leaves out.
    sure, method, notes : sequence of str
        Sentences.
    """

    name: str
    title: str
    of: str
    member: str
    facts: Sequence[str]
    unjudged: Sequence[str]
    figures: Sequence[tuple[str, str]]
    curves: Sequence[Chart]
    moments: Table | None
    key: Sequence[tuple[str, str]]
    thinned: str
    missing: str
    bouts: Table | None
    gaits: Table | None
    form: FormTable | None
    track: Chart | None
    no_track: str
    far: str
    sure: Sequence[str]
    method: Sequence[str]
    notes: Sequence[str]


def render(
    file: FileView,
    *,
    number: int | None = None,
    every_bout: bool = False,
    with_places: bool = True,
    version: str = "",
) -> str:
    """Render what was seen of a file as a page.

    Parameters
    ----------
    file : FileView
        With its traces.
    number : int, optional
        The only activity to show; all by default.
    every_bout : bool, default False
        Whether to list short stands and long middles too.
    with_places : bool, default True
        Whether the traces may tell the shape of the way, which is said where not.
    version : str
        Of the program.

    Returns
    -------
    str
        HTML, complete.
    """
    wanted = [each for each in file.activities if number in (None, each.number)]
    chosen = _chosen(wanted)
    traces = {trace.number: trace for trace in file.traces}
    told, more = head.refused_words(file)
    left_out = len(wanted) - len(chosen)
    return (
        environment(__name__)
        .get_template("session.html.j2")
        .render(
            name=shown_name(Path(file.path).name),
            title=_title(file, wanted),
            holds=head.file_words(file),
            refused=told,
            refused_more=_("and {n} more; --format json has them all").format(n=f"{more:,}")
            if more
            else "",
            every=list_table(wanted) if len(wanted) > 1 else None,
            left_out=_left_out(left_out) if left_out else "",
            sections=[
                _section(each, traces[each.number], len(file.activities), every_bout, with_places)
                for each in chosen
            ],
            what_this_is=WHAT_THIS_IS,
            red_flag_notice=RED_FLAGS,
            version=version,
        )
    )


def _chosen(activities: Sequence[ActivityView]) -> list[ActivityView]:
    """The first judged ones, and others where there is room, in the order of the file."""
    by_worth = sorted(activities, key=lambda each: not each.is_judged)
    return sorted(by_worth[:MOST_ACTIVITIES], key=lambda each: each.number)


def _left_out(count: int) -> str:
    activities = numbered(count, "{n} activity", "{n} activities")
    return _("{activities} without a section here; --activity N shows one.").format(
        activities=activities
    )


def _title(file: FileView, activities: Sequence[ActivityView]) -> str:
    """Title of the window: what it was and when, for one activity."""
    name = shown_name(Path(file.path).name)
    if len(activities) != 1:
        return name
    return f"{head.title(activities[0], 1)}: {name}"


def _section(
    activity: ActivityView, trace: TraceView, of: int, every_bout: bool, with_places: bool
) -> Section:
    name = f"a{activity.number}"
    curves = list(curve_charts(activity, trace, name))
    track = None
    if trace.track is not None:
        told = _("Shape alone, north up; ● start, □ end")
        track = track_chart(trace.track, name, f"{told}{_of(activity, of)}")
    return Section(
        name=name,
        title=head.title(activity, of),
        of=_of(activity, of),
        member="" if activity.member is None else shown_name(activity.member),
        facts=list(head.facts(activity)),
        unjudged=list(head.unjudged(activity)),
        figures=figures(activity),
        curves=curves,
        moments=curve_table(trace) if curves else None,
        key=gait_key(activity),
        thinned=thinned_words(trace),
        missing=not_measured(activity, trace),
        bouts=bout_table(activity, every_bout=every_bout) if activity.is_judged else None,
        gaits=gait_table(activity) if activity.is_judged else None,
        form=form_table(trace.form) if activity.is_judged else None,
        track=track,
        no_track="" if track is not None else _no_track(with_places),
        far="" if trace.track is None else far_words(trace.track),
        sure=list(impact_words(activity)) if activity.is_judged else [],
        method=list(method_words(activity)) if activity.is_judged else [],
        notes=list(note_words(activity)),
    )


def _of(activity: ActivityView, of: int) -> str:
    """Tells the tables of one activity from those of others."""
    return "" if of == 1 else _(", activity {number}").format(number=activity.number)


def _no_track(with_places: bool) -> str:
    if with_places:
        return _("The file tells no positions, or none that go anywhere.")
    return _("Positions are left out (--no-places).")


__all__ = ["MOST_ACTIVITIES", "render"]
