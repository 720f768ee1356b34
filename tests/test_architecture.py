"""The house keeps its order by machine."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from loadwatch import library, plan, report

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MOST_LINES = 400


def test_imports_go_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "0 broken" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]


def test_every_rule_is_in_the_contract_that_keeps_rules_apart() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    for rule in (ROOT / "src/loadwatch/rules").glob("lw*.py"):
        assert f"loadwatch.rules.{rule.stem}" in text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_file_is_over_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [path for path in SOURCES if path.stem in drawers] == []


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_a_light_command_loads_no_heavy_package(argument: str) -> None:
    code = (
        "import sys\nfrom loadwatch.cli import app\n"
        f"try:\n    app([{argument!r}])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'fitdecode', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words",
    [["--version"], ["--help"], ["status", "--help"], ["schedule", "--help"], ["rules", "--help"]],
    ids=" ".join,
)
def test_a_command_that_reads_no_table_loads_none_when_it_is_run(words: list[str]) -> None:
    heavy = loaded_by(words) & {"pandas", "numpy", "fitdecode", "pydantic"}
    assert not heavy


def test_completion_loads_no_heavy_package() -> None:
    told = {
        "_LOADWATCH_COMPLETE": "complete_bash",
        "COMP_WORDS": "loadwatch sta",
        "COMP_CWORD": "1",
    }
    assert not loaded_by([], told) & {"pandas", "numpy", "fitdecode", "pydantic"}


def test_the_version_is_told_without_the_package_that_reads_commands() -> None:
    assert not loaded_by(["--version"]) & {"typer", "rich", "loadwatch.cli.commands"}


def test_of_all_commands_only_the_one_that_is_asked_for_is_loaded() -> None:
    own = {name for name in loaded_by(["status", "--help"]) if name.startswith("loadwatch.cli.")}
    assert "loadwatch.cli.library" in own
    assert not own & {f"loadwatch.cli.{name}" for name in ("analyse", "plan", "notify", "inputs")}


def loaded_by(words: list[str], environment: dict[str, str] | None = None) -> set[str]:
    """Modules that a command has loaded when it ends."""
    code = (
        f"import sys, atexit\nsys.argv = ['loadwatch', *{words!r}]\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from loadwatch.cli import run\nrun()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    return set(done.stderr.split())


def test_a_night_without_new_files_loads_no_table_and_starts_no_process(tmp_path: Path) -> None:
    runs, library = tmp_path / "runs", tmp_path / "library"
    runs.mkdir()
    path = next(iter(sorted((ROOT / "sample_files" / "garmin").glob("*.fit"))))
    os.utime(shutil.copy(path, runs), (0, 0))
    command = ["import", str(runs), "--library", str(library)]
    subprocess.run([sys.executable, "-m", "loadwatch", *command], check=True, cwd=ROOT)
    for words, heavy in (
        (command, {"pandas", "numpy", "multiprocessing"}),
        (["status", *command[2:]], {"pandas", "pydantic", "multiprocessing"}),
    ):
        code = (
            "import sys\nfrom loadwatch.cli import app\n"
            f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert not end.code\n"
            f"heavy = {heavy!r} & set(sys.modules)\nassert not heavy, heavy"
        )
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("package", [library, plan, report], ids=lambda each: each.__name__)
def test_every_name_of_a_package_is_there_when_it_is_asked_for(package: ModuleType) -> None:
    for name in package.__all__:
        found = getattr(package, name)
        assert getattr(found, "__module__", package.__name__).startswith("loadwatch")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing


def test_a_reading_process_loads_no_table_and_no_command() -> None:
    heavy = {"pandas", "typer", "rich", "gpxpy", "sqlite3"}
    code = (
        "import sys, loadwatch.importer.reading, loadwatch.importer.worker\n"
        f"heavy = {heavy!r} & set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_nothing_in_the_project_opens_a_connection_but_the_sender_of_messages() -> None:
    names = {"socket", "urllib", "http", "requests", "smtplib", "apprise"}
    for path in SOURCES:
        if path.parent.name == "notify":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & names
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in names


def test_the_lock_names_no_private_index() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text()))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
