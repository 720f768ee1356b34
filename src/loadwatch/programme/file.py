"""Ladders as TOML: ours, which come with the package, and one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from loadwatch.errors import LadderError
from loadwatch.language import _
from loadwatch.programme.ladder import Entry, Ladder, Stage
from loadwatch.references import REFERENCES
from loadwatch.shown import speed

LADDERS = ("loadwatch", "military", "backinshape")
"""Names of the ladders that come with loadwatch; the first is the default."""
MOST_BYTES = 100_000
MOST_STAGES = 100
MOST_WORDS = 500
OWN_EVIDENCE = _("your own ladder; no study")
_TEXTS = ("title", "note", "evidence")
_COUNTS = {"sessions_per_week": 7, "sessions_to_advance": 30, "days_to_advance": 60}
_KEYS = {*_TEXTS, *_COUNTS, "cites", "speed_kmh", "entry", "stages"}
_STAGE_KEYS = {"run_s", "walk_s", "reps", "distance_m", "rpe"}
_ENTRY_KEYS = {"from_s", "stage"}


def find_ladder(wanted: str, *, beside: Path | None = None) -> Ladder:
    """A ladder by its name, or from a TOML file.

    Parameters
    ----------
    wanted : str
        One of ``LADDERS``, or a path.
    beside : Path, optional
        Folder that a relative path starts from; this one by default.

    Raises
    ------
    LadderError
        With one plain sentence for each fault.
    """
    if wanted in LADDERS:
        text = resources.files(__package__).joinpath(f"ladders/{wanted}.toml").read_text("utf-8")
        ladder = parse_ladder(text, wanted)
        fast = "" if ladder.speed_mps is None else speed(ladder.speed_mps, least_decimals=0)
        return replace(
            ladder,
            title=_(ladder.title),
            note=_(ladder.note).format(speed=fast),
            evidence=_(ladder.evidence),
        )
    path = (beside or Path()) / Path(wanted).expanduser()
    if not path.is_file():
        raise LadderError(
            f"there is no ladder {wanted!r}; loadwatch has {', '.join(LADDERS)}, or name a TOML "
            "file of your own"
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LadderError(f"{path.name} is too large for a ladder")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise LadderError(f"{path.name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LadderError(f"{path.name} is no text in UTF-8") from error
    return parse_ladder(text, "".join(c if c.isprintable() else "?" for c in path.stem))


def all_ladders() -> list[Ladder]:
    """The ladders that come with loadwatch."""
    return [find_ladder(name) for name in LADDERS]


def parse_ladder(text: str, name: str) -> Ladder:
    """A ladder from its TOML text; every fault is told in one sentence of its own."""
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise LadderError(f"the ladder {name} is no TOML: {error}") from error
    faults = _Faults()
    faults.unknown("", told, _KEYS)
    words = {key: faults.text(key, told.get(key, "")) for key in _TEXTS}
    counts = {
        key: int(faults.number(key, told[key], 1, most, whole=True))
        for key, most in _COUNTS.items()
        if key in told
    }
    stages = _stages(told.get("stages"), faults)
    ladder = Ladder(
        name,
        words["title"] or name,
        words["note"],
        words["evidence"] or OWN_EVIDENCE,
        _cites(told.get("cites", []), faults),
        stages,
        _entry(told.get("entry", []), len(stages), faults),
        None if "speed_kmh" not in told
        else faults.number("speed_kmh", told["speed_kmh"], 4, 25) / 3.6,
        **counts,
    )  # fmt: skip
    if faults.found:
        raise LadderError(f"the ladder {name} cannot be used: {'; '.join(faults.found)}")
    return ladder


class _Faults:
    """Checks that collect what is wrong instead of stopping at the first."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def number(
        self, what: str, value: object, least: float, most: float, *, whole: bool = False
    ) -> float:
        kind = "a whole number" if whole else "a number"
        is_number = isinstance(value, int if whole else int | float)
        if isinstance(value, bool) or not is_number or not least <= float(str(value)) <= most:
            self.found.append(f"{what} is {kind} from {least:g} to {most:g}, not {_shown(value)}")
            return least
        return float(str(value))

    def text(self, what: str, value: object) -> str:
        if not isinstance(value, str) or len(value) > MOST_WORDS:
            self.found.append(f"{what} is a text of at most {MOST_WORDS} characters")
            return ""
        return " ".join(value.split())

    def unknown(self, where: str, told: Mapping[str, object], keys: set[str]) -> None:
        self.found += [f"{where}{key!r} is no key of a ladder" for key in told if key not in keys]

    def tables(self, what: str, value: object) -> list[dict[str, Any]]:
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.found.append(f"{what} are tables, each under [[{what}]]")
        return []


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _cites(told: object, faults: _Faults) -> tuple[str, ...]:
    keys = tuple(str(key) for key in told) if isinstance(told, list) else ()
    if not isinstance(told, list):
        faults.found.append("cites is a list of keys of docs/references.md")
    faults.found += [f"{key!r} is no source of docs/references.md" for key in keys
                     if key not in REFERENCES]  # fmt: skip
    return keys


