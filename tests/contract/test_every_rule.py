"""What every rule gets and owes."""

import inspect
import json
import re
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import numpy as np
import pytest

import loadwatch.rules as rules_package
from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.notice import NOTICE
from loadwatch.references import REFERENCES
from loadwatch.report.json import _finding
from loadwatch.rules import Finding, Rule, all_rules, judge
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of

RULES = all_rules()
SECTIONS = (
    "What it watches", "Why it matters for the back", "When it stays silent", "What to do",
    "Parameters",
)  # fmt: skip
FORBIDDEN = ("safe", "injury risk", "disc damage", "diagnos", "herniat", "newton", "prevents")

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


FOUND = """
LW101 session-spike
LW102 week-jump
LW103 hold-before-progressing
LW104 base-ratio
LW105 return-from-layoff
LW107 volume-class-change
LW201 form-fade
LW202 downhill-jump
LW203 speed-and-sets-together
LW204 long-run-share
LW301 short-recovery
LW302 early-morning-run
LW303 days-too-alike
LW401 new-speed
LW402 heart-ahead-of-base
LW501 first-week
LW502 strength-work-absent
LW601 pain-response
LW602 red-flag-symptoms
LW901 impacts-estimated-or-unknown
LW902 unobserved-weeks
"""


def test_every_rule_is_found_by_code() -> None:
    assert [f"{rule.code} {rule.name}" for rule in RULES] == FOUND.split("\n")[1:-1]


@every_rule
def test_the_file_is_named_after_the_rule(rule: Rule) -> None:
    module = inspect.getmodule(rule.check)
    assert module is not None
    assert module.__file__ is not None
    expected = f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert Path(module.__file__).stem == expected
    assert Path(module.__file__).parent == Path(str(rules_package.__file__)).parent


@every_rule
def test_the_docstring_has_all_sections_in_order(rule: Rule) -> None:
    places = [rule.documentation.find(f"\n{section}\n") for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)


@every_rule
def test_every_threshold_names_its_unit_and_source_and_its_true_default(rule: Rule) -> None:
    documented = dict(
        re.findall(r"^(\w+) : \w+, default ([\d.]+)\n.*?\[[^;\]]+; [^\]]+\]", rule.documentation,
                   flags=re.M | re.S)
    )  # fmt: skip
    assert {name: float(value) for name, value in documented.items()} == rule.parameters


@every_rule
def test_every_citation_exists(rule: Rule) -> None:
    assert rule.cites
    assert set(rule.cites) <= set(REFERENCES)


def test_every_reference_is_used() -> None:
    used = {key for rule in RULES for key in rule.cites}
    sources = Path("src/loadwatch")
    text = "".join(
        p.read_text()
        for layer in ("derive", "load", "programme", "report")
        for p in (sources / layer).glob("*.py")
    )
    assert {key for key in REFERENCES if key not in used and key not in text} <= {"hummovsci2023"}


@every_rule
def test_the_name_is_kebab_case_of_two_words_or_more(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


@every_rule
def test_no_text_promises_safety_or_names_a_disease(rule: Rule) -> None:
    source = inspect.getsource(inspect.getmodule(rule.check)).lower()  # type: ignore[arg-type]
    assert [word for word in FORBIDDEN if re.search(rf"\b{word}", source)] == []


def test_the_notice_names_the_red_flags_and_promises_nothing() -> None:
    assert "bowel" in NOTICE
    assert "No number here outranks these signs" in NOTICE
    assert "safe" not in NOTICE.lower()


def many_findings() -> list[Finding]:
    plan = [[5.0] * 3] * 8 + [[9.5] * 3] + [[15.0] * 6]
    rows = weeks_of(plan)
    rows += [run_row(FIRST_DAY + timedelta(days=100), None), run_row(FIRST_DAY, 5, source="model")]
    judgement = judge(history_of(rows))
    return [*judgement.findings, *judgement.earlier]


def test_findings_are_json_and_their_words_are_filled_in() -> None:
    found = many_findings()
    assert len(found) >= 5
    for finding in found:
        text = json.dumps(_finding(finding), allow_nan=False)
        assert "{" not in json.loads(text)["message"]
        assert "nan" not in json.loads(text)["message"]


WITHOUT_A_NUMBER = {"LW602"}
"""Rules that compare no number, so that no formula can be shown."""


@every_rule
def test_a_rule_that_compares_a_number_tells_its_formula(rule: Rule) -> None:
    assert bool(rule.formula) == (rule.code not in WITHOUT_A_NUMBER)


def printed(number: str) -> tuple[float, float]:
    """Value of a printed number and half a unit of its last digit."""
    value = number.replace(",", "")
    return float(value), 0.5 * 10.0 ** -len(value.partition(".")[2])


def test_every_printed_ratio_is_what_its_printed_numbers_make() -> None:
    """A reader with a pocket calculator gets what the formula says, to its last digit."""
    number = r"([\d,]+(?:\.\d+)?)"
    unit = r"(?: km/h| km| min)?"
    division = rf"{number}{unit}(?: / (7)\))? / {number}{unit} = {number}"
    checked = 0
    for finding in many_findings():
        for over, days, under, ratio in re.findall(division, finding.formula):
            top, top_error = printed(over)
            bottom, bottom_error = printed(under)
            value, error = printed(ratio)
            expected = top / float(days or 1) / bottom
            relative = top_error / top + bottom_error / bottom
            assert value == pytest.approx(expected, abs=error * 1.01 + 1.01 * expected * relative)
            checked += 1
    assert checked >= 5


def test_a_formula_holds_the_numbers_of_its_case() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 6.15]])
    (spike,) = [f for f in judge(history_of(rows)).findings if f.code == "LW101"]
    assert spike.formula == "6.15 km / 5.00 km = 1.23, limit 1.10"
    assert spike.thresholds["lookback_days"] == 30
    assert (spike.basis.window_days, spike.basis.unobserved_day_count) == (31, 0)
    assert spike.basis.run_count == 14


