"""How a reading process is started, so that neither a signal nor the program disturbs it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def main_module_left_out() -> Iterator[None]:
    """Keep a new process from running the main program's module again, and all that it imports.

    Python does so for the sake of functions defined there; ours never are. A program without an
    ``if __name__ == "__main__"`` would otherwise start once more in each reading process.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let a new process be born deaf to interrupts; one for the main process comes a bit later."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415  (not on Windows)

    resource_tracker.ensure_running()  # its first start would let interrupts through again
    with _handlers_put_off():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _handlers_put_off() -> Iterator[None]:
    """Let what a signal would raise be raised later: a process half started speaks of errors.

    A signal that is blocked here still reaches other threads, and so the program's own handler.
    """
    came: list[int] = []
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if callable(signal.getsignal(number)):
                before[number] = signal.signal(number, lambda told, _: came.append(told))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for told in came:
            signal.raise_signal(told)
