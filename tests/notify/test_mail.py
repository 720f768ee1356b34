"""A mail as it arrives: both parts, in a real browser, on phones and in the dark."""

from __future__ import annotations

import re
import warnings
from datetime import date
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from apprise import Apprise
from playwright.sync_api import Browser

from loadwatch.importer import Import, find_files, import_files
from loadwatch.notify.ledger import LEDGER_NAME
from loadwatch.notify.letter import WIDTH
from loadwatch.notify.mail import prepared
from loadwatch.notify.run import Night, tell
from loadwatch.notify.several import Athlete, Nights, digest_of_all, tell_of_all
from loadwatch.notify.targets import read_config
from loadwatch.notify.weeks import weeks_of
from loadwatch.notify.words import trial
from loadwatch.outlook import plan
from loadwatch.plan import Asked
from loadwatch.report import Review, render_text, story
from loadwatch.report.page import render
from loadwatch.report.roster import Roster
from loadwatch.report.silences import not_judged_words
from loadwatch.review import review_of as judged
from loadwatch.roster import row_of
from tests.conftest import SAMPLES
from tests.notify.conftest import LEVEL, NOW, SPIKE, Mail, review_of, settings
from tests.page.test_words import words_of

CLIPPED_BYTES = 102 * 1024
"""Above this Gmail hides the rest of a message."""
FOREIGN = ("<style", "<script", "<img", "<a ", "<link", "http", "class=", "url(", "@import")
WIDTHS = (320, 375, 700)


@pytest.fixture(scope="module")
def found() -> Import:
    return import_files(find_files([SAMPLES]))


@pytest.fixture(scope="module")
def review(found: Import) -> Review:
    return judged(found)


@pytest.fixture
def mails(tmp_path: Path, mail: Mail, found: Import, review: Review) -> list[EmailMessage]:
    """News and a digest of all samples, received."""
    settings(tmp_path, f'name = "mail"\nurl = "{mail.url}"\ndigest = "monday"\ndetail = true')
    night = Night(review, NOW, last_import=date(2026, 7, 19), plan=plan(found, Asked()))
    assert tell(read_config(tmp_path / "notify.toml"), tmp_path / LEDGER_NAME, night).problems == []
    assert len(mail.received) == 2
    return mail.received


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_terminal_page_and_mail_say_the_same_verdict_in_the_same_words(
    mails: list[EmailMessage], review: Review
) -> None:
    verdict = story.verdict(review)
    assert verdict in " ".join(render_text(review).split())
    assert verdict in words_of(render(review))
    for message in mails:
        assert verdict in " ".join(part(message, "plain").split())
        assert verdict in words_of(part(message, "html"))


def test_both_parts_of_a_digest_hold_every_finding_and_all_that_was_not_judged(
    mails: list[EmailMessage], review: Review
) -> None:
    for text in (part(mails[1], "plain"), words_of(part(mails[1], "html"))):
        told = " ".join(text.split())
        assert story.title(review) in told
        assert story.span(review) in told
        for each in story.found(review):
            for words in (each.title, each.message, each.advice, each.evidence, each.until):
                assert words in told
        for words in not_judged_words(review):
            assert words in told


def test_the_text_is_ours_and_its_lines_are_short(mails: list[EmailMessage]) -> None:
    for message in mails:
        text = part(message, "plain")
        assert "\n  → " in text
        assert max(map(len, text.splitlines())) <= WIDTH
        assert "\n\n\n" not in text


def test_a_mail_brings_nothing_that_is_fetched_and_gmail_shows_all_of_it(
    mails: list[EmailMessage],
) -> None:
    for message in mails:
        html = part(message, "html")
        assert [word for word in FOREIGN if word in html] == []
        assert len(html.encode()) < CLIPPED_BYTES / 4


def test_neither_text_nor_ground_has_a_colour_of_its_own(mails: list[EmailMessage]) -> None:
    html = part(mails[1], "html")
    assert re.findall(r"[;\"]color:", html) == []
    painted = re.findall(r"<td[^>]*background-color[^>]*>(.*?)</td>", html)
    assert painted
    assert set(painted) == {"&nbsp;"}, "only bars are painted, and no words stand in one"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_fits_a_phone_asks_for_nothing_and_shows_bars_beside_their_numbers(
    browser: Browser, mails: list[EmailMessage], tmp_path: Path, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number, message in enumerate(mails):
        file = tmp_path / f"{number}.html"
        file.write_text(part(message, "html"), encoding="utf-8")
        page.goto(file.as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
    assert len(asked) == len(mails)
    bars = page.locator("td[bgcolor]").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    )
    assert len(bars) > 1
    assert max(bars) > min(bars) > 0
    assert page.locator("th[scope=row]").count() >= len(bars)
    context.close()


def test_what_limits_the_next_run_and_was_told_already_is_only_named(
    mails: list[EmailMessage], review: Review
) -> None:
    told = " ".join(part(mails[1], "plain").split())
    for finding in review.judgement.findings:
        assert told.count(finding.message) == 1


MAILBOX = "mailto://127.0.0.1?from=a@b.org&to=c@d.org"


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [(MAILBOX, True), (f"{MAILBOX}&pgp=sign", False), ("ntfy://127.0.0.1/topic", False)],
)
def test_a_mail_that_apprise_signs_or_makes_otherwise_is_made_by_apprise_alone(
    url: str, is_ours: bool
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        service = Apprise.instantiate(url)
        assert service
        assert (prepared(service, trial("mail"), []) is not None) == is_ours


def test_a_coach_gets_every_athlete_with_verdict_and_name(tmp_path: Path, mail: Mail) -> None:
    reviews = {"Ana": review_of(SPIKE), "<b>Bo": review_of(LEVEL)}
    athletes = [Athlete(tmp_path / name, each) for name, each in reviews.items()]
    for each in athletes:
        each.folder.mkdir()
    rows = [row_of(each.folder, each.review, NOW.date()) for each in athletes]
    settings(tmp_path, f'name = "mail"\nurl = "{mail.url}"\ndigest = "monday"\ndetail = true')
    nights = Nights(tmp_path, athletes, Roster("0.1.0", NOW.date(), rows), NOW)
    assert tell_of_all(read_config(tmp_path / "notify.toml"), nights).problems == []
    news, weekly = mail.received
    assert news["subject"] == "loadwatch: 1 new warning for 1 athlete"
    html = part(weekly, "html")
    for each in athletes:
        assert story.verdict(each.review) in words_of(html)
        assert escape(each.folder.name) in html
    assert "<b>Bo" not in html
    assert "1 open finding; last run 3 days ago." in html


def test_the_digest_of_forty_athletes_is_shown_whole() -> None:
    review = review_of(SPIKE)
    athletes = [Athlete(Path(f"/athletes/number {n}"), review) for n in range(40)]
    rows = [row_of(each.folder, each.review, NOW.date()) for each in athletes]
    told = digest_of_all(Nights(Path(), athletes, Roster("0.1.0", NOW.date(), rows), NOW))
    assert told.html is not None
    assert told.html.count(escape(story.verdict(review))) == 40
    assert len(told.html.encode()) < CLIPPED_BYTES / 2


def test_weeks_without_a_run_on_file_are_one_row_and_no_rest(found: Import) -> None:
    late = weeks_of(judged(found, as_of=date(2026, 7, 19)), 6)
    assert [week.cells for week in late.rows[:2]] == [
        ("22 Jun 2026", "no run on file for 4 weeks; not counted as rest"),
        ("15 Jun 2026", "6", "23.8", "23,903", "+110 %"),
    ]
    assert [week.bar_pct for week in late.rows[:2]] == [0, 100]
