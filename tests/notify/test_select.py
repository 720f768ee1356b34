"""What is new to a target, and what it has heard of."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.errors import NotifyError
from loadwatch.notify.ledger import (
    FAILED,
    SENDING,
    SENT,
    UNKNOWN,
    Ledger,
    Told,
    claim,
    close,
    read_ledger,
)
from loadwatch.notify.select import digest_line, due_digest, lines_for, new_findings
from loadwatch.rules import Finding, Severity
from tests.notify.conftest import LEVEL, NOW, SPIKE, judgement_of

SPIKED = judgement_of(SPIKE)
(FINDING,) = SPIKED.findings
NIGHT = timedelta(days=1)


def told(state: str = SENT, severity: str = "warning", **changes: object) -> Told:
    line = Told(FINDING.finding_id, severity, NOW - NIGHT, "mail", state)
    return replace(line, **changes)


def fresh(*lines: Told, level: Severity = Severity.CAUTION, **changes: object) -> list[Finding]:
    findings = [replace(FINDING, **changes)]
    judgement = replace(SPIKED, findings=findings)
    return new_findings(judgement, Ledger(lines), "mail", level=level, now=NOW)


def test_nothing_found_is_nothing_new() -> None:
    found = new_findings(judgement_of(LEVEL), Ledger(), "mail", level=Severity.INFO, now=NOW)
    assert found == []


def test_a_finding_is_new_once() -> None:
    assert fresh() == [FINDING]
    assert fresh(told()) == []


def test_a_finding_below_the_level_is_nobodys_news() -> None:
    assert fresh(level=Severity.WARNING, severity=Severity.CAUTION) == []


def test_it_is_told_again_only_when_it_is_graver_than_it_ever_was() -> None:
    as_caution = told(severity="caution")
    assert fresh(as_caution)
    assert fresh(as_caution, severity=Severity.CAUTION) == []
    assert fresh(as_caution, told()) == []
    assert fresh(told(), severity=Severity.CAUTION) == []


def test_what_one_target_heard_is_new_to_another() -> None:
    assert fresh(told(target="phone"))


def test_what_failed_is_sent_by_the_next_run() -> None:
    assert fresh(told(SENDING), told(FAILED))


def test_a_run_that_died_while_sending_is_made_good_but_one_that_lives_is_left_alone() -> None:
    assert fresh(told(SENDING))
    assert fresh(told(SENDING, told_at=NOW - timedelta(minutes=1))) == []
    assert fresh(told(SENDING, told_at=NOW + timedelta(days=2))), "a clock that was put back"


def test_what_another_is_sending_is_left_to_it_even_if_its_clock_was_read_later() -> None:
    assert fresh(told(SENDING, told_at=NOW + timedelta(seconds=2))) == []


def test_what_may_have_arrived_is_sent_once_more_and_then_once_a_week() -> None:
    tries = [told(UNKNOWN, told_at=NOW - nights * NIGHT) for nights in (9, 8, 7, 6, 1)]
    assert fresh(tries[4])
    assert fresh(*tries[3:]) == []
    assert fresh(*tries[:3]), "a week has gone by, and it is open still"
    assert fresh(*tries[3:], told(UNKNOWN, severity="caution")) == []
    assert fresh(told(UNKNOWN, severity="caution"), told(UNKNOWN)), "one try of each severity"
    assert fresh(*tries[3:], told(FAILED))


def test_a_digest_that_may_have_arrived_is_sent_once_more() -> None:
    line = replace(digest_line(NOW.date(), "mail", NOW), state=UNKNOWN)
    assert due_digest(Ledger([line]), "mail", weekday=0, now=NOW + NIGHT) == NOW.date()
    again = replace(line, told_at=NOW + NIGHT)
    assert due_digest(Ledger([line, again]), "mail", weekday=0, now=NOW + 2 * NIGHT) is None
    assert due_digest(Ledger([line, again]), "mail", weekday=0, now=NOW + 7 * NIGHT)


@pytest.mark.parametrize(("days", "is_same"), [(-20, False), (-7, True), (0, True), (3, False)])
def test_files_that_come_late_do_not_make_an_old_episode_new(days: int, is_same: bool) -> None:
    day = FINDING.period_start + timedelta(days=days)
    line = told(finding_id=f"{FINDING.code}-{day:%Y%m%d}")
    assert (fresh(line) == []) is is_same
    assert fresh(replace(line, finding_id=line.finding_id.replace("LW101", "LW102")))


def test_an_episode_that_now_begins_earlier_is_still_the_same() -> None:
    moved = {"period_start": FINDING.period_start - timedelta(days=12)}
    assert fresh(told(), **moved) == []


@given(st.text(max_size=30))
def test_no_name_in_a_ledger_breaks_the_choice(name: str) -> None:
    assert fresh(told(finding_id=name)) == ([] if name == FINDING.finding_id else [FINDING])


def test_a_digest_is_due_on_its_day_and_once() -> None:
    lines: list[Told] = []
    for _ in range(2):
        day = due_digest(Ledger(lines), "mail", weekday=0, now=NOW)
        if day:
            lines.append(replace(digest_line(day, "mail", NOW), state=SENT))
    assert [line.finding_id for line in lines] == ["digest-20260720"]
    assert due_digest(Ledger(lines), "mail", weekday=0, now=NOW + 6 * NIGHT) is None
    assert due_digest(Ledger(lines), "mail", weekday=0, now=NOW + 7 * NIGHT) == date(2026, 7, 27)


def test_the_first_digest_waits_for_its_day_and_a_missed_one_is_made_good() -> None:
    assert due_digest(Ledger(), "mail", weekday=0, now=NOW + NIGHT) is None
    assert due_digest(Ledger(), "mail", weekday=None, now=NOW) is None
    sent = replace(digest_line(date(2026, 7, 13), "mail", NOW - 7 * NIGHT), state=SENT)
    late = due_digest(Ledger([sent]), "mail", weekday=0, now=NOW + 2 * NIGHT)
    assert late == date(2026, 7, 20)
    failed = replace(digest_line(late, "mail", NOW), state=FAILED)
    assert due_digest(Ledger([sent, failed]), "mail", weekday=0, now=NOW + 2 * NIGHT) == late


def test_a_ledger_only_grows_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "notified.csv"
    lines = claim(path, lambda _: lines_for([FINDING], "mail", NOW))
    before = path.read_bytes()
    close(path, lines, SENT, NOW)
    assert path.read_bytes().startswith(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert before.decode().splitlines()[0] == "finding_id,severity,told_at,target,state"
    assert [line.state for line in read_ledger(path).lines] == [SENDING, SENT]


def test_nothing_is_written_when_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert claim(tmp_path / "notified.csv", lambda _: []) == []
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_is_broken_stays_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notified.csv"
    path.write_bytes(b"finding_id,severity,told_at,target,state\r\nnonsense\nLW1,odd,x,y,sent")
    assert claim(path, lambda _: [told()])
    ledger = read_ledger(path)
    assert ledger.lines == [told()]
    assert len(ledger.problems) == 2
    assert "line 2 is no line of what was told" in ledger.problems[0]
    assert b"nonsense\nLW1,odd,x,y,sent\n" in path.read_bytes()


@given(st.binary(max_size=200))
def test_no_content_of_a_ledger_breaks_reading(content: bytes) -> None:
    from loadwatch.notify.ledger import _parsed

    _parsed(content)


def test_a_ledger_that_cannot_be_read_stops_the_run_instead_of_telling_all_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "notified.csv").mkdir()
    with pytest.raises(NotifyError, match="not a regular file"):
        read_ledger(tmp_path / "notified.csv")


def test_what_a_killed_writer_left_does_not_silence_every_later_night(tmp_path: Path) -> None:
    left = tmp_path / ".notified.csv.new"
    left.write_bytes(b"half")
    assert claim(tmp_path / "notified.csv", lambda _: [told()])
    assert not left.exists()
