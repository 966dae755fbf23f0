"""Which steps of a task cannot be undone: by what they are called, and by their place in the row.

What the demonstration showed of a step goes beside it (`execution.consequences`): an icon without a word, or
a key of the program's own, is known by what came of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from lam_desktop.tasks.reports import only_leaves, words_of
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import ElementKind

COMMANDS: frozenset[ElementKind] = frozenset(
    {"button", "icon", "menu_item", "link", "text", "window_control"}
)
"""Kinds that do something when they are clicked; a field, a tab or an entry only shows or chooses."""
LANGUAGES = (
    # English
    "save store submit send post publish pay buy order book transfer approve confirm accept apply delete",
    "remove discard erase clear reset print sign ok yes finish done update add register enroll checkout",
    "overwrite replace merge reject decline deny void ship dispatch refund charge release terminate",
    "execute complete finalize finalise commit archive withdraw revoke deactivate create upload import",
    "process discharge empty purge reverse unsubscribe",
    # German
    "speichern sichern senden absenden abschicken veröffentlichen bezahlen zahlen kaufen bestellen buchen",
    "anlegen überweisen genehmigen freigeben bestätigen annehmen übernehmen löschen entfernen verwerfen",
    "zurücksetzen stornieren drucken unterschreiben ja fertig hinzufügen aktualisieren eintragen erfassen",
    "registrieren einreichen speichere sende lösche bestätige drucke",
    "überschreiben ersetzen ablehnen zurückweisen versenden verschicken erstatten ausliefern",
    "abschließen unterzeichnen ausführen verbuchen freigabe löschung erstellen archivieren importieren",
    "hochladen deaktivieren widerrufen kündigen abrechnen entlassen leeren ausbuchen abschreiben",
    # French
    "enregistrer sauvegarder envoyer publier payer acheter commander réserver virer approuver confirmer",
    "valider accepter appliquer supprimer effacer retirer imprimer signer oui terminer",
    "ajouter actualiser inscrire écraser remplacer fusionner rejeter refuser expédier rembourser",
    "soumettre finaliser créer archiver importer téléverser désactiver révoquer clôturer résilier exécuter",
    "facturer vider",
    # Spanish
    "guardar enviar publicar pagar comprar pedir reservar aprobar confirmar aceptar aplicar eliminar borrar",
    "imprimir firmar sí añadir agregar actualizar registrar sobrescribir reemplazar rechazar reembolsar",
    "crear ejecutar completar finalizar archivar importar subir desactivar revocar transferir facturar",
    "vaciar",
    # Italian
    "salva salvare invia inviare paga pagare ordina conferma accetta applica elimina cancella stampa firma",
    "sì aggiungi aggiorna registra sovrascrivi sostituisci rifiuta spedisci rimborsa",
    "crea creare esegui completa finalizza archivia importa carica disattiva revoca",
    # Portuguese
    "salvar gravar excluir apagar assinar sim adicionar atualizar encomendar aprovar aceitar remover limpar",
    "concluir registar finalizar criar executar completar arquivar importar carregar desativar revogar",
    # Dutch
    "opslaan bewaren verzenden versturen betalen kopen bestellen boeken goedkeuren bevestigen accepteren",
    "toepassen verwijderen wissen afdrukken ondertekenen klaar toevoegen bijwerken registreren",
    "aanmaken uitvoeren voltooien afronden archiveren importeren uploaden deactiveren intrekken",
    # Polish
    "zapisz wyślij usuń zapłać kup zamów zatwierdź potwierdź drukuj dodaj zaktualizuj tak",
    # Czech, Slovak
    "uložit odeslat poslat zveřejnit zaplatit koupit objednat schválit potvrdit přijmout použít smazat",
    "ulož odešli smaž odstranit vymazat tisk tisknout vytisknout podepsat ano hotovo přidat aktualizovat",
    "uložiť odoslať poslať zaplatiť kúpiť objednať schváliť potvrdiť prijať použiť zmazať odstrániť vymazať",
    "tlačiť podpísať áno pridať aktualizovať",
    # Hungarian
    "mentés ment küldés elküldés elküld fizetés fizet vásárlás rendelés megrendelés jóváhagyás megerősítés",
    "elfogadás elfogad alkalmaz törlés töröl eltávolítás nyomtatás aláírás igen kész hozzáadás frissítés",
    "regisztráció",
    # Romanian
    "salvează salvare salvați trimite trimiteți publică plătește cumpără comandă aprobă confirmă acceptă",
    "aplică șterge ștergeți elimină imprimă semnează gata adaugă actualizează înregistrează",
    # Swedish, Danish, Norwegian
    "spara skicka publicera betala köp köpa beställ beställa godkänn bekräfta acceptera verkställ bort",
    "radera rensa skriv signera ja klar lägg uppdatera registrera",
    "gem lagre betal køb kjøp bestil bestill godkend godkjenn bekræft bekreft accepter godta anvend bruk",
    "slet slett fjern udskriv underskriv signer færdig ferdig tilføj legg opdater oppdater registrer",
    # Finnish
    "tallenna lähetä julkaise maksa osta tilaa hyväksy vahvista käytä poista tyhjennä tulosta allekirjoita",
    "kyllä valmis lisää päivitä rekisteröi",
    # Turkish
    "kaydet gönder yayınla öde satın sipariş onayla kabul uygula sil kaldır temizle yazdır imzala evet tamam",
    "bitir ekle güncelle",
    # Greek
    "αποθήκευση αποστολή δημοσίευση πληρωμή αγορά παραγγελία έγκριση επιβεβαίωση αποδοχή εφαρμογή διαγραφή",
    "κατάργηση εκτύπωση υπογραφή ναι τέλος προσθήκη ενημέρωση εγγραφή",
    # Russian
    "сохранить записать отправить послать опубликовать оплатить заплатить купить заказать оформить перевести",
    "утвердить подтвердить принять применить удалить очистить сбросить стереть печать распечатать подписать",
    "да готово завершить добавить обновить зарегистрировать провести ок сохранение удаление отправка оплата",
    # Ukrainian
    "зберегти надіслати відправити опублікувати сплатити оплатити купити замовити затвердити підтвердити",
    "прийняти застосувати видалити очистити скинути друк друкувати підписати так додати оновити",
    # Bulgarian, Serbian, Macedonian
    "запази запазване изпрати изпращане публикувай плати плащане купи поръчай одобри потвърди приеми приложи",
    "изтрий изтриване премахни изчисти печат подпиши добави обнови",
    "сачувај зачувај пошаљи испрати плати купи наручи нарачај одобри потврди прихвати примени обриши избриши",
    "уклони отстрани штампај печати потпиши додај ажурирај",
    "sačuvaj spremi pošalji objavi plati kupi naruči odobri potvrdi prihvati primijeni obriši ukloni ispiši",
    "štampaj potpiši dodaj ažuriraj",
    # Slovene, Lithuanian, Latvian, Estonian
    "shrani pošlji izbriši odstrani plačaj potrdi natisni naroči",
    "išsaugoti siųsti ištrinti pašalinti mokėti patvirtinti spausdinti užsakyti",
    "saglabāt sūtīt nosūtīt dzēst noņemt maksāt apstiprināt drukāt pasūtīt",
    "salvesta saada kustuta eemalda maksa kinnita prindi telli",
    # Vietnamese, Indonesian, Malay
    "lưu gửi xóa xoá mua duyệt",
    "simpan kirim hapus bayar beli setujui konfirmasi cetak pesan hantar padam",
    # Arabic, Persian, Hebrew
    "حفظ إرسال ارسال حذف دفع شراء تأكيد موافق نعم طباعة إضافة تحديث إزالة اعتماد تسجيل تحويل",
    "ذخیره پرداخت خرید تایید چاپ افزودن ثبت",
    "שמור שמירה שלח שליחה מחק מחיקה שלם תשלום אישור אשר כן הדפס הוסף עדכן הסר רכישה העבר",
)


def _plain(text: str) -> str:
    """Without case and marks: capitals are often written without them, and a Turkish I has none."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).replace("ı", "i")


