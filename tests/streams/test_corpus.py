"""Real exports as bytes and back: every bit of every file, and the same figures from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.errors import FileError
from loadwatch.formats import containers
from loadwatch.formats._base import Source
from loadwatch.importer.judging import judged
from loadwatch.streams import decoded, encoded
from tests.streams.same import assert_same

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


def recordings(root: Path) -> Iterator[list[Activity]]:
    """Activities of every file, and of every member of an archive."""
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            for member in containers.members(file, path.stat().st_size):
                try:
                    yield formats.read(Source(member.data))
                except FileError:
                    continue


def test_every_recording_comes_back_bit_for_bit_and_is_judged_alike() -> None:
    folder = os.environ.get("LOADWATCH_CORPUS")
    if not folder:
        pytest.skip("LOADWATCH_CORPUS is not set")
    records = size = 0
    for activities in recordings(Path(folder)):
        kept = encoded(activities)
        again, _ = decoded(kept)
        for own, other in zip(activities, again, strict=True):
            assert_same(own, other)
        own, other = (judged("x", None, "x", each, Athlete()) for each in (activities, again))
        assert repr(own.state) == repr(other.state)
        assert [repr(each.row) for each in own.sessions] == [
            repr(each.row) for each in other.sessions
        ]
        records += sum(len(each.records) for each in activities)
        size += len(kept)
    assert records
    assert size <= 12 * records
