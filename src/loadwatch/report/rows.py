"""Rows of a review as plain values, for every surface that writes tables or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from loadwatch.columns import Column
from loadwatch.report.plain import plain, plain_numbers
from loadwatch.rules import Finding


def plain_columns(frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, list[Any]]:
    """Values of each column of a table; unknown throughout where the table has it not."""
    return {column.name: _plain_column(frame, column) for column in columns}


def _plain_column(frame: pd.DataFrame, column: Column) -> list[Any]:
    if column.name not in frame:
        return [None] * len(frame)
    if frame[column.name].dtype == np.float64:
        return plain_numbers(frame[column.name].to_numpy())
    values = [plain(value) for value in frame[column.name].tolist()]
    if column.dtype == "date":
        return [value[:10] if isinstance(value, str) else value for value in values]
    return values


def with_days(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table with its index as a column of that name."""
    return frame.rename_axis(name).reset_index()


def finding_row(finding: Finding) -> dict[str, Any]:
    """What a finding says of itself in one line."""
    return {
        "finding_id": finding.finding_id,
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "period_start": finding.period_start.isoformat(),
        "period_end": finding.period_end.isoformat(),
        "clears_on": plain(finding.clears_on),
        "message": finding.message,
        "observed": plain(finding.observed),
        "limit": plain(finding.limit),
        "unit": finding.unit,
        "advice": finding.advice,
        "data": plain(finding.data),
        "evidence": finding.evidence,
        "cites": list(finding.cites),
        "sources": list(finding.sources),
        "formula": finding.formula,
        "thresholds": plain(finding.thresholds),
    }
