"""The way out: apprise for messages, one plain GET for the heartbeat."""

from __future__ import annotations

import logging
import threading
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from loadwatch import __version__
from loadwatch.errors import NotifyError
from loadwatch.notify.mail import hand_over, prepared
from loadwatch.notify.targets import Config, Target, is_mail
from loadwatch.notify.words import Message

if TYPE_CHECKING:
    from apprise import NotifyBase

T = TypeVar("T")
MARGIN_S = 1.0
"""A socket gives up this much after the message is given up on. [s; choice]"""
MISSING = "messages need the package apprise; run: pip install 'loadwatch[notify]'"


class UnansweredError(NotifyError):
    """No answer came in time, so whether the message arrived is not known."""


def check_installed() -> None:
    """Say what is missing before anything is read.

    Raises
    ------
    NotifyError
        If apprise is not installed.
    """
    try:
        import apprise  # noqa: F401, PLC0415  (a third of a second, and an extra)
    except ImportError:
        raise NotifyError(MISSING) from None


def deliver(
    target: Target, message: Message, *, timeout_s: float, report: tuple[str, str] | None = None
) -> None:
    """Send one message to one target.

    Parameters
    ----------
    target : Target
        Who hears of it.
    message : Message
        What it says; mail takes its HTML and the text beside it.
    timeout_s : float
        For how long it may take. [s]
    report : (str, str), optional
        Name and text of a file to attach.

    Raises
    ------
    UnansweredError
        If it may have arrived all the same.
    NotifyError
        With one sentence in which nothing of the address stands.
    """
    url = target.url()
    check_installed()
    with _quiet():
        try:
            has_gone = _within(timeout_s, lambda: _notify(url, message, timeout_s, report))
        except NotifyError:
            raise
        except TimeoutError:
            raise UnansweredError(
                f"there was no answer within {timeout_s:g} s, so it may have arrived or not; look "
                "at the server, or give it more with timeout_s in notify.toml"
            ) from None
        except Exception as error:  # a plugin's own words may hold the address
            told = f"sending failed ({type(error).__name__}); loadwatch notify test tries it again"
            raise NotifyError(told) from None
    if not has_gone:
        raise NotifyError(
            "it was not taken; look at its address and at the server, then run loadwatch notify "
            "test"
        )


def beat(config: Config) -> bool:
    """Call the heartbeat if there is one; whether there is.

    Raises
    ------
    NotifyError
        With one sentence in which nothing of the address stands.
    """
    url = config.heartbeat()
    if not url:
        return False
    try:
        _within(config.timeout_s, lambda: _get(url, config.timeout_s))
    except urllib.error.HTTPError as error:
        error.close()
        raise NotifyError(f"it answered with {error.code}; look at its address") from None
    except Exception as error:  # the words of an error may hold the address
        kind = type(error).__name__
        raise NotifyError(f"it cannot be reached ({kind}); look at its address") from None
    return True


def _get(url: str, timeout_s: float) -> None:
    request = urllib.request.Request(  # noqa: S310  (checked: https, or this machine)
        url, headers={"User-Agent": f"loadwatch/{__version__}"}
    )
    with _straight().open(request, timeout=timeout_s) as answer:
        answer.read(1024)


def _within(timeout_s: float, action: Callable[[], T]) -> T:
    """What an action gives, if it does in time; a server that drips never holds up the night.

    Raises
    ------
    TimeoutError
        If it does not; its thread dies with the program.
    """
    given: list[T] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            given.append(action())
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if failed:
        raise failed[0]
    if not given:
        raise TimeoutError
    return given[0]


def _straight() -> urllib.request.OpenerDirector:
    """One that follows no redirection: an address with a secret in it is not handed on."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _notify(url: str, message: Message, timeout_s: float, report: tuple[str, str] | None) -> bool:
    from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415
    from apprise.attachment.memory import AttachMemory  # noqa: PLC0415

    asset = AppriseAsset(
        app_id="loadwatch", app_desc="loadwatch", app_url="", image_url_mask="",
        image_url_logo="", async_mode=False, service_timeout=0,
    )  # fmt: skip
    service = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None:
        raise NotifyError(
            "its url is no address that apprise knows; appriseit.com/services says how to write it"
        )
    _hurry(service, timeout_s, has_one_limit=is_mail(url))
    sender = Apprise(asset=asset)
    sender.add(service)
    as_html = message.html if is_mail(url) else None
    attached = [] if report is None else [_attachment(AttachMemory, report)]
    mails = prepared(service, message, attached) if as_html else None
    if mails is not None:
        return hand_over(service, mails)
    result = sender.notify(
        body=as_html or message.text,
        title=message.title,
        body_format=NotifyFormat.HTML if as_html else NotifyFormat.TEXT,
        attach=attached or None,
    )
    return bool(result)


def _attachment(kind: Any, report: tuple[str, str]) -> Any:
    name, text = report
    return kind(content=text.encode(), name=name, mimetype="text/plain")


def _hurry(service: NotifyBase, timeout_s: float, *, has_one_limit: bool) -> None:
    """A server that says nothing is given up on, in each step of the conversation.

    One that cannot be reached is so in half the time: then nothing has arrived for certain. An
    answer is waited for a little longer than the whole may take, so that its lack is told as such.
    """
    longest_s = timeout_s + MARGIN_S
    sooner_s = min(float(service.socket_connect_timeout), timeout_s / 2)
    service.socket_connect_timeout = longest_s if has_one_limit else sooner_s
    service.socket_read_timeout = longest_s


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what apprise logs and warns of: topics and hosts are secrets too.

    Its log stays off, for a thread that was given up on may still have something to say.
    """
    logging.getLogger("apprise").disabled = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
