"""Every text that a surface shows, as the template from which a language is made."""

from __future__ import annotations

import ast
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from loadwatch.athlete.keys import KEYS
from loadwatch.columns import TABLES
from loadwatch.formulas import FORMULAS
from loadwatch.glossary import GLOSSARY
from loadwatch.references import REFERENCES
from loadwatch.report.explain.topic import texts_of
from loadwatch.rules import all_rules

PACKAGE = Path(__file__).parents[1] / "src" / "loadwatch"
POT = PACKAGE / "locale" / "loadwatch.pot"
HEADER = r"""# Texts of loadwatch; docs/translate.md tells how to make a language of them.
# Made by docs/generate.py from the code; change the code instead.
msgid ""
msgstr ""
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
KEYWORDS = {"_": None, "numbered": (2, 3)}
Text = str | tuple[str, str]


def catalogue() -> str:
    """All texts, each with the modules that show it."""
    found = Catalog(locale=None, charset="utf-8", fuzzy=False)
    for where, text in (*_of_code(), *_of_templates(), *_of_tables()):
        found.add(text, locations=[(where, 0)])
    written = io.BytesIO()
    write_po(written, found, width=100, omit_header=True, include_lineno=False)
    return HEADER + written.getvalue().decode()


def _of_code() -> Iterator[tuple[str, Text]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
            if call.func.id == "_" and len(texts) == 1:
                yield where, texts[0]
            elif call.func.id == "numbered":
                one, many = (text for text in texts if isinstance(text, str))
                yield where, (one, many)


def _calls(tree: ast.Module) -> list[ast.Call]:
    """Calls of what marks a text, those within f-strings too, in the order of the file."""
    calls = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id in KEYWORDS
    ]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _of_templates() -> Iterator[tuple[str, Text]]:
    for path in sorted(PACKAGE.rglob("templates/*.j2")):
        where = path.relative_to(PACKAGE).as_posix()
        for found in extract_from_file("jinja2.ext:babel_extract", path, KEYWORDS):
            text = found[1]
            yield where, text if isinstance(text, str) else (text[0], text[1])


def _of_tables() -> Iterator[tuple[str, Text]]:
    """What stands in tables and is looked up where it is shown."""
    for word in GLOSSARY:
        for text in (word.word, word.meaning, *word.aliases):
            yield "glossary", text
    for column in (column for columns in TABLES.values() for column in columns):
        for text in filter(None, (column.unit, column.meaning)):
            yield "columns.py", text
    for formula in FORMULAS.values():
        yield "formulas.py", formula.text
    for key in KEYS:
        yield "athlete/keys.py", key.without
    for source in REFERENCES.values():
        yield "references.py", source.kind
    for rule in all_rules():
        for text in texts_of(rule):
            yield f"rules/{rule.code}", text
    for path in sorted(PACKAGE.glob("programme/ladders/*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for text in (told["title"], told["note"], told["evidence"]):
            yield f"programme/ladders/{path.name}", text
