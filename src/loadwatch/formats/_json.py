"""JSON as exporters write it: bare ``NaN``, any encoding, and values of any kind."""

from __future__ import annotations

import json
import math
from typing import Any, cast

from loadwatch.errors import DamagedFileError
from loadwatch.formats._tables import decoded

Object = dict[str, Any]


def text_of(head: bytes) -> str:
    """Text of the first bytes of a file if it may be JSON, else an empty one."""
    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not is_wide and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return ""
    text = decoded(head).lstrip()
    return text if text[:1] in ("{", "[") and "\0" not in text else ""


def loaded(data: bytes) -> Any:
    """The document.

    Raises
    ------
    DamagedFileError
        If it is none, or breaks off.
    """
    try:
        return json.loads(decoded(data))
    except (ValueError, RecursionError) as error:
        what = f"the JSON cannot be read ({type(error).__name__})"
        raise DamagedFileError(what, "export it again") from error


def items(value: Any) -> list[Object]:
    """The objects in a list; empty if it is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def member(value: Any, *names: str) -> Object:
    """An object within an object, by names in turn; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return cast("Object", value) if isinstance(value, dict) else {}


def number(value: Any) -> float:
    """A finite number, also one in a text; NaN for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return result if math.isfinite(result) else math.nan


def word(value: Any) -> str:
    """A text; empty for anything else."""
    return value if isinstance(value, str) else ""
