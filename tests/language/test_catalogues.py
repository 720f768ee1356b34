"""A language is one file, and no file can end a command."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import loadwatch
from loadwatch.language import FOLDER, fits
from tests.language.pseudo import POT, marked, write_pseudo

CODE = Path(loadwatch.__file__).parent
MODULES = sorted(
    path for path in CODE.rglob("*.py") if "loadwatch.language import" in path.read_text("utf-8")
)


def explained(tmp_path: Path, catalogue: str, *, name: str = "xx.po") -> tuple[str, str]:
    """What is printed of a week-jump, in a language of one's own, and what on stderr."""
    (tmp_path / name).write_text(catalogue, encoding="utf-8")
    return printed(LOADWATCH_LANGUAGE=str(tmp_path / name))


def printed(**environment: str) -> tuple[str, str]:
    command = [sys.executable, "-m", "loadwatch", "explain", "LW102"]
    told = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(command, env=told, capture_output=True, encoding="utf-8", check=True)
    return done.stdout, done.stderr


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


def test_one_file_is_a_language(tmp_path: Path) -> None:
    title, text = 'msgid "Thresholds"\nmsgstr "Schwellen"\n', 'msgid "Sources"\nmsgstr "Quellen"\n'
    out, err = explained(tmp_path, f"{HEAD}\n{title}\n{text}")
    assert "\nSchwellen\n" in out
    assert "\nQuellen\n" in out
    assert "\nWhat to do\n" in out
    assert not err


def test_a_translation_without_its_placeholder_is_left_out(tmp_path: Path) -> None:
    english = 'msgid "Evidence: {evidence}."\n'
    for translation in ("Beleg: {beleg}.", "Beleg.", "Beleg: {evidence:d}.", "Beleg: {evidence"):
        out, err = explained(tmp_path, f'{HEAD}\n{english}msgstr "{translation}"\n')
        assert "Evidence: C (not significant in novices" in out
        assert not err
    out, _ = explained(tmp_path, f'{HEAD}\n{english}msgstr "{{evidence}} als Beleg."\n')
    assert "largest cohort) als Beleg." in " ".join(out.split())


@pytest.mark.parametrize(
    "catalogue",
    [
        'msgid "open',
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n',
        'msgid "Sources"\nmsgstr "\\xff"\nnonsense\n',
    ],
)
def test_a_broken_file_is_one_sentence_and_english(tmp_path: Path, catalogue: str) -> None:
    out, err = explained(tmp_path, catalogue)
    assert out == printed(LOADWATCH_LANGUAGE="en")[0]
    assert err.count("\n") == 1
    assert "xx.po cannot be read" in err
    assert err.endswith("in English then\n")


def test_a_file_that_is_not_there_and_a_language_that_is_not_are_one_sentence() -> None:
    english = printed(LOADWATCH_LANGUAGE="en")
    assert english[1] == ""
    for told in ("/nowhere/de.po", "tlh"):
        out, err = printed(LOADWATCH_LANGUAGE=told)
        assert out == english[0]
        assert err.count("\n") == 1
        assert told in err


def test_a_language_of_the_system_that_is_not_there_is_english_without_a_word() -> None:
    assert printed(LOADWATCH_LANGUAGE="", LANG="tlh_XX.UTF-8", LC_ALL="") == printed(
        LOADWATCH_LANGUAGE="en"
    )


@pytest.mark.parametrize("language", ["en", "", "C"])
def test_english_loads_no_babel(language: str) -> None:
    code = (
        "import sys; sys.argv = ['loadwatch', 'explain', 'LW101']\n"
        "from loadwatch.cli import run\n"
        "try:\n run()\nexcept SystemExit:\n pass\n"
        "assert not any(name.partition('.')[0] == 'babel' for name in sys.modules)\n"
    )
    told = {**os.environ, "LOADWATCH_LANGUAGE": language, "LANG": "en_GB.UTF-8"}
    subprocess.run([sys.executable, "-c", code], env=told, check=True, capture_output=True)


def test_shipped_languages_fit_the_english_texts() -> None:
    with POT.open("rb") as file:
        english = {message.id for message in read_po(file)}
    for path in FOLDER.glob("*.po"):
        with path.open("rb") as file:
            told = [each for each in read_po(file, abort_invalid=True) if each.id and each.string]
        assert not [each.id for each in told if not fits(each.id, each.string)], path.name
        assert not [each.id for each in told if each.id not in english], path.name


def test_the_made_up_language_marks_every_letter_and_fits(tmp_path: Path) -> None:
    assert marked("{n} runs, {day:date}") == "{n} ŕúńś, {day:date}"
    with write_pseudo(tmp_path / "xx.po").open("rb") as file:
        told = [each for each in read_po(file) if each.id]
    assert len(told) > 1000
    assert all(fits(each.id, each.string) for each in told)


def test_forms_of_a_number_may_leave_the_number_out_and_nothing_else() -> None:
    forms = ("{n} run of {day}", "{n} runs of {day}")
    assert fits(forms, ("ein Lauf vom {day}", "{n} Läufe vom {day}"))
    assert not fits(forms, ("ein Lauf", "{n} Läufe vom {day}"))
    assert not fits(forms, ("{m} Lauf vom {day}", "{n} Läufe vom {day}"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(CODE).as_posix())
def test_a_marked_text_is_whole_and_its_mark_is_not_hidden(module: Path) -> None:
    """A text that is put together before it is looked up is in no catalogue."""
    for function in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(function, ast.Call) and isinstance(function.func, ast.Name):
            marks = function.func.id in ("_", "numbered")
            assert not (marks and any(isinstance(each, ast.JoinedStr) for each in function.args))
        if isinstance(function, ast.FunctionDef):
            inner = [each for line in function.body for each in ast.walk(line)]
            names = [each for each in inner if isinstance(each, ast.Name) and each.id == "_"]
            hidden = any(isinstance(each.ctx, ast.Store) for each in names)
            assert not (hidden and any(isinstance(each.ctx, ast.Load) for each in names))
