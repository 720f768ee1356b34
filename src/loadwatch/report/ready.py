"""Readiness for a first run → text, or one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict

from loadwatch.notice import NOTICE, RED_FLAGS, WHAT_THIS_IS
from loadwatch.programme import Readiness
from loadwatch.programme.ready import AS_TOLD, NOT_YET, OPEN, SEE_A_DOCTOR
from loadwatch.references import REFERENCES
from loadwatch.report.plain import plain
from loadwatch.report.words import ascii_only, wrapped

SCHEMA = "loadwatch.ready/1"


def render_text(found: Readiness, *, plain_ascii: bool = False) -> str:
    """What the answers say of the criteria, the red flags first."""
    words = {
        SEE_A_DOCTOR: "Do not run now. These signs come before every criterion.",
        NOT_YET: "By your answers not every criterion is met yet.",
        OPEN: "Not every question is answered, so the criteria stay open.",
        AS_TOLD: "By your answers every criterion is met. That is no examination and no clearance; "
        "if in doubt, ask a doctor or physiotherapist. Next: a test run of up to 2 min, then "
        "loadwatch programme --test SECONDS.",
    }  # fmt: skip
    lines = [*wrapped(RED_FLAGS, ""), "", *wrapped(words[found.outcome], "")]
    for questions, answer in (
        (found.met, "{}, which fits"), (found.not_met, "{}, which does not fit"),
        (found.unanswered, "none yet"),
    ):  # fmt: skip
        for question in questions:
            said = question.wanted == (questions is found.met)
            told = answer.format("yes" if said else "no")
            lines += ["", *wrapped(question.words), *wrapped(f"Answer: {told}. Source: "
                      f"{REFERENCES[question.cites].short}.")]  # fmt: skip
            if question in found.not_met:
                lines += wrapped(f"→ {question.if_not}", "  ", "    ")
    text = "\n".join([*lines, "", *wrapped(WHAT_THIS_IS, "")]) + "\n"
    return ascii_only(text) if plain_ascii else text


def render_json(found: Readiness) -> str:
    """One JSON object, schema ``loadwatch.ready/1``."""
    document = {"schema": SCHEMA, **asdict(found), "notice": NOTICE}
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)
