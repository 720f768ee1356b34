"""Words of what is recorded and computed."""

from __future__ import annotations

from loadwatch.glossary._base import word

COUNTED = (
    word(
        "impact",
        "One foot strike: one step. A run of 5 km has about 5,000 of them.",
        "foot strike", "step",
    ),
    word("stride", "Two steps, from one strike of a foot to the next of the same foot."),
    word(
        "bout",
        "One uninterrupted stretch of running or of walking. A run-walk session has many.",
    ),
    word(
        "segment",
        "Any stretch of a session with one label: run, walk, stand or pause.",
    ),
    word(
        "gait",
        "How you move on foot: running, walking or standing.",
    ),
    word(
        "cadence",
        "Steps a minute, both feet counted. Most people run at 150 to 180 and walk at 100 to 130.",
        "spm",
    ),
    word("pace", "Minutes for one kilometre."),
    word(
        "session",
        "One recording of one sport; the parts of a recording that broke off are one session. A "
        "run is a session recorded as running, walking breaks included.",
        "run",
    ),
    word(
        "lower bound",
        "The least that a number can be by what is in the file. A run of which nothing is known "
        "counts its lower bound, 0, in what you are used to.",
        "lower", "least",
    ),
    word(
        "upper bound",
        "The most that a number can be by what is in the file. A run of which only its length is "
        "known counts its upper bound in the last week.",
        "upper", "most",
    ),
    word(
        "unknown",
        "Not told by the file. Unknown is not 0: it is left out, or counted by its bounds, and "
        "said.",
        "not known",
    ),
    word(
        "uncertainty",
        "How far a number may be off to either side, written as ±. It tells how well something "
        "was counted, and nothing of how likely an injury is.",
        "band", "±",
    ),
    word(
        "confidence",
        "How sure a finding can be of its numbers: how many days of its window are known, how many "
        "impacts were estimated, how many runs are unknown. loadwatch explain tells it of each.",
        "how sure",
    ),
    word(
        "estimated",
        "Not counted by the watch: the steps come from speed and body height, because the file has "
        "no cadence. Such a count may be off by 13 %.",
        "model", "estimate",
    ),
)  # fmt: skip

USED_TO = (
    word(
        "base (6-week)",
        "What you have been used to: the mean of your daily run impacts, in which the last days "
        "count most and each day counts less as weeks go by; after six weeks about a third.",
        "base", "6-week base", "six-week base",
    ),
    word(
        "base ratio",
        "The mean day of your last seven over your 6-week base. 1 is what you are used to, 2 is "
        "twice as much.",
    ),
    word(
        "session ratio",
        "One run over the longest run of the 30 days before it. 1.10 is a tenth longer.",
        "session spike", "spike",
    ),
    word(
        "week ratio",
        "The running of the last seven days over that of a week before.",
        "week jump",
    ),
    word(
        "ratio",
        "One number divided by another. 1.00 means equal, 1.10 a tenth more, 2.00 twice as much.",
    ),
    word(
        "new territory",
        "More than a tenth above any week of the six before. A return to a usual week after a "
        "light one is none.",
    ),
    word(
        "provisional",
        "Resting on less than it should: in the first four weeks of files, or where days of the "
        "last six weeks have no file.",
    ),
    word(
        "unobserved",
        "Of a day: without a file, and without a reason to call it rest. Nobody knows whether "
        "you ran.",
        "unobserved day",
    ),
    word(
        "rest day",
        "A day without a run that is known to be one: between two recordings at most ten days "
        "apart, or because the diary says so.",
        "rest",
    ),
    word(
        "coverage",
        "How many days, weeks and files the judgement rests on, and what is missing.",
    ),
    word(
        "window",
        "The days that a rule looks at together, like the last 7 or the last 30.",
    ),
    word(
        "volume class",
        "Kilometres of running a week over the last twelve, in classes of which a study of discs "
        "looked at two. None is a target.",
    ),
    word("lay-off", "Two weeks or more without a run on file.", "layoff"),
    word(
        "novice",
        "As the rules use it: under 10 km a week over the last twelve weeks, or as your profile "
        "says.",
        "experience",
    ),
    word(
        "returning",
        "As the rules use it: within six weeks of a gap of two weeks or more, or as your profile "
        "says.",
        "returning runner",
    ),
    word(
        "profile",
        "A file in which you tell what no watch knows, like height and experience, and may change "
        "a rule's thresholds or switch it off.",
    ),
    word(
        "hold",
        "Repeating a level for a week or two before the next step up.",
    ),
    word(
        "deload",
        "A lighter week on purpose, often every third or fourth, 20 to 30 % below the others. "
        "No study shows that it lowers injuries.",
        "lighter week",
    ),
    word(
        "budget",
        "The longest next run at which no rule would speak. It is arithmetic of the rules and no "
        "permission.",
    ),
)  # fmt: skip

