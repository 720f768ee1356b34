"""What is shown, as text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loadwatch.language import _
from loadwatch.report.notices import notice_last
from loadwatch.report.words import ascii_only, shown_name, wrapped
from loadwatch.show import head
from loadwatch.show.method import impact_lines, method_lines, note_lines
from loadwatch.show.strip import draw
from loadwatch.show.tables import bout_lines, gait_lines
from loadwatch.show.views import ActivityView, FileView


def render_text(
    file: FileView,
    *,
    number: int | None = None,
    every_bout: bool = False,
    plain_ascii: bool = False,
    colour: bool = False,
) -> str:
    """Plain words in 80 columns, without places.

    Parameters
    ----------
    file : FileView
        What to show.
    number : int, optional
        The only activity to show; all by default.
    every_bout : bool, default False
        Whether to list short stands and long middles too.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    colour : bool, default False
        Whether to colour the strip.
    """
    chosen = [each for each in file.activities if number in (None, each.number)]
    lines = [*_file(file)]
    for activity in chosen:
        lines += ["", *_head(activity, len(file.activities))]
        if activity.is_judged:
            lines += ["", *draw(activity.bouts, plain_ascii=plain_ascii, colour=colour)]
            lines += ["", *bout_lines(activity.bouts, every_bout=every_bout)]
            lines += ["", *gait_lines(activity)]
            lines += ["", *impact_lines(activity), "", *method_lines(activity)]
        lines += note_lines(activity)
    if chosen:
        lines += ["", *notice_last()]
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def _file(file: FileView) -> Iterator[str]:
    yield from wrapped(shown_name(Path(file.path).name), "", "  ")
    yield from wrapped(head.file_words(file))
    told, more = head.refused_words(file)
    for line in told:
        yield from wrapped(line, "  ", "    ")
    if more:
        words = _("and {n} more; --format json has them all").format(n=f"{more:,}")
        yield f"  {words}"


def _head(activity: ActivityView, of: int) -> Iterator[str]:
    yield from wrapped(head.title(activity, of), "")
    if activity.member is not None:
        yield from wrapped(shown_name(activity.member), "  ", "    ")
    for sentence in (*head.facts(activity), *head.unjudged(activity)):
        yield from wrapped(sentence)
