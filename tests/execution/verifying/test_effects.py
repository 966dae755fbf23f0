from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.execution.runs.proof import UNSEEN
from lam_desktop.execution.screen.screen_texts import nearly
from lam_desktop.execution.verifying.effects import demonstrated_effect, judge, lines_of, opened, opens_list
from lam_desktop.types import Box, DemonstratedStep, Element, Observation

WINDOW = Box(0, 0, 400, 300)
SAVE = Element(Box(20, 250, 80, 28), "button", "Save")


def screen(*texts: tuple[str, int, int], shade: int = 0) -> Observation:
    """Elements at (text, x, y) with some ink of its own each; `shade` darkens them."""
    frame = np.full((300, 400, 3), 250, np.uint8)
    elements = [SAVE]
    for text, x, y in texts:
        elements.append(Element(Box(x, y, 100, 18), "text", text))
        letters = np.random.default_rng(sum(text.encode())).random((18, 100)) < 0.2
        frame[y : y + 18, x : x + 100][letters] = 40
        frame[y : y + 18, x : x + 100] -= np.uint8(shade)
    return Observation(frame, tuple(elements), WINDOW)


def step(before: Observation, after: Observation) -> DemonstratedStep:
    return DemonstratedStep(1, before, 0, SAVE.box.center, after)


FORM = screen(("Customer", 20, 20), ("Miller", 130, 20))
STORED = screen(("Customer", 20, 20), ("Miller", 20, 120), ("Order 1041 saved", 20, 280))
PRESENT = {"Miller": "Smith"}


def test_the_effect_of_the_row_is_looked_for_with_the_rows_values() -> None:
    effect = demonstrated_effect(step(FORM, STORED), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20))
    stored = screen(("Customer", 20, 20), ("Smith", 20, 120), ("Order 1042 saved", 20, 280))
    assert judge(effect, form, stored, SAVE.box).ok


def test_a_save_that_changes_nothing_is_not_seen() -> None:
    effect = demonstrated_effect(step(FORM, STORED), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20))
    verdict = judge(effect, form, form, SAVE.box)
    assert not verdict.ok and "not" in verdict.reason


def test_a_message_that_stood_there_before_proves_nothing() -> None:
    only_message = screen(("Customer", 20, 20), ("Miller", 130, 20), ("Order saved", 20, 280))
    effect = demonstrated_effect(step(FORM, only_message), PRESENT)
    before = screen(("Customer", 20, 20), ("Smith", 130, 20), ("Order saved", 20, 280))
    verdict = judge(effect, before, before, SAVE.box)
    assert not verdict.ok and "before" in verdict.reason


@pytest.mark.parametrize(
    ("present", "earlier", "of_this_row"),
    [
        ("Order 1042 saved", {"1041"}, True),
        ("Order 1042 saved", {"1042"}, False),  # the message of the row before, once more
        ("Order saved", {"1041"}, False),
        ("Order Smith saved", {"1041"}, True),
        ("Order 1041 saved", {"1044"}, True),  # the number that was demonstrated: of no row
    ],
)
def test_a_message_without_a_word_of_this_row_is_not_this_rows(
    present: str, earlier: set[str], of_this_row: bool
) -> None:
    form = screen(("Customer", 20, 20))
    effect = demonstrated_effect(
        step(form, screen(("Customer", 20, 20), ("Order 1041 saved", 20, 280))), PRESENT
    )
    after = screen(("Customer", 20, 20), (present, 20, 280))
    verdict = judge(effect, form, after, SAVE.box, earlier=earlier)
    assert verdict.ok and bool(verdict.evidence.get(UNSEEN)) is not of_this_row


