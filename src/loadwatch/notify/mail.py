"""A mail of two parts that are both ours; apprise addresses it, signs in and hands it over.

Of a message in HTML apprise makes a text of its own, with lines of any length. So what it prepared
gets our text in place of that one.
"""

from __future__ import annotations

import email
import smtplib
from collections.abc import Sequence
from email.charset import QP, Charset
from email.message import Message as Mime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apprise import NotifyBase

    from loadwatch.notify.words import Message

_BOTH, _TEXT = "multipart/alternative", "text/plain"


def prepared(
    service: NotifyBase, message: Message, attached: Sequence[Any]
) -> list[tuple[Sequence[str], str]] | None:
    """Receivers and source of each mail; None where apprise has to make it all by itself.

    Parameters
    ----------
    service : NotifyBase
        A mail address as apprise read it.
    message : Message
        What it says; it has HTML.
    attached : sequence
        Attachments of apprise.

    Returns
    -------
    list or None
        None where a signature would be broken, or apprise is not made as it was.
    """
    mail: Any = service
    try:
        from apprise import NotifyFormat  # noqa: PLC0415  (slow, and an extra)
        from apprise.plugins.email import NotifyEmail  # noqa: PLC0415
        from apprise.plugins.email.base import PGPMode  # noqa: PLC0415

        if mail.pgp_mode != PGPMode.NONE:
            return None
        made = NotifyEmail.prepare_emails(
            subject=message.title, body=message.html, notify_format=NotifyFormat.HTML,
            from_addr=mail.from_addr, to=mail.targets, cc=mail.cc, bcc=mail.bcc,
            reply_to=mail.reply_to, smtp_host=mail.smtp_host, attach=list(attached) or None,
            headers={"X-Application": mail.app_id, **mail.headers}, names=mail.names,
            tzinfo=mail.tzinfo,
        )  # fmt: skip
        return [(each.to_addrs, _with_text(each.body, message.text)) for each in made]
    except (AttributeError, ImportError, TypeError, ValueError):
        return None


def hand_over(service: NotifyBase, mails: Sequence[tuple[Sequence[str], str]]) -> bool:
    """Send what was prepared; whether the server took all of it."""
    from apprise.plugins.email.smtp import AppriseSMTPController  # noqa: PLC0415

    mail: Any = service
    try:
        with AppriseSMTPController(
            host=mail.smtp_host, port=mail.port, secure_mode=mail.secure_mode, user=mail.user,
            password=mail.password, verify_certificate=mail.verify_certificate,
            socket_connect_timeout=mail.socket_connect_timeout,
        ) as server:  # fmt: skip
            taken = [server.sendmail(mail.from_addr[1], list(to), source) for to, source in mails]
    except (OSError, smtplib.SMTPException, RuntimeError):
        return False
    return bool(taken) and all(taken)


def _with_text(source: str, text: str) -> str:
    """A mail with another text beside its HTML."""
    parsed = email.message_from_string(source)
    (both,) = (each for each in parsed.walk() if each.get_content_type() == _BOTH)
    parts: Any = both.get_payload()
    readable = Charset("utf-8")
    readable.body_encoding = QP
    plain = Mime()
    plain["Content-Type"] = "text/plain"
    plain["MIME-Version"] = "1.0"
    plain.set_payload(text, readable)
    both.set_payload([plain, *(each for each in parts if each.get_content_type() != _TEXT)])
    return parsed.as_string()
