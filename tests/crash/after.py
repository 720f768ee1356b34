"""What must hold after a command was killed or failed, whatever it was."""

from __future__ import annotations

import json
import os
import signal
import stat
from pathlib import Path

from tests.crash.faults import Ended, run
from tests.library.dump import dump

KEPT = {
    "library.sqlite", "streams.sqlite", "library.lock", "backups",
    "loadwatch-diary.csv", "athlete.toml", "corrections.csv", "acknowledged.csv",
    "notify.toml", "notified.csv",
}  # fmt: skip
AS_OF = "2026-07-01"


def speaks_plainly(ended: Ended) -> None:
    """Killed, done, or failed with one sentence and a code of its own."""
    assert "Traceback" not in ended.errors, ended.errors
    if ended.code == -signal.SIGKILL:
        return
    assert ended.code in {0, 1, 3}, (ended.code, ended.errors)
    if ended.code == 1:
        said = ended.errors.strip().splitlines()
        assert said, ended
        assert said[-1].startswith("loadwatch: "), ended.errors


def nothing_is_left_or_open(library: Path) -> None:
    """No file but those that stay, and none that another user could read."""
    assert {path.name for path in library.iterdir()} <= KEPT, sorted(library.iterdir())
    for path in [library, *library.rglob("*")]:
        assert ".new" not in path.name, path
        mode = stat.S_IMODE(path.lstat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))


def judged(library: Path) -> dict[str, object]:
    """The review of a library, as JSON."""
    told = run(library, ["review", "--format", "json", "--as-of", AS_OF])
    assert told.code == 0, told.errors
    found: dict[str, object] = json.loads(told.output)
    return found


def only_session(library: Path) -> str:
    """The id of the one session of a library."""
    sessions = judged(library)["sessions"]
    assert isinstance(sessions, list)
    (session,) = sessions
    return str(session["session_id"])


def next_import_mends(library: Path, clean: Path, *words: object) -> None:
    """The next import ends as an undisturbed one would have."""
    told = run(library, ["import", *words, "--wait", 0])
    assert told.code in {0, 3}, told.errors
    assert dump(library) == dump(clean)
    nothing_is_left_or_open(library)


def processes_of(library: Path) -> list[int]:
    """Processes that still run with a library in their environment."""
    wanted = f"LOADWATCH_LIBRARY={library}".encode()
    found = []
    for place in Path("/proc").iterdir():
        if not place.name.isdigit() or int(place.name) == os.getpid():
            continue
        try:
            if wanted in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
        except OSError:
            continue
    return found