def test_a_value_of_the_row_that_only_left_the_form_is_its_own_word() -> None:
    """The table is long by now, and its last line is out of sight."""
    shown = screen(("Customer", 20, 20), ("Miller", 20, 120), ("Order stored", 20, 280))
    effect = demonstrated_effect(step(FORM, shown), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20))
    emptied = screen(("Customer", 20, 20), ("Order stored", 20, 280))
    assert UNSEEN not in judge(effect, form, emptied, SAVE.box).evidence
    left = screen(("Customer", 20, 20), ("Smith", 130, 20), ("Order stored", 20, 280))
    verdict = judge(effect, form, left, SAVE.box)
    assert verdict.ok and verdict.evidence[UNSEEN]


def test_what_several_columns_held_may_be_any_of_them() -> None:
    """Shipped to Berlin and paid in Berlin: the line that came says where this one is shipped to."""
    shown = screen(("Customer", 20, 20), ("Berlin", 20, 120))
    effect = demonstrated_effect(
        step(screen(("Customer", 20, 20)), shown), {"Berlin": "Munich"}, {"Berlin": ("Hamburg", "Munich")}
    )
    form = screen(("Customer", 20, 20))
    for city, holds in (("Hamburg", True), ("Munich", True), ("Cologne", False)):
        after = screen(("Customer", 20, 20), (city, 20, 120))
        assert judge(effect, form, after, SAVE.box).ok is holds


def test_a_form_that_is_emptied_without_the_message_is_not_the_effect() -> None:
    emptied = screen(("Customer", 20, 20), ("Order 1041 saved", 20, 280))
    effect = demonstrated_effect(step(FORM, emptied), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20))
    refused = screen(("Customer", 20, 20), ("Your session has expired", 20, 280))
    assert judge(effect, form, screen(("Customer", 20, 20), ("Order 1042 saved", 20, 280)), SAVE.box).ok
    assert not judge(effect, form, refused, SAVE.box).ok


@pytest.mark.parametrize(
    ("shown", "present", "holds"),
    [
        ("Order 1041 was stored", "Order 1042 was stored", True),
        ("Order 1041 was stored", "Order 1042 was not stored", False),
        ("Order 1041 saved", "Order 1042 could not be saved: disk full", False),
        ("Order 1041 stored", "Order 1042 refused", False),
        ("Saved", "Not saved", False),
        ("Order stored", "Not stored", False),
        ("Bestellung 7 gespeichert", "Bestellung 8 nicht gespeichert", False),
        ("Order 1041 was stored", "Order 1042 was stcred", True),
        ("Miller: order 1041 was stored", "Smith: order 1042 was stored", True),
        ("Order 1041 by Anna was stored", "Order 1042 by Peter was stored", True),
    ],
)
def test_a_message_that_says_something_else_is_not_the_effect(shown: str, present: str, holds: bool) -> None:
    demonstrated = step(screen(("Customer", 20, 20)), screen(("Customer", 20, 20), (shown, 20, 280)))
    effect = demonstrated_effect(demonstrated, PRESENT)
    form = screen(("Customer", 20, 20))
    verdict = judge(effect, form, screen(("Customer", 20, 20), (present, 20, 280)), SAVE.box)
    assert verdict.ok is holds, verdict


def test_a_value_of_several_words_may_be_quoted_by_the_message() -> None:
    shown = step(screen(("Subject", 20, 20)), screen(("Subject", 20, 20), ("“Two lamps” is stored", 20, 280)))
    effect = demonstrated_effect(shown, {"Two lamps": "one small chair"})
    form = screen(("Subject", 20, 20))
    assert judge(effect, form, screen(("Subject", 20, 20), ("“one small chair” is stored", 20, 280)), None).ok
    assert not judge(
        effect, form, screen(("Subject", 20, 20), ("“two small cups” is stored", 20, 280)), None
    ).ok


