"""Citation keys and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """One source.

    Parameters
    ----------
    short : str
        Author and year, as a report prints it.
    full : str
        Authors, title or kind, journal.
    link : str
        DOI or identifier; empty where none was seen.
    kind : str
        What kind of evidence it is.
    """

    short: str
    full: str
    link: str
    kind: str


REFERENCES = {
    "frandsen2025": Reference(
        "Frandsen 2025",
        "Frandsen et al. 2025, Br J Sports Med 59:1203 (Garmin-RUNSAFE)",
        "doi:10.1136/bjsports-2024-109380",
        "cohort of 5,205 runners, 588,071 sessions, self-reported injuries of all kinds",
    ),
    "nielsen2014": Reference(
        "Nielsen 2014",
        "Nielsen et al. 2014, J Orthop Sports Phys Ther (weekly progression)",
        "",
        "cohort of 874 novices; the 30 % figure was not significant (p = 0.07)",
    ),
    "damsted2019": Reference(
        "Damsted 2019",
        "Damsted et al. 2019, J Orthop Sports Phys Ther 49:230",
        "",
        "cohort of 261 half-marathon runners; a difference at 21 days only",
    ),
    "buist2008": Reference(
        "Buist 2008",
        "Buist et al. 2008, Am J Sports Med",
        "doi:10.1177/0363546507307505",
        "trial with 532 novices: a 10 % rule did not lower injuries",
    ),
    "backinshape": Reference(
        "Back In Shape",
        "Back In Shape programme, article on running with lower back pain",
        "",
        "expert opinion: stay at one intensity for a week or two",
    ),
    "neason2024": Reference(
        "Neason 2024",
        "Neason et al. 2024, Br J Sports Med (ASTEROID)",
        "doi:10.1136/bjsports-2024-108245",
        "trial with 40 adults with chronic low-back pain: 12 weeks of run-walk",
    ),
    "sivan2006": Reference(
        "Sivan 2006",
        "Sivan et al. 2006, J Biol Chem",
        "doi:10.1074/jbc.M600296200",
        "laboratory: disc aggrecan has a half-life of years",
    ),
    "loadwatch": Reference(
        "loadwatch choice",
        "A choice of loadwatch, explained in the method page; no study gives this number",
        "",
        "choice",
    ),
    "hoeger2008": Reference(
        "Hoeger 2008",
        "Hoeger et al. 2008, ACSM's Health & Fitness Journal 12:14",
        "doi:10.1249/01.FIT.0000298459.30006.8d",
        "regression of step counts on pace and height",
    ),
    "hummovsci2023": Reference(
        "Hum Mov Sci 2023",
        "Human Movement Science 2023;90:103117",
        "doi:10.1016/j.humov.2023.103117",
        "laboratory, 28 adults: 140 steps/min tells running from walking",
    ),
}
