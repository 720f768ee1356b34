"""A second reader in a process of its own: it may hang or die, and that is only said."""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from loadwatch.doctor.comparison import Comparison, named


def ask(
    worker: Callable[[Any], Comparison], given: Any, library: str, limit_s: float
) -> Comparison:
    """Run a comparison in a new process.

    Parameters
    ----------
    worker : callable
        Module-level function that compares.
    given : object
        What it is given; must be picklable.
    library : str
        Package that it asks, for the sentence that tells of a failure.
    limit_s : float
        Time after which the process is ended. [s]
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(worker, given, sender), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(limit_s):
            what = f"{library} was not done after {limit_s:.0f} s and was stopped."
        else:
            answer = receiver.recv()
            if isinstance(answer, Comparison):
                return answer
            what = f"The comparison with {library} failed ({answer}); please report this."
    except EOFError:
        process.join()
        what = f"{library} ended its process ({_ending(process.exitcode)})."
    finally:
        process.kill()
        process.join()
        receiver.close()
    return Comparison(named(library), remarks=(f"{what} Nothing was compared.",), failed=True)


def _answer(worker: Callable[[Any], Comparison], given: Any, sender: Connection) -> None:
    try:
        sender.send(worker(given))
    except Exception as error:
        sender.send(f"{type(error).__name__}")


def _ending(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code}, {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
