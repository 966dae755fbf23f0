"""Which buttons only leave a dialog."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.reports import only_leaves


@pytest.mark.parametrize(
    "text",
    ["Cancel", "CLOSE", "Abbrechen", "Schließen", "< Back", "×  Close", "Annuler", "取消", "取消(C)", "关闭",
     "キャンセル", "닫기", "Cancel (Esc)", "Cancel / Abort"],
)  # fmt: skip
def test_a_bare_word_only_leaves(text: str) -> None:
    assert only_leaves(text)


@pytest.mark.parametrize(
    "text",
    ["Cancel order", "Cancel subscription", "Close account", "Auftrag abbrechen", "Close and save",
     "Back up", "取消订单", "关闭账户", "注文をキャンセル", "Cancel 4711", "Save", "", "×"],
)  # fmt: skip
def test_what_is_said_of_an_object_does_something(text: str) -> None:
    assert not only_leaves(text)
