"""Words that a runner may not know, each in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from loadwatch.glossary import judging, measuring
from loadwatch.glossary._base import Word

__all__ = ["GLOSSARY", "Word", "look_up", "names", "nearest"]

GLOSSARY = (
    *measuring.COUNTED,
    *measuring.USED_TO,
    *judging.FINDINGS,
    *judging.PROGRAMME,
    *measuring.LOADS,
    *measuring.FORM,
    *judging.BODY,
    *judging.EVIDENCE,
    *measuring.FILES,
)


def look_up(text: str) -> Word | None:
    """The word that a text names, in any case, singular or plural; None if there is none."""
    by_name = {_key(name): word for word in GLOSSARY for name in (word.word, *word.aliases)}
    for name in _singulars(_key(text)):
        if name in by_name:
            return by_name[name]
    return None


def names() -> list[str]:
    """Every word and every other word for it."""
    return [name for word in GLOSSARY for name in (word.word, *word.aliases)]


def nearest(text: str, among: Sequence[str], *, most: int = 3) -> list[str]:
    """Names that look like a text, the likeliest first."""
    by_key = {_key(name): name for name in reversed(among)}
    close = get_close_matches(_key(text), list(by_key), n=most, cutoff=0.7)
    return list(dict.fromkeys(by_key[key] for key in close))


def _key(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def _singulars(key: str) -> list[str]:
    endings = (("", ""), ("ies", "y"), ("es", ""), ("s", ""), ("", "s"))
    return [key.removesuffix(end) + other for end, other in endings if key.endswith(end)]
