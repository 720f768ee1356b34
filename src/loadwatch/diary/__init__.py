"""What no watch records: pain, exertion, rest, illness, and runs without a file."""

from loadwatch.diary.entries import DAY_KINDS, Entry, checked, red_flags_of
from loadwatch.diary.file import DIARY_NAME, Diary, add_entries, diary_path, read_diary
from loadwatch.diary.pain import PainResponse, pain_response

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
