"""Every measure has a function, an example, a pinned test and sources, as docs/metrics.md says."""

import doctest
import importlib
import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from loadwatch.columns import DAILY, SESSIONS, WEEKLY, names
from loadwatch.formulas import FORMULAS
from loadwatch.references import REFERENCES
from loadwatch.rules import all_rules

ROOT = Path(__file__).parents[2]
IDS = [*(f"M{number}" for number in range(1, 12)), "M11b", *(f"M{n}" for n in range(12, 31))]
NOT_BUILT: set[str] = set()
MEASURES_ALONE = (
    "derive.force", "derive.damage", "load.acute_chronic", "load.creep", "derive.effort",
    "load.effort", "load.exposure", "derive.form", "load.monotony", "load.volume",
)  # fmt: skip
COLUMNS = {*names(SESSIONS), *names(DAILY), *names(WEEKLY)}


@dataclass(frozen=True)
class Metric:
    id: str
    functions: list[str]
    tests: list[str]
    evidence: str
    sources: list[str]
    where: str


def _metric(line: str) -> Metric:
    id_, _, functions, tests, evidence, sources, where = (
        cell.strip() for cell in line.strip("|").split("|")
    )
    code = re.compile(r"`([^`]+)`")
    keys = re.findall(r"\[(\w+)\]\(references\.md#\1\)", sources)
    assert len(keys) == sources.count("[")
    return Metric(id_, code.findall(functions), code.findall(tests), evidence, keys, where)


PAGE = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
METRICS = [_metric(line) for line in PAGE.splitlines() if re.match(r"\| M\d", line)]
BUILT = [metric for metric in METRICS if metric.where != "not built yet"]
every_metric = pytest.mark.parametrize("metric", BUILT, ids=lambda metric: metric.id)


def module_of(name: str) -> ModuleType:
    return importlib.import_module(f"loadwatch.{name}")


def function_of(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(module_of(module), name)


def test_every_measure_has_its_row_and_exactly_two_are_not_built() -> None:
    assert [metric.id for metric in METRICS] == IDS
    assert {metric.id for metric in METRICS} - {metric.id for metric in BUILT} == NOT_BUILT


@every_metric
def test_its_function_exists_and_shows_an_example(metric: Metric) -> None:
    assert metric.functions
    for path in metric.functions:
        documentation = inspect.getdoc(function_of(path)) or ""
        assert ">>>" in documentation, path
        cited = re.findall(r"^\.\. \[\d\] ``(\w+)``$", documentation, flags=re.M)
        assert set(cited) <= set(metric.sources), path


@every_metric
def test_its_sources_exist(metric: Metric) -> None:
    assert set(metric.sources) <= set(REFERENCES)
    assert metric.evidence in {"B", "C", "arithmetic"}
    assert metric.sources or metric.evidence == "arithmetic"


@every_metric
def test_it_is_pinned_by_a_test_of_its_name(metric: Metric) -> None:
    (path,) = metric.tests
    text = (ROOT / "tests" / path).read_text(encoding="utf-8")
    assert f"def test_{metric.id.lower()}_" in text


@every_metric
def test_where_it_goes_is_there(metric: Metric) -> None:
    state, _, rest = metric.where.partition(":")
    rules = re.findall(r"LW\d{3}", metric.where)
    assert set(rules) <= {rule.code for rule in all_rules()}
    columns = re.findall(r"`(\w+)`", rest)
    assert set(columns) <= COLUMNS
    if state == "judged":
        assert rules
    elif state == "shown":
        assert columns or rules
    else:
        assert state.startswith("function only")


@pytest.mark.parametrize("name", MEASURES_ALONE)
def test_every_public_function_of_a_module_of_measures_has_a_row(name: str) -> None:
    module = module_of(name)
    own = {
        f"{name}.{function}"
        for function, value in inspect.getmembers(module, inspect.isfunction)
        if value.__module__ == module.__name__ and not function.startswith("_")
    }
    assert own <= {path for metric in BUILT for path in metric.functions}


@pytest.mark.parametrize(
    "name", sorted({path.rpartition(".")[0] for metric in BUILT for path in metric.functions})
)
def test_its_examples_are_true(name: str) -> None:
    done = doctest.testmod(module_of(name))
    assert done.attempted > 0
    assert done.failed == 0


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_of_a_column_has_the_sources_of_its_measures(name: str) -> None:
    formula = FORMULAS[name]
    by_id = {metric.id: metric for metric in METRICS}
    assert name in COLUMNS
    assert set(formula.measures) <= set(by_id)
    sources = {key for id_ in formula.measures for key in by_id[id_].sources}
    assert set(formula.cites) == sources


@every_metric
def test_the_columns_that_show_it_tell_its_formula(metric: Metric) -> None:
    state, _, rest = metric.where.partition(":")
    numbers = {c.name for c in (*SESSIONS, *DAILY, *WEEKLY) if c.dtype == "float"}
    for column in set(re.findall(r"`(\w+)`", rest)) & numbers if state == "shown" else ():
        assert metric.id in FORMULAS[column].measures


RULE_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| [RSH]\d", line)
]


def test_every_rule_of_the_evidence_has_its_row_and_every_rule_of_ours_is_in_one() -> None:
    asked = ["R0", "R1", "R2", "R3", *(f"R{n}" for n in range(5, 16)), "S1"]
    assert [row[0] for row in RULE_ROWS] == [*asked, *(f"H{n}" for n in range(1, 6))]
    named = {code for row in RULE_ROWS for code in re.findall(r"LW\d{3}", row[2])}
    assert named == {rule.code for rule in all_rules()}


@pytest.mark.parametrize("row", RULE_ROWS, ids=lambda row: row[0])
def test_what_pins_a_rule_names_it(row: list[str]) -> None:
    text = "".join(
        (ROOT / "tests" / path).read_text(encoding="utf-8")
        for path in re.findall(r"`([^`]+)`", row[3])
    ).lower()
    names = {rule.code: rule.name for rule in all_rules()}
    for code in re.findall(r"LW\d{3}", row[2]):
        assert code.lower() in text or names[code] in text
