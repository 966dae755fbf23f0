"""What only takes a dialog away."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.declining import declines, keeps_all, speaks_of_saving


@pytest.mark.parametrize(
    "text",
    [
        "Not now", "Later", "CANCEL", "No, thanks", "Close", "×", "x", "Skip", "Schließen", "Nicht jetzt",
        "Más tarde", "Plus tard", "Più tardi", "Não", "Nee, bedankt", "Później", "取消", "以后再说",
        "キャンセル", "취소", "지금 안 함",
    ],
)  # fmt: skip
def test_what_dismisses_or_declines(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Continue", "Cancel order", "Cancel 14 invoices", "Close account", "Close without saving", "Yes",
        "OK", "Discard", "Reject", "Don't save", "Cancella", "Stornieren", "取消订单", "Next", "14", "…",
    ],
)  # fmt: skip
def test_what_may_do_more(text: str) -> None:
    assert not declines(text)


def test_what_leaves_unsaved_work_as_it_is() -> None:
    assert all(map(keeps_all, ("Cancel", "Abbrechen", "×", "取消", "Annuler")))
    assert not any(map(keeps_all, ("No", "Nein", "Ignore", "Close", "Später", "否", "")))
    for text in ("Save the changes?", "Änderungen speichern?", "You have unsaved work.", "是否保存更改"):
        assert speaks_of_saving(text)
    assert not speaks_of_saving("A new version is there.")
