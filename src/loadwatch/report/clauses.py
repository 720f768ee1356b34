"""What each rule found, in a clause that needs no knowledge of rules, for the verdict."""

from __future__ import annotations

from loadwatch.language import _

CLAUSES = {
    "session-spike": _("one run was clearly longer than any of the last month"),
    "week-jump": _("a week held clearly more running than the weeks before"),
    "hold-before-progressing": _("the weeks rose again before the last rise was held"),
    "base-ratio": _("seven days held clearly more impacts than you have been used to"),
    "return-from-layoff": _("running began again after a long break"),
    "volume-class-change": _("your usual distance has moved to another class"),
    "form-fade": _("late in a run your way of running was no longer that of its beginning"),
    "downhill-jump": _("there was clearly more downhill than before"),
    "speed-and-sets-together": _("speed and number of sets grew at once"),
    "long-run-share": _("one run held more than half of its week"),
    "short-recovery": _("runs followed each other closely"),
    "early-morning-run": _("a run came soon after getting up"),
    "days-too-alike": _("the days of a week were nearly alike, with no easy one"),
    "new-speed": _("part of a run was clearly faster than in the month before"),
    "heart-ahead-of-base": _("your heart is ahead of what your tissues have been used to"),
    "first-week": _("running has only begun"),
    "strength-work-absent": _("no strength work is on file"),
    "pain-response": _("your diary tells of pain that asks for a hold"),
    "red-flag-symptoms": _("your diary tells of a sign that no number outranks"),
    "impacts-estimated-or-unknown": _("impacts are estimated or not known"),
    "unobserved-weeks": _("there are weeks of which nobody knows what was run"),
}
"""By name of the rule."""
