"""Messages as a mail server and a message server receive them."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from loadwatch.errors import NotifyError
from loadwatch.notice import RED_FLAGS
from loadwatch.notify.ledger import LEDGER_NAME, read_ledger
from loadwatch.notify.run import Night, Outcome, pending, tell, try_out
from loadwatch.notify.targets import read_config
from loadwatch.notify.words import Message, counted, digest, news
from loadwatch.report import Review, story
from loadwatch.report.words import ago
from loadwatch.rules import Severity
from tests.conftest import ROOT
from tests.notify.conftest import (
    LEVEL,
    NOW,
    SECRET,
    SPIKE,
    Hook,
    Mail,
    free_port,
    review_of,
    settings,
)

SPIKED = review_of(SPIKE)
(FINDING,) = SPIKED.judgement.findings
DAY = timedelta(days=1)


def run(folder: Path, review: Review = SPIKED, *, days: int = 0, **more: object) -> Outcome:
    night = Night(review, NOW + days * DAY, **more)
    return tell(read_config(folder / "notify.toml"), folder / LEDGER_NAME, night)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_one_message_for_one_finding_and_none_on_the_second_night(
    tmp_path: Path, hook: Hook
) -> None:
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    assert run(tmp_path) == Outcome(sent=["phone: loadwatch: 1 new warning"])
    assert run(tmp_path, days=1) == Outcome()
    (message,) = hook.received
    assert message["topic"] == SECRET
    assert message["title"] == "loadwatch: 1 new warning"
    assert message["message"] == "loadwatch: 1 new warning; run loadwatch review"
    assert [line.state for line in read_ledger(tmp_path / LEDGER_NAME).lines] == ["sending", "sent"]


def test_a_night_without_a_finding_sends_nothing_and_keeps_nothing(
    tmp_path: Path, hook: Hook
) -> None:
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    assert run(tmp_path, review_of(LEVEL)) == Outcome()
    assert hook.asked == []
    assert not (tmp_path / LEDGER_NAME).exists()


def test_mail_arrives_as_text_and_table_with_the_report(tmp_path: Path, mail: Mail) -> None:
    settings(
        tmp_path,
        f'name = "mail"\nurl = "{mail.url}"\ndigest = "monday"\ndetail = true\nreport = true',
    )
    run(tmp_path, last_import=date(2026, 7, 11))
    first, weekly = mail.received
    assert first["subject"] == "loadwatch: 1 new warning"
    assert weekly["subject"] == "loadwatch: your week to 20 Jul 2026"
    for message in (first, weekly):
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/plain",
        ]  # fmt: skip
        text = "\n".join(message.get_body(("plain",)).get_content().splitlines())
        html = message.get_body(("html",)).get_content()
        assert FINDING.message in squeezed(text)
        assert "125 % longer" in html
        assert "not a medical device" in squeezed(text)
        (report,) = message.iter_attachments()
        assert report.get_filename() == "loadwatch-2026-07-20.txt"
        assert "What this rests on" in report.get_content()
    assert "Last import 9 days ago." in text
    assert "Last import 9 days ago." in html
    assert "\n▲ 13 Jul 2026     1   9.0    9,000   -44 %\n" in text


def test_a_digest_tells_of_a_quiet_week_too_and_once(tmp_path: Path, mail: Mail) -> None:
    settings(tmp_path, f'name = "mail"\nurl = "{mail.url}"\ndigest = "monday"')
    for days in range(8):
        run(tmp_path, review_of(LEVEL), days=days)
    assert [message["subject"] for message in mail.received] == [
        "loadwatch: your week to 20 Jul 2026", "loadwatch: your week to 27 Jul 2026",
    ]  # fmt: skip
    html = mail.received[0].get_body(("html",)).get_content()
    assert story.verdict(review_of(LEVEL)) in html
    assert "What was found" not in html


def test_one_target_that_fails_stops_no_other_and_is_tried_again(
    tmp_path: Path, hook: Hook, mail: Mail
) -> None:
    dead = f"ntfy://127.0.0.1:{free_port()}/{SECRET}"
    settings(
        tmp_path,
        f'name = "dead"\nurl = "{dead}"',
        'name = "unset"\nurl = "env:LOADWATCH_NOT_SET"',
        f'name = "odd"\nurl = "{SECRET}://x"',
        f'name = "mail"\nurl = "{mail.url}"',
        f'name = "phone"\nurl = "{hook.url}"',
    )
    mail.refuses = True
    outcome = run(tmp_path)
    assert outcome.sent == ["phone: loadwatch: 1 new warning"]
    assert [problem.split(":")[0] for problem in outcome.problems] == [
        "dead", "unset", "odd", "mail",
    ]  # fmt: skip
    assert SECRET not in str(outcome)
    mail.refuses = False
    again = run(tmp_path, days=1)
    assert again.sent == ["mail: loadwatch: 1 new warning"]
    assert len(hook.received) == 1


def test_a_server_that_says_nothing_is_given_up_on(
    tmp_path: Path, hook: Hook, silent_port: int
) -> None:
    settings(
        tmp_path,
        f'name = "mail"\nurl = "mailto://127.0.0.1:{silent_port}?from=a@b.org&to=c@d.org"',
        f'name = "post"\nurl = "ntfy://127.0.0.1:{silent_port}/{SECRET}"',
        f'name = "phone"\nurl = "{hook.url}"',
        head="timeout_s = 1",
    )
    began = time.monotonic()
    outcome = run(tmp_path)
    assert time.monotonic() - began < 10
    assert len(outcome.problems) == 2
    assert "no answer within 1 s" in outcome.problems[0]
    assert len(hook.received) == 1
    told = {(line.target, line.state) for line in read_ledger(tmp_path / LEDGER_NAME).lines}
    assert told >= {("mail", "unknown"), ("post", "unknown"), ("phone", "sent")}
    assert len(run(tmp_path, days=1).problems) == 2
    assert run(tmp_path, days=2) == Outcome()


def test_a_server_that_drips_is_given_up_on_too(tmp_path: Path, dripping_port: int) -> None:
    settings(
        tmp_path,
        f'name = "mail"\nurl = "mailto://127.0.0.1:{dripping_port}?from=a@b.org&to=c@d.org"',
        f'name = "post"\nurl = "ntfy://127.0.0.1:{dripping_port}/{SECRET}"',
        head=f'timeout_s = 1\nheartbeat = "http://127.0.0.1:{dripping_port}/{SECRET}"',
    )
    began = time.monotonic()
    problems = try_out(read_config(tmp_path / "notify.toml")).problems
    assert time.monotonic() - began < 6
    assert [problem.split(":")[0] for problem in problems] == ["mail", "post", "heartbeat"]
    assert SECRET not in str(problems)


def test_a_heartbeat_is_called_only_after_a_run_in_which_nothing_failed(
    tmp_path: Path, hook: Hook
) -> None:
    beat = f'heartbeat = "http://127.0.0.1:{hook.port}/ping/{SECRET}"'
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"', head=beat)
    quiet = review_of(LEVEL)
    assert run(tmp_path, quiet) == Outcome(sent=["heartbeat: called"])
    assert hook.asked == [f"/ping/{SECRET}"]
    settings(tmp_path, f'name = "dead"\nurl = "ntfy://127.0.0.1:{free_port()}/x"', head=beat)
    assert len(run(tmp_path).problems) == 1
    assert len(hook.asked) == 1


@pytest.mark.parametrize(("status", "said"), [(500, "500"), (404, "404"), (302, "302")])
def test_a_heartbeat_that_fails_is_told_and_not_handed_on(
    tmp_path: Path, hook: Hook, status: int, said: str
) -> None:
    hook.status, hook.location = status, f"http://127.0.0.1:{hook.port}/elsewhere"
    beat = f'heartbeat = "http://127.0.0.1:{hook.port}/ping/{SECRET}"'
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"', head=beat)
    (problem,) = run(tmp_path, review_of(LEVEL)).problems
    assert problem == f"heartbeat: not called: it answered with {said}; look at its address"
    assert len(hook.asked) == 1


def test_a_heartbeat_that_nobody_hears_is_told_without_its_address(tmp_path: Path) -> None:
    beat = f'heartbeat = "http://127.0.0.1:{free_port()}/{SECRET}"'
    settings(tmp_path, head=beat)
    (problem,) = run(tmp_path, review_of(LEVEL)).problems
    assert "cannot be reached" in problem
    assert SECRET not in problem


def test_without_a_ledger_that_can_be_read_nothing_is_sent(tmp_path: Path, hook: Hook) -> None:
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    (tmp_path / LEDGER_NAME).mkdir()
    with pytest.raises(NotifyError, match="not a regular file"):
        run(tmp_path)
    assert hook.asked == []


def test_a_test_reaches_every_target_and_keeps_nothing(
    tmp_path: Path, hook: Hook, mail: Mail
) -> None:
    path = settings(
        tmp_path, f'name = "phone"\nurl = "{hook.url}"',
        f'name = "mail"\nurl = "{mail.url}"\nreport = true',
    )  # fmt: skip
    outcome = try_out(read_config(path))
    assert outcome == Outcome(sent=["phone: the test was sent", "mail: the test was sent"])
    assert hook.received[0]["title"] == "loadwatch: this is a test"
    assert len(list(mail.received[0].iter_attachments())) == 1
    assert not (tmp_path / LEDGER_NAME).exists()


def test_what_would_be_sent_can_be_seen_first(tmp_path: Path, hook: Hook) -> None:
    path = settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    (found,) = pending(read_config(path), tmp_path / LEDGER_NAME, Night(SPIKED, NOW))
    assert found[0] == "phone"
    assert found[1].title == "loadwatch: 1 new warning"
    assert hook.asked == []


DIES = """
import os, sys
from pathlib import Path
from loadwatch.notify import run
from loadwatch.notify.targets import read_config
from tests.notify.conftest import NOW, SPIKE, review_of
folder, where = Path(sys.argv[1]), sys.argv[2]
real = run.deliver
def deliver(*given, **more):
    if where == "before":
        os._exit(9)
    real(*given, **more)
    if where == "after":
        os._exit(9)
