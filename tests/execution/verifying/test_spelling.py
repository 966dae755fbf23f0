"""Spaces and capitals count in what was typed, as far as the demonstration's field kept them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from lam_desktop.execution.verifying.spelling import Spelling, is_spelled, kept_by


def spelled(typed: str, *readings: str, kept: Spelling | None = None) -> bool:
    first, *cuts = readings
    return is_spelled(typed, kept or Spelling(), first, lambda: cuts)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("0620 41937", "062041937"),
        ("062041937", "0620 41937"),
        ("Jon Castello", "JonCastello"),
        ("Jon Castello", "Jo nCastello"),
        ("Miller", "MILLER"),
        ("ab12", "AB12"),
        ("Order", "oRDER"),
        ("Émile", "émile"),
        ("Ärger", "ärger"),
        ("+49 30 1", "Phone +4930 1"),
        ("Ada Lindqvist", "ADA IINDQVIST"),  # the small l of caps lock is read as I
        ("Ada Lindqvist", "ADA LINDOVIST"),
        ("Oak Hill 10", "Oak Hi1l1O"),
    ],
)
def test_another_spelling(typed: str, reading: str) -> None:
    assert not spelled(typed, reading)
    assert not spelled(typed, reading, reading)
    assert spelled(typed, reading, typed), "a cut that shows it as typed tells that it is right"


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("Jon Castello", "Jon Castello"),
        ("Jon  Castello ", "Jon Castello"),
        ("Jon Castello", "Name: Jon Castello|"),
        ("12 345", "12 345"),
        ("Scovo", "SCOVO"),  # these capitals tell by their size alone
        ("Straße 5", "Strasse 5"),
        ("Jon Castello", "Jon Castell0"),  # of one shape
        ("“Ada”", '"Ada"'),
        ("12 Ada", "12 Ada 12Ada"),
        ("5 kg", "５ kg"),
        ("Ada Lindqvist", "Ada Iindqvist"),
        ("Ada Lindqvist", "Ada Lindovlst"),
        ("Ada Lindqvist", "PHONE 0171"),
    ],
)
def test_the_same_spelling(typed: str, reading: str) -> None:
    assert spelled(typed, reading)


def test_one_reading_may_tell_of_spaces_and_another_of_capitals() -> None:
    assert spelled("Ada B 12", "ADA B 12", "AdaB 12")
    assert not spelled("Ada B 12", "ADA B 12", "ADAB12")


@pytest.mark.parametrize(
    ("demonstrated", "seen", "kept"),
    [
        ("Ada Lovelace", ("Ada Lovelace",), Spelling()),
        ("Ada Lovelace", ("Name", "ADA LOVELACE"), Spelling(capitals=False)),
        ("DE89 3704", ("DE893704",), Spelling(spaces=False)),
        ("de893704", ("DE89 3704",), Spelling(False, False)),
        ("Ada Lovelace", ("Ada Love",), Spelling()),
        ("Ada Lovelace", (), Spelling()),
        ("", ("x",), Spelling()),
    ],
)
def test_what_a_field_kept_when_it_was_shown(
    demonstrated: str, seen: tuple[str, ...], kept: Spelling
) -> None:
    assert kept_by(demonstrated, seen) == kept


def test_what_it_did_not_keep_does_not_count() -> None:
    assert spelled("de12 3", "DE123", kept=Spelling(False, False))
    assert not spelled("de12 3", "DE123", kept=Spelling(False, True))
    assert not spelled("de12 3", "DE123", kept=Spelling(True, False))


def test_other_cuts_are_read_only_where_the_first_does_not_tell() -> None:
    asked: list[str] = []

    def cuts() -> Iterable[str]:
        asked.append("cut")
        return ("Ada B",)

    assert is_spelled("Ada B", Spelling(), "Ada B", cuts) and not asked
    assert is_spelled("Ada B", Spelling(), "AdaB", cuts) and asked
