"""Words that say which one of several."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.texts.ordinals import ordinal, ordinals_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Focus into the 3rd input textbox.", [(3, "3rd", "field")]),
        ('Tick the 1st radio, enter "-7" into the 2nd textbox.', [(1, "1st", "radio"), (2, "2nd", "field")]),
        ("Enter it into the second text box", [(2, "second", "field")]),
        ("Öffnen Sie die zweite Zeile.", [(2, "zweite", "cell")]),
        ("Bitte die 3. Zeile öffnen", [(3, "3.", "cell")]),
        ("Remplissez le 2e champ", [(2, "2e", "field")]),
        ("Pulse el tercer botón", [(3, "tercer", "button")]),
        ("Open the 12th\nlink of the list", [(12, "12th", "link")]),
        ("On the 1st of May the field is filled in", []),
        ("First name", []),
        ("It is the first. Field and button follow", []),
        ('the first "new" field', []),
        ("the 2nd 3rd button", []),
        ("the second to last row", []),
        ("the 2nd field from the bottom", []),
        ("every second row of the list", []),
        ("You are on page 2. Items 11 to 20 are shown.", []),
        ("Step 2. Fields marked with * are needed", []),
        ("so many frames per second into the field", []),
        ("First input your name", []),
        ("Bitte achte auf den Link", []),
        ("Find the first email by Grace", []),
        ("Wait a second", []),
    ],
)  # fmt: skip
def test_only_with_what_is_counted(text: str, told: list[tuple[int, str, str]]) -> None:
    found = list(ordinals_in(text))
    assert [(one.number, one.span.of(text)) for one in found] == [(number, said) for number, said, _ in told]
    assert all(kind in one.kinds for one, (_, _, kind) in zip(found, told, strict=True))


@pytest.mark.parametrize("text", ["", "0th", "3", "forty", "1st one", "3rdd"])
def test_no_number_of_one(text: str) -> None:
    assert ordinal(text) is None
