"""A surface shows what the review holds: in its source nothing is computed from the history."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "loadwatch"
WHOLE = ("report", "markup")
"""Packages in which every module is a surface; a new one is in by lying there."""
PARTS = {
    "notify": {"table", "template", "words"},
    "show": {"machine", "method", "strip", "tables", "text"},
    "doctor": {"text"},
}
"""Packages with surfaces among other things, and which of their modules those are."""
OTHERS = {
    "notify": {"__init__", "ledger", "run", "secret", "select", "send", "several", "targets"},
    "show": {"__init__", "look", "sums", "views"},
    "doctor": {"__init__", "child", "comparison", "examine", "fit", "gpx", "views"},
}
"""The other modules of those packages: they compute, send or keep, and print nothing of a review."""

COMPUTING = ("derive", "load", "merge", "formats", "programme", "plan", "rules", "outlook", "review",
             "backtest", "importer", "library", "cache")  # fmt: skip
"""Of these a surface takes records and constants; no function, for that would compute."""
REDUCTIONS = {
    "aggregate", "agg", "apply", "average", "convolve", "corr", "cov", "cumprod", "cumsum", "diff",
    "ewm", "expanding", "fmean", "groupby", "mean", "median", "nancumsum", "nanmean", "nanmedian",
    "nanpercentile", "nanquantile", "nanstd", "nansum", "nanvar", "pct_change", "percentile",
    "polyfit", "pvariance", "quantile", "quantiles", "resample", "rolling", "shift", "std", "stdev",
    "sum", "transform", "var", "variance",
}  # fmt: skip
"""What makes one number of several. The largest and the smallest only choose one that is there."""
COMPUTES = {
    "report/programme.py": {"speed_or_sets"},
}
"""Functions of the computing packages that a surface calls all the same, each with its reason."""


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
                    if each.name.islower()
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
            if isinstance(called, ast.Attribute) and called.attr in REDUCTIONS:
                yield f"calls .{called.attr}()"
            elif isinstance(called, ast.Name) and called.id in REDUCTIONS:
                yield f"calls {called.id}()"
        elif isinstance(node, ast.FormattedValue):
            yield from (f"shows {ast.unparse(each)}" for each in sums(node.value))


def sums(shown: ast.expr) -> Iterator[ast.expr]:
    """Arithmetic of two numbers in what is shown; one of them is to be a unit or a count of rows."""
    for node in ast.walk(shown):
        if isinstance(node, ast.BinOp) and not any(
            is_unit(each) for each in (node.left, node.right)
        ):
            yield node


def is_unit(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "len"
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_surface_computes_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(computed(tree)) == []
