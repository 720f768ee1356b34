"""What does each command load before it does anything, and how long does that take?

Every command is run with ``python -X importtime``, which tells on stderr what each module took by
itself and with what it loads in turn. The first run of each only makes the byte code.

    python benchmarks/startup.py [FOLDER_OF_A_LIBRARY]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from _corpus import heading

TOP, ROUNDS = 8, 9
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| +(\S+)")
HEAVY = ("pandas", "numpy", "pydantic", "rich", "fitdecode", "xml", "zoneinfo", "sqlite3", "typer")
WORKER = "import loadwatch.importer.reading, loadwatch.importer.worker"


def imports(words: list[str], environment: dict[str, str]) -> list[tuple[int, int, str]]:
    """Time of each module alone [us], with what it loads [us], and its name: least of all runs."""
    least: dict[str, tuple[int, int]] = {}
    for turn in range(1 + ROUNDS):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *words],
            check=False, capture_output=True, text=True, env={**os.environ, **environment},
        )  # fmt: skip
        for found in filter(None, map(LINE.match, done.stderr.splitlines() if turn else ())):
            own, together = least.get(found[3], (sys.maxsize, sys.maxsize))
            least[found[3]] = min(own, int(found[1])), min(together, int(found[2]))
    return [(own, together, name) for name, (own, together) in least.items()]


def main(library: str) -> None:
    """Print the largest of each command's imports."""
    heading("What a command loads", 0, ("pandas", "typer"))
    tool = ["-m", "loadwatch"]
    shell = {"COMP_WORDS": "loadwatch sta", "COMP_CWORD": "1"}
    commands = {
        "--version": ([*tool, "--version"], {}),
        "--help": ([*tool, "--help"], {}),
        "completion": (tool, {"_LOADWATCH_COMPLETE": "complete_bash", **shell}),
        "status": ([*tool, "status", "--library", library], {}),
        "schedule status": ([*tool, "schedule", "status", "--library", library], {}),
        "review": ([*tool, "review", "--library", library], {}),
        "a reading process": (["-c", WORKER], {}),
    }
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["PYTHONPYCACHEPREFIX"] = scratch
        for name, (words, environment) in commands.items():
            found = imports(words, environment)
            packages = {module.partition(".")[0] for _, _, module in found}
            total = sum(own for own, _, _ in found) / 1000
            print(f"\n{name}: {len(found)} modules, {total:.0f} ms; of the heavy ones "
                  f"{', '.join(each for each in HEAVY if each in packages) or 'none'}")  # fmt: skip
            by_own = sorted(found, reverse=True)[:TOP]
            by_all = sorted(found, key=lambda each: each[1], reverse=True)[:TOP]
            print(f"  {'alone':>6} ms{'':35}{'with what it loads':>20} ms")
            for (own, _, module), (_, together, outer) in zip(by_own, by_all, strict=False):
                print(f"  {own / 1000:6.1f} {module:<45}{together / 1000:8.1f} {outer}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(Path(tempfile.gettempdir()) / "no-library"))
