"""What each rule found, in a clause that needs no knowledge of rules, for the verdict."""

from __future__ import annotations

from loadwatch.language import _

CLAUSES = {
    "session-spike": _("a run much longer than before"),
    "week-jump": _("far more running in a week"),
    "hold-before-progressing": _("a rise too soon"),
    "base-ratio": _("clearly more impacts than usual"),
    "return-from-layoff": _("running after a long break"),
    "volume-class-change": _("a new class of distance"),
    "form-fade": _("form that faded late in a run"),
    "downhill-jump": _("far more downhill than before"),
    "speed-and-sets-together": _("faster and more sets"),
    "long-run-share": _("one run of over half the week"),
    "short-recovery": _("runs close upon each other"),
    "early-morning-run": _("a run soon after getting up"),
    "days-too-alike": _("a week without an easy day"),
    "new-speed": _("faster than in the month before"),
    "heart-ahead-of-base": _("a heart ahead of the base"),
    "first-week": _("the first weeks of running"),
    "strength-work-absent": _("no strength work on file"),
    "pain-response": _("pain that the diary tells of"),
    "red-flag-symptoms": _("a red flag in the diary"),
    "impacts-estimated-or-unknown": _("impacts not known well"),
    "unobserved-weeks": _("weeks that nobody knows of"),
}
"""By name of the rule; short, so that the verdict fits a line of 80 columns."""
