"""Questions before a first run: red flags, and the criteria that two articles give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loadwatch.language import _

RED_FLAG = "red_flag"
SEE_A_DOCTOR, NOT_YET, OPEN, AS_TOLD = "see-a-doctor", "not-yet", "open", "as-told"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answer that its source asks for.

    Parameters
    ----------
    key : str
        Name, as JSON has it.
    words : str
        The question.
    wanted : bool
        The answer that meets the criterion.
    cites : str
        Key of its reference.
    if_not : str
        What to do where it is not met.
    """

    key: str
    words: str
    wanted: bool
    cites: str
    if_not: str


QUESTIONS = (
    Question(
        RED_FLAG,
        _("Is any of the signs above there?"),
        False,
        "redflags",
        _(
            "Do not run. Get emergency care for the first kind, and see a doctor soon for the "
            "others."
        ),
    ),
    Question(
        "severe",
        _("Is the pain severe, or easily stirred up and slow to calm?"),
        False,
        "runningphysio",
        _("Have it looked at by a doctor or physiotherapist before you try to run."),
    ),
    Question(
        "wants_to_run",
        _("Do you want to run, and are you content to use running as a part of getting better?"),
        True,
        "runningphysio",
        _("Walking is a programme of its own; nothing here asks you to run."),
    ),
    Question(
        "mild_and_test_run",
        _(
            "Is the pain mild to moderate, and does a short test run of about 2 min bring hardly "
            "any?"
        ),
        True,
        "runningphysio",
        _("Walk, and try the short test run again on another day."),
    ),
    Question(
        "five_sets_of_ten",
        _("Can you do your back and leg exercises in 5 sets of 10 (phase 3 of Back In Shape)?"),
        True,
        "backinshape",
        _(
            "Back In Shape builds this strength first, with squats, lunges, hip hinges and trunk "
            "work."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the answers say of the criteria; never that running is right.

    Parameters
    ----------
    outcome : str
        see-a-doctor, not-yet, open (something was not answered), or as-told (all are met).
    met, not_met, unanswered : tuple of Question
        The questions by their answers.
    """

    outcome: str
    met: tuple[Question, ...]
    not_met: tuple[Question, ...]
    unanswered: tuple[Question, ...]


def readiness(answers: Mapping[str, bool | None]) -> Readiness:
    """Compare answers with the criteria; a question without an answer stays open.

    Parameters
    ----------
    answers : Mapping of str to (bool or None)
        Key of a question → yes or no; None or absent is not answered.

    References
    ----------
    .. [1] ``runningphysio``
    .. [2] ``backinshape``
    """
    told = {each: answers.get(each.key) for each in QUESTIONS}
    met = tuple(each for each, answer in told.items() if answer is each.wanted)
    unanswered = tuple(each for each, answer in told.items() if answer is None)
    not_met = tuple(each for each in QUESTIONS if each not in met and each not in unanswered)
    if any(each.key == RED_FLAG for each in not_met):
        outcome = SEE_A_DOCTOR
    elif not_met:
        outcome = NOT_YET
    else:
        outcome = OPEN if unanswered else AS_TOLD
    return Readiness(outcome, met, not_met, unanswered)
