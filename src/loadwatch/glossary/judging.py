"""Words of what is judged, and of what the judgement rests on."""

from __future__ import annotations

from loadwatch.glossary._base import word

FINDINGS = (
    word("rule", "One check, like “one run was clearly longer”; loadwatch rules lists them all."),
    word("finding", "What a rule has to say, with its numbers and what to do."),
    word(
        "episode",
        "A finding from its first day to its last. It stays one as long as no seven days pass "
        "without its condition.",
    ),
    word(
        "threshold",
        "The number with which a rule compares. Each names its source, or is called a choice.",
        "limit",
    ),
    word("floor", "A size under which a rule does not look, so that small runs can grow freely."),
    word("info", "The mildest kind of finding: worth knowing, nothing asks to be changed."),
    word("caution", "The middle kind of finding: hold your level until the day it names."),
    word(
        "strong",
        "Of a caution: far above its limit; between a caution and a warning.",
        "strong caution",
    ),
    word("warning", "The gravest kind of finding; rare, and still no diagnosis."),
    word("severity", "How much a finding matters: info, caution or warning."),
    word(
        "not judged",
        "The rule lacked what it needs: runs, days or known numbers. It is neither good nor bad "
        "news.",
    ),
    word(
        "clearance",
        "A statement that nothing is wrong. loadwatch gives none: a quiet report only means that "
        "no rule spoke.",
    ),
    word(
        "choice",
        "A number that loadwatch has set itself, because no study gives one.",
        "loadwatch choice", "house decision",
    ),
)  # fmt: skip

PROGRAMME = (
    word(
        "run-walk",
        "Running and walking in turn, so that a session has many short runs. The programme of a "
        "trial with people in back pain began with 15 s of running and 2 min of walking.",
        "run-walk programme",
    ),
    word(
        "ladder",
        "A list of run-walk stages from 15 s of running to 3 min. Only its first stage and its "
        "entry test are published; the others are choices of loadwatch.",
        "run-walk ladder",
    ),
    word("stage", "One step of the ladder: so long running, so long walking, so often."),
    word(
        "sets",
        "Timed runs in one session with a break between them, like five times 60 s.",
        "set", "repetition", "reps", "interval",
    ),
)  # fmt: skip

BODY = (
    word(
        "NRS pain scale",
        "Numbers from 0, no pain, to 10, the worst you can think of.",
        "nrs", "pain scale", "pain",
    ),
    word(
        "settled by next morning",
        "Pain of at most 2 on the next morning, and no more than during and after the session. "
        "That settled means at most 2 is a choice.",
        "settled",
    ),
    word(
        "red flags",
        "Signs that need a doctor, some of them at once. Every report lists them, and no number "
        "outranks them.",
    ),
    word("saddle symptoms", "Numbness between the legs, or trouble with bladder or bowel."),
    word("leg symptoms", "Pain, numbness or weakness in a leg."),
    word(
        "chronic low-back pain",
        "Pain in the lower back for more than twelve weeks. Non-specific means that no single "
        "cause was found.",
        "low-back pain", "low back pain", "clbp",
    ),
    word(
        "disc",
        "The cushion between two vertebrae. It changes over months and years; no watch can see it.",
        "intervertebral disc",
    ),
    word("tissue", "What the body is built of. loadwatch knows loads and no state of a tissue."),
    word("overuse injury", "One that comes on gradually from repeated load, without an accident."),
)  # fmt: skip

EVIDENCE = (
    word(
        "grade of evidence",
        "How well a rule is backed. A: trials, or large cohorts that agree. B: one good cohort or "
        "a direct measurement. C: a mechanism, disagreement, experts or a choice. No rule here has "
        "an A for the back.",
        "evidence", "grade A", "grade B", "grade C", "evidence A", "evidence B", "evidence C",
    ),
    word(
        "cohort",
        "A study that follows many people over time and counts what happens. It shows what goes "
        "together, not what causes what.",
        "cohort study",
    ),
    word(
        "RCT",
        "Randomised controlled trial: people are put into groups by lot, and the groups are "
        "compared. It is the best test of cause.",
        "trial", "randomised controlled trial", "randomized controlled trial",
    ),
    word(
        "cross-section",
        "A study that looks at people once. It cannot tell what came first.",
        "cross-sectional",
    ),
    word("in vitro", "Measured on specimens in a laboratory, not in living people.", "laboratory"),
    word(
        "hazard rate ratio",
        "How much more often something happened in one group than in another at any moment: 1.64 "
        "is 64 % more often. Of something rare it is still little.",
        "hrr", "hazard ratio",
    ),
    word(
        "significant",
        "Of a difference: unlikely to be mere chance. It says nothing of how large it is.",
        "p value",
    ),
)  # fmt: skip
