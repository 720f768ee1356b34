"""Texts in the reader's language: one catalogue file a language, English without one.

``_("…")`` marks a text and gives its translation. Placeholders are filled afterwards, as in
``_("{km} in {minutes} min").format(km=…, minutes=…)``, so that a translation can move them.

The language is that of ``LOADWATCH_LANGUAGE``, a code like ``de`` or the path of a catalogue; else
the system's, as gettext finds it (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``). Catalogues
are the ``.po`` files in ``loadwatch/locale``.
"""

from __future__ import annotations

import functools
import gettext
import io
import os
import sys
from pathlib import Path

ENGLISH = "en"
FOLDER = Path(__file__).parent / "locale"
_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def _(text: str) -> str:
    """A text in the reader's language; the English one where the catalogue has none."""
    return _catalogue().gettext(text)


def numbered(count: int, one: str, many: str) -> str:
    """A count with its words, as ``numbered(3, "{n} run", "{n} runs")``.

    Parameters
    ----------
    count : int
        What is counted.
    one, many : str
        English for one and for others; a catalogue may have more forms.
    """
    return _catalogue().ngettext(one, many, count).format(n=f"{count:,}")


def code() -> str:
    """Language of the texts, as HTML names it."""
    path = _path()
    return ENGLISH if path is None else path.stem.replace("_", "-")


@functools.cache
def _catalogue() -> gettext.NullTranslations:
    path = _path()
    if path is None:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (English needs neither)
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
    except (OSError, ValueError, PoFileError) as error:
        why = getattr(error, "strerror", None) or error
        sys.stderr.write(
            f"loadwatch: the texts in {path} cannot be read ({why}); in English then\n"
        )
        return gettext.NullTranslations()
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@functools.cache
def _path() -> Path | None:
    """Catalogue of the first language that is asked for and there; None for English."""
    told = os.environ.get("LOADWATCH_LANGUAGE", "")
    if told.endswith(".po"):
        return Path(told)
    asked = [told] if told else next(filter(None, map(os.environ.get, _SYSTEM)), "").split(":")
    for each in asked:
        name = each.partition(".")[0].partition("@")[0]
        for language in (name, name.partition("_")[0]):
            if language in (ENGLISH, "C", "POSIX"):
                return None
            path = FOLDER / f"{language}.po"
            if language.replace("_", "").isalpha() and path.is_file():
                return path
    return None