def test_a_threshold_of_a_profile_stands_in_the_formula() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 6.15]])
    history = replace(history_of(rows), athlete=Athlete(rules={"LW101": {"limit": 1.2}}))
    (spike,) = [f for f in judge(history).findings if f.code == "LW101"]
    assert spike.formula.endswith("= 1.23, limit 1.20")
    assert spike.thresholds["limit"] == 1.2


def test_what_is_estimated_or_unknown_is_told_with_the_finding() -> None:
    rows = weeks_of([[5.0] * 3] * 6)
    rows += weeks_of([[5.0, 5.0, 9.0]], first=FIRST_DAY + timedelta(days=42))
    rows[-2].update(impact_source="model")
    rows[-3].update(run_impact_count=None, run_impact_count_upper=5_000.0)
    (spike,) = [f for f in judge(history_of(rows)).findings if f.code == "LW101"]
    assert spike.basis.unknown_run_count == 1
    assert spike.basis.estimated_share == pytest.approx(5 / (12 * 5 - 5 + 9), abs=0.02)


def random_rows(seed: int) -> list[dict[str, object]]:
    rng = np.random.default_rng(seed)
    day, rows = 0, []
    for _ in range(40):
        day += int(rng.choice([1, 2, 2, 3, 4, 12]))
        km = None if rng.random() < 0.05 else round(float(rng.gamma(6, 0.9)), 2)
        more = {"run_impact_count_upper": 5_000.0, "run_distance_upper_m": 5_000.0}
        rows.append(
            run_row(FIRST_DAY + timedelta(days=day), km, **({} if km is not None else more))
        )
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_no_rule_looks_ahead(seed: int) -> None:
    """What a rule says of a day is the same whether or not later files exist."""
    rows = random_rows(seed)
    rng = np.random.default_rng(seed)
    diary = [
        Entry(FIRST_DAY + timedelta(days=day), pain_during=float(rng.integers(0, 8)),
              pain_next_morning=float(rng.integers(0, 5)), strength=day % 30 == 0)
        for day in range(0, 60, 3)
    ]  # fmt: skip
    told = {"entries": diary, "athlete": Athlete(wakes_at=time(7, 30), programme_start=FIRST_DAY)}
    whole = history_of(rows, **told)  # type: ignore[arg-type]
    for rule in RULES:
        later = {s.day: (s.severity, s.limit, s.observed) for s in rule.signals(whole)}
        for day in list(later)[::5]:
            then = rule.signals(history_of(rows, day, **told))  # type: ignore[arg-type]
            assert {s.day: (s.severity, s.limit, s.observed) for s in then}[day] == later[day]


def test_no_rule_looks_ahead_over_years() -> None:
    rows = weeks_of([[5.0] * 3] * 60 + [[8.0] * 3] + [[5.0] * 3] * 3)
    rows += weeks_of([[3.0] * 3] * 4, first=FIRST_DAY + timedelta(days=500))
    jump = FIRST_DAY + timedelta(days=60 * 7 + 5)
    later = [f for f in judge(history_of(rows)).earlier if f.code == "LW102"]
    then = [f for f in judge(history_of(rows, jump)).findings if f.code == "LW102"]
    assert then[0].severity in {f.severity for f in later if f.period_start == then[0].period_start}


@pytest.mark.parametrize("seed", range(4))
def test_more_load_never_removes_a_spike(seed: int) -> None:
    rows = random_rows(seed)
    spikes = {f.period_end for f in judge(history_of(rows)).findings if f.code == "LW101"}
    last = dict(rows[-1])
    for name in ("run_distance_m", "run_distance_upper_m", "run_impact_count",
                 "run_impact_count_upper"):  # fmt: skip
        if isinstance(last.get(name), float):
            last[name] = float(str(last[name])) * 3
    more = {f.period_end for f in judge(history_of([*rows[:-1], last])).findings
            if f.code == "LW101"}  # fmt: skip
    assert spikes <= more


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_ratios_do_not_depend_on_the_scale_of_load(factor: float) -> None:
    rows = weeks_of([[5.0, 6.0, 7.0]] * 8)
    scaled = weeks_of([[5.0 * factor, 6.0 * factor, 7.0 * factor]] * 8)
    assert history_of(scaled).day("base_ratio") == pytest.approx(history_of(rows).day("base_ratio"))
