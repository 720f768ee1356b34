"""JSON Schema of what the code describes: records by docstrings, tables by their columns."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from loadwatch.columns import Column

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
UNITS = {
    "_s": "s", "_min": "min", "_m": "m", "_km": "km", "_mps": "m/s", "_bpm": "1/min",
    "_spm": "steps/min", "_pct": "%", "_days": "days", "_bytes": "bytes", "_share": "0-1",
}  # fmt: skip
"""Unit that the end of a name tells."""
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Path: {"type": "string"},
    object: {
        "type": ["string", "number", "boolean", "array", "null"],
        "items": {"type": "string"},
    },
}
DTYPES: dict[str, Schema] = {
    "str": {"type": ["string", "null"]},
    "float": {"type": ["number", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "time": {"type": ["string", "null"], "format": "date-time"},
    "list": {"type": "array", "items": {"type": "string"}},
}


class Schemas:
    """Schemas of records, each once, and what is not described yet.

    Parameters
    ----------
    words : Mapping of (str, str) to str
        What a field means by the name of its record and its own, where the record does not tell.
    """

    def __init__(self, words: Mapping[tuple[str, str], str]) -> None:
        self.words = words
        self.missing: list[str] = []

    def of(self, record: type, *, leave: Sequence[str] = (), **other: Schema) -> Schema:
        """Schema of a dataclass.

        Parameters
        ----------
        record : type
            The dataclass.
        leave : sequence of str
            Fields that the document has not.
        other : dict
            Schemas of keys that stand in place of a field or are added.
        """
        hints = get_type_hints(record)
        told = described(record)
        properties = {}
        for field in fields(record):
            if field.name in leave:
                continue
            if field.name in other:
                properties[field.name] = other[field.name]
                continue
            meaning = self.words.get((record.__name__, field.name)) or told.get(field.name, "")
            if not meaning:
                self.missing.append(f"{record.__name__}.{field.name}")
            kind = self.kind(hints[field.name], may_be_unknown="NaN" in meaning)
            properties[field.name] = {**kind, "description": in_json(field.name, meaning, kind)}
        properties |= {name: schema for name, schema in other.items() if name not in properties}
        return closed(properties)

    def kind(self, hint: Any, *, may_be_unknown: bool = False) -> Schema:
        """Schema of a type."""
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            kinds = [self.kind(each) for each in inside if each is not type(None)]
            found = kinds[0] if len(kinds) == 1 else merged(kinds)
            return or_null(found) if type(None) in inside else found
        if origin in (list, Sequence) or (origin is tuple and inside[-1] is Ellipsis):
            return {"type": "array", "items": self.kind(inside[0])}
        if origin is tuple:
            return {
                "type": "array", "prefixItems": [self.kind(each) for each in inside],
                "items": False, "minItems": len(inside),
            }  # fmt: skip
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.kind(inside[1])}
        if is_dataclass(hint):
            return self.of(hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return {"enum": [str(each) for each in hint]}
        found = SCALARS[hint]
        return or_null(found) if may_be_unknown else dict(found)


def described(record: type) -> dict[str, str]:
    """Meaning of each field by the docstring of a record, those of its properties included."""
    text = inspect.getdoc(record) or ""
    found: dict[str, str] = {}
    _, _, parameters = text.partition("----------\n")
    for block in re.split(r"\n(?=\S)", parameters):
        first, _, rest = block.partition("\n")
        names, colon, _ = first.partition(" : ")
        if colon:
            meaning = " ".join(rest.split())
            found |= {name.strip(): meaning for name in names.split(",")}
    return found


def closed(
    properties: Mapping[str, Schema], optional: Sequence[str] = (), *, meaning: str = ""
) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        **({"description": meaning} if meaning else {}),
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def value(kind: str, meaning: str, *, unknown: bool = False, **more: Any) -> Schema:
    """A value of a type, with what it means."""
    found = {"type": kind, **more}
    return {**(or_null(found) if unknown else found), "description": meaning}


def rows(row: Schema, meaning: str) -> Schema:
    """A list of objects."""
    return {"type": "array", "items": row, "description": meaning}


def row_of(columns: Sequence[Column], **added: Schema) -> Schema:
    """An object with the columns of a table as keys; what is in ``added`` may be absent."""
    properties = {
        column.name: {
            **DTYPES[column.dtype],
            "description": f"{column.meaning}{f' [{column.unit}]' if column.unit else ''}",
        }
        for column in columns
    }
    return closed({**properties, **added}, optional=list(added))


def document(name: str, title: str, properties: Mapping[str, Schema], **more: Any) -> Schema:
    """A whole schema, version 1."""
    schema = {"const": f"loadwatch.{name}/1", "description": "Name and version of this schema."}
    return {
        "$schema": DRAFT,
        "$id": f"urn:loadwatch:schema:{name}:1",
        "title": title,
        **closed({"schema": schema, **properties}, **more),
    }


def told_as(schema: Schema, meaning: str) -> Schema:
    """The same with what it means."""
    return {**schema, "description": meaning}


def or_null(schema: Schema) -> Schema:
    """The same, or unknown."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, *([] if "null" in kinds else ["null"])]}


def merged(kinds: Sequence[Schema]) -> Schema:
    """One of several plain types."""
    return {"type": list(dict.fromkeys(kind["type"] for kind in kinds))}


def in_json(name: str, meaning: str, kind: Schema) -> str:
    """What a key means, with the unit that its name tells."""
    meaning = re.sub(r"\b(None|NaN)\b", "null", meaning).replace("``", "")
    kinds = kind.get("type", ())
    is_number = {"number", "integer"} & {*([kinds] if isinstance(kinds, str) else kinds)}
    if not is_number or meaning.rstrip(".").endswith("]"):
        return meaning
    unit = next((UNITS[end] for end in sorted(UNITS, key=len)[::-1] if name.endswith(end)), "")
    return f"{meaning} [{unit}]" if unit and f"[{unit}]" not in meaning else meaning
