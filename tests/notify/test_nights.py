"""Nights in a row: what begins, ends, returns, worsens or is put aside, as a phone hears of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from loadwatch.notify.ledger import LEDGER_NAME
from loadwatch.notify.run import Night, tell
from loadwatch.notify.targets import read_config
from loadwatch.report import Review
from loadwatch.rules import Severity
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest, loadwatch
from tests.notify.conftest import LEVEL, NOW, SPIKE, Hook, review_of, settings

NIGHT = timedelta(days=1)
WORDS = ("impact", "km", "pain", "run was", "base", "longer")
"""What would tell something of health or training."""


def nights(folder: Path, hook: Hook, *reviews: Review) -> list[str]:
    """Titles that a phone got over some nights."""
    settings(folder, f'name = "phone"\nurl = "{hook.url}"')
    config = read_config(folder / "notify.toml")
    for number, review in enumerate(reviews):
        outcome = tell(config, folder / LEDGER_NAME, Night(review, NOW + number * NIGHT))
        assert outcome.problems == []
    for message in hook.received:
        assert not any(word in message["message"] for word in WORDS)
        assert len(message["message"]) < 80
    return [message["title"] for message in hook.received]


def as_severe(review: Review, severity: Severity) -> Review:
    findings = [replace(finding, severity=severity) for finding in review.judgement.findings]
    return replace(review, judgement=replace(review.judgement, findings=findings))


def test_a_finding_that_ends_and_is_back_the_next_night_is_no_news(
    tmp_path: Path, hook: Hook
) -> None:
    spiked, quiet = review_of(SPIKE), review_of(LEVEL)
    told = nights(tmp_path, hook, spiked, spiked, quiet, quiet, spiked)
    assert told == ["loadwatch: 1 new warning"]


def test_another_episode_of_the_same_rule_is_news(tmp_path: Path, hook: Hook) -> None:
    again = review_of([*SPIKE, *LEVEL, 0.0, 0.0, 0.0, 0.0, 9.0])
    first, second = review_of(SPIKE).judgement.findings[0], again.judgement.findings[0]
    assert first.code == second.code
    told = nights(tmp_path, hook, review_of(SPIKE), review_of(LEVEL), again, again)
    assert told == ["loadwatch: 1 new warning"] * 2


def test_a_finding_that_worsens_is_told_once_more_and_one_that_eases_is_not(
    tmp_path: Path, hook: Hook
) -> None:
    warning = review_of(SPIKE)
    caution = as_severe(warning, Severity.CAUTION)
    told = nights(tmp_path, hook, caution, caution, warning, warning, caution, warning)
    assert told == ["loadwatch: 1 new caution", "loadwatch: 1 new warning"]


def test_what_was_put_aside_is_told_to_nobody(tmp_path: Path, hook: Hook) -> None:
    folder, library = tmp_path / "runs", tmp_path / "library"
    shutil.copytree(SAMPLES / "garmin", folder)
    at_rest(folder)
    loadwatch(library, "import", folder)
    settings(library, f'name = "phone"\nurl = "{hook.url}"')
    told = loadwatch(library, "review", "--format", "json", "--as-of", "2026-06-21")
    findings = json.loads(told.split("\nLibrary:")[0])["findings"]
    assert findings
    lines = [f"{finding['finding_id']},,{finding['severity']}\n" for finding in findings]
    (library / "acknowledged.csv").write_text("finding_id,until,severity\n" + "".join(lines))
    night = ("notify", "send", "--library", library, "--as-of", "2026-06-21")
    loadwatch(library, *night)
    assert hook.received == []
    (library / "acknowledged.csv").unlink()
    loadwatch(library, *night)
    loadwatch(library, *night)
    assert len(hook.received) == 1
