"""What every surface says: what this tool is, and the signs no load number outranks."""

from __future__ import annotations

from loadwatch.language import _

WHAT_THIS_IS = _(
    "loadwatch is a training-load log, not a medical device: it compares what was recorded "
    "with what you have been used to. It does not see your back, and silence is no clearance."
)

RED_FLAGS = _(
    "Stop running and get emergency care at once for: numbness or tingling between the legs, "
    "around genitals or buttocks; new trouble starting, holding or feeling urine; loss of bowel "
    "control; new sexual dysfunction; weakness or numbness in both legs; fast-growing leg "
    "weakness; a dropping foot. See a doctor soon for back pain: after a major fall or blow; with "
    "fever, unexplained weight loss, past cancer, steroids or weak immunity; new before 20 or "
    "after 55; not easing at night; above 7 of 10 and not easing; and for leg pain worse than it, "
    "or numbness below the knee. No number here outranks these signs."
)

NOTICE = f"{WHAT_THIS_IS} {RED_FLAGS}"

RED_FLAG_DAYS = 28
"""For how long such signs told in a diary stand first, and leave no programme and no budget.
[days; choice]"""
