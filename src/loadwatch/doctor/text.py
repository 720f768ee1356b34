"""An examination as text for a terminal of 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from loadwatch.doctor.comparison import COUNT, Comparison, Difference
from loadwatch.doctor.views import ActivityView, Examination, MemberView, PartView
from loadwatch.importer.states import IMPORTED
from loadwatch.report.words import plural, shown_name, start_words, wrapped

SCHEMA = "loadwatch.doctor/1"
MOST_KINDS = 24
MOST_NOTES = 12
NO_BREAK = "\N{NO-BREAK SPACE}"
"""Keeps a number and its unit on one line; printed as a blank."""


def render_json(examination: Examination) -> str:
    """One JSON object; unknown is null."""
    document = {"schema": SCHEMA, **asdict(examination)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def render_text(examination: Examination) -> str:
    """Plain words in 80 columns, without places."""
    lines: list[str] = []
    name = shown_name(Path(examination.path).name)
    members = examination.members
    if not members or members[0].name is not None:
        count = plural(len(members), "file")
        lines += _wrapped(f"{name}: archive of {count}, {examination.byte_count:,} bytes", "")
    for member in members:
        is_packed = member.name is None and member.byte_count != examination.byte_count
        packed = f" (unpacked; {examination.byte_count:,} bytes packed)" if is_packed else ""
        title = name if member.name is None else shown_name(member.name)
        lines += ["", *_member(member, title, packed)] if lines else _member(member, title, packed)
    return "\n".join(lines).replace(NO_BREAK, " ") + "\n"


def _member(member: MemberView, title: str, packed: str) -> Iterator[str]:
    known = f"{member.format}, " if member.format else ""
    size = f"{member.byte_count:,} bytes, SHA-256 {member.sha256}" if member.sha256 else ""
    yield from _wrapped(title, "", "  ")
    if size:
        yield from _wrapped(f"{known}{size}{packed}")
    why = f": {shown_name(member.reason, 1000)}" if member.reason else ""
    usage = "read whole" if member.state == IMPORTED else member.state
    yield from _wrapped(f"What analyse makes of it: {usage}{why}")
    for number, part in enumerate(member.parts, 1):
        yield from _part(part, f"Part {number} of {len(member.parts)}")
    said = {note for part in member.parts for note in part.notes}
    for number, activity in enumerate(member.activities, 1):
        yield from _activity(activity, f"Activity {number} of {len(member.activities)}", said)
    for number, comparison in enumerate(member.comparisons, 1):
        of = f", part {number} of {len(member.comparisons)}" if len(member.comparisons) > 1 else ""
        yield from _comparison(comparison, of)


def _part(part: PartView, title: str) -> Iterator[str]:
    yield f"{title}: checksum {part.checksum}"
    yield from _wrapped(f"Messages read: {_counts(part.read)}")
    if part.counted:
        yield from _wrapped(f"Only counted: {_counts(part.counted)}")
    if part.developer_fields:
        names = (shown_name(name, 40) for name in part.developer_fields)
        yield from _wrapped(f"Developer fields: {_listed(names)}")
    yield from _notes(part.notes)


def _activity(activity: ActivityView, title: str, said: set[str]) -> Iterator[str]:
    kind = f" ({activity.sub_sport})" if activity.sub_sport else ""
    yield from _wrapped(f"{title}: {shown_name(f'{activity.sport}{kind}', 60)}", "")
    lasted = "unknown"
    if activity.duration_s is not None:
        lasted = str(timedelta(seconds=round(activity.duration_s)))
    start = datetime.fromisoformat(activity.start_time) if activity.start_time else None
    yield from _wrapped(f"Start: {start_words(start, activity.utc_offset_s)}")
    yield from _wrapped(f"Duration: {lasted}, pauses included; {plural(activity.lap_count, 'lap')}")
    pieces = ""
    if activity.stretch_count > 1:
        pieces = f" in {activity.stretch_count:,} tracks or segments"
    yield from _wrapped(f"Records: {activity.record_count:,}{pieces}")
    if activity.streams:
        shares = (f"{name}{NO_BREAK}{_share(share)}" for name, share in activity.streams.items())
        yield from _wrapped(f"Streams, and how many records have them: {', '.join(shares)}")
    yield from _notes([note for note in activity.notes if note not in said])


def _share(share: float) -> str:
    return f"{share:.{0 if share in (0, 100) else 1}f}{NO_BREAK}%"


def _comparison(comparison: Comparison, of: str) -> Iterator[str]:
    if not comparison.library:
        yield from _wrapped(f"Second reader: {' '.join(comparison.remarks)}", "", "  ")
        return
    yield f"Second reader{of}: {comparison.library}"
    if comparison.message_count:
        differing = sum(item.count for item in comparison.differences)
        verdict = "no difference" if not differing else f"{differing:,} differ"
        yield from _wrapped(
            f"{comparison.value_count:,} values in {comparison.message_count:,} "
            f"{comparison.unit} compared: {verdict}."
        )
    for item in comparison.differences:
        yield from _difference(item)
    for remark in comparison.remarks:
        yield from _wrapped(shown_name(remark, 1000))


def _difference(item: Difference) -> Iterator[str]:
    name = f"{item.kind} {shown_name(item.field, 60)}"
    if item.field == COUNT:
        yield from _wrapped(f"{item.kind}: {item.ours} here, {item.theirs} there", "  - ", "    ")
    else:
        yield from _wrapped(
            f"{name}: {item.count:,} differ; first in number {item.message:,}: {item.ours} here, "
            f"{item.theirs} there",
            "  - ",
            "    ",
        )
    why = f"Why: {item.reason}. loadwatch is right." if item.reason else (
        "Why: not known. Please report it, with the file if you may."
    )  # fmt: skip
    yield from _wrapped(why, "    ")


def _notes(notes: Sequence[str]) -> Iterator[str]:
    for note in notes[:MOST_NOTES]:
        yield from _wrapped(f"Note: {shown_name(note, 1000)}", "  ", "    ")
    if len(notes) > MOST_NOTES:
        yield f"  and {len(notes) - MOST_NOTES} more notes; --format json has them all"


def _counts(counts: dict[str, int]) -> str:
    return _listed(f"{kind}{NO_BREAK}{count:,}" for kind, count in counts.items())


def _listed(words: Iterable[str]) -> str:
    found = list(words)
    more = [f"{len(found) - MOST_KINDS} more kinds"] if len(found) > MOST_KINDS else []
    return ", ".join(found[:MOST_KINDS] + more) or "none"


def _wrapped(text: str, first: str = "  ", rest: str | None = None) -> list[str]:
    return wrapped(text, first, first + "  " if rest is None else rest)
