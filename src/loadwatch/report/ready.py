"""Readiness for a first run → text, or one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict

from loadwatch.language import _
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
        SEE_A_DOCTOR: _("Do not run now. These signs come before every criterion."),
        NOT_YET: _("By your answers not every criterion is met yet."),
        OPEN: _("Not every question is answered, so the criteria stay open."),
        AS_TOLD: _(
            "By your answers every criterion is met. That is no examination and no clearance; if "
            "in doubt, ask a doctor or physiotherapist. Next: a test run of up to 2 min, then "
            "loadwatch programme --test SECONDS."
        ),
    }
    lines = [*wrapped(RED_FLAGS, ""), "", *wrapped(words[found.outcome], "")]
    for questions, answer in (
        (found.met, _("{answer}, which fits")),
        (found.not_met, _("{answer}, which does not fit")),
        (found.unanswered, _("none yet")),
    ):
        for question in questions:
            said = question.wanted == (questions is found.met)
            told = answer.format(answer=_("yes") if said else _("no"))
            source = _("Answer: {answer}. Source: {source}.").format(
                answer=told, source=REFERENCES[question.cites].short
            )
            lines += ["", *wrapped(question.words), *wrapped(source)]
            if question in found.not_met:
                lines += wrapped(f"→ {question.if_not}", "  ", "    ")
    text = "\n".join([*lines, "", *wrapped(WHAT_THIS_IS, "")]) + "\n"
    return ascii_only(text) if plain_ascii else text


def render_json(found: Readiness) -> str:
    """One JSON object, schema ``loadwatch.ready/1``."""
    document = {"schema": SCHEMA, **asdict(found), "notice": NOTICE}
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)
