"""A language that nobody speaks: every letter of every text has a mark, placeholders are kept."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.pofile import read_po, write_po

import loadwatch

POT = Path(loadwatch.__file__).parent / "locale" / "loadwatch.pot"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "áƀćđéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁƁĆĐÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")


def marked(text: str) -> str:
    """A text with a mark on each letter outside its placeholders."""
    parts = _PLACEHOLDER.split(text)
    table = str.maketrans(PLAIN, MARKED)
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(table) for part in parts
    )


def write_pseudo(path: Path) -> Path:
    """A catalogue of the language beside nothing else."""
    with POT.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(map(marked, message.id))
        elif message.id:
            message.string = marked(message.id)
    written = io.BytesIO()
    write_po(written, catalogue)
    path.write_bytes(written.getvalue())
    return path
