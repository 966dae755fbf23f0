"""Which steps of a task cannot be undone: by what they are called, and by their place in the row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lam_desktop.tasks.task import TaskStep
from lam_desktop.types import ElementKind

COMMANDS: frozenset[ElementKind] = frozenset(
    {"button", "icon", "menu_item", "link", "text", "window_control"}
)
"""Kinds that do something when they are clicked; a field, a tab or an entry only shows or chooses."""
LANGUAGES = (
    # English
    "save store submit send post publish pay buy order book transfer approve confirm accept apply delete",
    "remove discard erase clear reset print sign ok yes finish done",
    # German
    "speichern sichern senden absenden abschicken veröffentlichen bezahlen zahlen kaufen bestellen buchen",
    "anlegen überweisen genehmigen freigeben bestätigen annehmen übernehmen löschen entfernen verwerfen",
    "zurücksetzen stornieren drucken unterschreiben ja fertig",
    # French
    "enregistrer sauvegarder envoyer publier payer acheter commander réserver virer approuver confirmer",
    "valider accepter appliquer supprimer effacer retirer imprimer signer oui terminer",
    # Spanish
    "guardar enviar publicar pagar comprar pedir reservar aprobar confirmar aceptar aplicar eliminar borrar",
    "imprimir firmar sí",
    # Italian
    "salva salvare invia inviare paga pagare ordina conferma accetta applica elimina cancella stampa firma",
    "sì",
    # Portuguese
    "salvar gravar excluir apagar assinar sim",
    # Dutch
    "opslaan bewaren verzenden versturen betalen kopen bestellen boeken goedkeuren bevestigen accepteren",
    "toepassen verwijderen wissen afdrukken ondertekenen klaar",
)
WORDS = frozenset(word for line in LANGUAGES for word in line.split())
SIGNS = (
    # Chinese
    "保存", "存储", "提交", "发送", "发布", "支付", "付款", "购买", "下单", "转账", "批准", "确认", "确定",
    "接受", "应用", "删除", "移除", "清除", "重置", "打印", "签名", "完成",
    # Japanese
    "送信", "削除", "支払", "注文", "印刷", "はい",
    # Korean
    "저장", "보내기", "삭제", "결제", "확인", "주문",
)  # fmt: skip
"""Of scripts that put no space between words."""
SHORTCUTS = tuple(frozenset({held, key}) for held in ("ctrl", "cmd") for key in ("s", "p"))
CHOSEN: frozenset[ElementKind] = frozenset({"text", "menu_item"})
"""Kinds that, where they follow the row, are entries to choose; a button does something all the same."""
ENTER = frozenset({"enter", "return"})
DELETING = frozenset({"delete", "del"})


def irreversible_steps(steps: Sequence[TaskStep]) -> frozenset[int]:
    """Numbers of the steps that save, send, pay, delete or confirm.

    Whatever it is called, a button, icon or link, Enter or a shortcut that is the last of the row ends it.
    Enter before that counts where nothing is typed behind it, as in a form that it sends.
    """
    pairs = zip(steps, (*steps[1:], None), strict=True)
    found = {step.number for step, after in pairs if _is_final(step, after)}
    if steps and _is_command(steps[-1]):
        found.add(steps[-1].number)
    return frozenset(found)


def _is_final(step: TaskStep, after: TaskStep | None) -> bool:
    keys = tuple(key.casefold() for key in step.keys)
    if step.kind in ("key", "shortcut"):
        held = set(keys)
        typed_on = after is not None and after.kind == "type" and step.kind == "key"
        saves = any(chord <= held for chord in SHORTCUTS)
        return saves or bool(DELETING & held) or (bool(ENTER & held) and not typed_on)
    return _is_command(step) and step.target is not None and _says_so(step.target.text)


def _is_command(step: TaskStep) -> bool:
    if step.kind in ("key", "shortcut"):
        return True
    if step.kind not in ("click", "double_click") or step.target is None:
        return False
    follows = step.value is not None and step.value.source in ("row", "screen")
    return step.target.kind in COMMANDS and not (follows and step.target.kind in CHOSEN)


def _says_so(text: str) -> bool:
    return bool(WORDS & set(re.findall(r"\w+", text.casefold()))) or any(sign in text for sign in SIGNS)