def test_a_line_that_stood_there_before_a_dialog_is_no_news_when_it_comes_back() -> None:
    banner = ("Warning: order 1 was not stored twice", 20, 280)
    covered = screen(("Customer", 20, 20), ("Name", 20, 120))
    demonstrated = step(covered, screen(("Customer", 20, 20), ("Warning: order 1 was stored", 20, 280)))
    effect = demonstrated_effect(demonstrated, {})
    after = screen(("Customer", 20, 20), banner)
    assert not judge(effect, covered, after, SAVE.box).ok
    assert judge(effect, covered, after, SAVE.box, lines_of(screen(banner))).ok
    longer = lines_of(screen((f"{banner[0]}. You may close it.", *banner[1:])))
    assert judge(effect, covered, after, SAVE.box, longer).ok, "a long line may be found in parts"
    other = lines_of(screen(("Warning: order 1 was stored twice", 20, 280)))
    assert not judge(effect, covered, after, SAVE.box, other).ok  # almost the same line is another one


def test_the_message_of_the_row_before_gives_way_to_this_rows() -> None:
    effect = demonstrated_effect(step(FORM, STORED), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20), ("Order 1041 saved", 20, 280))
    stored = screen(("Customer", 20, 20), ("Smith", 20, 120), ("Order 1042 saved", 20, 280))
    assert judge(effect, form, stored, SAVE.box).ok
    assert not judge(effect, form, form, SAVE.box).ok


def test_what_is_read_otherwise_without_having_changed_is_no_effect() -> None:
    """The parser cuts a text otherwise when something beside it changed; its own pixels say nothing new."""
    before = screen(("Customer", 20, 20), ("Total 12", 20, 120))
    after = screen(("Customer", 20, 20), ("Total 12", 20, 120))
    other = Element(Box(20, 120, 60, 18), "text", "Total")
    after = Observation(after.frame, (*after.elements[:-1], other), WINDOW)
    assert not demonstrated_effect(step(before, after), {}).visible


def test_a_caret_that_is_read_as_a_letter_is_no_effect() -> None:
    """The line is drawn anew at its end only, and cut otherwise."""
    before, after = screen(("Notes of the day", 20, 120)), screen(("Notes of the day", 20, 120))
    after.frame[120:138, 110:118] = 0
    found = (
        Element(Box(20, 120, 60, 18), "text", "Notes of"),
        Element(Box(82, 120, 38, 18), "text", "the dayl"),
    )
    after = Observation(after.frame, (SAVE, *found), WINDOW)
    for one, other in ((before, after), (after, before)):
        assert not demonstrated_effect(step(one, other), {}).visible


def test_a_value_that_is_read_within_a_longer_text_has_not_gone() -> None:
    """The lines of a letter, each by itself before Enter, and as one text after it."""

    def letter(name: str) -> tuple[Observation, Observation]:
        lines = screen(("Notes of the day", 20, 20), (f"Dear {name},", 20, 40))
        whole = Element(Box(20, 20, 300, 220), "field", f"Notes of the day\nDear {name},")
        return lines, Observation(lines.frame, (SAVE, whole), WINDOW)

    values = {"Dear Ms Sorensen,": "Dear Dr Okafor,"}
    effect = demonstrated_effect(step(*letter("Ms Sorensen")), values).of_keys(about=False)
    lines, whole = letter("Dr Okafor")
    for before, after in ((lines, lines), (lines, whole), (whole, whole)):
        assert judge(effect, before, after, None).ok


def test_a_line_that_a_box_around_several_cuts_has_not_gone() -> None:
    """A part of a page was taken for one more field: it says the end of the line that it cuts."""
    plain = screen(("Enter it into the 2nd field.", 20, 20), ("Code", 20, 200))
    cutting = Element(Box(80, 10, 300, 220), "field", "2nd field.")
    shown = Observation(plain.frame, (*plain.elements, cutting), WINDOW)
    later = screen(("Enter it into the 2nd field.", 20, 20), ("Code", 20, 200), ("|", 140, 120))
    assert not demonstrated_effect(step(shown, later), {}).went


