"""A surface shows what the review holds: in its source nothing is computed from the history."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "loadwatch"
WHOLE = ("report", "markup", "show/page")
"""Packages in which every module is a surface; a new one is in by lying there."""
PARTS = {
    "notify": {"letter", "template", "weeks", "words"},
    "show": {"head", "machine", "method", "strip", "tables", "text"},
    "doctor": {"text"},
}
"""Packages with surfaces among other things, and which of their modules those are."""
OTHERS = {
    "notify": {
        "__init__",
        "ledger",
        "mail",
        "run",
        "secret",
        "select",
        "send",
        "several",
        "targets",
    },
    "show": {"__init__", "look", "sums", "trace", "views"},
    "doctor": {"__init__", "child", "comparison", "examine", "fit", "gpx", "views"},
}
"""The other modules of those packages: they compute, send or keep, and print nothing."""

COMPUTING = ("derive", "load", "merge", "formats", "programme", "plan", "rules", "outlook",
             "review", "backtest", "importer", "library", "cache")  # fmt: skip
"""Of these a surface takes records and constants; no function, for that would compute."""
REDUCTIONS = {
    "aggregate", "agg", "apply", "average", "convolve", "corr", "cov", "cumprod", "cumsum", "diff",
    "ewm", "expanding", "fmean", "groupby", "mean", "median", "nancumsum", "nanmean", "nanmedian",
    "nanpercentile", "nanquantile", "nanstd", "nansum", "nanvar", "pct_change", "percentile",
    "polyfit", "pvariance", "quantile", "quantiles", "resample", "rolling", "shift", "std", "stdev",
    "sum", "transform", "var", "variance",
}  # fmt: skip
"""What makes one number of several. The largest and the smallest only choose one that is there."""
SHOWN_BY = {
    "clock", "distance", "format", "km_words", "number", "numbered", "pace", "plural", "speed",
}  # fmt: skip
"""What writes a number: like what stands in braces, what it is given is to be one of the review."""
UNITS = {"len", "unit_m"}
"""Functions that give a unit, or count rows that are there."""
SCALE = "scale"
"""Name of what changes a unit where a table of the surface gives it."""
ALLOWED = {
    ("report/athlete.py", "imports rules_for from loadwatch.rules"): "thresholds of a profile",
    ("report/diary.py", "imports told_days from loadwatch.load.diary"): "entries of a day as one",
    ("report/programme.py", "imports speed_or_sets from loadwatch.programme.speed"):
        "two programmes compared, from constants alone",
    ("report/story.py", "adds up coverage.not_counted.values()"): "sessions of the other sports",
    ("show/strip.py", "shows index * width"): "an axis",
    ("show/strip.py", "shows first * width"): "an axis",
    ("show/tables.py", "imports statistics"): "the middle one of the bouts that are listed",
    ("show/tables.py", "calls .median()"): "the same",
    ("show/tables.py", "adds up (bout.time_s for bout in touching)"): "bouts that touch, as one",
}  # fmt: skip
"""What a surface does all the same, and why; an entry that is of no use any more is to go."""


def modules() -> list[Path]:
    whole = [path for name in WHOLE for path in (SOURCE / name).rglob("*.py")]
    parts = [SOURCE / name / f"{part}.py" for name, found in PARTS.items() for part in found]
    return sorted([*whole, *parts])


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def computed(tree: ast.Module) -> Iterator[str]:
    """What in a module makes a new number of several, or has that done elsewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("loadwatch."):
            package = (node.module or "").split(".")[1]
            if package in COMPUTING:
                yield from (
                    f"imports {each.name} from {node.module}"
                    for each in node.names
                    if each.name.islower() and not each.name.endswith("_words")
                )
        elif isinstance(node, ast.Import):
            yield from (
                f"imports {each.name}"
                for each in node.names
                if each.name.split(".")[0] in {"statistics", "scipy"}
                or each.name.startswith(tuple(f"loadwatch.{each}" for each in COMPUTING))
            )
        elif isinstance(node, ast.Call):
            called = node.func
            name = ast.unparse(called).rpartition(".")[2]
            if ast.unparse(called) == "sum":
                if not is_count(node.args[0]):
                    yield f"adds up {ast.unparse(node.args[0])}"
            elif name in REDUCTIONS and not ast.unparse(called).startswith(
                ("itertools.", "groupby")
            ):
                yield f"calls .{name}()"
            if name in SHOWN_BY:
                given = [*node.args[:1], *(each.value for each in node.keywords)]
                yield from (f"shows {ast.unparse(each)}" for part in given for each in sums(part))
        elif isinstance(node, ast.FormattedValue):
            yield from (f"shows {ast.unparse(each)}" for each in sums(node.value))


