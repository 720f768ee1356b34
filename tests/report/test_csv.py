"""A review as CSV: units in the head, nothing that a spreadsheet runs, the same table read back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.cli.printed import CsvTable
from loadwatch.columns import DAILY, LISTS, SESSIONS, WEEKLY
from loadwatch.report import FileRow, render_csv
from loadwatch.report.cells import cell
from loadwatch.report.csv import CSV_TABLES, head
from tests.conftest import SAMPLES

FORMULAS = (
    "=1+1", "+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://a.example\")", "=cmd|' /C calc'!A0",
    "\t=1", "\r=1", "\n=1", "  =1", "\"=1", "'=1", "＝1", "＋1", "－1", "＠A1", "\ufeff=1",
    "\x0b=1",
)  # fmt: skip
COLUMNS = {"weeks": WEEKLY, "days": DAILY, "sessions": SESSIONS, **LISTS}
every_table = pytest.mark.parametrize("table", CSV_TABLES)


def read(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text)[0] == "'"
    assert cell([text, "b"])[0] == "'"


def test_a_text_cannot_begin_a_new_cell_where_a_comma_is_the_decimal_sign() -> None:
    assert cell('run; =1+1;"@A1;b') == "run; '=1+1;\"'@A1;b"


@pytest.mark.parametrize("number", [-3, -0.5, 0, 1e15, 2.25])
def test_a_number_stays_a_number_below_zero_too(number: float) -> None:
    assert cell(number) is number


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\nb", "a\\x0ab"), ("a\x1b[31m", "a\\x1b[31m"), ("a\u202egpj", "a\\x202egpj"),
     ("a\x9b1m", "a\\x9b1m"), ("a\udce9", "a\\udce9"), ("é 跑 –", "é 跑 –")],
)  # fmt: skip
def test_what_does_not_show_is_told_by_its_number(text: str, told: str) -> None:
    assert cell(text) == told


def test_unknown_is_an_empty_cell_and_nothing_is_nought() -> None:
    assert [cell(None), cell(0), cell(False), cell("")] == ["", 0, "false", ""]


@every_table
def test_each_column_stands_in_the_head_with_its_unit(table: str, sample_review: Any) -> None:
    first = next(csv.reader(io.StringIO(render_csv(sample_review, table))))
    assert first == [head(column) for column in COLUMNS[table]]
    assert all(column.unit in title for column, title in zip(COLUMNS[table], first, strict=True))


@every_table
def test_pandas_reads_the_same_table_back(table: str, sample_review: Any) -> None:
    columns, rows = CSV_TABLES[table]
    written = [list(row) for row in rows(sample_review)]
    told = pd.read_csv(
        io.StringIO(render_csv(sample_review, table)), keep_default_na=False, na_values=[""],
        dtype={head(column): str for column in columns if column.dtype != "float"},
    )  # fmt: skip
    assert len(told) == len(written) > 0
    for at, column in enumerate(columns):
        values = [None if row[at] in ("", []) else row[at] for row in written]
        back = told[head(column)]
        if column.dtype == "float":
            assert pd.to_numeric(back).tolist() == pytest.approx(
                [float("nan") if value is None else value for value in values], nan_ok=True, abs=0
            ), column.name
        else:
            texts = [None if pd.isna(value) else value for value in back.tolist()]
            assert texts == [None if value is None else cell(value) for value in values]


def test_a_hostile_file_name_comes_through_as_one_cell_of_text(sample_review: Any) -> None:
    name = "=cmd|'/C calc'!A1,\"x\"\n\u202e;@b.fit"
    hostile = replace(sample_review, files=[FileRow(name, None, "quarantined", "+1", ())])
    rows = list(csv.reader(io.StringIO(render_csv(hostile, "files"))))
    assert len(rows) == 2
    assert rows[1] == ["'" + "=cmd|'/C calc'!A1,\"x\"\\x0a\\x202e;'@b.fit", "",
                       "quarantined", "'+1", ""]  # fmt: skip


def test_a_week_without_a_known_count_has_an_empty_cell(sample_review: Any) -> None:
    weekly = sample_review.weekly.copy()
    weekly.iloc[-1, weekly.columns.get_loc("run_impact_count")] = float("nan")
    told = read(render_csv(replace(sample_review, weekly=weekly), "weeks"))
    last = told["run_impact_count [impacts]"].iloc[-1]
    assert pd.isna(last)


RUNNER = CliRunner()


@pytest.mark.parametrize("table", [None, *CsvTable])
def test_the_command_writes_utf_8_that_excel_knows_whatever_stdout_is(
    table: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADWATCH_FORMAT", "csv")
    folder = str(SAMPLES / "coros")
    runner = CliRunner(charset="cp1252")
    result = runner.invoke(app, ["analyse", folder, *(["--table", table] if table else [])])
    assert result.exit_code in (0, 3), result.output
    text = result.stdout_bytes.decode("utf-8-sig")
    assert result.stdout_bytes[:3] == b"\xef\xbb\xbf"
    assert b"\r" not in result.stdout_bytes
    assert text.partition("\n")[0].split(",")[0] == CSV_TABLES[table or "weeks"][0][0].name


def test_the_tables_of_the_command_are_those_that_there_are() -> None:
    assert list(CsvTable) == list(CSV_TABLES)


@pytest.mark.parametrize(
    "words",
    [["plan"], ["programme"], ["doctor", "x.fit"], ["diary", "list"], ["backtest"],
     ["cache", "info"],
     ["review", "--all"], ["analyse", "--format", "text", "--table", "weeks"]],
    ids=" ".join,
)  # fmt: skip
def test_where_there_is_no_csv_it_is_wrong_use_in_one_sentence(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADWATCH_FORMAT", "csv")
    result = RUNNER.invoke(app, words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "csv" in result.output


def test_a_day_is_written_as_iso_8601(sample_review: Any) -> None:
    told = read(render_csv(sample_review, "days"))
    assert all(date.fromisoformat(day) for day in told["local_date"])
