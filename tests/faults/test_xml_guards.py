"""XML made to exhaust or to fetch, and files that are something else."""

from __future__ import annotations

import itertools
import time

import pytest

from loadwatch.formats import _xml

from .build import fit, gpx, run
from .expect import assert_known_run

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
WHOLE = gpx()


def declared(subset):
    """The known run with a document type."""
    return WHOLE.replace(DECLARATION, f"{DECLARATION}<!DOCTYPE gpx {subset}>\n")


LAUGHS = '[<!ENTITY a "lol">'
for before, name in itertools.pairwise("abcdefghi"):
    LAUGHS += f'<!ENTITY {name} "{f"&{before};" * 10}">'
LAUGHS += "]"


@pytest.mark.parametrize(
    "subset",
    ['[<!ENTITY hr "145">]', '[<!ENTITY x SYSTEM "file:///etc/passwd">]', LAUGHS],
    ids=["internal", "external", "billion laughs"],
)
def test_an_entity_declaration_is_refused(read, subset):
    begin = time.monotonic()
    found = read(declared(subset).replace("<type>running", "<type>&x;"), "x.gpx")
    assert found.state.state == "quarantined"
    assert "entities" in found.state.reason
    assert time.monotonic() - begin < 2


def test_a_document_type_elsewhere_is_never_fetched(read):
    found = read(declared('SYSTEM "http://127.0.0.1:9/gpx.dtd"'), "x.gpx")
    assert_known_run(found)


def nested(depth):
    """The known run after an element nested so deep, root included."""
    inner = "<a>" * (depth - 1) + "</a>" * (depth - 1)
    return WHOLE.replace("<trk>", f"{inner}<trk>", 1)


def test_nesting_up_to_the_limit_is_read_and_deeper_is_refused(read):
    assert_known_run(read(nested(_xml.MAX_DEPTH), "x.gpx"))
    for depth in (_xml.MAX_DEPTH + 1, 200, 200_000):
        found = read(nested(depth), "x.gpx")
        assert found.state.state == "quarantined"
        assert "nested" in found.state.reason


@pytest.mark.parametrize(("count", "state"), [(900, "imported"), (5_000, "quarantined")])
def test_thousands_of_namespaces_are_refused_quickly(read, count, state):
    names = " ".join(f'xmlns:n{i}="http://example.org/{i}"' for i in range(count))
    begin = time.monotonic()
    found = read(WHOLE.replace("<trk>", f"<trk {names}>"), "x.gpx")
    assert found.state.state == state
    assert state == "imported" or "namespaces" in found.state.reason
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("where", ["text", "attribute"])
def test_an_over_long_text_is_refused(read, where):
    filler = "x" * (_xml.MAX_TEXT + 1)
    name = f"<name>{filler}</name>" if where == "text" else f'<name a="{filler}"/>'
    found = read(WHOLE.replace("<trk>", f"<trk>{name}"), "x.gpx")
    assert found.state.state == "quarantined"
    assert where in found.state.reason


def test_the_word_xmlns_in_plenty_costs_nothing(read):
    begin = time.monotonic()
    found = read(WHOLE.replace("<trk>", f"<desc>{' xmlns' * 100_000}</desc><trk>"), "x.gpx")
    assert_known_run(found)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        ('{"activities": []}', "JSON without a recorded activity"),
        ("a,b\n1,2\n", "a table without activities"),
        ("<kml><Placemark/></kml>", "XML file of another kind"),
        ("\0" * 5000, "not a known activity"),
    ],
)
def test_what_is_no_activity_file_is_quarantined_under_an_activity_name(read, text, gist):
    for name in ("x.fit", "x.gpx", "x.tcx"):
        found = read(text, name)
        assert found.state.state == "quarantined"
        assert gist in found.state.reason


def test_another_file_under_its_own_name_is_skipped(read):
    assert read('{"activities": []}', "settings.json").state.state == "skipped"


def test_the_content_decides_and_not_the_name(read):
    assert_known_run(read(fit(), "x.gpx"))
    assert_known_run(read(gpx(run()), "x.fit"))
