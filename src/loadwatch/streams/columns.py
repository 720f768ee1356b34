"""Float64 columns as small whole numbers where that is exact, else as their own bits.

A watch writes whole numbers of some unit (centimetres, 1/128 strides a minute, semicircles). A
column is kept as these numbers if each value comes out of them again bit for bit; then as first or
second differences, whichever are smaller, in as few bytes as the largest needs, all lowest bytes
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loadwatch.units import Bools, Floats

CODINGS = (
    (1, 1, 0), (1, 2, 0), (1, 10, 0), (1, 100, 0), (1, 1000, 0), (1, 128, 0), (1, 256, 0),
    (1, 5, 500), (45, 2**29, 0), *((1, 10**power, 0) for power in range(4, 16)),
)  # fmt: skip
"""Factor, divisor and offset of whole numbers n that stand for n * factor / divisor - offset.

The semicircles of FIT are n * 45 / 2**29 degrees, which is exact; numbers from XML are tenths,
hundredths and so on. A coding is recorded by its place in this list. [choice]
"""
RAW = -1
"""Place of the coding that keeps the bits themselves."""
SAMPLES = 32
"""Values by which codings are told from one another before a whole column is tried. [choice]"""
_LARGEST = 2.0**62
_FACTOR, _DIVISOR, _OFFSET = np.array(CODINGS, np.float64).T[:, :, np.newaxis]
_WIDTHS = (1, 2, 4, 8)
_NAN_BITS = int(np.float64(np.nan).view(np.int64))

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Packed:
    """One column as it is kept.

    Parameters
    ----------
    coding : int
        Place in ``CODINGS``, or ``RAW``.
    count : int
        Values that are known; only these are kept.
    width : int
        Bytes of each kept number.
    first : tuple of int
        What differences begin from: none, one or two numbers.
    has_mask : bool
        Whether the numbers come after one bit a value, set where it is known.
    """

    coding: int
    count: int
    width: int
    first: tuple[int, ...]
    has_mask: bool

    def size(self, length: int) -> int:
        """Bytes of a column of some length."""
        mask = (length + 7) // 8 if self.has_mask else 0
        return mask + (self.count - len(self.first)) * self.width


def pack(columns: Sequence[Floats]) -> list[tuple[Packed, bytes]]:
    """Columns of any length as their descriptions and bytes."""
    with np.errstate(all="ignore"):
        masks = [_known(column) for column in columns]
        kept = [
            column if mask is None else column[mask]
            for column, mask in zip(columns, masks, strict=True)
        ]
        fitting = _fitting(kept)
        return [
            _packed(values, mask, codings)
            for values, mask, codings in zip(kept, masks, fitting, strict=True)
        ]


def _known(column: Floats) -> Bools | None:
    """Where a column has values; None where it has them everywhere.

    A NaN other than the usual one counts as a value, so that its bits are kept.
    """
    is_nan = np.isnan(column)
    if not is_nan.any():
        return None
    known: Bools = column.view(np.int64) != _NAN_BITS
    return known


def _fitting(columns: Sequence[Floats]) -> list[list[int]]:
    """Codings that are exact for some values of each column."""
    samples = np.zeros((len(columns), 1, SAMPLES))
    for row, column in zip(samples, columns, strict=True):
        if column.size:
            row[0] = column[:: max(column.size // SAMPLES, 1)][-SAMPLES:].take(
                range(SAMPLES), mode="clip"
            )
    whole = np.rint((samples + _OFFSET) * _DIVISOR / _FACTOR)
    fits = (whole * _FACTOR / _DIVISOR - _OFFSET == samples).all(axis=2)
    return [np.flatnonzero(row).tolist() for row in fits]


def _packed(values: Floats, mask: Bools | None, codings: Sequence[int]) -> tuple[Packed, bytes]:
    head = b"" if mask is None else np.packbits(mask).tobytes()
    for coding in codings:
        whole = _whole(values, coding)
        if whole is not None:
            first, width, body = _differences(whole)
            return Packed(coding, values.size, width, first, mask is not None), head + body
    body = _shuffled(values.view(np.int64).astype("<i8", copy=False))
    return Packed(RAW, values.size, 8, (), mask is not None), head + body


def _whole(values: Floats, coding: int) -> Whole | None:
    """Whole numbers that stand for values in a coding; None if any would not come out again."""
    factor, divisor, offset = CODINGS[coding]
    numbers = values + offset if offset else values
    numbers = np.rint(numbers * (divisor / factor))
    numbers += 0.0  # no whole number is -0.0
    again = _values(numbers, coding)
    if not np.array_equal(again.view(np.int64), values.view(np.int64)):
        return None
    if numbers.size and not max(numbers.max(), -numbers.min()) < _LARGEST:
        return None
    whole: Whole = numbers.astype(np.int64)
    return whole


def _values(numbers: Floats, coding: int) -> Floats:
    factor, divisor, offset = CODINGS[coding]
    values: Floats = (numbers * factor if factor != 1 else numbers) / divisor
    if offset:
        values -= offset
    return values


def _differences(whole: Whole) -> tuple[tuple[int, ...], int, bytes]:
    """First or second differences, in the bytes that the largest needs."""
    first = whole[1:] - whole[:-1]
    second = first[1:] - first[:-1]
    width, its_width = _width(first), _width(second)
    if second.size and (its_width, _size(second)) < (width, _size(first)):
        begin = int(whole[0]), int(first[0])
        return begin, its_width, _shuffled(_narrow(second, its_width))
    return tuple(whole[:1].tolist()), width, _shuffled(_narrow(first, width))


def _size(differences: Whole) -> int:
    return int(np.abs(differences).sum())


def _width(differences: Whole) -> int:
    if not differences.size:
        return 1
    low, high = int(differences.min()), int(differences.max())
    largest = max(high, ~low)
    return next(width for width in _WIDTHS if largest < 1 << (8 * width - 1))


def _narrow(differences: Whole, width: int) -> npt.NDArray[np.signedinteger]:
    """Numbers of a width.

    In several bytes, the sign is the lowest bit, so that the high bytes of small ones are zero.
    """
    narrow = differences.astype(f"<i{width}")
    if width == 1:
        return narrow
    return (narrow << 1) ^ (narrow >> (8 * width - 1))


def _shuffled(numbers: npt.NDArray[np.signedinteger]) -> bytes:
    """Their lowest bytes first, then the next ones."""
    width = numbers.itemsize
    if width == 1:
        return numbers.tobytes()
    return numbers.view(np.uint8).reshape(-1, width).T.tobytes()


def unpacked(packed: Packed, body: bytes, at: int, length: int) -> Floats:
    """A column of some length from its bytes, which begin at a place.

    Raises
    ------
    ValueError, IndexError
        If these are not the bytes of such a column.
    """
    mask = None
    if packed.has_mask:
        size = (length + 7) // 8
        bits = np.frombuffer(body, np.uint8, size, at)
        mask = np.unpackbits(bits, count=length).view(np.bool_)
        at += size
    count = packed.count - len(packed.first)
    numbers = _unshuffled(body, at, count, packed.width)
    if packed.coding == RAW:
        values = numbers.astype(np.int64).view(np.float64)
    else:
        values = _values(_summed(numbers, packed.first, packed.width), packed.coding)
    if mask is None:
        return values
    column = np.full(length, np.nan)
    column[mask] = values
    return column


def _unshuffled(body: bytes, at: int, count: int, width: int) -> npt.NDArray[np.signedinteger]:
    raw = np.frombuffer(body, np.uint8, count * width, at)
    if width == 1:
        return raw.view(np.int8)
    return np.ascontiguousarray(raw.reshape(width, count).T).view(f"<i{width}")[:, 0]


def _summed(
    differences: npt.NDArray[np.signedinteger], first: tuple[int, ...], width: int
) -> Floats:
    """Whole numbers from their differences."""
    if width > 1:
        bits = differences.view(f"<u{width}")
        differences = ((bits >> 1) ^ -(bits & 1)).view(f"<i{width}")
    whole = np.empty(differences.size + len(first), np.int64)
    whole[len(first) :] = differences
    if len(first) == 2:
        whole[1] = first[1]
        np.cumsum(whole[1:], out=whole[1:])
    if first:
        whole[0] = first[0]
        np.cumsum(whole, out=whole)
    return whole.astype(np.float64)
