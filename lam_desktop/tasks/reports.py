"""Words by which a program says that something was done, and those of buttons that leave without doing it."""

from __future__ import annotations

import re

_HAPPENED = (
    # English
    "saved stored sent submitted deleted removed posted published paid booked ordered registered added",
    "updated created confirmed approved printed completed cancelled canceled processed discharged emptied",
    "refunded shipped rejected archived uploaded imported executed",
    # German
    "gespeichert gesichert gesendet versandt abgeschickt gelöscht entfernt gebucht bestellt bezahlt angelegt",
    "hinzugefügt aktualisiert eingetragen übernommen bestätigt freigegeben gedruckt storniert verbucht",
    "ausgeführt abgelehnt archiviert entlassen erstattet versendet hochgeladen importiert",
    # French
    "enregistré enregistrée envoyé envoyée supprimé supprimée ajouté ajoutée payé validé confirmé confirmée",
    "annulé annulée facturé facturée",
    # Spanish
    "guardado guardada enviado enviada eliminado eliminada borrado añadido añadida pagado confirmado",
    "registrado cancelado cancelada realizado realizada",
    # Italian
    "salvato salvata inviato inviata eliminato eliminata aggiunto aggiunta pagato confermato",
    # Portuguese
    "salvo salva gravado excluído excluída apagado adicionado adicionada",
    # Dutch
    "opgeslagen bewaard verzonden verstuurd verwijderd toegevoegd betaald bevestigd",
    # Polish
    "zapisano wysłano usunięto dodano zapłacono potwierdzono",
)
HAPPENED = frozenset(word for line in _HAPPENED for word in line.split())
HAPPENED_SIGNS = (
    # Chinese
    "已保存", "保存成功", "已发送", "发送成功", "已提交", "提交成功", "已删除", "删除成功", "已添加",
    "添加成功", "已更新", "已支付", "支付成功", "付款成功", "收费成功", "已收费", "缴费成功",
    "已取消", "取消成功", "已作废", "已归档", "已转发", "审批通过",
    # Japanese
    "保存しました", "送信しました", "削除しました", "登録しました", "追加しました",
    # Korean
    "저장되었", "저장했", "전송되었", "삭제되었", "등록되었", "추가되었",
)  # fmt: skip
"""Of scripts that put no space between words, or change their ends."""
_KEY = re.compile(r"[(（](\w|esc)[)）]", re.IGNORECASE)
"""The key that does the same, as in «取消(C)»."""
_LEAVING = (
    "cancel close back abort dismiss abbrechen schließen schliessen zurück annuler fermer retour cancelar",
    "cerrar volver annulla chiudi indietro fechar voltar annuleren sluiten terug anuluj zamknij wstecz",
)
LEAVING = frozenset(word for line in _LEAVING for word in line.split())
LEAVING_SIGNS = ("取消", "关闭", "返回", "キャンセル", "閉じる", "戻る", "취소", "닫기")


def has_happened(text: str) -> bool:
    """Whether a line reports that something was saved, sent, removed or the like."""
    return bool(HAPPENED & words_of(text)) or any(sign in text for sign in HAPPENED_SIGNS)


def only_leaves(text: str) -> bool:
    """Whether a button of this name leaves without doing anything: it says so, and nothing else.

    «Cancel order» does something to an order.
    """
    left = _KEY.sub("", text)
    for sign in LEAVING_SIGNS:
        left = left.replace(sign, "")
    return bool(words_of(text)) and words_of(left) <= LEAVING


def words_of(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(re.findall(r"\w+", text.casefold()))