WORDS = frozenset(_plain(word) for line in LANGUAGES for word in line.split())
SIGNS = (
    # Chinese
    "保存", "存储", "提交", "发送", "发布", "支付", "付款", "购买", "下单", "转账", "批准", "确认", "确定",
    "接受", "应用", "删除", "移除", "清除", "重置", "打印", "签名", "完成",
    "添加", "新增", "更新", "登记", "注册", "覆盖", "替换", "合并", "拒绝", "驳回", "作废", "发货", "退款",
    "创建", "执行", "归档", "上传", "导入", "停用", "注销", "终止", "结算",
    "收费", "缴费", "扣款", "汇款", "清空", "转发", "审批", "撤销", "撤回", "开票",
    "儲存", "存檔", "發送", "傳送", "送出", "發佈", "購買", "下單", "轉帳", "轉賬", "匯款", "確認", "確定",
    "套用", "刪除", "重設", "列印", "簽名", "登記", "註冊", "覆蓋", "取代", "合併", "拒絕", "作廢", "出貨",
    "建立", "執行", "歸檔", "上傳", "匯入", "註銷", "終止", "結算",
    # Japanese
    "送信", "削除", "支払", "注文", "印刷", "はい", "追加", "登録", "購入", "承認", "適用", "完了", "署名",
    # Korean
    "저장", "보내기", "삭제", "결제", "확인", "주문", "추가", "등록", "제출", "게시", "구매", "승인", "적용",
    "인쇄", "완료",
    # Thai
    "บันทึก", "ส่ง", "ลบ", "ชำระ", "ซื้อ", "ยืนยัน", "ตกลง", "อนุมัติ", "พิมพ์", "เพิ่ม",
    # Hindi
    "सहेजें", "भेजें", "हटाएं", "हटाएँ", "भुगतान", "खरीदें", "पुष्टि", "स्वीकार", "जोड़ें",
)  # fmt: skip
"""Of scripts that put no space between words, or write vowels as marks."""
CALLING_OFF = frozenset(["cancel", "abbrechen", "annuler", "cancelar", "annulla", "annuleren", "anuluj"])
CALLING_OFF_SIGNS = ("取消", "キャンセル", "취소")
"""Words that leave where they stand alone, and call something off beside its name: «Cancel order»."""
TAKING_NOTE = frozenset({"ok", "okay", "aceptar", "确定", "確定", "了解", "확인", "ок"})
"""What the only button of a message says. Beside another button the same word agrees to something."""
SHORTCUTS = (
    *(frozenset({held, key}) for held in ("ctrl", "cmd") for key in ("s", "p")), frozenset({"alt", "s"}),
)  # fmt: skip
"""Save and print; Alt+S is Save, Send, Submit, Speichern and Senden by its letter."""
MOST_WORDS = 3
"""An entry of a list with more words is one to choose, whatever it says."""
CHOSEN: frozenset[ElementKind] = frozenset({"text", "menu_item"})
"""Kinds that, where they follow the row, are entries to choose; a button does something all the same."""
ENTER = frozenset({"enter", "return"})
DELETING = frozenset({"delete", "del"})


