"""What identifies the choice must be said exactly; what OCR cannot tell apart may differ."""

from dataclasses import replace

import pytest

from lam_desktop.neighbours import label_of
from lam_desktop.policy.lam.wording import heard, name_of, same_words, says, says_a_piece, says_otherwise
from lam_desktop.types import Box, Element


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Courier", "courier"),
        ("Order no.", "Orderno."),
        ("Illness", "lllness"),
        ("√ Express", "Express"),
        ("○ Male", "Male"),
        ("普通", "普通"),
        ("ﬁle", "file"),
        ("12 — 14", "12-14"),
    ],
)
def test_the_same_words(read: str, wanted: str) -> None:
    assert same_words(read, wanted)


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Sorensen", "Sorenson"),
        ("A10", "AlO"),
        ("O-4711", "0-4711"),
        ("Order 12", "Order 1"),
        ("Express 24", "Express"),
        ("A Courier", "Courier"),
        ("", ""),
        ("x", " "),
    ],
)
def test_near_twins_are_not_the_same(read: str, wanted: str) -> None:
    assert not same_words(read, wanted)


def _line(*parts: tuple[str, str, int]) -> list[Element]:
    """Elements in one line: (kind, text, x)."""
    return [
        Element(Box(x, 100, 16 if kind in ("radio", "checkbox") else 60, 16), kind, text)  # type: ignore[arg-type]
        for kind, text, x in parts
    ]  # type: ignore[arg-type]


def test_a_record_says_more_than_whose_it_is() -> None:
    record = Element(Box(0, 0, 300, 30), "list_item", "09:20 Fatima Rahman, Bath")
    assert says(record, [record], "Fatima Rahman", within=True)
    assert not says(record, [record], "Fatima Rahman")
    for other in ("Fatima Rahma", "Fatima", "09", "atima Rahman"):
        assert says(record, [record], other, within=True) is (other == "Fatima")
    run_together = Element(Box(0, 0, 300, 30), "list_item", "09:20 FatimaRahman")
    assert says(run_together, [run_together], "Fatima Rahman", within=True)


@pytest.mark.parametrize(
    ("text", "wanted", "holds"),
    [
        ("Anna Berg – Invoice", "Anna Berg", True),
        ("Anna Berg-Hansen  Invoice", "Anna Berg", False),
        ("Lee-Anna Berg", "Anna Berg", False),
        ("Order 12/3", "Order 12", False),
        ("Order 12, Bath", "Order 12", True),
        ("O'Neil", "Neil", False),
    ],
)
def test_a_record_s_words_are_whole_names(text: str, wanted: str, holds: bool) -> None:
    record = Element(Box(0, 0, 300, 30), "list_item", text)
    assert says(record, [record], wanted, within=True) is holds


def test_a_whole_list_is_no_record() -> None:
    mails = Element(
        Box(0, 0, 300, 300), "list_item", "\n".join(["Ann Lee – Hi", "Ewa Nowak – Re", "Bo – x", "Cy – y"])
    )
    assert not says(mails, [mails], "Ewa Nowak", within=True)


def test_a_radio_button_says_what_stands_right_of_it() -> None:
    line = _line(("radio", "", 10), ("text", "Cash", 30), ("radio", "", 120), ("text", "Card", 140))
    assert says(line[0], line, "Cash")
    assert not says(line[0], line, "Card")
    assert says(line[2], line, "card")


def test_a_label_on_the_left_counts_where_none_is_on_the_right() -> None:
    line = _line(("text", "Urgent", 10), ("checkbox", "", 80))
    assert label_of(line[1], line) is line[0]


def test_a_label_in_another_line_or_far_away_is_none() -> None:
    box = Element(Box(10, 100, 16, 16), "radio")
    below, far = Element(Box(30, 130, 60, 16), "text", "Cash"), Element(Box(400, 100, 60, 16), "text", "Cash")
    assert label_of(box, [box, below, far]) is None
    assert not says(box, [box, below, far], "Cash")


def test_a_radio_button_of_another_kind_and_misread_still_has_its_label() -> None:
    box = Element(Box(10, 100, 16, 16), "button", "O")
    assert says(box, [box, Element(Box(30, 100, 60, 16), "text", "Cash")], "Cash")


def test_a_field_does_not_say_its_label() -> None:
    line = _line(("field", "", 10), ("text", "City", 30))
    assert not says(line[0], line, "City")


