"""What is kept of a session comes back exactly."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.activity import Note
from loadwatch.derive.segments import Segment
from loadwatch.derive.session import Summary
from loadwatch.errors import LibraryDamagedError
from loadwatch.importer import Session
from loadwatch.library.checked import check, checksum
from loadwatch.library.codec import SAMPLED, session_of, stored_session
from loadwatch.merge import Fingerprint

FLOATS = st.floats(width=64)
TEXTS = st.text() | st.just("caf\udce9")
VALUES = FLOATS | TEXTS | st.none()
SEGMENTS = st.lists(st.builds(Segment, TEXTS, FLOATS, FLOATS, FLOATS, FLOATS, TEXTS), max_size=3)
NOTES = st.lists(st.builds(Note, TEXTS, TEXTS, st.integers(0, 9), st.booleans()), max_size=3)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    count = draw(st.integers(0, 5))
    arrays = {
        name: np.array(draw(st.lists(FLOATS, min_size=count, max_size=count)), dtype=np.float64)
        for name in SAMPLED
    }
    content = draw(TEXTS)
    found = Fingerprint(
        draw(FLOATS), draw(FLOATS), draw(TEXTS), content, draw(TEXTS | st.none()), draw(FLOATS),
        **arrays, richness=(draw(st.booleans()), 2, 7, draw(st.integers(0, 10**9)), content),
    )  # fmt: skip
    row = draw(st.dictionaries(TEXTS, VALUES, max_size=4))
    notes = tuple(draw(NOTES))
    summary = Summary(row, draw(SEGMENTS), draw(FLOATS), draw(FLOATS | st.none()), notes)
    return Session(summary, found, draw(TEXTS), "a.zip!b.fit")


@given(sessions())
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    back = session_of(stored_session(session), session.source)
    assert repr(back.summary) == repr(session.summary)
    assert (back.session_id, back.source) == (session.session_id, session.source)
    for name in Fingerprint.__dataclass_fields__:
        kept, wanted = getattr(back.fingerprint, name), getattr(session.fingerprint, name)
        if name in SAMPLED:
            assert kept.dtype == np.float64
            assert kept.tobytes() == wanted.tobytes()
        else:
            assert repr(kept) == repr(wanted)


def test_a_number_of_numpy_comes_back_as_a_number() -> None:
    row = {"a": np.float64(1.5), "b": math.nan}
    summary = Summary(row, [], 0.0, None, ())
    empty = {name: np.empty(0) for name in SAMPLED}
    found = Fingerprint(0.0, 1.0, "", "", None, 1.0, **empty, richness=(True, 1, 1, 1, ""))
    back = session_of(stored_session(Session(summary, found, "x", "y")), "y").summary.row
    assert back["a"] == 1.5
    assert math.isnan(float(str(back["b"])))


def test_a_changed_letter_is_noticed() -> None:
    told = checksum("key", "0", "a reading")
    check(told, "key", "0", "a reading")
    with pytest.raises(LibraryDamagedError, match="rebuild"):
        check(told, "key", "0", "a Reading")
    with pytest.raises(LibraryDamagedError):
        check(told, "key0", "", "a reading")
