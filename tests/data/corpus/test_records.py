"""Pages survive being written and read, with and without what later versions added."""

import json
from dataclasses import replace
from pathlib import Path

from lam_desktop.data.corpus.records import Page, from_line, to_line
from lam_desktop.data.corpus.spec import Deed, PageElement, Rendered

_CELL = PageElement(
    "table/r5/name", "cell", "Kim", (3, 4, 50, 20), None, True, False, "table/name", True, 1.0, "table/r5"
)
_BUTTON = PageElement("footer/save", "button", "Save", (3, 90, 50, 20), None, True, False, None, True, 1.0)
_PAGE = Page(
    "1-000001",
    "base",
    "A",
    "qt",
    "en",
    "pages/x.png",
    (100, 120),
    (0, 0, 90, 110),
    (_CELL, _BUTTON),
    Path("/corpus"),
)


def test_a_page_survives_its_line() -> None:
    assert from_line(to_line(_PAGE), _PAGE.root) == _PAGE


def test_a_line_without_records_is_still_read() -> None:
    line = json.loads(to_line(_PAGE))
    for element in line["elements"]:
        element.pop("record", None)
    without = replace(_PAGE, elements=(replace(_CELL, record=None), _BUTTON))
    assert from_line(json.dumps(line), _PAGE.root) == without


def test_elements_of_no_record_do_not_mention_one() -> None:
    button = json.loads(to_line(_PAGE))["elements"][1]
    assert "record" not in button


def test_a_place_in_an_episode_is_kept_and_pages_of_none_do_not_mention_it() -> None:
    page = replace(_PAGE, at=2, deed=Deed("fill", "form/name", "Müller"), mishap="still")
    assert from_line(to_line(page), page.root) == page
    end = replace(_PAGE, at=3)
    assert from_line(to_line(end), page.root) == end
    assert not {"at", "deed", "mishap"} & json.loads(to_line(_PAGE)).keys()


def test_pieces_of_elements_are_kept_apart_and_older_lines_have_none() -> None:
    piece = replace(_BUTTON, id="footer/cancel", visible=0.2)
    page = replace(_PAGE, glimpses=(piece,))
    assert from_line(to_line(page), page.root) == page
    assert "glimpses" not in json.loads(to_line(_PAGE))
    told = Rendered.of(b"", (9, 9), (0, 0, 9, 9), [_BUTTON, piece, replace(piece, id="x", visible=0.01)])
    assert told.elements == (_BUTTON,) and told.glimpses == (piece,)
