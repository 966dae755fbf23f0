"""Which steps cannot be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lam_desktop.tasks.call import Call
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.step import Target, TaskStep, Value
from lam_desktop.types import Box, ElementKind


def click(text: str, kind: ElementKind = "button", value: Value | None = None) -> TaskStep:
    return TaskStep(0, 0, "click", "", point=(5, 5), target=Target(text, kind, Box(0, 0, 9, 9)), value=value)


def typed(text: str = "x") -> TaskStep:
    return TaskStep(0, 0, "type", "", value=Value("constant", text=text))


def key(*keys: str) -> TaskStep:
    return TaskStep(0, 0, "key" if len(keys) == 1 else "shortcut", "", keys=keys)


def found(*steps: TaskStep) -> list[int]:
    """Places of the steps that cannot be undone, counted from 1."""
    return sorted(irreversible_steps([replace(step, number=n) for n, step in enumerate(steps, start=1)]))


@pytest.mark.parametrize(
    "text",
    [
        "Save",
        "Save contact",
        "SEND",
        "Jetzt bestellen",
        "Löschen…",
        "Enregistrer",
        "保存订单",
        "注文する",
        "OK",
    ],
)
def test_by_what_a_button_is_called(text: str) -> None:
    assert found(click(text), click("Name", "field"), typed()) == [1]


@pytest.mark.parametrize(
    ("store", "send", "delete"),
    [
        ("Speichere", "Sende", "Lösche"), ("Guardar como…", "Enviar", "Eliminar"),
        ("Gravar", "Enviar", "Excluir"),
        ("Uložit", "Odeslat", "Smazat"), ("Uložiť", "Odoslať", "Zmazať"), ("Mentés", "Küldés", "Törlés"),
        ("Salvează", "Trimite", "Șterge"), ("Spara", "Skicka", "Ta bort"), ("Gem", "Send", "Slet"),
        ("Lagre", "Send", "Slett"), ("Tallenna", "Lähetä", "Poista"), ("Kaydet", "Gönder", "Sil"),
        ("Αποθήκευση", "Αποστολή", "Διαγραφή"), ("Сохранить", "Отправить", "Удалить"),
        ("Зберегти", "Надіслати", "Видалити"), ("Запази", "Изпрати", "Изтрий"),
        ("Сачувај", "Пошаљи", "Обриши"), ("Sačuvaj", "Pošalji", "Obriši"), ("儲存", "傳送", "刪除"),
        ("保存", "发送", "删除"), ("저장", "보내기", "삭제"), ("Lưu", "Gửi", "Xóa"),
        ("Simpan", "Kirim", "Hapus"), ("Shrani", "Pošlji", "Izbriši"), ("Išsaugoti", "Siųsti", "Ištrinti"),
        ("Saglabāt", "Nosūtīt", "Dzēst"), ("Salvesta", "Saada", "Kustuta"), ("Overwrite", "Ship", "Void"),
        ("Überschreiben", "Versenden", "Ablehnen"), ("Remplacer", "Expédier", "Rejeter"),
        ("覆盖", "发货", "作废"), ("Complete", "Execute", "Archive"),
        ("Abschließen", "Verbuchen", "Löschung"),
        ("Finaliser", "Soumettre", "Révoquer"), ("创建", "执行", "注销"), ("收费", "转发", "清空"),
        ("حفظ", "إرسال", "حذف"), ("שמירה", "שליחה", "מחק"), ("บันทึก", "ส่งอีเมล", "ลบ"), ("सहेजें", "भेजें", "हटाएं"),
        ("Process payment", "Discharge patient", "Empty trash"), ("Ausbuchen", "Entlassen", "Leeren"),
    ],
)  # fmt: skip
def test_in_many_languages(store: str, send: str, delete: str) -> None:
    for text in (store, send, delete, store.upper(), delete.upper()):
        assert found(click(text), click("Name", "field"), typed()) == [1], text


@pytest.mark.parametrize(
    ("leaves", "calls_off"),
    [("Cancel", "Cancel booking"), ("Annuler", "Annuler la commande"), ("取消(C)", "取消订单"),
     ("Abbrechen", "Auftrag abbrechen"), ("キャンセル", "注文キャンセル")],
)  # fmt: skip
def test_to_leave_is_not_to_call_something_off(leaves: str, calls_off: str) -> None:
    assert found(click(leaves), click("Name", "field"), typed()) == []
    assert found(click(calls_off), click("Name", "field"), typed()) == [1]


@pytest.mark.parametrize("text", ["ΑΠΟΘΗΚΕΥΣΗ", "SİL", "KALDIR", "TEMİZLE", "Удаление", "Ulož"])
def test_in_capitals_without_their_marks(text: str) -> None:
    assert found(click(text), typed()) == [1]


@pytest.mark.parametrize("text", ["SaveAndClose", "SubmitForm", "ÉcraserTout", "Jetzt Verbuchen"])
def test_words_that_meet_without_a_gap(text: str) -> None:
    assert found(click(text), typed()) == [1]


@pytest.mark.parametrize("text", ["Suchen", "Поиск", "Далее", "Hledat", "Nästa", "Αναζήτηση", "搜尋", "다음"])
def test_what_only_searches_or_goes_on_in_other_languages(text: str) -> None:
    assert found(click(text), typed()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Search",
        "Next",
        "New order form",
        "Weiter",
        "Showroom",
        "Bookmarks",
        "",
        "iPhone",
        "McGill",
        "DiscardedBy",
    ],
)
def test_other_buttons_may_be_pressed_again(text: str) -> None:
    assert found(click(text), typed()) == ([1] if "order" in text else [])


def test_what_is_chosen_and_what_is_only_shown_is_no_command() -> None:
    assert (
        found(click("Express order", "radio"), click("Delete", "tab"), click("Save", "field"), typed()) == []
    )
    assert found(click("Pay", "text", Value("row", "way", "Pay")), typed()) == []
    assert found(click("Approve", "button", Value("row", "what", "Approve")), typed()) == [1]


def test_the_last_command_of_a_row_ends_it_whatever_it_is_called() -> None:
    assert found(typed(), click("", "icon")) == [2]
    assert found(typed(), click("Go")) == [2]
    assert found(typed(), key("tab"), typed(), key("f10")) == [4]
    assert found(click("Name", "field"), typed()) == []


def test_keys_that_send_save_or_delete() -> None:
    assert found(typed(), key("ctrl", "s"), click("x", "field"), typed()) == [2]
    assert found(typed(), key("enter"), typed()) == []  # another line, another cell
    assert found(typed(), key("Enter"), click("x", "field"), typed()) == [2]
    assert found(click("x", "cell"), key("delete"), typed()) == [2]
    for chord in (("shift", "delete"), ("ctrl", "return"), ("ctrl", "shift", "s")):
        assert found(typed(), key(*chord), typed()) == [2]


@pytest.mark.parametrize(
    "text", ["Update", "Add line", "Register", "Hinzufügen", "Aktualisieren", "Zapisz", "更新"]
)
def test_what_changes_a_record_is_final_too(text: str) -> None:
    assert found(click(text), click("Name", "field"), typed()) == [1]


def test_an_entry_of_a_menu_that_is_taken_for_one_of_a_list() -> None:
    assert found(click("Delete", "list_item"), click("a", "field"), typed()) == [1]
    assert found(click("Delete me when the order is paid", "list_item"), typed()) == []
    assert found(click("Delete", "list_item", Value("row", "what", "Delete")), typed()) == []


def test_a_row_that_ends_by_choosing_an_entry_may_be_stored_by_that() -> None:
    assert found(typed(), click("Paid", "list_item")) == [2]
    assert found(typed(), click("Paid", "checkbox")) == []
    assert found(typed(), key("alt", "s"), typed()) == [2]


def test_the_last_step_of_a_called_task_ends_it_too() -> None:
    outer, inner = Call("orders", 1, 4), Call("item", 3, 4)
    steps = [
        click("Next"),
        click("Go"),
        typed(),
        click("Go"),
        click("Name", "field"),
        typed(),
    ]
    within = [(outer,), (outer,), (outer, inner), (outer, inner), (), ()]
    whole = [replace(step, within=calls) for step, calls in zip(steps, within, strict=True)]
    assert found(*steps) == [] and found(*whole) == [4]
    alone = [replace(whole[1], within=(Call("item", 2, 2),)), *whole[2:]]
    assert found(whole[0], *alone) == [2, 4]


def test_enter_at_the_end_of_a_called_task_is_not_about_what_the_next_one_types() -> None:
    call = Call("search", 1, 2)
    steps = [replace(step, within=(call,)) for step in (typed(), key("enter"))]
    assert found(typed(), key("enter"), typed()) == [] and found(*steps, typed()) == [2]
