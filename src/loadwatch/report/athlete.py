"""What a report makes of the profile: what was told, assumed, and changed in rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loadwatch.athlete import Athlete
from loadwatch.athlete.file import told_of
from loadwatch.athlete.keys import KEYS
from loadwatch.athlete.profile import DEFAULT_HEIGHT_M
from loadwatch.language import _, numbered
from loadwatch.report.words import ascii_only, shown_name, wrapped
from loadwatch.rules import rules_for

INDENT = " " * 26


@dataclass(frozen=True)
class Threshold:
    """A threshold of a rule that the profile changes, and its default."""

    code: str
    name: str
    threshold: str
    value: float
    default: float


@dataclass(frozen=True)
class AthleteUse:
    """What a review rests on besides files.

    Parameters
    ----------
    told : Mapping[str, object]
        Keys of the profile that were told, in it or by an option.
    assumed : Mapping[str, str]
        Keys that were not, where it matters to this review, and what was assumed, in words.
    thresholds : sequence of Threshold
        Thresholds other than the defaults.
    silenced : sequence of str
        Codes of rules that are switched off.
    """

    told: Mapping[str, object]
    assumed: Mapping[str, str]
    thresholds: Sequence[Threshold]
    silenced: Sequence[str]


def athlete_use(
    athlete: Athlete, *, estimated_share: float | None, unzoned_count: int
) -> AthleteUse:
    """What of a profile a review used, and what it had to assume.

    Parameters
    ----------
    athlete : Athlete
        The profile.
    estimated_share : float or None
        Share of run impacts that rest on the body height.
    unzoned_count : int
        Sessions of which neither file nor position tells the time zone.
    """
    assumed = {}
    if athlete.height_m is None and estimated_share:
        assumed["height_cm"] = _(
            "a height of {cm} cm, for the {percent} % of run impacts that are estimated from speed"
        ).format(cm=f"{100 * DEFAULT_HEIGHT_M:.0f}", percent=f"{max(100 * estimated_share, 1):.0f}")
    if athlete.zone is None and unzoned_count:
        assumed["zone"] = numbered(
            unzoned_count,
            "for {n} session the time zone of the one nearest in time, else UTC",
            "for {n} sessions the time zone of the one nearest in time, else UTC",
        )
    thresholds, silenced = changes_of(athlete)
    return AthleteUse(told_of(athlete), assumed, thresholds, silenced)


def changes_of(athlete: Athlete) -> tuple[list[Threshold], list[str]]:
    """Thresholds that a profile changes, and the codes of rules that it switches off.

    Raises
    ------
    AthleteError
        As :func:`loadwatch.rules.rules_for`.
    """
    rules, silenced = rules_for(athlete)
    changed = [
        Threshold(each.code, each.name, name, value, each.defaults[name])
        for each in rules
        for name, value in each.overrides.items()
        if value != each.defaults[name]
    ]
    return changed, [each.code for each in silenced]


def head_lines(use: AthleteUse) -> Iterator[str]:
    """For the head of a report: what was assumed and what the profile changes."""
    if use.assumed:
        yield from wrapped(_("Assumed: {what}.").format(what="; ".join(use.assumed.values())), "")
    changes = _change_words(use.thresholds, use.silenced)
    if changes:
        told = _("Changed by the profile: {what}.").format(what="; ".join(changes))
        yield from wrapped(told, "")


def _change_words(thresholds: Sequence[Threshold], silenced: Sequence[str]) -> list[str]:
    words = _("{rule} {threshold} {value} (default {default})")
    changed = [
        words.format(
            rule=each.code, threshold=each.threshold, value=f"{each.value:g}",
            default=f"{each.default:g}",
        )
        for each in thresholds
    ]  # fmt: skip
    return [*changed, *(_("{rule} switched off").format(rule=code) for code in silenced)]


def render_text(athlete: Athlete, path: str | None, *, plain_ascii: bool = False) -> str:
    """A profile as text: what is told, and what is assumed where nothing is.

    Parameters
    ----------
    athlete : Athlete
        The profile.
    path : str or None
        Where it lies; None where there is none.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    """
    text = "\n".join(_lines(athlete, path)) + "\n"
    return ascii_only(text) if plain_ascii else text


def _lines(athlete: Athlete, path: str | None) -> Iterator[str]:
    told = told_of(athlete)
    if path is None:
        yield _("No profile here; loadwatch athlete init begins one.")
    else:
        yield from wrapped(_("Profile {path}").format(path=shown_name(path)), "")
    if told:
        yield ""
        yield _("Told")
    for name, value in told.items():
        yield from wrapped(f"{name:<23} {_value(value)}", "  ", INDENT)
    yield ""
    yield _("Not told, so")
    for key in KEYS:
        if key.name not in told:
            yield from wrapped(f"{key.name:<23} {_(key.without)}", "  ", INDENT)
    yield ""
    changes = _change_words(*changes_of(athlete))
    yield _("Thresholds of rules") if changes else _("Thresholds of rules: as they come")
    for change in changes:
        yield from wrapped(change, "  ", "    ")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else shown_name(str(value))
