"""A rule, a finding, a column or a word → its explanation in 80 columns."""

from loadwatch.report.explain.column import explain_column
from loadwatch.report.explain.finding import explain_finding, find, findings_of
from loadwatch.report.explain.topic import explain_rule, explain_word

__all__ = [
    "explain_column",
    "explain_finding",
    "explain_rule",
    "explain_word",
    "find",
    "findings_of",
]