run.deliver = deliver
night = run.Night(review_of(SPIKE), NOW)
run.tell(read_config(folder / "notify.toml"), folder / "notified.csv", night)
"""


@pytest.mark.parametrize(("where", "messages"), [("before", 1), ("after", 2)])
def test_a_run_that_dies_loses_no_message(
    tmp_path: Path, hook: Hook, where: str, messages: int
) -> None:
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    died = subprocess.run(
        [sys.executable, "-c", DIES, str(tmp_path), where], cwd=ROOT, check=False, timeout=60
    )
    assert died.returncode == 9
    assert run(tmp_path) == Outcome(), "it may still be alive"
    run(tmp_path, days=1)
    run(tmp_path, days=2)
    assert len(hook.received) == messages


def test_two_runs_at_once_tell_it_once(tmp_path: Path, hook: Hook) -> None:
    settings(tmp_path, f'name = "phone"\nurl = "{hook.url}"')
    command = [sys.executable, "-c", DIES, str(tmp_path), "never"]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    assert len(hook.received) == 1


def finding_as(**changes: object) -> Review:
    """The review of a long run, its finding changed."""
    felt = replace(FINDING, **changes)
    return replace(SPIKED, judgement=replace(SPIKED.judgement, findings=(felt,)))


def news_of(review: Review, **more: object) -> Message:
    return news(review, review.judgement.findings, **more)


def test_a_symptom_is_answered_with_the_red_flags_where_health_may_be_told() -> None:
    felt = finding_as(name="red-flag-symptoms", code="LW602")
    told = news_of(felt, has_detail=True)
    assert squeezed(told.text).startswith(RED_FLAGS)
    assert told.html is not None
    assert told.html.index(RED_FLAGS) < told.html.index("red-flag-symptoms")
    little = news_of(felt, has_detail=False)
    assert little.text == "loadwatch: 1 new warning; run loadwatch review before the next run"
    assert little.html is None


def test_a_digest_begins_with_red_flags_that_the_diary_tells_of() -> None:
    flagged = digest(review_of(LEVEL, red_flags=("numbness on 18 Jul 2026",)), NOW.date())
    begins = f"Your diary: numbness on 18 Jul 2026. {RED_FLAGS}"
    assert squeezed(flagged.text).startswith(begins)
    assert digest(review_of(LEVEL), NOW.date()).text.count("Stop running and get") == 1


def test_what_is_found_cannot_write_html_of_its_own() -> None:
    told = news_of(finding_as(message="<script>x</script>"), has_detail=True)
    assert told.html is not None
    assert "<script" not in told.html
    assert "&lt;script&gt;" in told.html


def test_what_is_new_is_counted_the_gravest_first() -> None:
    info, caution = (replace(FINDING, severity=each) for each in (Severity.INFO, Severity.CAUTION))
    assert counted([caution, FINDING, caution]) == "1 new warning, 2 new cautions"
    assert counted([info, info]) == "2 new pieces of information"
    told = news(SPIKED, [caution], has_detail=False, whose="Ada")
    assert told.title == "loadwatch: 1 new caution for Ada"
    assert told.text == "loadwatch: 1 new caution for Ada; run loadwatch review --name Ada"


def test_how_long_ago_is_told_in_words() -> None:
    today = NOW.date()
    assert [ago(today - days * DAY, today) for days in (-1, 0, 1, 9)] == [
        "today", "today", "yesterday", "9 days ago",
    ]  # fmt: skip
