"""Every JSON document is as its published schema says, and a schema lets nothing else pass."""

from __future__ import annotations

import copy
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.columns import Column
from loadwatch.importer import find_files
from loadwatch.report import render_json
from loadwatch.review import analyse
from loadwatch.show.look import look
from loadwatch.show.machine import render_json as show_json
from tests.conftest import ROOT, SAMPLES

SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8"))
           for path in sorted((ROOT / "docs" / "schema").glob("*.json"))}  # fmt: skip
CORPUS_DOCUMENTS = 60
UNIT = re.compile(r"\[[^\]]+\]\.?$")
NEEDS_NO_UNIT = re.compile(
    r"_count$|_count_|_ratio$|_factor$|^per_|^(number|count|message|stage|next_stage|repetitions|seed"
    r"|weeks|weeks_judged|observed|limit|value|default|low|high|was|now|needed|have|lift|horizon"
    r"|sessions_per_week|sessions_to_advance|events_preceded|least_events|usable_count|run_count"
    r"|week|last_7d|usual_week|limit_7d|steps_from_records|device_steps|most_impacts)$"
)
"""Counts, shares of two alike, and numbers whose unit stands in another key beside them."""
DIARY = """date,day,pain_during,pain_after,pain_next_morning,leg_symptoms,strength,run_km,note
2026-06-02,,2,3,1,no,yes,,a note
2026-06-04,rest,,,,,,,
2026-06-09,,,6,,yes,,,
2026-06-10,,,,,,,4.5,
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diary, corrections and a profile for the samples, and two athletes."""
    folder = tmp_path_factory.mktemp("schemas")
    (folder / "diary.csv").write_text(DIARY, encoding="utf-8")
    (folder / "athlete.toml").write_text(
        'name = "Ana"\nheight_cm = 170\n\n[rules.LW102]\nenabled = false\n', encoding="utf-8"
    )
    return folder


SAMPLE = str(SAMPLES / "garmin")
FIT = str(next(iter(sorted((SAMPLES / "garmin").glob("*.fit")))))
ZIP = str(next(iter(sorted(SAMPLES.rglob("*.zip")))))
WITH_DIARY = ["--diary", "DIARY"]
COMMANDS = [
    ["analyse", str(SAMPLES), "--segments"],
    ["analyse", str(SAMPLES), *WITH_DIARY],
    ["analyse", SAMPLE, "--athlete", "ATHLETE"],
    ["plan", SAMPLE, "--km", "5"],
    ["plan", str(SAMPLES), *WITH_DIARY],
    ["programme", SAMPLE, *WITH_DIARY],
    ["programme", "ladders"],
    ["programme", "ready"],
    ["diary", "list", *WITH_DIARY],
    ["doctor", FIT],
    ["doctor", ZIP],
    ["show", FIT],
    ["show", ZIP],
    ["cache", "info"],
    ["backtest", SAMPLE],
    ["backtest", str(SAMPLES), *WITH_DIARY],
    ["review", "--all"],
    ["review", "--name", "Ana"],
]


