"""What a word of the glossary is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Parameters
    ----------
    word : str
        As the reports and the documents write it.
    meaning : str
        What it means, in plain sentences.
    aliases : tuple of str
        Other words for it; singular and plural need none.
    """

    word: str
    meaning: str
    aliases: tuple[str, ...] = ()


def word(name: str, meaning: str, *aliases: str) -> Word:
    """One word, its meaning and other words for it."""
    return Word(name, meaning, aliases)