def test_a_word_that_stood_twice_may_stay_where_it_stands() -> None:
    """A cell's text was shown in the line above the sheet as well; now another cell is chosen before."""
    table = ("Surname", 20, 120)
    effect = demonstrated_effect(step(screen(table, ("Surname", 20, 20)), screen(table)), {})
    assert {sign.said for sign in effect.went} == {"Surname"}
    assert judge(effect, screen(table), screen(table), SAVE.box).ok
    both = screen(table, ("Surname", 20, 20))
    assert not judge(effect, both, both, SAVE.box).ok
    assert judge(effect, both, screen(table), SAVE.box).ok


def test_a_banner_that_went_by_itself_is_not_awaited() -> None:
    """It covered much of the window; something must happen even so."""
    bare, banner = screen(("Notes", 20, 120)), screen(("Notes", 20, 120), ("Started as root", 200, 200))
    banner.frame[180:240, 150:390][banner.frame[180:240, 150:390] == 250] = 90
    effect = demonstrated_effect(step(banner, bare), {})
    assert effect.went and effect.around and not effect.far
    assert not judge(effect, bare, bare, SAVE.box).ok
    assert judge(effect, bare, screen(("Notes", 20, 120), ("saved", 200, 20)), SAVE.box).ok


def test_what_had_come_before_a_key_is_not_awaited_from_it() -> None:
    """A message went by itself in the demonstration; here it has gone already. Two words were read as one."""
    bar = ("Plain Text", 20, 280), ("Tab Width", 200, 280)
    message, read_as_one = screen(("Loading file", 20, 280)), screen(("Plain TextTab Width", 20, 280))
    effect = demonstrated_effect(step(message, read_as_one), {})
    assert {sign.said for sign in effect.came} == {"Plain", "TextTab", "Width"}
    about, storing = effect.of_keys(about=True), effect.of_keys(about=False)
    assert judge(about, screen(*bar), screen(*bar), None).ok
    assert not judge(storing, screen(*bar), screen(*bar), None).ok, "Enter may store something"
    assert not judge(effect, screen(*bar), screen(*bar), None).ok, "a click is to bring it about"
    assert not judge(about, message, message, None).ok


@pytest.mark.parametrize(("word", "holds"), [("sl", True), ("no", False), ("not", False)])
def test_two_letters_are_no_news_unless_they_deny(word: str, holds: bool) -> None:
    effect = demonstrated_effect(step(screen(), screen(("Close Window", 20, 120))), {})
    assert judge(effect, screen(), screen((f"Close Window {word}", 20, 120)), None).ok is holds


@pytest.mark.parametrize(("shown", "present"), [("Saved", "Unsaved"), ("Valid", "Invalid")])
def test_the_opposite_in_one_word_is_not_the_word(shown: str, present: str) -> None:
    effect = demonstrated_effect(step(screen(), screen((shown, 20, 120))), {})
    assert not judge(effect, screen(), screen((present, 20, 120)), None).ok


def test_a_pressed_button_that_is_read_otherwise_is_no_effect() -> None:
    pressed = FORM.frame.copy()
    pressed[SAVE.box.y : SAVE.box.bottom, SAVE.box.x : SAVE.box.right] = 90
    misread = Element(SAVE.box, "button", "Sove")
    after = Observation(pressed, (misread, *FORM.elements[1:]), WINDOW)
    assert not demonstrated_effect(step(FORM, after), {}).visible


def test_another_record_in_the_table_is_not_the_effect() -> None:
    effect = demonstrated_effect(step(FORM, STORED), PRESENT)
    form = screen(("Customer", 20, 20), ("Smith", 130, 20))
    wrong = screen(("Customer", 20, 20), ("Smith", 130, 20), ("Jones", 20, 120))
    assert not judge(effect, form, wrong, SAVE.box).ok


def test_a_click_that_only_moved_the_focus_needs_no_effect() -> None:
    effect = demonstrated_effect(step(FORM, FORM), {})
    assert not effect.visible
    assert judge(effect, FORM, FORM, SAVE.box).ok


