"""What only takes a dialog away."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.declining import declines


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
