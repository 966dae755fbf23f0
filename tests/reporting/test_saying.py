"""What the agent writes into its journal is told in Chinese, piece by piece, as far as it is known."""

from __future__ import annotations

import time

import pytest

from lam_desktop.reporting.saying import LONGEST, Sentences
from lam_desktop.reporting.words import told


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Done.", "完成。"),
        ("The screen shows “Müller & Sons”.", "屏幕显示“Müller & Sons”。"),
        ("The screen shows “two\nlines”.", "屏幕显示“two\nlines”。"),
        (
            "Row 2, step 4 (Type “quantity” of the row): “1.5” was typed, but the screen shows “15”.",
            "第 2 行，第 4 步（输入该行的“quantity”）：已输入“1.5”，但屏幕显示“15”。",
        ),
        (
            "Row 2, step 5 (Click the tab “A”): The tab “A” does not seem to be on this screen (99%).",
            "第 2 行，第 5 步（单击选项卡“A”）：此屏幕上似乎没有选项卡“A”（99%）。",
        ),
        (
            "It is not there. No screen of the demonstration looks like this one.",
            "它不在那里。示范中没有与此相似的屏幕。",
        ),
        (
            "The screen still shows what 2 steps before it left and step 6, which was at work, was done.",
            "屏幕仍显示之前 2 个步骤的结果；中断时的第 6 步已完成。",
        ),
        (
            "Row 1, behind the task «B»: Its record is there 2 times instead of once.",
            "第 1 行，任务 B 之后：记录存在 2 次，而不是一次。",
        ),
        (
            "As you showed in row 3 of an earlier run: The button “Keep” matches the button “Keep” with 99%.",
            "按您在此前运行的第 3 行所示：按钮“Keep”与按钮“Keep”的匹配度为 99%。",
        ),
        (
            "What you showed in row 2 and in row 3 of an earlier run differs here.",
            "此处，您在第 2 行与在此前运行的第 3 行所示的不同。",
        ),
        (
            "Nothing of what you showed was taken up: On the screen of row 3 of an earlier run it finds"
            " “Drop”, which was not meant there.",
            "没有采用您所示的任何位置：在此前运行的第 3 行的屏幕上，它找到的是“Drop”，而那里所指的不是它。",
        ),
        ("Later runs rely on 3 of 4 places that you showed.", "以后的运行将依据您所示的 4 处位置中的 3 处。"),
        ("Click the field “2nd”, by the number that the screen says", "按屏幕上的序号单击字段“2nd”"),
        (
            "Row 1, step 2 (Click the field “2nd”, by the number that the screen says): The screen says"
            " “4th”, but that one was not there in the demonstration.",
            "第 1 行，第 2 步（按屏幕上的序号单击字段“2nd”）：屏幕显示“4th”，但示范中没有这一个。",
        ),
        ("“Choose file” is gone.", "“Choose file”已消失。"),
        ("The screen shows “Type list”.", "屏幕显示“Type list”。"),
        ("“a” is gone. “b” was shown.", "“a”已消失。已显示“b”。"),
        (
            "Row 12, step 3.1 (Press Down): Down did not come to “Sofa”.",
            "第 12 行，第 3.1 步（按 Down）：用 Down 没有到达“Sofa”。",
        ),
        ("It is not there. Nobody ever said this before.", "它不在那里。Nobody ever said this before."),
        ("Nobody ever said this before.", "Nobody ever said this before."),
        ("", ""),
    ],
)
def test_a_sentence_and_its_pieces(english: str, chinese: str) -> None:
    assert told(english, "zh") == chinese
    assert told(english, "en") == english


def test_the_form_that_says_most_is_taken() -> None:
    known = Sentences(
        {"Row {row}: {why}": "a {row} {why}", "Row {row}: step {step} failed": "b {row} {step}"}
    )
    assert known.chinese("Row 1: step 2 failed") == "b 1 2"
    assert known.chinese("Row 1: who knows") == "a 1 who knows"
    assert known.chinese("Column 1") is None


def test_a_text_that_is_made_to_take_long_does_not() -> None:
    hostile = "Row 1, step 2 (" * 40
    begun = time.monotonic()
    assert told(hostile[:LONGEST], "zh") and told(hostile * 100, "zh") == hostile * 100
    assert time.monotonic() - begun < 20.0