def test_pixels_count_where_no_text_changed() -> None:
    lit = screen(("Customer", 20, 20), ("Miller", 130, 20), shade=60)
    effect = demonstrated_effect(step(FORM, lit), {})
    assert effect.far and not effect.came
    assert not judge(effect, FORM, FORM, SAVE.box).ok
    assert judge(effect, FORM, lit, SAVE.box).ok


def test_one_reading_error_in_eight_letters_is_the_same_text() -> None:
    assert nearly("ordersaved", "0rdersaved") is False, "a digit came in"
    assert nearly("ordersaved", "orderseved")
    assert not nearly("order12saved", "order13saved")
    assert not nearly("saved", "failed")


def test_two_letters_alone_are_not_insisted_on() -> None:
    """A caret between two lines read as «II» does not come again."""
    caret = demonstrated_effect(step(FORM, screen(("Customer", 20, 20), ("II", 130, 20))), {})
    assert [sign.said for sign in caret.came] == [] and [sign.said for sign in caret.went] == ["Miller"]
    done = demonstrated_effect(step(FORM, screen(("Customer", 20, 20), ("完成", 130, 20))), {})
    assert [sign.said for sign in done.came] == ["完成"]


ICON = Element(Box(30, 20, 24, 24), "icon", "日")


@pytest.mark.parametrize(
    ("said", "insisted_on"),
    [
        (["Save (Ctrl+S)"], False),
        (["Saved as draft"], True),
        (["Save (Ctrl+S)", "Save as (Ctrl+Shift+S)"], True),
        (["Save (Ctrl+S)", "Order 4711 stored"], True),
    ],
)
def test_the_name_of_an_icon_below_the_pointer_is_no_effect(said: list[str], insisted_on: bool) -> None:
    def with_icon(seen: Observation) -> Observation:
        return Observation(seen.frame, (ICON, *seen.elements[1:]), WINDOW)

    came = ((text, 40, 52 + 20 * n) for n, text in enumerate(said))
    before, after = with_icon(screen(("Title", 200, 200))), with_icon(screen(("Title", 200, 200), *came))
    shown = DemonstratedStep(1, before, 0, ICON.box.center, after)
    assert demonstrated_effect(shown, {}).visible is insisted_on


def test_a_list_that_opens_with_other_entries_is_one_that_opens() -> None:
    closed = screen(("Patient", 20, 20))

    def with_list(*names: str) -> Observation:
        return screen(("Patient", 20, 20), *((name, 130, 60 + 20 * n) for n, name in enumerate(names)))

    shown = with_list("Anna", "Boris", "Cyril", "Dora")
    others = with_list("Ines", "Jakob", "Klara")
    effect = demonstrated_effect(step(closed, shown), {})
    assert not judge(effect, closed, others, SAVE.box).ok
    assert opens_list(step(closed, shown), "Boris") and not opens_list(step(closed, shown), "Ines")
    assert opened(closed, others, SAVE.box, "Jakob").ok and opened(closed, others, SAVE.box, None).ok
    assert not opened(closed, others, SAVE.box, "Boris").ok
    assert not opened(closed, closed, SAVE.box, None).ok
    assert not opened(closed, with_list("Nothing found"), SAVE.box, None).ok


def lit(*texts: tuple[str, int, int], lamp: bool = False, banner: str = "") -> Observation:
    """A screen with a lamp that says nothing, and perhaps a banner across the window."""
    seen = screen(*texts, *([(banner, 150, 8)] if banner else []))
    if lamp:
        seen.frame[160:220, 150:380] = (30, 160, 60)
    if banner:
        around = seen.frame[0:34]
        around[around > 200] = 205
    return seen


