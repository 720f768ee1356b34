"""Two worlds alike but for their names: hostile ones and harmless ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loadwatch.cli import app
from tests.hostile.names import Place, harmless, hostile, made
from tests.library.conftest import at_rest
from tests.notify.conftest import mail

__all__ = ["mail"]


def called(*words: object) -> Result:
    """A command in this process; whatever it says, it ends as a command does."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    ended = done.exception is None or isinstance(done.exception, SystemExit)
    assert ended, (words, done.exception)
    assert done.exit_code in (0, 1, 2, 3, 10), (words, done.output)
    return done


def world(root: Path, word: object) -> Place:
    place = made(root, word)  # type: ignore[arg-type]
    at_rest(place.recordings)
    called("import", place.recordings, "--library", place.library, "--jobs", 1)
    assert (place.library / "library.sqlite").exists()
    return place


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return world(tmp_path_factory.mktemp("hostile"), hostile)


@pytest.fixture(scope="session")
def plain_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return world(tmp_path_factory.mktemp("harmless"), harmless)