def irreversible_steps(steps: Sequence[TaskStep]) -> frozenset[int]:
    """Numbers of the steps that save, send, pay, delete or confirm.

    Whatever it is called, a button, icon or link, Enter or a shortcut that is the last of the row, or of a
    task that is called, ends it. Enter before that counts where nothing is typed behind it, as in a form that
    it sends.
    """
    found: set[int] = set()
    for step, after in zip(steps, (*steps[1:], None), strict=True):
        behind = None if after is None or after.once != step.once else after
        of_call = any(call.last == step.number for call in step.within)
        last = of_call or (behind is None and step.once != "before")  # what opens a form stores nothing yet
        ends = last and (_is_command(step) or _chooses_last(step))
        if ends or _is_final(step, None if last else behind):
            found.add(step.number)
    return frozenset(found)


def _is_final(step: TaskStep, after: TaskStep | None) -> bool:
    keys = tuple(key.casefold() for key in step.keys)
    if step.kind in ("key", "shortcut"):
        held = set(keys)
        typed_on = after is not None and after.kind == "type" and step.kind == "key"
        saves = any(chord <= held for chord in SHORTCUTS)
        return saves or bool(DELETING & held) or (bool(ENTER & held) and not typed_on)
    if step.target is None or not (_is_command(step) or _is_menu_entry(step)):
        return False
    return cannot_be_undone(step.target.text)


def _chooses_last(step: TaskStep) -> bool:
    """Whether a row ends by a click on an entry: what stores by itself stores then."""
    return (
        step.kind in ("click", "double_click") and step.target is not None and step.target.kind == "list_item"
    )


def _is_menu_entry(step: TaskStep) -> bool:
    """Whether the step clicks on an entry that may well be one of a menu, taken for one of a list."""
    target = step.target
    if step.kind != "click" or target is None or target.kind != "list_item" or step.value is not None:
        return False
    return len(target.text.split()) <= MOST_WORDS


def _is_command(step: TaskStep) -> bool:
    if step.kind in ("key", "shortcut"):
        return True
    if step.kind not in ("click", "double_click") or step.target is None:
        return False
    follows = step.value is not None and step.value.source in ("row", "screen")
    return step.target.kind in COMMANDS and not (follows and step.target.kind in CHOSEN)


def cannot_be_undone(text: str) -> bool:
    """Whether what is called so saves, sends, pays, deletes or confirms."""
    words = words_of(_plain(_apart(text)))
    return bool(WORDS & words) or any(sign in text for sign in SIGNS) or _calls_off(text, words)


def _calls_off(text: str, words: Collection[str]) -> bool:
    """Whether it cancels something that it names, and not only what is being done."""
    called = bool(CALLING_OFF.intersection(words)) or any(sign in text for sign in CALLING_OFF_SIGNS)
    return called and not only_leaves(text)


def _apart(text: str) -> str:
    """With a gap where words meet without one, as in «SaveAndClose»: written so, or read so."""
    pairs = zip(" " + text, text, strict=False)
    return "".join(f" {one}" if before.islower() and one.isupper() else one for before, one in pairs)


def only_takes_note(text: str) -> bool:
    """Whether it is a bare «OK»: of a message without another button it closes it, and does nothing else."""
    return "".join(text.casefold().split()) in TAKING_NOTE
