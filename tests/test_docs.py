"""Documents tell the truth of this commit."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from loadwatch.formats import all_formats
from loadwatch.importer.states import STATES
from loadwatch.rules import all_rules

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.M | re.S)


def test_the_readme_shows_what_the_first_command_prints(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "loadwatch", "analyse", "sample_files"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True,
        env={"PYTHONIOENCODING": "utf-8", "PATH": "", "LOADWATCH_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert blocks("text")[0] == done.stdout.decode()


def test_the_first_two_blocks_of_the_readme_are_its_two_commands() -> None:
    first, second = blocks("sh")[:2]
    assert first.splitlines()[-1].endswith("loadwatch analyse sample_files")
    assert second.splitlines()[-1].endswith("-m pytest")
    assert all(block.startswith("python3 -m venv ") for block in (first, second))


@pytest.mark.parametrize(
    "name", ["athlete", "backtest", "diary", "doctor", "notify", "plan", "programme", "show"]
)
def test_the_page_of_a_command_shows_what_it_prints(name: str) -> None:
    page = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    pattern = r"`loadwatch ([^`]*)` prints:\n\n```text\n(.*?)^```$"
    example = re.search(pattern, page, flags=re.M | re.S)
    assert example is not None
    command = [sys.executable, "-m", "loadwatch", *example[1].split()]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert example[2] == done.stdout.decode()


def test_the_generated_pages_are_fresh() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_state_rule_and_format_is_documented() -> None:
    guide = (ROOT / "docs/guide.md").read_text()
    assert all(f"| {state} |" in guide for state in STATES)
    rules = (ROOT / "docs/rules.md").read_text()
    assert all(f"## {rule.code} {rule.name}" in rules for rule in all_rules())
    assert all(format_.name in README for format_ in all_formats())


def test_the_changelog_has_its_headings() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert "## Unreleased" in text
    assert "### Numbers that change" in text
