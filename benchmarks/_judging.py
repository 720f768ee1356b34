"""Processor time that a review of a library spends on judging alone; run by `library.py`."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from loadwatch import library
from loadwatch.load.known import known_on
from loadwatch.plan import with_clear_dates
from loadwatch.right import set_right
from loadwatch.rules import judge


def main(place: str, day: str) -> None:
    """Print the seconds."""
    with library.reading(Path(place)) as connection:
        found = library.imported(connection)
    rows = set_right(found, None).rows
    began = time.process_time()
    history = known_on(rows, [], date.fromisoformat(day)).history
    with_clear_dates(judge(history), history)
    print(time.process_time() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
