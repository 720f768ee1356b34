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
    "runningphysio": Reference(
        "Running-physio article",
        "Article for clinicians on running and low-back pain, which quotes Neason 2024",
        "",
        "expert opinion, and the trial as quoted there: the entry test, stage 1",
    ),
    "samanna": Reference(
        "Samanna",
        "Samanna et al., later analysis of the discs in ASTEROID; its abstract was read",
        "",
        "subgroups of a trial with 40 adults; discs unchanged overall, so a description only",
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
    "nilsson1989": Reference(
        "Nilsson 1989",
        "Nilsson and Thorstensson 1989; ranges quoted from memory, not read again",
        "",
        "laboratory: vertical forces over a range of speeds",
    ),
    "keller1996": Reference(
        "Keller 1996",
        "Keller et al. 1996, Clin Biomech 11:253",
        "pii:0268-0033(95)00068-2",
        "laboratory, 23 people: force rises with speed; slow jogging is over 50 % above walking",
    ),
    "morin2005": Reference(
        "Morin 2005",
        "Morin et al. 2005, J Appl Biomech 21:167",
        "doi:10.1123/jab.21.2.167",
        "laboratory: force and stiffness from contact time; not for slopes or walking",
    ),
    "gottschall2005": Reference(
        "Gottschall 2005",
        "Gottschall and Kram 2005, J Biomech",
        "doi:10.1016/j.jbiomech.2004.04.023",
        "laboratory at 3 m/s: impact peak +54 % at 9 degrees down, active peak unchanged",
    ),
    "edwards2018": Reference(
        "Edwards 2018",
        "Edwards 2018, Exerc Sport Sci Rev 46:224",
        "doi:10.1249/JES.0000000000000163",
        "argument: damage grows faster with force than with cycles",
    ),
    "coenen2012": Reference(
        "Coenen 2012",
        "Coenen et al. 2012, Clin Biomech",
        "",
        "laboratory: spine segments in vitro, force squared times cycles to the power 0.2",
    ),
    "windt2018": Reference(
        "Windt 2018",
        "Windt and Gabbett 2018, Br J Sports Med",
        "doi:10.1136/bjsports-2017-098925",
        "comment: a ratio that shares a week with its reference correlates by construction",
    ),
    "williams2017": Reference(
        "Williams 2017",
        "Williams et al. 2017, Br J Sports Med",
        "doi:10.1136/bjsports-2016-096589",
        "proposal: exponentially weighted means",
    ),
    "foster1998": Reference(
        "Foster 1998",
        "Foster 1998, monitoring training in athletes with reference to overtraining",
        "",
        "observation of 25 athletes: monotony and strain",
    ),
    "foster2001": Reference(
        "Foster 2001",
        "Foster et al. 2001, J Strength Cond Res 15:109",
        "",
        "session rating of perceived exertion",
    ),
    "banister": Reference(
        "Banister",
        "Banister's training impulse, from public code that computes it; the original was not read",
        "",
        "formula",
    ),
    "edwards1993": Reference(
        "Edwards",
        "Edwards' heart rate zones, as commonly quoted; the source was not read",
        "",
        "convention",
    ),
    "coaches": Reference(
        "coaches' convention",
        "Convention among coaches, known from secondary sources",
        "",
        "convention",
    ),
    "smyth2022": Reference(
        "Smyth 2022",
        "Smyth et al. 2022, Sports Med",
        "doi:10.1007/s40279-022-01680-5",
        "records of 82,303 marathon runners: more decoupling, slower times",
    ),
    "burns2019": Reference(
        "Burns 2019",
        "Burns et al. 2019, J Appl Physiol",
        "doi:10.1152/japplphysiol.00374.2018",
        "20 runners of a 100 km championship: cadence follows speed and stature",
    ),
    "mizrahi2000": Reference(
        "Mizrahi 2000",
        "Mizrahi et al. 2000, Hum Mov Sci 19:139",
        "",
        "laboratory, 14 runners over the threshold for 30 min",
    ),
    "hanley2014": Reference(
        "Hanley 2014",
        "Hanley 2014, trained runners over 10 km on a treadmill",
        "",
        "laboratory: cadence fell before halfway, and contact time became shorter late",
    ),
    "drozda2024": Reference(
        "Drozda 2024",
        "Drozda et al. 2024, Gait & Posture",
        "doi:10.1016/j.gaitpost.2024.06.015",
        "cross-section: runners with back pain had a lower cadence and a higher loading rate",
    ),
    "hunter2019": Reference(
        "Hunter 2019",
        "Hunter et al. 2019, Med Sci Sports Exerc",
        "doi:10.1249/MSS.0000000000001888",
        "laboratory, 43 people: fast running loads the shin less per kilometre than slow",
    ),
    "apte2021": Reference(
        "Apte 2021",
        "Apte et al. 2021, Front Physiol",
        "doi:10.3389/fphys.2021.646042",
        "review of 68 studies of tiring runners",
    ),
    "tyrrell1985": Reference(
        "Tyrrell 1985",
        "Tyrrell et al. 1985, stature over the day",
        "",
        "laboratory: height lost by day and regained at night",
    ),
    "belavy2017": Reference(
        "Belavy 2017",
        "Belavy et al. 2017, Sci Rep",
        "doi:10.1038/srep45975",
        "cross-section of 79 people: discs of runners and of others",
    ),
    "nielsen2014ijspt": Reference(
        "Nielsen 2014 (first week)",
        "Nielsen et al. 2014, Int J Sports Phys Ther (distance of the first week and body mass)",
        "PMC4060311",
        "cohort of 749 novices over 3 weeks: more injuries of all kinds with body mass index over "
        "30 and a first week over 3 km",
    ),
    "silbernagel2007": Reference(
        "Silbernagel 2007",
        "Silbernagel et al. 2007, Am J Sports Med (pain-monitoring model)",
        "doi:10.1177/0363546506298279",
        "trial with 38 people with Achilles pain: running on under the model did no worse than "
        "rest; not validated for the back",
    ),
    "thomee1997": Reference(
        "Thomee 1997",
        "Thomee 1997, pain-monitoring model; zones as commonly quoted, the original was not read",
        "",
        "proposal: zones of pain from 0 to 10",
    ),
    "ostelo2008": Reference(
        "Ostelo 2008",
        "Ostelo et al. 2008, Spine",
        "doi:10.1097/BRS.0b013e31815e3a10",
        "consensus on low-back pain: a change of 2 on a scale of 10 matters",
    ),
    "redflags": Reference(
        "red-flag guidance",
        "Cards and pages on red flags of back pain (NHS style, Norfolk MSK, backes.org.uk)",
        "",
        "guideline",
    ),
    "kingsley2012": Reference(
        "Kingsley 2012",
        "Kingsley et al. 2012; the identifier is quoted from memory",
        "doi:10.1249/MSS.0b013e318260dbc1",
        "laboratory, 8 people: disc height 6.3 % lower after 30 minutes of running",
    ),
    "runwalktrial2023": Reference(
        "BMC Trials 2023",
        "Protocol of a military walk-run trial, BMC Trials 2023, table 1",
        "doi:10.1186/s13063-023-07502-x",
        "protocol: at least one day of rest between sessions",
    ),
    "adams1987": Reference(
        "Adams 1987",
        "Adams et al. 1987, bending stress over the day",
        "",
        "laboratory: bending strains the spine more early in the morning; not about running",
    ),
    "snook1998": Reference(
        "Snook 1998",
        "Snook et al. 1998, from secondary sources",
        "",
        "trial: less bending early in the morning, fewer days of back pain; not about running",
    ),
    "cai2017": Reference(
        "Cai 2017",
        "Cai et al. 2017, Med Sci Sports Exerc",
        "doi:10.1249/MSS.0000000000001396",
        "trial with 84 runners with chronic low-back pain, 8 weeks: leg exercises best for "
        "function, pain alike in all arms",
    ),
}
