"""People are known by lists, by what stands beside their names, and by where these stand on a screen."""

from __future__ import annotations

import random

import pytest

from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.name_lists import NameLists, shipped
from lam_desktop.sharing.painting import patches_of
from lam_desktop.sharing.people import People
from lam_desktop.sharing.people_on_screen import named_on
from lam_desktop.sharing.reading import Line
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms
from lam_desktop.types import Box
from tests.sharing.measure_names import measure, sources
from tests.sharing.name_screens import Screen

UNLISTED = "Xqorvald Ztremblik"


def people(*captions: str) -> People:
    return People(shipped(), Terms(captions).spares)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Meeting with Jonas Lindqvist at noon", ["Jonas Lindqvist"]),
        ("Inbox - Wójcik, Małgorzata - Mail", ["Wójcik, Małgorzata"]),
        ("Herr Dr. Xqorvald ruft an", ["Xqorvald"]),
        ("Dear Xqorvald,", ["Xqorvald"]),
        ("Customer: Xqorvald Ztremblik", [UNLISTED]),
        (f"Kind regards\n{UNLISTED}", [UNLISTED]),
        ("M. R. Kowalczyk", ["M. R. Kowalczyk"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("/home/xqorvald/orders.csv", ["xqorvald"]),
        ("AnnaBrandt", ["AnnaBrandt"]),
        ("请联系李娜女士", ["李娜"]),
        ("王建国", ["王建国"]),
        ("Мария Иванова", ["Мария Иванова"]),
    ],
)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in people().find(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Save order", "Dear customer", "Kind regards", "Pan left", "Datei öffnen", "Enregistrer sous",
        "Zapisz jako", "文件", "保存设置", "客户经理", "Entered 12 rows", "Mark as read", "August 2025", "",
    ],
)  # fmt: skip
def test_captions_are_no_names(text: str) -> None:
    assert people().find(text) == ()


def test_what_began_the_sentence_and_the_tasks_own_captions_stay() -> None:
    text = "Entered Jonas Lindgren."
    assert people().find(text) == ((8, 22),)
    assert people("Lindgren").find("Lindgren") == ()


def line(x: int, y: int, text: str, kind: str = "text") -> Line:
    return Line(Box(x, y, 150, 20), text, 1.0, kind)  # type: ignore[arg-type]


def test_who_stands_beside_a_label_below_a_heading_or_under_a_letter_is_named() -> None:
    named = [
        line(200, 10, UNLISTED, "field"),
        line(10, 130, "Zrk Wplomm", "cell"),
        line(10, 155, "Qentho Brizzu", "cell"),
        line(600, 90, "Plexa Dromquist"),
    ]
    others = [
        line(10, 10, "Customer:"),
        line(10, 105, "From", "header"),
        line(600, 60, "Mit freundlichen Grüßen"),
        line(10, 180, "12.04.2026", "cell"),
        line(10, 205, "Save order", "cell"),
        line(10, 500, "Vrethom Kaldor", "cell"),
    ]
    assert set(named_on([*others, *named], people())) == set(named)


def test_who_was_met_once_is_masked_everywhere_with_one_stand_in() -> None:
    screen, tally = Screen(), Tally()
    screen.put(0, 0, "header", "Customer")
    screen.put(0, 1, "cell", UNLISTED)
    elsewhere = screen.put(3, 9, "text", "the parcel of Ztremblik came")
    button = screen.put(3, 12, "button", "Save order")
    masker = Masker(Terms(("Customer",)), StandIns(), tally)
    patches = patches_of([0], lambda _: screen.frame, screen, masker, lambda _: None)[0]
    assert any(patch.box.holds(elsewhere.box) and patch.kind == "name of a person" for patch in patches)
    assert not any(patch.box.intersection(button.box).area for patch in patches)
    made = masker.text("Ztremblik, and Ztremblik again").split(", and ")
    assert made[0] != "Ztremblik" and made[1] == f"{made[0]} again"
    assert tally.names == 1
    assert {one.kind for one in tally.told()} == {"name of a person"}


def test_a_strict_copy_keeps_common_words_and_those_of_the_task() -> None:
    plain = Masker(Terms(("Ztremble desk",)), StandIns(), Tally())
    strict = Masker(Terms(("Ztremble desk",)), StandIns(), Tally(), strict=True)
    text = "the parcel of xqorvald came to the Ztremble desk"
    assert plain.text(text) == text
    assert "xqorvald" not in strict.text(text) and strict.text(text).endswith("the Ztremble desk")
    assert plain.glimpsed("the xqorvald") is None and strict.glimpsed("the xqorvald") == "no common word"
    assert strict.glimpsed("Save the order") is None and strict.glimpsed("Room 4711") == "no common word"
    assert strict.sentence("The row “Xqorvald” was not found.", "read from the screen").endswith(
        "was not found."
    )


def test_a_word_that_is_a_name_and_common_is_no_common_word_unless_programs_say_it() -> None:
    lists = NameLists(
        frozenset({"grace"}), frozenset(), frozenset({"grace", "save", "said"}), frozenset({"save"})
    )
    assert [lists.is_common(word) for word in ("Grace", "Save", "said", "Qrx")] == [False, True, True, False]


@pytest.mark.parametrize("language", ["en", "pl", "zh"])
def test_names_are_masked_and_captions_stay(language: str) -> None:
    draw, lists = sources(language)["of the corpus"]
    count = measure(language, draw, lists, 3, strict=False)
    assert sum(count.masked.values()) >= 0.95 * sum(count.names.values())
    assert count.captions_masked <= 0.05 * count.captions
    assert draw(random.Random(1)) == draw(random.Random(1))
