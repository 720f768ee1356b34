"""A mail server and a message server of one's own, on this machine, and what they received."""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import os
import socket
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from loadwatch.load import build_history, sessions_table
from loadwatch.load.diary import told_days
from loadwatch.report import Coverage, DiaryUse, Review
from loadwatch.rules import Judgement, judge
from tests.conftest import days_of

FIRST = date(2026, 6, 1)
NOW = datetime.fromisoformat("2026-07-20T03:15:00+02:00")
"""A Monday, early."""
SECRET = "sesame-open-7731"  # noqa: S105  (what must never be printed)


@dataclass
class Mail:
    """A real SMTP server that keeps what it receives."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return "554 not today"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 taken"

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=watch@example.org&to=runner@example.org"


@pytest.fixture
def mail() -> Iterator[Mail]:
    handler = Mail(free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        controller.start()
    yield handler
    controller.stop()


@dataclass
class Hook:
    """A real HTTP server, as ntfy is one, that keeps what it is asked."""

    port: int = 0
    received: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    status: int = 200
    location: str = ""

    @property
    def url(self) -> str:
        return f"ntfy://127.0.0.1:{self.port}/{SECRET}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    kept = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.received.append(json.loads(body))
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            kept.asked.append(self.path)
            self.send_response(kept.status)
            if kept.location:
                self.send_header("Location", kept.location)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def dripping_port() -> Iterator[int]:
    """A server that sends one byte after the other and never ends a line."""
    stopped = threading.Event()

    def drip(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while not stopped.wait(0.1):
                connection.sendall(b"2")

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while not stopped.is_set():
                connection, _ = server.accept()
                threading.Thread(target=drip, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1]
        stopped.set()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def settings(folder: Path, *targets: str, head: str = "") -> Path:
    """A notify.toml that only its owner can read."""
    path = folder / "notify.toml"
    path.write_text(head + "\n" + "\n".join(f"[[target]]\n{target}\n" for target in targets))
    path.chmod(0o600)
    return path


def judgement_of(kms: list[float], as_of: date | None = None) -> Judgement:
    rows = days_of(kms, FIRST)
    table = sessions_table(rows)
    last = as_of or FIRST + timedelta(days=len(kms) - 1)
    return judge(build_history(table, last, told_days([]), None))


LEVEL = [4.0 if day % 2 else 0.0 for day in range(42)]
"""Six even weeks, on which no rule speaks up."""
SPIKE = [*LEVEL, 0.0, 0.0, 0.0, 0.0, 9.0]
"""The same, and one long run."""


def review_of(
    kms: list[float], *, as_of: date | None = None, red_flags: tuple[str, ...] = ()
) -> Review:
    rows = days_of(kms, FIRST)
    table = sessions_table(rows)
    last = as_of or FIRST + timedelta(days=len(kms) - 1)
    history = build_history(table, last, told_days([]), None)
    days = list(table["local_date"])
    coverage = Coverage(
        days[0].date(), days[-1].date(), {"imported": len(rows)}, {}, {"running": len(rows)}, {},
        len(history.weekly), len(history.weekly), 0, 0, None, 0, 0, 0, [], False, None,
    )  # fmt: skip
    diary = None
    if red_flags:
        diary = DiaryUse("d.csv", 1, last, 0, 0, 0, None, red_flags, [], told_days([]))
    return Review(
        "0.1.0", last, [], table, history.weekly, {}, judge(history), coverage, diary,
        daily=history.daily,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _no_settings_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LOADWATCH_")]:
        monkeypatch.delenv(name)
