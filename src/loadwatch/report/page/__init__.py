"""Review → one page of HTML that needs nothing else: no script, no network."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.markup import environment
from loadwatch.markup.chart import Chart
from loadwatch.notice import RED_FLAGS, WHAT_THIS_IS
from loadwatch.plan import Plan
from loadwatch.programme import Programme
from loadwatch.report import story
from loadwatch.report._base import Review, common_folder
from loadwatch.report.corrections import acknowledged_words
from loadwatch.report.page.calendar import calendar_chart
from loadwatch.report.page.ladder import ladder_part
from loadwatch.report.page.loads import load_charts
from loadwatch.report.page.next_run import next_run
from loadwatch.report.page.notes import formulas, glossary, sources
from loadwatch.report.page.pain import pain_chart
from loadwatch.report.page.share import share_chart
from loadwatch.report.page.strips import strips_chart
from loadwatch.report.page.weeks import weeks_chart
from loadwatch.report.rests import rests_on
from loadwatch.report.silences import not_judged_words
from loadwatch.report.words import shown_name
from loadwatch.rules import Severity
from loadwatch.shown import long_day

MOST_LETTERS = 600
"""Of a reason. [letters; choice]"""
MOST_EARLIER = 12
"""Findings now over that are told; the others are counted. [findings; choice]"""
MOST_FILES = 20
"""Files that are named; the others are counted. [files; choice]"""


@dataclass(frozen=True)
class Head:
    """Title of the page, and what it rests on."""

    title: str
    span: str


def render(
    review: Review,
    *,
    plan: Plan | None = None,
    programme: Programme | None = None,
    index: str = "",
) -> str:
    """Render a review as a page.

    Parameters
    ----------
    review : Review
        What to render.
    plan : Plan, optional
        Of the next run.
    programme : Programme, optional
        Where the runner stands on a ladder.
    index : str
        File of the page of all athletes, which this one then leads back to.

    Returns
    -------
    str
        HTML, complete.
    """
    findings = list(story.found(review))
    past = [f for f in review.judgement.earlier if f.severity > Severity.INFO]
    left_out = _left_out(review)
    return (
        environment(__name__)
        .get_template("review.html.j2")
        .render(
            index=index,
            head=Head(story.title(review), story.span(review)),
            verdict=story.verdict(review),
            what_to_do=findings[0].advice if findings else "",
            red_flags=review.red_flags,
            red_flag_notice=RED_FLAGS,
            what_this_is=WHAT_THIS_IS,
            version=review.version,
            budget=None if plan is None else next_run(plan),
            findings=findings,
            acknowledged=list(acknowledged_words(review)),
            earlier=[f"{long_day(f.period_start)}: {f.message}" for f in past[:MOST_EARLIER]],
            earlier_count=len(past),
            weeks=_there(weeks_chart(review), share_chart(review), *load_charts(review)),
            ladder=None if programme is None else ladder_part(programme),
            pain=_there(pain_chart(review)),
            sessions=_there(strips_chart(review), calendar_chart(review)),
            not_judged=not_judged_words(review),
            not_judged_count=len({item.name for item in review.judgement.not_judged}),
            coverage=list(rests_on(review)),
            left_out=left_out[:MOST_FILES],
            left_out_more=max(len(left_out) - MOST_FILES, 0),
            formulas=list(formulas(review)),
            glossary=list(glossary()),
            sources=sources(review),
        )
    )


def _left_out(review: Review) -> list[tuple[str, str]]:
    """Names of files that were used in part or not at all, and why."""
    folder = common_folder(review)
    return [
        (shown_name(file.name.removeprefix(folder)), shown_name(file.reason, MOST_LETTERS))
        for file in review.files
        if file.state in {"partial", "quarantined"}
    ]


def _there(*charts: Chart | None) -> list[Chart]:
    return [chart for chart in charts if chart is not None]


__all__ = ["render"]
