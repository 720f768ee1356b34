"""A rule or a word in general, without anyone's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loadwatch.glossary import Word
from loadwatch.references import REFERENCES
from loadwatch.report.words import wrapped
from loadwatch.rules import Rule

PARAMETERS = "Parameters"
_PARAMETER = re.compile(r"^(\w+) : \w+, default (\S+)\n((?:    .*\n?)+)", re.M)


def explain_rule(rule: Rule) -> list[str]:
    """Lines of a rule: what it watches, why, when it is silent, what to do, and from where."""
    first, *_ = rule.documentation.split("\n\n")
    return [
        f"{rule.code} {rule.name}",
        "",
        *wrapped(first, ""),
        *section_lines(rule),
        "",
        "Thresholds",
        *threshold_lines(rule, rule.parameters),
        "",
        *wrapped(f"Evidence: {rule.evidence}.", ""),
        *source_lines(rule.cites),
        "",
        *wrapped(
            f"With your own numbers: loadwatch explain and the name of a finding, like "
            f"{rule.code}-20260613, as analyse prints it.",
            "",
        ),
    ]


def explain_word(word: Word) -> list[str]:
    """Lines of a word."""
    lines = [word.word, *wrapped(word.meaning)]
    if word.aliases:
        lines += wrapped(f"Also: {', '.join(word.aliases)}.")
    return lines


def section_lines(rule: Rule) -> Iterator[str]:
    """The sections of a rule's docstring but for its parameters."""
    for title, lines in _sections(rule):
        if title != PARAMETERS:
            yield ""
            yield title
            yield from wrapped(" ".join(line.strip() for line in lines))


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
                value = f"{used[name]:g} by your profile ({written} without it)"
            yield from wrapped(f"{name} = {value}: {' '.join(meaning.split())}", "  ", "    ")


def source_lines(cites: Sequence[str]) -> Iterator[str]:
    """Sources with the kind of study that each one is."""
    yield "Sources"
    for key in cites:
        source = REFERENCES[key]
        yield from wrapped(
            f"{source.full}: {source.kind}. {source.link}".rstrip(" ."), "  ", "    "
        )


def _sections(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    _, *blocks = rule.documentation.split("\n\n")
    for block in blocks:
        title, *lines = block.splitlines()
        yield title, lines
