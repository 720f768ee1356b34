"""Review → text that a person or a machine reads."""

from typing import TYPE_CHECKING

from loadwatch.lazily import lazily

if TYPE_CHECKING:
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
    from loadwatch.report.csv import render as render_csv
    from loadwatch.report.json import render as render_json
    from loadwatch.report.plan import render as render_plan_text
    from loadwatch.report.plan import render_json as render_plan_json
    from loadwatch.report.short import render as render_short
    from loadwatch.report.text import render as render_text
else:
    __getattr__ = lazily(
        __name__,
        {
            "Acknowledged": "_base",
            "Backtest": "_backtest",
            "CorrectionsUse": "_base",
            "Coverage": "_base",
            "DiaryUse": "_base",
            "Disagreement": "_backtest",
            "FileRow": "_base",
            "HorizonScores": "_backtest",
            "Interval": "_backtest",
            "LevelRow": "_backtest",
            "Review": "_base",
            "RuleRate": "_backtest",
            "Score": "_backtest",
            "Trial": "_backtest",
            "render_csv": "csv.render",
            "render_json": "json.render",
            "render_plan_json": "plan.render_json",
            "render_plan_text": "plan.render",
            "render_short": "short.render",
            "render_text": "text.render",
        },
    )

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
    "render_csv",
    "render_json",
    "render_plan_json",
    "render_plan_text",
    "render_short",
    "render_text",
]
