"""Texts in the reader's language: one catalogue file a language, English without one.

``_("…")`` marks a text and gives its translation. Placeholders are filled afterwards, as in
``_("{km} in {minutes} min").format(km=…, minutes=…)``, so that a translation can move them.

The language is that of ``LOADWATCH_LANGUAGE``, a code like ``de`` or the path of a catalogue; else
the system's, as gettext finds it (``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``). Catalogues
are the ``.po`` files in ``loadwatch/locale``. A translation whose placeholders are not those of the
English text is left out, so that no catalogue can end a command.
"""

from __future__ import annotations

import functools
import gettext
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Formatter

ENGLISH = "en"
FOLDER = Path(__file__).parent / "locale"
COUNT = ("n", "", "")
"""The placeholder of a count: ``{n}``."""
_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def _(text: str) -> str:
    """A text in the reader's language; the English one where the catalogue has none."""
    return _catalogue().gettext(text) if text else text


def numbered(count: int, one: str, many: str, **told: object) -> str:
    """A count with its words, as ``numbered(3, "{n} run", "{n} runs")``.

    Parameters
    ----------
    count : int
        What is counted.
    one, many : str
        English for one and for others; a catalogue may have more forms.
    **told
        What other placeholders stand for.
    """
    return _catalogue().ngettext(one, many, count).format(n=f"{count:,}", **told)


def code() -> str:
    """Language of the texts, as HTML names it."""
    path = _path()
    return ENGLISH if path is None else path.stem.replace("_", "-")


def placeholders(text: str) -> set[tuple[str, str, str]] | None:
    """Name, conversion and format of each placeholder; None where a brace stands astray."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    return {
        (name, conversion or "", form or "")
        for _text, name, form, conversion in parsed
        if name is not None
    }


def fits(english: str | Sequence[str], translated: str | Sequence[str]) -> bool:
    """Whether a translation has the placeholders of the English text; ``{n}`` may be left out.

    Parameters
    ----------
    english, translated : str or sequence of str
        One text, or the forms for one and for others.
    """
    if isinstance(english, str) or isinstance(translated, str):
        wanted = placeholders(str(english))
        return wanted is None or placeholders(str(translated)) == wanted
    wanted = set[tuple[str, str, str]]().union(*(placeholders(form) or () for form in english))
    least = wanted - {COUNT}
    told = [placeholders(form) for form in translated]
    return all(form is not None and least <= form <= wanted for form in told)


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
        for message in list(catalogue):
            if message.id and message.string and not fits(message.id, message.string):
                catalogue.delete(message.id, message.context)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        translated = gettext.GNUTranslations(compiled)
        for count in range(200):
            translated.ngettext("", "", count)
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError, PoFileError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())
        sys.stderr.write(
            f"loadwatch: the texts in {path} cannot be read ({why}); in English then\n"
        )
        return gettext.NullTranslations()
    return translated


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
    if told:
        sys.stderr.write(f"loadwatch: there are no texts in {told!r}; in English then\n")
    return None
