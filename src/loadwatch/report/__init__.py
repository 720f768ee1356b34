"""Review → text that a person or a machine reads."""

from loadwatch.report._backtest import (
    Backtest,
    Disagreement,
    HorizonScores,
    Interval,
    LevelRow,
    RuleRate,
    Score,
    Trial,
)
from loadwatch.report._base import (
    Acknowledged,
    CorrectionsUse,
    Coverage,
    DiaryUse,
    FileRow,
    Review,
)
from loadwatch.report.json import render as render_json
from loadwatch.report.plan import render as render_plan_text
from loadwatch.report.plan import render_json as render_plan_json
from loadwatch.report.text import render as render_text

__all__ = [
    "Acknowledged",
    "Backtest",
    "CorrectionsUse",
    "Coverage",
    "DiaryUse",
    "Disagreement",
    "FileRow",
    "HorizonScores",
    "Interval",
    "LevelRow",
    "Review",
    "RuleRate",
    "Score",
    "Trial",
    "render_json",
    "render_plan_json",
    "render_plan_text",
    "render_text",
]
