"""Writes the reference pages from what they describe; ``--check`` only compares."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

os.environ["LOADWATCH_LANGUAGE"] = "en"

from catalogue import POT, catalogue
from schemas import pages as schema_pages

from loadwatch.columns import LISTS, TABLES
from loadwatch.formulas import FORMULAS
from loadwatch.glossary import GLOSSARY
from loadwatch.references import REFERENCES
from loadwatch.rules import all_rules

DOCS = Path(__file__).parent
RESULTS = DOCS.parent / "benchmarks" / "results"
RESULT = re.compile(
    r"(?P<begin><!-- (?P<name>\w+\.txt), copied by docs/generate.py -->)\n.*?(?P<end><!-- end -->)",
    re.DOTALL,
)
FIGURE = re.compile(r"(?P<begin><!-- row: (?P<row>.+?) -->).*?(?P<end><!-- end -->)")
TIMED = "end_to_end.txt"
MADE = "<!-- Made by docs/generate.py from the code; change the code instead. -->\n\n"


def rules_page() -> str:
    """Every rule: its docstring, evidence and sources."""
    parts = [f"# Rules\n\n{MADE}"]
    for rule in all_rules():
        parts.append(f"## {rule.code} {rule.name}\n\n")
        lines = rule.documentation.splitlines()
        parts.append(f"{lines[0]}\n\n```text\n" + "\n".join(lines[2:]).rstrip() + "\n```\n\n")
        parts.append(f"Evidence: {rule.evidence}.\n\n")
        cited = ", ".join(f"[{REFERENCES[key].short}](references.md#{key})" for key in rule.cites)
        parts.append(f"Sources: {cited}.\n\n")
    return "".join(parts).rstrip() + "\n"


def columns_page() -> str:
    """Every column of every table."""
    parts = [f"# Columns\n\n{MADE}"]
    for table, columns in {**TABLES, **LISTS}.items():
        parts.append(f"## {table}\n\n| column | unit | over days | meaning |\n|---|---|---|---|\n")
        for column in columns:
            added = "" if column.aggregate == "none" else column.aggregate
            computed = FORMULAS.get(column.name)
            meaning = column.meaning + (f" Formula: {computed.text}." if computed else "")
            parts.append(f"| `{column.name}` | {column.unit} | {added} | {meaning} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def references_page() -> str:
    """Every source that a rule or a model cites."""
    parts = [f"# References\n\n{MADE}"]
    for key, source in sorted(REFERENCES.items()):
        link = f" {source.link}." if source.link else ""
        parts.append(
            f'<a id="{key}"></a>**{source.short}** {source.full}.{link} {source.kind}.\n\n'
        )
    return "".join(parts).rstrip() + "\n"


def glossary_page() -> str:
    """Every word that a runner may not know, by the alphabet."""
    parts = [f"# Glossary\n\n{MADE}`loadwatch explain WORD` tells each of them too.\n\n"]
    for word in sorted(GLOSSARY, key=lambda word: word.word.lower()):
        also = f" Also: {', '.join(word.aliases)}." if word.aliases else ""
        parts.append(f"- **{word.word}**: {word.meaning}{also}\n")
    return "".join(parts)


def performance_page() -> str:
    """The page on speed, with the last printed results of the benchmarks where it names them."""
    return FIGURE.sub(_figure, _with_results("performance.md"))


def copies_page() -> str:
    """The page on copies, with the last printed results."""
    return _with_results("copies.md")


def _with_results(name: str) -> str:
    return RESULT.sub(_result, (DOCS / name).read_text(encoding="utf-8"))


def _figure(cell: re.Match[str]) -> str:
    text = (RESULTS / TIMED).read_text(encoding="utf-8")
    found = re.search(rf"^ *{re.escape(cell['row'])} +(-?[\d.]+)", text, re.MULTILINE)
    shown = f"{float(found[1]):.2f} s".replace("-", "−") if found else "not measured"
    return f"{cell['begin']}{shown}{cell['end']}"


def _result(block: re.Match[str]) -> str:
    text = (RESULTS / block["name"]).read_text(encoding="utf-8")
    shown = text.partition("\nfiles:\n")[0].rstrip()
    return f"{block['begin']}\n```text\n{shown}\n```\n{block['end']}"


PAGES = {
    "rules.md": rules_page,
    "columns.md": columns_page,
    "references.md": references_page,
    "glossary.md": glossary_page,
    "performance.md": performance_page,
    "copies.md": copies_page,
    str(POT): catalogue,
}


def texts() -> dict[str, str]:
    """Every page that is made, by its name."""
    return {name: page() for name, page in PAGES.items()} | schema_pages()


def main() -> int:
    """Write or compare the pages."""
    stale = []
    for name, text in texts().items():
        path = DOCS / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"stale: {', '.join(stale)}; run python docs/generate.py")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