@pytest.mark.parametrize(
    ("read", "kind", "words"),
    [
        ("白", "icon", ""),
        ("口\n保存", "icon", "保存"),
        ("Bold", "icon", "Bold"),
        ("7", "button", "7"),
        ("√\nApply", "button", "Apply"),
        ("o\nCONTACTS", "button", "CONTACTS"),
        ("□ Merge", "button", "Merge"),
        ("Name ▲", "header", "Name"),
        ("Emma Lopez\nTeam lunch", "list_item", "Emma Lopez Team lunch"),
        ("5\nMon", "cell", "5 Mon"),
        ("▼", "combo", "▼"),
        ("54 %", "cell", "54 %"),
        ("A B", "cell", "A B"),
    ],
)
def test_pictures_taken_for_letters_are_no_words(read: str, kind: str, words: str) -> None:
    assert heard(read, kind) == words


def test_a_large_box_over_the_line_is_no_label() -> None:
    mark, words = Element(Box(617, 422, 13, 14), "radio"), Element(Box(639, 420, 46, 19), "text", "Collect")
    blank = Element(Box(635, 137, 515, 366), "field", "of the order.")
    assert label_of(mark, [blank, mark, words]) is words
    assert says(mark, [blank, mark, words], "Collect")


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        ("ONE", "TWO", True),
        ("Save", "Delete", True),
        ("Save", "Save order", False),
        ("Register visit", "Registered visit", False),
        ("Save", "Savo", False),
        ("Save", "", False),
        ("=", "+", False),
        ("OK", "NO", True),
        ("Enable", "Disable", True),
        ("Approve", "Remove", True),
        ("Register", "Unregister", True),
        ("Log in", "Log out", True),
        ("Save file", "Delete file", True),
        ("Save", "Don't save", True),
        ("Speichern", "Speichem", False),
        ("Löschen", "Loschen", False),
        ("Include", "Exclude", True),
        ("Sort ascending", "Sort descending", True),
        ("Encrypt", "Decrypt", True),
        ("Zuweisen", "Abweisen", True),
        ("Internal", "External", True),
        ("Invoice", "Invoices", False),
        ("O", "TWO", True),
        ("O", "Q", False),
    ],
)
def test_what_is_called_by_other_words(one: str, other: str, others: bool) -> None:
    box = Box(0, 0, 60, 20)
    assert says_otherwise(Element(box, "button", one), Element(box, "button", other)) is others
    assert not says_otherwise(Element(box, "field", one), Element(box, "field", other))
    assert not says_otherwise(Element(box, "button", one), Element(box, "button", other, 0.7))
    assert says_otherwise(Element(box, "button", one, 0.8), Element(box, "button", other)) is others
    assert not says_otherwise(Element(box, "button", one, 0.6), Element(box, "button", other))


def test_a_box_that_cuts_off_what_others_say_in_full_says_a_piece() -> None:
    whole, cut, other = (
        Element(Box(0, y, 60, 20), "cell", text) for y, text in ((0, "Aperçu"), (30, "erçu"), (60, "Open"))
    )
    assert says_a_piece(cut, whole, [whole, cut, other])
    assert not says_a_piece(cut, whole, [cut, other]), "nothing says it in full"
    assert not says_a_piece(other, whole, [whole, cut, other]) and not says_a_piece(whole, whole, [whole])


def test_two_letters_are_not_the_one_that_stands_for_them() -> None:
    assert not same_words("Marc Weiss", "Marc Weiß") and same_words("MARC WEISS", "Marc Weiss")


def test_a_mark_is_called_by_the_words_beside_it() -> None:
    mark, label = (
        Element(Box(10, 10, 16, 16), "radio", ""),
        Element(Box(32, 10, 60, 16), "text", "Courier", 0.97),
    )
    other = Element(Box(32, 40, 60, 16), "text", "Post")
    screen = (mark, label, other)
    assert name_of(mark, screen).text == name_of(label, screen).text == "Courier"
    assert name_of(label, screen).kind == name_of(mark, screen).kind == "link"
    assert name_of(other, screen) == other and name_of(mark, (mark,)) == mark
    express = replace(label, text="Express")
    assert says_otherwise(name_of(mark, screen), name_of(mark, (mark, express)))
    assert not says_otherwise(name_of(mark, screen), name_of(mark, (mark, replace(label, text="Couner"))))
