# Long lines: values of one sort stay together.
# ruff: noqa: E501
"""Office words in four languages and realistic values (names, dates, money, codes, sentences)."""

from __future__ import annotations

import random

from lam_desktop.data.corpus.words import ACTIONS, CHOICES, FIELDS, MENUS, OPTIONS, SECTIONS

__all__ = ["ACTIONS", "CHOICES", "FIELDS", "MENUS", "OPTIONS", "SECTIONS"]

_LANG = {"en": 0, "de": 1, "fr": 2, "zh": 3}

_FIRST = [
    "Anna",
    "James",
    "Maria",
    "Peter",
    "Sofia",
    "Lukas",
    "Emma",
    "David",
    "Laura",
    "Tom",
    "Julia",
    "Omar",
    "Nina",
    "Paul",
    "Eva",
    "Max",
    "Clara",
    "Jan",
    "Lena",
    "Ivan",
    "Grace",
    "Hugo",
    "Mia",
    "Felix",
    "Rosa",
    "Karl",
    "Alice",
    "Noah",
    "Ruth",
    "Leo",
    "Amina",
    "Victor",
    "Chloe",
    "Marc",
    "Priya",
    "Sven",
    "Olga",
    "Hassan",
    "Wendy",
    "Kofi",
]
_LAST = [
    "Miller",
    "Schmidt",
    "Dubois",
    "Smith",
    "Sorensen",
    "Sorenson",
    "Garcia",
    "Novak",
    "Weber",
    "Martin",
    "Rossi",
    "Brown",
    "Fischer",
    "Laurent",
    "Jones",
    "Kim",
    "Petrov",
    "Olsen",
    "Meyer",
    "Moreau",
    "Taylor",
    "Becker",
    "Silva",
    "Walker",
    "Koch",
    "Bernard",
    "Wright",
    "Hoffmann",
    "Lopez",
    "Evans",
    "Wagner",
    "Petit",
    "Okafor",
    "Singh",
    "Larsen",
    "Young",
    "Keller",
    "Girard",
    "Nguyen",
    "Khan",
]
_ZH_LAST, _ZH_FIRST = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文",
)
_CITIES = {
    "en": [
        "London",
        "Boston",
        "Leeds",
        "Chicago",
        "Dublin",
        "Oxford",
        "Seattle",
        "Austin",
        "Denver",
        "Bristol",
        "Perth",
        "Toronto",
    ],
    "de": [
        "Berlin",
        "Hamburg",
        "München",
        "Köln",
        "Leipzig",
        "Bremen",
        "Zürich",
        "Wien",
        "Dresden",
        "Kassel",
    ],
    "fr": ["Paris", "Lyon", "Marseille", "Nantes", "Lille", "Rennes", "Genève", "Bruxelles", "Nice", "Dijon"],
    "zh": ["北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "南京", "西安", "重庆"],
}
_STREETS = {
    "en": ["High Street", "Park Road", "Oak Avenue", "Mill Lane", "Station Road", "King Street", "Elm Drive"],
    "de": ["Hauptstraße", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Schulstraße", "Am Markt"],
    "fr": ["rue de la Paix", "avenue Foch", "rue Victor Hugo", "place du Marché", "rue des Lilas"],
    "zh": ["中山路", "人民路", "解放大道", "建设街", "长江路", "和平路"],
}
_COMPANY = [
    "Northwind",
    "Acme",
    "Globex",
    "Initech",
    "Umbra",
    "Vertex",
    "Solaris",
    "Kestrel",
    "Bluebird",
    "Harbor",
    "Falcon",
    "Orchid",
    "Delta",
    "Nordlicht",
]
_SUBJECTS = {
    "en": "Quarterly report|Meeting on Monday|Your order|Budget 2026|Holiday request|Invoice attached|New price list|"
    "Contract draft|Team lunch|Server maintenance|Welcome aboard|Missing documents|Travel expenses|Project kick-off",
    "de": "Quartalsbericht|Besprechung am Montag|Ihre Bestellung|Urlaubsantrag|Rechnung im Anhang|Neue Preisliste|"
    "Vertragsentwurf|Wartung der Server|Reisekosten|Willkommen im Team",
    "fr": "Rapport trimestriel|Réunion lundi|Votre commande|Demande de congé|Facture jointe|Nouveaux tarifs|"
    "Projet de contrat|Frais de mission|Bienvenue parmi nous",
    "zh": "季度报告|周一会议|您的订单|请假申请|发票附件|新价目表|合同草案|服务器维护|差旅费用|欢迎加入",
}
_SENTENCES = {
    "en": "Please call back before noon.|The goods arrived damaged.|Deliver to the back entrance.|"
    "Thank you for your patience.|No further remarks.|We will send the missing part tomorrow.|"
    "The meeting was moved to room 12.|Customer asks for a new offer.|Payment received in full.|"
    "Check the address with the front desk.|Two boxes are still in stock.|The results are normal.",
    "de": "Bitte vor Mittag zurückrufen.|Die Ware kam beschädigt an.|Lieferung an den Hintereingang.|"
    "Vielen Dank für Ihre Geduld.|Keine weiteren Bemerkungen.|Die Zahlung ist eingegangen.",
    "fr": "Merci de rappeler avant midi.|La marchandise est arrivée abîmée.|Livrer par l'entrée de service.|"
    "Merci de votre patience.|Aucune remarque.|Le paiement est bien reçu.",
    "zh": "请在中午前回电。|货物到达时已损坏。|请送到后门。|感谢您的耐心等待。|没有其他备注。|款项已全部收到。",
}


def word(table: dict[str, tuple[str, ...]], key: str, lang: str) -> str:
    """The caption of `key` in `lang`, from one of the tables above."""
    return table[key][len(table[key]) - len(_LANG) + _LANG[lang]]


def compound(first: str, second: str, lang: str) -> str:
    """Two captions as one, the way labels of `lang` do it («Billing address», «Save order»)."""
    if lang == "zh":
        return first + second
    plain = second if second.isupper() else second[0].lower() + second[1:]
    return {"en": f"{first.rstrip('…')} {plain}", "de": f"{first}: {second}", "fr": f"{first} ({plain})"}[
        lang
    ]


def coined(rng: random.Random) -> str:
    """A word that no dictionary holds: names of fields that only one house uses."""
    syllables = (
        "nor",
        "vex",
        "tal",
        "mi",
        "dra",
        "ko",
        "bel",
        "ur",
        "sen",
        "pla",
        "ti",
        "gor",
        "ex",
        "lum",
        "ra",
    )
    stem = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize()
    return rng.choice(
        (
            stem,
            f"{stem} {rng.randint(1, 20)}",
            f"{stem} ID",
            f"{stem} {rng.choice(_LAST).lower()}",
            stem.upper()[:4],
        )
    )


def choices(make: str, lang: str) -> tuple[str, ...]:
    """The fixed values of a maker in `lang`; empty for free values."""
    return tuple(entry[_LANG[lang]] for entry in CHOICES.get(make, ()))


def person(rng: random.Random, lang: str) -> str:
    """A full name."""
    if lang == "zh":
        return rng.choice(_ZH_LAST) + "".join(rng.sample(_ZH_FIRST, rng.choice((1, 2))))
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    return name if rng.random() < 0.8 else ", ".join(reversed(name.split(" ")))


def sentences(rng: random.Random, lang: str, count: int) -> str:
    """`count` sentences of running text."""
    pool = _SENTENCES[lang].split("|")
    return ("" if lang == "zh" else " ").join(rng.choice(pool) for _ in range(count))


def subject(rng: random.Random, lang: str) -> str:
    """A short title of a letter, task or project."""
    return rng.choice(_SUBJECTS[lang].split("|"))


def value(rng: random.Random, make: str, lang: str) -> str:
    """A random value of sort `make` as a clerk would see it in `lang`."""
    fixed = choices(make, lang)
    if fixed:
        return rng.choice(fixed)
    return _free_value(rng, make, lang)


def _free_value(rng: random.Random, make: str, lang: str) -> str:
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    year, month, day = (
        rng.randint(1950 if rng.random() < 0.2 else 2022, 2027),
        rng.randint(1, 12),
        rng.randint(1, 28),
    )
    point = rng.uniform(1, 10 ** rng.randint(1, 5))
    if make == "money":
        plain = f"{point:,.2f}"
        local = plain.translate(str.maketrans(",.", ".,")) if lang in ("de", "fr") else plain
        return rng.choice((local, local, f"{local} €", f"${plain}" if lang == "en" else local))
    simple = {
        "name": lambda: person(rng, lang),
        "first": lambda: first if lang != "zh" else rng.choice(_ZH_FIRST),
        "last": lambda: last if lang != "zh" else rng.choice(_ZH_LAST),
        "company": lambda: (
            f"{rng.choice(_COMPANY)} {rng.choice(('Ltd', 'GmbH', 'Inc.', 'SA', '& Co.', 'Group'))}"
        ),
        "email": lambda: f"{first.lower()}.{last.lower()}@{rng.choice(_COMPANY).lower()}.example",
        "phone": lambda: f"+{rng.randint(1, 99)} {rng.randint(10, 999)} {rng.randint(100000, 9999999)}",
        "street": lambda: _street(rng, lang),
        "zip": lambda: f"{rng.randint(1000, 99999):05d}",
        "city": lambda: rng.choice(_CITIES[lang]),
        "date": lambda: _date(rng, lang, year, month, day),
        "time": lambda: f"{rng.randint(7, 19):02d}:{rng.choice((0, 15, 30, 45)):02d}",
        "percent": lambda: f"{rng.randint(0, 60)} %",
        "count": lambda: str(rng.randint(0, 10 ** rng.randint(1, 4))),
        "code": lambda: (
            f"{rng.choice(('A', 'RE', 'PO', 'INV', 'K', ''))}{rng.choice(('-', '', '/'))}{rng.randint(100, 99999)}"
        ),
        "iban": lambda: (
            f"DE{rng.randint(10, 99)} " + " ".join(f"{rng.randint(0, 9999):04d}" for _ in range(4))
        ),
        "subject": lambda: subject(rng, lang),
        "sentence": lambda: sentences(rng, lang, rng.randint(1, 2)),
        "file": lambda: (
            f"{rng.choice(('report', 'letter', 'offer', 'data', 'scan'))}_{rng.randint(1, 99)}"
            + rng.choice((".odt", ".pdf", ".csv", ".txt", ".xlsx"))
        ),
        "folder": lambda: (
            f"/home/{first.lower()}/{rng.choice(('Documents', 'orders', 'Desktop', 'archive'))}"
        ),
        "size": lambda: f"{rng.randint(1, 999)} {rng.choice(('KB', 'MB', 'B'))}",
        "user": lambda: f"{first[0].lower()}{last.lower()}",
        "password": lambda: "•" * rng.randint(5, 12),
        "url": lambda: f"www.{rng.choice(_COMPANY).lower()}.example",
        "weight": lambda: f"{rng.uniform(0.1, 200):.1f}",
    }
    return simple[make]()


def _street(rng: random.Random, lang: str) -> str:
    name, number = rng.choice(_STREETS[lang]), rng.randint(1, 180)
    return {
        "en": f"{number} {name}",
        "fr": f"{number}, {name}",
        "de": f"{name} {number}",
        "zh": f"{name}{number}号",
    }[lang]


def _date(rng: random.Random, lang: str, year: int, month: int, day: int) -> str:
    iso = f"{year}-{month:02d}-{day:02d}"
    local = {
        "en": rng.choice((f"{month:02d}/{day:02d}/{year}", f"{day:02d}/{month:02d}/{year}", iso)),
        "de": f"{day:02d}.{month:02d}.{year}",
        "fr": f"{day:02d}/{month:02d}/{year}",
        "zh": rng.choice((iso, f"{year}年{month}月{day}日")),
    }
    return local[lang]
