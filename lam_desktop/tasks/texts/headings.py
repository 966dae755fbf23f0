"""What the heading of a column names, in the languages that offices write: the number of a record, or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBERS = frozenset({
    "no", "nr", "num", "number", "id", "ref", "reference", "n", "nº", "n°", "№", "#", "nummer", "numero",
    "numéro", "número", "núm", "numer", "číslo", "cislo", "numara", "numarası", "номер", "referenz",
    "referencia", "référence", "riferimento", "referentie",
})  # fmt: skip
"""Words that name a number that something was given. «Code» is none: countries and colours have codes."""
ENDINGS = ("nummer", "nr", "numero", "number", "numer")
"""Of one word: Rechnungsnummer, Auftragsnr, tilausnumero."""
SIGNS = ("号", "號", "번호")
"""Within a word, in languages that write no spaces."""
SHARED = (
    "customer", "cust", "client", "kunde", "kunden", "klient", "klant", "kund", "asiakas", "müşteri",
    "клиент", "zákaz", "supplier", "vendor", "lieferant", "fournisseur", "proveedor", "fornitore",
    "fornecedor", "student", "pupil", "matrikel", "schüler", "member", "mitglied", "patient", "pacient",
    "paciente", "employee", "mitarbeiter", "personal", "staff", "clerk", "article", "artikel",
    "artículo", "articolo", "item", "product", "produkt", "produit", "producto", "prodotto", "sku",
    "part", "material", "model", "phone", "tel", "telefon", "telephone", "téléphone", "teléfono",
    "telefono", "fax", "mobile", "mobil", "handy", "cell", "post", "postal", "zip", "plz", "cp", "cap",
    "house", "haus", "room", "raum", "zimmer", "street", "floor", "account", "acct", "konto", "compte",
    "cuenta", "iban", "bic", "bank", "tax", "vat", "steuer", "ust", "tva", "iva", "cost", "kosten",
    "project", "projekt", "department", "class", "course", "kurs", "group", "gruppe", "store", "shop",
    "branch", "filial", "warehouse", "lager", "table", "tisch", "seat", "page", "week", "version",
    "batch", "lot", "charge", "machine", "vehicle", "of", "user", "benutzer", "utilisateur", "usuario",
    "guest", "gast", "owner", "parent", "contact", "contract", "vertrag", "contrat", "policy", "meter",
    "zähler", "asset",
)  # fmt: skip
"""Words, or their beginnings, that name what many records may have to do with: one customer orders twice."""
SHARED_SIGNS = (
    "客户", "顾客", "顧客", "고객", "学号", "学生", "会员", "会員", "患者", "病人", "供应商", "员工",
    "电话", "手机", "電話", "전화", "邮", "郵", "账", "帳", "口座", "商品", "产品", "型号", "品番", "房",
    "部屋",
)  # fmt: skip
DOCUMENTS = (
    "order", "po", "auftrag", "bestell", "commande", "pedido", "ordine", "encomenda", "bestilling",
    "beställning", "tilaus", "zamówien", "objednáv", "sipariş", "заказ", "invoice", "rechnung", "faktur",
    "facture", "factura", "fattura", "fatura", "lasku", "счет", "счёт", "receipt", "beleg", "quittung",
    "reçu", "recibo", "voucher", "ticket", "delivery", "lieferschein", "lieferung", "livraison", "entrega",
    "consegna", "shipment", "sendung", "booking", "buchung", "reservation", "reservierung", "réservation",
    "reserva", "prenotazione", "quote", "quotation", "offer", "angebot", "devis", "payment", "zahlung",
    "paiement", "transaction", "claim", "complaint", "reklamation", "application", "antrag", "request",
)  # fmt: skip
"""Words, or their beginnings, that name what is made once: no later table has the same one for another."""
DOCUMENT_SIGNS = (
    "订单", "訂單", "受注", "注文", "发票", "發票", "請求", "伝票", "凭证", "收据", "주문", "송장", "영수",
    "预订", "予約", "예약",
)  # fmt: skip
SHORTEST = 4
"""Letters of a beginning; a shorter word counts only whole."""
LINES = frozenset({
    "pos", "position", "line", "zeile", "ligne", "línea", "linha", "riga", "item", "regel", "rad",
    "rivi", "wiersz", "řádek", "satır",
})  # fmt: skip
LINE_SIGNS = ("行号", "行番号", "明细", "明細")
_WORD = re.compile(r"[^\W_]+[°º]?|[№#]")
_HUMPS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
"""Between words that are written together: OrderID."""


def names_number(heading: str) -> bool:
    """Whether it names the number of something: «Order no.», «Rechnungsnummer», «订单号»."""
    words = _words(heading)
    ends = any(word.endswith(end) and len(word) > len(end) for word in words for end in ENDINGS)
    return ends or not NUMBERS.isdisjoint(words) or any(sign in heading for sign in SIGNS)


def names_shared(heading: str) -> bool:
    """Whether it names something that several records may share: «Customer no.», «Postal code», «电话»."""
    if any(sign in heading for sign in SHARED_SIGNS):
        return True
    return _begins(heading, SHARED)


def names_document(heading: str) -> bool:
    """Whether it names something that is made once: «Order no.», «Rechnungsnummer», «订单号»."""
    return any(sign in heading for sign in DOCUMENT_SIGNS) or _begins(heading, DOCUMENTS)


def names_line(heading: str) -> bool:
    """Whether it names a line within a record, such as the position of an order."""
    return not LINES.isdisjoint(_words(heading)) or any(sign in heading for sign in LINE_SIGNS)


def _begins(heading: str, names: Sequence[str]) -> bool:
    return any(
        word == one or (len(one) >= SHORTEST and word.startswith(one))
        for word in _words(heading)
        for one in names
    )


def _words(heading: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_HUMPS.sub(" ", heading))]
