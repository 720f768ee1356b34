"""``notify.toml``: who is told, of what, and where their addresses are kept."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loadwatch.errors import NotifyError
from loadwatch.notify.secret import check_private, is_elsewhere, is_in_environment, resolved
from loadwatch.rules import Severity

CONFIG_NAME = "notify.toml"
MAX_BYTES = 2**20
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAIL = ("mailto", "mailtos")
TIMEOUT_S = 20.0
"""For how long one target may take to answer. [s; choice]"""
MOST_TIMEOUT_S = 120.0
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])[:/]")


@dataclass(frozen=True, slots=True)
class Target:
    """One that is told.

    Parameters
    ----------
    name : str
        Its name in messages and in the ledger.
    told_url : str
        The address as apprise knows it, or the place where it is kept.
    folder : Path
        Folder from which that place is told.
    level : Severity
        The least that it wants to hear of.
    digest : int or None
        Day of its weekly digest, 0 for Monday; None if it wants none.
    has_detail : bool
        Whether messages say what was found.
    has_report : bool
        Whether the report is attached; mail only.
    """

    name: str
    told_url: str = field(repr=False)
    folder: Path
    level: Severity = Severity.CAUTION
    digest: int | None = None
    has_detail: bool = False
    has_report: bool = False

    def url(self) -> str:
        """The address itself; never print it.

        Raises
        ------
        NotifyError
            If it cannot be had, or takes no report though one shall be attached.
        """
        found = resolved(self.told_url, self.folder)
        if self.has_report and not is_mail(found):
            raise NotifyError("only mail takes the report; take report = true out of this target")
        return found


@dataclass(frozen=True, slots=True)
class Config:
    """All of ``notify.toml``.

    Parameters
    ----------
    path : Path
        Where it lies.
    targets : sequence of Target
        In the order of the file.
    told_heartbeat : str
        An https address that is called after a good run, or its place; empty without one.
    timeout_s : float
        For how long one target may take to answer. [s]
    """

    path: Path
    targets: Sequence[Target]
    told_heartbeat: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S

    def heartbeat(self) -> str:
        """The address that is called after a good run; empty without one; never print it.

        Raises
        ------
        NotifyError
            If it cannot be had, or is no https address.
        """
        if not self.told_heartbeat:
            return ""
        found = resolved(self.told_heartbeat, self.path.parent)
        if not found.startswith("https://") and not _LOCAL.match(found):
            raise NotifyError("it is no address that begins with https://")
        return found

    def from_environment(self) -> list[str]:
        """What has its address in an environment variable, by name."""
        told = [(f"target {each.name}", each.told_url) for each in self.targets]
        told.append(("the heartbeat", self.told_heartbeat))
        return [name for name, address in told if is_in_environment(address)]


def is_mail(url: str) -> bool:
    """Whether an address is that of mail, which takes a table and attachments."""
    return url.split(":", 1)[0].lower() in MAIL


def config_path(place: Path) -> Path:
    """The file in a folder; any other path is that of the file itself."""
    return place / CONFIG_NAME if place.is_dir() else place


def read_config(path: Path) -> Config:
    """Read ``notify.toml``.

    Raises
    ------
    NotifyError
        With one sentence that names the file and the key, and no value.
    """
    try:
        told = _parsed(path)
        config = _config(told, path)
        holds_secret = [config.told_heartbeat, *(each.told_url for each in config.targets)]
        if any(each and not is_elsewhere(each) for each in holds_secret):
            check_private(path)
    except OSError as error:
        raise NotifyError(f"{path} cannot be read: {error.strerror or error}") from None
    except NotifyError as error:
        told_path = str(path)
        text = str(error)
        raise NotifyError(text if told_path in text else f"{told_path}: {text}") from None
    return config


def _parsed(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise NotifyError("there is no such file; loadwatch notify init begins one")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotifyError(f"larger than {MAX_BYTES // 2**20} MiB; no such file is")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotifyError("not UTF-8 text; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = _LINE.search(str(error))
        place = f"line {where[1]}" if where and where[1] else "the end"
        raise NotifyError(f'not TOML at {place}; write keys like level = "caution"') from None


def _config(told: Mapping[str, Any], path: Path) -> Config:
    _known_keys(told, ("target", "heartbeat", "timeout_s"), "the file")
    rows = told.get("target", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotifyError("a target is a table of its own; write [[target]] above its keys")
    targets = [_target(row, number, path.parent) for number, row in enumerate(rows, start=1)]
    names = [each.name for each in targets]
    for name in names:
        if names.count(name) > 1:
            raise NotifyError(f"two targets are called {name}; give each a name of its own")
    timeout_s = told.get("timeout_s", TIMEOUT_S)
    is_number = isinstance(timeout_s, int | float) and not isinstance(timeout_s, bool)
    if not is_number or not 1 <= timeout_s <= MOST_TIMEOUT_S:
        raise NotifyError(f"timeout_s takes seconds from 1 to {MOST_TIMEOUT_S:g}")
    return Config(path, targets, _text(told, "heartbeat", "the file") or "", float(timeout_s))


def _target(told: Mapping[str, Any], number: int, folder: Path) -> Target:
    name = told.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise NotifyError(
            f"target {number} needs a name of up to 40 letters, digits, - and _, like mail"
        )
    where = f"target {name}"
    _known_keys(told, ("name", "url", "level", "digest", "detail", "report"), where)
    url = _text(told, "url", where)
    if not url:
        raise NotifyError(f'{where} needs a url, like "file:mail.url" or "env:LOADWATCH_MAIL"')
    levels = [str(each) for each in Severity]
    level = _one_of(told, "level", levels, where)
    digest = _one_of(told, "digest", WEEKDAYS, where)
    return Target(
        name, url, folder,
        Severity.CAUTION if level is None else Severity[level.upper()],
        None if digest is None else WEEKDAYS.index(digest),
        _yes(told, "detail", where), _yes(told, "report", where),
    )  # fmt: skip


def _known_keys(told: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in told:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
            shown = f" {key}" if near else ""
            raise NotifyError(f"{where} has no such key{shown}; {hint}")


def _text(told: Mapping[str, Any], key: str, where: str) -> str | None:
    value = told.get(key)
    if value is not None and not isinstance(value, str):
        raise NotifyError(f"{key} of {where} is no text; write it between quotation marks")
    return None if value is None else value.strip()


def _one_of(told: Mapping[str, Any], key: str, words: Sequence[str], where: str) -> str | None:
    value = _text(told, key, where)
    if value is None or value.lower() in words:
        return None if value is None else value.lower()
    raise NotifyError(f"{key} of {where} takes one of {', '.join(words)}")


def _yes(told: Mapping[str, Any], key: str, where: str) -> bool:
    value = told.get(key, False)
    if not isinstance(value, bool):
        raise NotifyError(f"{key} of {where} takes true or false")
    return value