LOADS = (
    word(
        "impact load",
        "Running steps weighted by how hard each one was, by a model of speed. It is force under "
        "the foot and not in the back, and no rule judges it.",
    ),
    word(
        "km-equivalents",
        "The unit of impact load: one is a kilometre of easy, level running at 9 km/h.",
        "kilometre-equivalents", "km-equivalent", "easy km", "easy kilometre",
    ),
    word(
        "damage exponent b",
        "How much more a harder step counts: with b = 6, a tenth more force counts 1.8 times. The "
        "true number is not known, so 2 and 10 are shown beside 6.",
        "exponent", "b", "power 6",
    ),
    word(
        "body weights",
        "A force measured in the weight of the runner: 2.2 is 2.2 times what a scale shows.",
        "bw",
    ),
    word(
        "ACWR",
        "Acute to chronic workload ratio: the last week over the mean of four. In the largest "
        "study of runners a high one went with fewer injuries, so no rule uses it.",
        "acute chronic ratio", "acute:chronic", "acute to chronic",
    ),
    word(
        "monotony",
        "How alike the days of a week are: their mean over their spread. Seven equal days have the "
        "highest, hard and easy days in turn a low one.",
    ),
    word("strain", "The sum of a week's load times its monotony."),
    word(
        "heart-rate load",
        "Minutes weighted by how high the heart rate was (Banister's TRIMP, Edwards' zones). It "
        "tells of heart and breath, not of the back.",
        "trimp", "training impulse", "banister", "edwards",
    ),
    word(
        "session RPE",
        "How hard a session felt, from 0 to 10, times its minutes.",
        "rpe", "perceived exertion", "srpe",
    ),
    word(
        "pace load",
        "Hours weighted by the square of your speed over the speed you can hold for an hour.",
        "threshold speed",
    ),
    word("AU", "Arbitrary units: only comparisons with the same measure mean something."),
    word("standard deviation", "How far values usually lie from their mean.", "sd", "spread"),
)  # fmt: skip

FORM = (
    word(
        "decoupling",
        "How much less speed a heartbeat gives in the second half of a run than in the first. Heat "
        "and hills do it too.",
    ),
    word(
        "form fade",
        "Two or more signs late in a run that you move differently from its beginning, like fewer "
        "steps a minute at the same speed.",
    ),
    word("cadence drift", "Change of cadence late in a run, at equal speed.", "drift"),
    word(
        "ground contact time",
        "How long a foot stays on the ground in a step, in thousandths of a second.",
        "stance time", "gct",
    ),
    word(
        "vertical oscillation",
        "How far the trunk rises and falls in a step; vertical ratio is that over the length of "
        "the step.",
        "vertical ratio",
    ),
    word("grade", "Slope of the ground: 5 % falls 5 m in 100 m.", "slope", "downhill"),
)  # fmt: skip

FILES = (
    word("FIT", "The format that most watches record in. It holds more than GPX and TCX.",
          "gpx", "tcx"),
    word("partial", "Of a file: damaged, or read in part. What was read counts."),
    word("duplicate", "Of a file: a copy of another file's run. That one counts, once."),
    word("quarantined", "Of a file: not usable; the report says why. Nothing in it counts."),
    word("skipped", "Of a file: sound, but no recorded activity, like settings or a route."),
)  # fmt: skip