def sums(shown: ast.expr) -> Iterator[ast.expr]:
    """Arithmetic of two numbers in what is shown, of which neither is a unit or a count of rows."""
    for node in ast.walk(shown):
        if isinstance(node, ast.BinOp) and not any(map(is_unit, (node.left, node.right))):
            yield node


def is_unit(node: ast.expr) -> bool:
    if ast.unparse(node).rpartition(".")[2] == SCALE:
        return True
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in UNITS
    return isinstance(node, ast.Constant | ast.JoinedStr)


def is_count(added: ast.expr) -> bool:
    """Whether a sum only counts: rows that fulfil something, counts, lines, columns of a table."""
    if isinstance(added, ast.Call):
        return ast.unparse(added).startswith("map(len, ")
    if isinstance(added, ast.Name):
        return added.id.isupper()
    if not isinstance(added, ast.GeneratorExp):
        return False
    each = added.elt
    if isinstance(each, ast.IfExp):
        return isinstance(each.body, ast.Constant)
    named = ast.unparse(each).rpartition(".")[2]
    return isinstance(each, ast.Constant | ast.Compare) or "count" in named or "width" in named


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_surface_computes_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {(name_of(path), each) for each in computed(tree)}
    assert found - ALLOWED.keys() == set()


def test_nothing_is_allowed_that_is_not_done() -> None:
    done = {
        (name_of(path), each)
        for path in modules()
        for each in computed(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert ALLOWED.keys() - done == set()


@pytest.mark.parametrize("package", PARTS)
def test_each_module_of_a_package_is_known_for_what_it_is(package: str) -> None:
    """A new one is either a surface, and looked at here, or named among the others."""
    there = {path.stem for path in (SOURCE / package).glob("*.py")}
    assert there == PARTS[package] | OTHERS[package]


@pytest.mark.parametrize(
    "source",
    [
        "import statistics",
        "from loadwatch.load.metrics import rolling_sum",
        "from loadwatch.derive.labels import labels_of",
        "from loadwatch.rules import judge",
        "import loadwatch.load.metrics",
        "weekly['run_impact_count'].rolling(4)",
        "frame.groupby('week')",
        "np.nanmean(values)",
        "mean(values)",
        "sum(week.run_km for week in weeks)",
        "sum(weekly['run_time_s'])",
        "sum(map(float, loads))",
        "f'{row.run_time_s / row.total_time_s:.0f}'",
        "_('{a} km').format(a=run_km - walk_km)",
        "number(impacts / base, 1, '.2f', '')",
        "distance(first.distance_m + second.distance_m)",
    ],
)
def test_what_computes_is_seen(source: str) -> None:
    assert list(computed(ast.parse(source))) != []


@pytest.mark.parametrize(
    "source",
    [
        "from loadwatch.load.daily import MAX_UNOBSERVED_DAYS",
        "from loadwatch.rules import Finding",
        "from loadwatch.rules import level_words",
        "f'{row.run_time_s / 60:.0f} min, {100 * share:.0f} %, {row.distance_m / unit_m():.1f}'",
        "f'and {len(rows) - MOST} more'",
        "sum(bout.gait == gait for bout in bouts)",
        "sum(map(len, parts.values()))",
        "max(values)",
    ],
)
def test_what_chooses_counts_or_changes_a_unit_is_no_computing(source: str) -> None:
    assert list(computed(ast.parse(source))) == []