@pytest.mark.parametrize(
    ("lamp", "banner", "holds"),
    [
        (True, "", True),
        (True, "Try our newsletter", True),
        (False, "Try our newsletter", False),
        (False, "", False),
        (False, "4711", True),  # a number is no other word
        (False, "Smith", True),  # nor is a value of the row
    ],
)
def test_a_banner_that_comes_by_itself_is_not_the_picture_that_was_shown(
    lamp: bool, banner: str, holds: bool
) -> None:
    effect = demonstrated_effect(step(lit(("Miller", 20, 20)), lit(("Miller", 20, 20), lamp=True)), PRESENT)
    assert effect.far and not effect.came
    before = lit(("Smith", 20, 20))
    verdict = judge(effect, before, lit(("Smith", 20, 20), lamp=lamp, banner=banner), SAVE.box)
    assert verdict.ok is holds, verdict


def test_what_comes_back_from_behind_something_is_no_banner() -> None:
    effect = demonstrated_effect(step(lit(("Miller", 20, 20)), lit(("Miller", 20, 20), lamp=True)), PRESENT)
    before, after = lit(("Smith", 20, 20)), lit(("Smith", 20, 20), banner="Opening hours today")
    assert not judge(effect, before, after, SAVE.box).ok
    assert judge(effect, before, after, SAVE.box, stood=lines_of(after)).ok


FILLED = tuple(Element(Box(20, y, 240, 40), "field", name) for y, name in ((20, "Date"), (160, "Quantity")))


def material(focused: int, floating: bool = False, said: str = "14/12/2026") -> Observation:
    """Two filled fields of Material Design; the focused one is darker, its label small at the upper edge."""
    frame = np.full((300, 400, 3), 255, np.uint8)
    elements = [SAVE, *FILLED]
    for number, field in enumerate(FILLED):
        field.box.crop(frame)[:] = 215 if number == focused else 245
        text = said if not number else ("" if number == focused else field.text)
        ink = (20,) * 3 if number == focused else (90,) * 3
        cv2.putText(frame, text, (30, field.box.y + 32), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
    if floating:
        label = Box(28, 156, 60, 10)
        label.crop(frame)[::2] = 40
        elements.append(Element(label, "text", "Quantity"))
    return Observation(frame, tuple(elements), WINDOW)


@pytest.mark.parametrize("floating", [False, True])
def test_a_label_that_goes_to_the_edge_of_its_field_proves_nothing(floating: bool) -> None:
    """It is read apart from the field on one screen, and with it on the next."""
    shown = DemonstratedStep(
        1,
        material(0),
        2,
        FILLED[1].box.center,
        material(1, floating=True),
        clicked_before=FILLED[0].box.center,
    )
    effect = demonstrated_effect(shown, {})
    assert not effect.came and not effect.far
    verdict = judge(effect, material(0), material(1, floating=floating), FILLED[1].box)
    assert verdict.ok and verdict.evidence[UNSEEN]


def test_another_text_in_the_field_that_the_focus_left_is_an_effect() -> None:
    after, at = material(1, said="15/12/2026"), FILLED[0].box.center
    assert demonstrated_effect(
        DemonstratedStep(1, material(0), 2, FILLED[1].box.center, after, clicked_before=at), {}
    ).far


@pytest.mark.parametrize("said", ["14/12/2026", ""])
@pytest.mark.parametrize("clicked", [None, (350, 40)], ids=["nothing before", "elsewhere"])
def test_what_grows_lighter_and_was_not_clicked_before_is_an_effect(
    said: str, clicked: tuple[int, int] | None
) -> None:
    before, after = material(0, said=said), material(1, said=said)
    shown = DemonstratedStep(1, before, 2, FILLED[1].box.center, after, clicked_before=clicked)
    assert demonstrated_effect(shown, {}).far


def test_a_label_elsewhere_is_an_effect() -> None:
    after = material(1)
    word = Element(Box(290, 200, 80, 14), "text", "Quantity")
    word.box.crop(after.frame)[::2] = 40
    after = Observation(after.frame, (*after.elements, word), WINDOW)
    effect = demonstrated_effect(DemonstratedStep(1, material(0), 2, FILLED[1].box.center, after), {})
    assert [sign.text for sign in effect.came] == ["quantity"]