def _stages(told: object, faults: _Faults) -> tuple[Stage, ...]:
    if not told:
        faults.found.append("it has no [[stages]]")
        return ()
    tables = faults.tables("stages", told)
    if len(tables) > MOST_STAGES:
        faults.found.append(f"it has {len(tables)} stages; {MOST_STAGES} may be")
        return ()
    stages = tuple(_stage(number, table, faults) for number, table in enumerate(tables, 1))
    seen: dict[tuple[object, ...], int] = {}
    for stage in stages:
        key = (stage.run_s, stage.walk_s, stage.reps, stage.distance_m)
        if key in seen:
            faults.found.append(f"stages {seen[key]} and {stage.number} are the same")
        seen.setdefault(key, stage.number)
    return stages


def _stage(number: int, told: Mapping[str, Any], faults: _Faults) -> Stage:
    where = f"stage {number}: "
    faults.unknown(where, told, _STAGE_KEYS)

    def value(key: str, least: float, most: float) -> float | None:
        return faults.number(f"{where}{key}", told[key], least, most) if key in told else None

    run_s, walk_s = value("run_s", 5, 14_400), value("walk_s", 0, 3_600)
    distance_m, rpe = value("distance_m", 100, 100_000), value("rpe", 0, 10)
    if walk_s is None:
        faults.found.append(f"{where}walk_s is missing; 0 is one run without a walk")
        return Stage(number, run_s, 1)
    reps = _reps(where, told["reps"], faults) if "reps" in told else None
    if walk_s == 0:
        if reps not in {None, (1, 1)}:
            faults.found.append(f"{where}one run without a walk has no reps")
        if (run_s is None) == (distance_m is None):
            faults.found.append(f"{where}one run without a walk has either run_s or distance_m")
        return Stage(number, run_s, 0, None if run_s is None else (1, 1), distance_m, rpe)
    if run_s is None:
        faults.found.append(f"{where}run_s is missing")
    if (reps is None) == (distance_m is None):
        faults.found.append(f"{where}sets have either reps or distance_m")
    return Stage(number, run_s, walk_s, reps, distance_m, rpe)


def _reps(where: str, told: object, faults: _Faults) -> tuple[int, int]:
    pair = told if isinstance(told, list) else [told, told]
    if len(pair) != 2:
        faults.found.append(f"{where}reps is one number, or the fewest and the most")
        return (1, 1)
    fewest, most = (int(faults.number(f"{where}reps", n, 1, 100, whole=True)) for n in pair)
    if fewest > most:
        faults.found.append(f"{where}the fewest reps, {fewest}, are more than the most, {most}")
    return fewest, most


def _entry(told: object, stage_count: int, faults: _Faults) -> tuple[Entry, ...]:
    steps = []
    for table in faults.tables("entry", told):
        faults.unknown("entry: ", table, _ENTRY_KEYS)
        seconds = faults.number("entry: from_s", table.get("from_s"), 0, 120)
        stage = faults.number("entry: stage", table.get("stage"), 1, stage_count or 1, whole=True)
        steps.append(Entry(seconds, int(stage)))
    if steps and steps[0].from_s != 0:
        faults.found.append("entry: the first from_s is 0")
    if any(b.from_s <= a.from_s for a, b in pairwise(steps)):
        faults.found.append("entry: from_s grows from one to the next")
    return tuple(steps)
