"""Values of the row are masked wherever they stand; the program's own words are not."""

import pytest

from lam_desktop.sharing.masker import Masker
from lam_desktop.sharing.standins import StandIns
from lam_desktop.sharing.tally import Tally, sample
from lam_desktop.sharing.terms import Terms

CAPTIONS = ("Customer", "Save order", "Note")


def masker(*cells: str, mask: tuple[str, ...] = (), keep: tuple[str, ...] = ()) -> Masker:
    terms = Terms(CAPTIONS, keep)
    for text in mask:
        terms.add(text, "named with --mask")
    for cell in cells:
        terms.add(cell, "value of the row")
    return Masker(terms, StandIns(b"salt"), Tally())


@pytest.mark.parametrize(
    "text",
    [
        "Maria Sorensen", "maria  sorensen", "SORENSEN, M.", "Dear Maria,", "sorensen_maria.txt",
        "“Søren” Sorensen", "mariasorensen", "Sörensen",
    ],
)  # fmt: skip
def test_a_name_is_masked_in_every_text(text: str) -> None:
    made = masker("Maria Sorensen").text(text)
    assert len(made) == len(text)
    assert "maria" not in made.casefold() and "sorensen" not in made.casefold() and "Sörensen" not in made


@pytest.mark.parametrize(
    "text", ["Click “Save order”", "Type the text", "Customer", "Marinade", "Please save", "7 of 12"]
)
def test_other_words_stay(text: str) -> None:
    assert masker("Maria Sorensen", "Order 66", "12345", "7").text(text) == text


def test_equal_texts_stay_equal() -> None:
    one = masker("Maria Sorensen")
    whole = one.whole("Maria Sorensen", "typed text")
    assert one.text("Type “Maria Sorensen” (column customer)") == f"Type “{whole}” (column customer)"
    assert one.text("Dear Maria!") == f"Dear {whole.split()[0]}!"


def test_a_short_value_is_masked_as_a_whole_only() -> None:
    one = masker("7", "82")
    assert one.text("7") != "7" and one.text("Type “7”") != "Type “7”" and one.text("step 7") == "step 7"
    assert one.text("82 pieces")[:2] != "82" and one.text("82.50") == "82.50" and one.text("1820") == "1820"


def test_ideographs_have_no_spaces_beside_them() -> None:
    assert "张伟" not in masker("张伟").text("客户张伟先生")


def test_what_the_person_keeps_stays_and_what_they_mask_goes() -> None:
    one = masker("Copy paper", "note@example.org", mask=("Save",), keep=("paper", "note@example.org"))
    assert one.text("Copy paper").endswith(" paper") and not one.text("Copy paper").startswith("Copy")
    assert one.text("note@example.org") == "note@example.org"
    assert "Save" not in one.text("Save order") and one.text("Save order").endswith(" order")
    assert one.name("Customer") == "Customer" and one.name("Save") != "Save"


@pytest.mark.parametrize("text", ["Mana Sorensen", "Soren", "Sorense", "rensen", "MARlA", "Sor ensen"])
def test_what_was_misread_or_cut_off_in_a_picture_is_known(text: str) -> None:
    assert masker("Maria Sorensen").glimpsed(text) is not None


@pytest.mark.parametrize("text", ["Save order", "Customer", "Order desk", "So", "25.04.2026"])
def test_captions_in_a_picture_stay(text: str) -> None:
    assert masker("Maria Sorensen", "Note the order").glimpsed(text) is None


def test_of_a_screen_only_the_programs_words_stay() -> None:
    one = masker("Maria Sorensen")
    made = one.sentence("The row “Jonas Lindqvist, Customer” was not found.", "read from the screen")
    assert made.startswith("The row “") and made.endswith(", Customer” was not found.")
    assert "Jonas" not in made and "Lindqvist" not in made


def test_what_was_masked_is_counted_and_never_told() -> None:
    one = masker("Maria Sorensen")
    one.text("Maria Sorensen, maria@example.org")
    one.tally.picture("unsure reading", 3, "")
    told = {each.kind: each for each in one.tally.told()}
    assert told["value of the row"].texts == 1 and told["value of the row"].sample == "M… S…"
    assert told["e-mail address"].texts == 1 and told["unsure reading"].pictures == 1
    assert sample("Ana 12") == "… …"
