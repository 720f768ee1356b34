"""Documents are written as Python's own encoder writes them, to the byte."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.report.document import Table, text_of
from loadwatch.report.plain import plain, plain_numbers

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    PLAIN | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=30,
)


def by_python(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


@given(VALUES)
def test_any_document_is_written_as_python_writes_it(document: Any) -> None:
    assert text_of(document) == by_python(document)


@given(st.dictionaries(st.text(), st.lists(VALUES, min_size=3, max_size=3), min_size=1))
def test_a_table_is_written_as_the_list_of_its_rows(columns: dict[str, list[Any]]) -> None:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    assert text_of({"table": Table(columns), "after": 1}) == by_python({"table": rows, "after": 1})


def test_a_table_without_rows_is_an_empty_list() -> None:
    assert text_of({"table": Table({"a": [], "b": []})}) == by_python({"table": []})


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        text_of({"a": [1.0, math.nan]})


@given(st.lists(st.floats() | st.integers(-(10**7), 10**7).map(lambda each: each / 2000)))
def test_a_column_of_numbers_is_made_plain_as_each_of_them_is(values: list[float]) -> None:
    found = plain_numbers(np.array(values, dtype=np.float64))
    assert list(map(repr, found)) == [repr(plain(value)) for value in values]
