"""A rule or a word in general, without anyone's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loadwatch.glossary import Word
from loadwatch.language import _
from loadwatch.references import REFERENCES
from loadwatch.report.words import wrapped
from loadwatch.rules import Rule

PARAMETERS = "Parameters"
_PARAMETER = re.compile(r"^(\w+) : \w+, default (\S+)\n((?:    .*\n?)+)", re.M)


def explain_rule(rule: Rule) -> list[str]:
    """Lines of a rule: what it watches, why, when it is silent, what to do, and from where."""
    first = rule.documentation.split("\n\n")[0]
    return [
        f"{rule.code} {rule.name}",
        "",
        *wrapped(_(first), ""),
        *section_lines(rule),
        "",
        _("Thresholds"),
        *threshold_lines(rule, rule.parameters),
        "",
        *wrapped(_("Evidence: {evidence}.").format(evidence=rule.evidence), ""),
        *source_lines(rule.cites),
        "",
        *wrapped(
            _(
                "With your own numbers: loadwatch explain and the name of a finding, like "
                "{finding}, as analyse prints it."
            ).format(finding=f"{rule.code}-20260613"),
            "",
        ),
    ]


def explain_word(word: Word) -> list[str]:
    """Lines of a word."""
    lines = [_(word.word), *wrapped(_(word.meaning))]
    if word.aliases:
        lines += wrapped(_("Also: {words}.").format(words=", ".join(map(_, word.aliases))))
    return lines


def section_lines(rule: Rule) -> Iterator[str]:
    """The sections of a rule's docstring but for its parameters."""
    for title, lines in _sections(rule):
        if title != PARAMETERS:
            yield ""
            yield _(title)
            yield from wrapped(_(_joined(lines)))


def threshold_lines(rule: Rule, used: Mapping[str, float]) -> Iterator[str]:
    """Thresholds as sentences; one that a profile replaced says so.

    Parameters
    ----------
    rule : Rule
        As it is without a profile.
    used : Mapping of str to float
        Thresholds that were compared with.
    """
    for title, lines in _sections(rule):
        if title != PARAMETERS:
            continue
        for name, written, meaning in _PARAMETER.findall("\n".join(lines)):
            value = written
            if used[name] != rule.parameters[name]:
                value = _("{value} by your profile ({usual} without it)").format(
                    value=f"{used[name]:g}", usual=written
                )
            yield from wrapped(f"{name} = {value}: {_(_joined([meaning]))}", "  ", "    ")


def source_lines(cites: Sequence[str]) -> Iterator[str]:
    """Sources with the kind of study that each one is."""
    yield _("Sources")
    for key in cites:
        source = REFERENCES[key]
        yield from wrapped(
            f"{source.full}: {_(source.kind)}. {source.link}".rstrip(" ."), "  ", "    "
        )


def texts_of(rule: Rule) -> Iterator[str]:
    """Texts of a rule's docstring, as a catalogue of languages has them."""
    yield rule.documentation.split("\n\n")[0]
    for title, lines in _sections(rule):
        if title != PARAMETERS:
            yield title
            yield _joined(lines)
            continue
        for *_named, meaning in _PARAMETER.findall("\n".join(lines)):
            yield _joined([meaning])


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _sections(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    for block in rule.documentation.split("\n\n")[1:]:
        title, *lines = block.splitlines()
        yield title, lines
