"""Mail of hostile names as a server receives it: one subject, plain text, the HTML of a twin."""

from __future__ import annotations

from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from loadwatch.cli.roster import roster_of
from loadwatch.notify.send import deliver
from loadwatch.notify.several import Athlete, Nights, digest_of_all
from loadwatch.notify.targets import Target
from loadwatch.notify.words import Message, digest, news
from loadwatch.report import Review
from loadwatch.rules import Finding
from tests.hostile.names import AS_OF, HOSTILE, Place, Word, harmless, hostile
from tests.hostile.test_pages import outline_of
from tests.hostile.test_terminal import NAMES, leaks
from tests.notify.conftest import SPIKE, Mail, review_of

NOW = datetime.fromisoformat(f"{AS_OF}T03:15:00+02:00")
SPIKED = review_of(SPIKE)
HEADERS = {"subject", "from", "to", "date", "message-id", "x-application", "mime-version",
           "content-type", "reply-to", "content-transfer-encoding"}  # fmt: skip


def of_all(place: Place) -> Message:
    """The digest of all athletes, whose folders and diaries have such names."""
    roster, reviews = roster_of(place.libraries, date.fromisoformat(AS_OF), None)
    athletes = [Athlete(folder, review) for folder, review in reviews.items()]
    return digest_of_all(Nights(place.libraries, athletes, roster, NOW))


def of_each(word: Word) -> list[Message]:
    """News and a digest for an athlete of each name."""
    findings: list[Finding] = list(SPIKED.judgement.findings)
    made = []
    for name in map(word, HOSTILE.values()):
        told: Review = SPIKED
        made.append(news(told, findings, has_detail=True, whose=name))
        made.append(digest(told, NOW.date(), whose=name))
    return made


def received(mail: Mail, folder: Path, message: Message) -> EmailMessage:
    deliver(Target("mail", mail.url, folder, has_detail=True), message, timeout_s=20)
    return mail.received[-1]


def part(message: EmailMessage, kind: str) -> str:
    """Text of a part, without the returns that end each line on the way."""
    (body,) = [each for each in message.walk() if each.get_content_type() == f"text/{kind}"]
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_digest_of_all_is_in_a_browser_the_one_of_harmless_names(
    browser: Browser, mail: Mail, place: Place, plain_place: Place, tmp_path: Path
) -> None:
    outlines = []
    for number, world in enumerate((place, plain_place)):
        got = received(mail, tmp_path, of_all(world))
        assert leaks(part(got, "plain")) == []
        page = tmp_path / f"{number}.html"
        page.write_text(part(got, "html"), encoding="utf-8")
        outline, words, said = outline_of(browser, page)
        assert said == [page.as_uri()]
        assert leaks(words) == []
        outlines.append(outline)
    assert outlines[0] == outlines[1]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_adds_a_header_or_a_line(mail: Mail, tmp_path: Path, name: str) -> None:
    number = 2 * list(HOSTILE).index(name)
    pairs = zip(of_each(hostile)[number:][:2], of_each(harmless)[number:][:2], strict=True)
    for message, plain in pairs:
        got = received(mail, tmp_path, message)
        assert {key.lower() for key in got.keys()} <= HEADERS  # noqa: SIM118
        assert len(got.get_all("subject", [])) == 1
        assert leaks(str(got["subject"])) == []
        assert leaks(part(got, "plain")) == []
        assert message.html is not None
        assert plain.html is not None
        assert message.html.count("<") == plain.html.count("<")
