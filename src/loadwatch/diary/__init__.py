"""What no watch records: pain, exertion, rest, illness, and runs without a file."""

from typing import TYPE_CHECKING

from loadwatch.lazily import lazily

if TYPE_CHECKING:
    from loadwatch.diary.entries import DAY_KINDS, Entry, checked, red_flags_of
    from loadwatch.diary.file import Diary, add_entries, diary_path, read_diary
    from loadwatch.diary.pain import PainResponse, pain_response
else:
    __getattr__ = lazily(
        __name__,
        {
            "DAY_KINDS": "entries",
            "Diary": "file",
            "Entry": "entries",
            "PainResponse": "pain",
            "add_entries": "file",
            "checked": "entries",
            "diary_path": "file",
            "pain_response": "pain",
            "read_diary": "file",
            "red_flags_of": "entries",
        },
    )

__all__ = [
    "DAY_KINDS",
    "DIARY_NAME",
    "Diary",
    "Entry",
    "PainResponse",
    "add_entries",
    "checked",
    "diary_path",
    "pain_response",
    "read_diary",
    "red_flags_of",
]

DIARY_NAME = "loadwatch-diary.csv"