@pytest.fixture(scope="module")
def documents(place: Path) -> list[dict[str, Any]]:
    """What each command prints as JSON."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        patch.setenv("LOADWATCH_CACHE", str(place / "cache"))
        runner = CliRunner()
        brought = runner.invoke(app, ["import", SAMPLE, "--name", "Ana"])
        assert brought.exit_code in (0, 3), brought.output
        (place / "data" / "loadwatch" / "Ben").mkdir(parents=True, exist_ok=True)
        named = {"DIARY": str(place / "diary.csv"), "ATHLETE": str(place / "athlete.toml")}
        found = []
        for words in COMMANDS:
            told = [named.get(word, word) for word in words]
            result = runner.invoke(app, [*told, "--format", "json"])
            assert result.exit_code in (0, 3, 10), result.output
            found.append(json.loads(result.stdout))
        return found


def complaints(document: dict[str, Any]) -> list[str]:
    schema = SCHEMAS[document["schema"].removeprefix("loadwatch.").removesuffix("/1")]
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:loadwatch:schema:{name}:1"
    assert schema["properties"]["schema"]["const"] == f"loadwatch.{name}/1"


def test_each_document_is_as_its_schema_says(documents: list[dict[str, Any]]) -> None:
    for words, document in zip(COMMANDS, documents, strict=True):
        assert complaints(document) == [], words


def test_each_schema_is_that_of_some_document(documents: list[dict[str, Any]]) -> None:
    assert {document["schema"] for document in documents} == {
        f"loadwatch.{name}/1" for name in SCHEMAS
    }
    named = {
        found
        for path in (ROOT / "src").rglob("*.py")
        for found in re.findall(r'"(loadwatch\.\w+/\d+)"', path.read_text(encoding="utf-8"))
    }
    assert named == {f"loadwatch.{name}/1" for name in SCHEMAS}


def objects(value: Any, place: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, each with where it stands; one of those that stand alike."""
    if isinstance(value, dict):
        yield place, value
        for key, item in value.items():
            yield from objects(item, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value[:1]:
            yield from objects(item, f"{place}[]")


OPEN = re.compile(
    r"\.(data|thresholds|file_states|skipped_reasons|sports|not_counted|told|assumed|decided_by_pct"
    r"|ranges(\.\w+)?|device_s|here_s|read|counted|streams|judged_run_counts)$|devices\[\]$"
)
"""Objects whose keys are data: names of thresholds, sports and the like."""
MAY_BE_ABSENT = {"athlete", "corrections", "acknowledged_findings", "diary", "segments"}


def test_a_key_that_is_missing_or_has_another_name_or_is_new_is_seen(
    documents: list[dict[str, Any]],
) -> None:
    seen = 0
    for document in documents:
        small = copy.deepcopy(document)
        for key, item in small.items():
            if isinstance(item, list):
                small[key] = item[:2]
        assert complaints(small) == []
        for place, found in objects(small):
            if OPEN.search(place):
                continue
            for key in list(found):
                kept = dict(found)
                was = found.pop(key)
                if key not in MAY_BE_ABSENT and place + key != "$schema":
                    assert complaints(small), f"{place}.{key} can be left out"
                found[f"{key}_anew"] = was
                if place + key != "$schema":
                    assert complaints(small), f"{place}.{key} can have another name"
                found.clear()
                found.update(kept)
                seen += 1
    assert seen > 500


def numbers(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Keys of a schema that are numbers."""
    if not isinstance(schema, dict):
        return
    kinds = schema.get("type", ())
    if {"number", "integer"} & {*([kinds] if isinstance(kinds, str) else kinds)}:
        yield name, schema
    for key, item in schema.get("properties", {}).items():
        yield from numbers(item, key)
    for inner in ("items", "anyOf"):
        below = schema.get(inner, [])
        for item in below if isinstance(below, list) else [below]:
            yield from numbers(item, "" if inner == "items" else name)


def without_unit(schema: dict[str, Any]) -> list[str]:
    return sorted(
        {
            name
            for name, item in numbers(schema)
            if name and "string" not in item["type"]
            and not NEEDS_NO_UNIT.search(name) and not UNIT.search(item.get("description", ""))
        }
    )  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_number_has_its_unit(name: str) -> None:
    assert without_unit(SCHEMAS[name]) == []


def test_a_new_column_without_a_unit_is_seen() -> None:
    spec = importlib.util.spec_from_file_location("schema_of", ROOT / "docs" / "schema_of.py")
    assert spec is not None
    assert spec.loader is not None
    schema_of = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(schema_of)
    new = Column("bounce_height", "", "float", "none", "How high.")
    assert without_unit(schema_of.row_of([new])) == ["bounce_height"]
    known = Column("bounce_height_m", "m", "float", "none", "How high.")
    assert without_unit(schema_of.row_of([known])) == []


def keys(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(schema, dict):
        return
    for key, item in schema.get("properties", {}).items():
        yield f"{place}.{key}", item
        yield from keys(item, f"{place}.{key}")
    for inner in ("items", "anyOf"):
        below = schema.get(inner, [])
        for item in below if isinstance(below, list) else [below]:
            yield from keys(item, place)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_key_says_what_it_is(name: str) -> None:
    missing = [
        place for place, item in keys(SCHEMAS[name])
        if not item.get("description")
        and not any("description" in each for each in item.get("anyOf", []))
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_object_is_open_to_keys_that_nobody_described(name: str) -> None:
    def objects_of(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if "object" in schema.get("type", ()):
                yield schema
            for item in schema.values():
                yield from objects_of(item)
        elif isinstance(schema, list):
            for item in schema:
                yield from objects_of(item)

    for each in objects_of(SCHEMAS[name]):
        assert "additionalProperties" in each
        assert each["additionalProperties"] is not True


def test_the_page_on_json_names_every_schema() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert [name for name in SCHEMAS if f"(schema/{name}.json)" not in page] == []


@pytest.mark.corpus
@pytest.mark.slow
def test_real_files_come_out_as_the_schemas_say(corpus: Path) -> None:
    files = sorted(path for path in corpus.rglob("*") if path.suffix in {".fit", ".gpx", ".tcx"})
    chosen = files[:: max(len(files) // CORPUS_DOCUMENTS, 1)][:CORPUS_DOCUMENTS]
    assert len(chosen) == CORPUS_DOCUMENTS
    for path in chosen:
        assert complaints(json.loads(show_json(look(path)))) == [], path.name
    review = analyse(find_files(chosen), jobs=1, with_segments=True)
    assert complaints(json.loads(render_json(review, with_segments=True))) == []
