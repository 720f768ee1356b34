"""What each rule found, in a clause that needs no knowledge of rules, for the verdict."""

from __future__ import annotations

from loadwatch.language import _

CLAUSES = {
    "session-spike": _("one run much longer than those before"),
    "week-jump": _("far more running than the week before"),
    "hold-before-progressing": _("weeks that rose again too soon"),
    "base-ratio": _("clearly more impacts than usual"),
    "return-from-layoff": _("running again after a long break"),
    "volume-class-change": _("a new class of usual distance"),
    "form-fade": _("form that faded late in a run"),
    "downhill-jump": _("clearly more downhill than before"),
    "speed-and-sets-together": _("speed and sets that grew at once"),
    "long-run-share": _("one run of over half of its week"),
    "short-recovery": _("runs close upon each other"),
    "early-morning-run": _("a run soon after getting up"),
    "days-too-alike": _("a week without an easy day"),
    "new-speed": _("faster running than in the month before"),
    "heart-ahead-of-base": _("a heart that is ahead of the base"),
    "first-week": _("the first weeks of running"),
    "strength-work-absent": _("no strength work on file"),
    "pain-response": _("pain that the diary tells of"),
    "red-flag-symptoms": _("a red flag that the diary tells of"),
    "impacts-estimated-or-unknown": _("impacts estimated or not known"),
    "unobserved-weeks": _("weeks that nobody knows of"),
}
"""By name of the rule."""
