"""Labels that no dictionary holds: made-up words, abbreviations, codes, numbered and measured captions.

Who reads labels must not know them by heart: in every house there are some that nobody has seen before.
"""

from __future__ import annotations

import random

_LATIN = (
    "b br ch d dr f fl g gr h j k kl l m n p pl qu r s sch sk sp st t tr v w z",
    "a e i o u ai au ea ie oo ou",
)
_SOUNDS = {
    "en": _LATIN,
    "de": ("b bl d dr f g gl h k kr l m n pf r s sch schl st t tr v w z", "a e i o u ä ö ü au ei ie eu"),
    "fr": ("b bl c ch d f g gn j l m n p pr qu r s t tr v", "a e i o u é è ai au eau eu oi ou"),
    "es": ("b c ch d f g gr j l ll m n ñ p pr qu r s t tr v z", "a e i o u á í ó ia ie ue"),
    "it": ("b c cch ch d f g gli gn l m n p pr qu r s st t tt tr v zz", "a e i o u à è ia io uo"),
    "pl": ("b c ch cz d dz g k ł l m n ń p prz r rz s sz ś t w z ż", "a e i o u ą ę ó y ie ia"),
    "nl": ("b d dr g gr h j k kl l m n p r s sch st t tr v w z", "a aa e ee i ie ij o oe oo u ui"),
    "ru": ("б в вр г гр д ж з к кл л м н п пр р с ск ст т тр ф х ч ш", "а е и о у ы ю я ё"),
}
_ENDS = {
    "de": ("ung", "er", "heit", "satz", "wert", "nr", ""),
    "ru": ("ов", "ение", "ка", "ник", ""),
    "pl": ("anie", "owy", "ek", "ość", ""),
    "fr": ("tion", "age", "eur", ""),
    "es": ("ción", "ado", "ero", ""),
    "it": ("zione", "ato", "ore", ""),
    "en": ("er", "ing", "tion", "al", "or", "ex", "", ""),
    "nl": ("ing", "er", "heid", ""),
}
_KANA = (
    "アイウエオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゴダデドバビブパピプ"
)
_HAN = (
    "安北场成程单定动度方分风高工光广海和红华机计建江金开科空力量林"
    "流明木平期强青清区全热日山上生石时水台天通外万文西新信星雪阳业元云运长正中周主"
)
_UNITS = (
    "kg",
    "g",
    "mm",
    "cm",
    "m²",
    "°C",
    "%",
    "€",
    "$",
    "h",
    "min",
    "pcs",
    "l",
    "kWh",
    "mmHg",
    "mg/dl",
    "km",
    "V",
)
_NUMBERED = {
    "en": (
        "Field",
        "Line",
        "Position",
        "Item",
        "Parameter",
        "Ref",
        "Option",
        "Level",
        "Value",
        "Unit",
        "Step",
        "Input",
    ),
    "de": ("Feld", "Zeile", "Position", "Wert", "Stufe", "Merkmal", "Kennz."),
    "fr": ("Champ", "Ligne", "Valeur", "Niveau", "Rubrique"),
    "es": ("Campo", "Línea", "Valor", "Nivel"),
    "it": ("Campo", "Riga", "Valore", "Livello"),
    "pl": ("Pole", "Wiersz", "Wartość", "Poziom"),
    "nl": ("Veld", "Regel", "Waarde", "Niveau"),
    "ru": ("Поле", "Строка", "Значение", "Уровень"),
    "ja": ("項目", "行", "値", "欄"),
    "zh": ("字段", "行", "参数", "项目"),
}
_TAILS = ("ID", "No.", "code", "ref.", "type", "#", "2", "(old)", "int.", "ext.", "max.", "min.")


def word(rng: random.Random, lang: str) -> str:
    """A made-up word that could be one of `lang`."""
    if lang in ("zh", "ja"):
        return "".join(rng.choices(_HAN if lang == "zh" else _KANA, k=rng.randint(2, 4)))
    heads, middles = (part.split() for part in _SOUNDS[lang])
    stem = "".join(rng.choice(heads) + rng.choice(middles) for _ in range(rng.randint(1, 3)))
    close = rng.choice(heads)[0] if rng.random() < 0.4 else ""
    return f"{stem}{close or rng.choice(_ENDS[lang])}".capitalize()


def code(rng: random.Random) -> str:
    """A short sign of letters and digits."""
    letters = "".join(rng.choices("ABCDEFGHKLMNPRSTUVWXYZ", k=rng.randint(1, 4)))
    number = str(rng.randint(1, 10 ** rng.randint(1, 3)))
    return rng.choice(
        (
            letters + letters[:1],
            f"{letters}{number}",
            f"{letters}-{number}",
            f"{letters}.{number}",
            f"{letters}/{number}",
        )
    )


def string(rng: random.Random) -> str:
    """Letters and figures without sense, as of seats, keys and article numbers."""
    pool = rng.choice(
        (
            "abcdefghijkmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        )
    )
    return "".join(rng.choices(pool, k=rng.randint(1, 7)))


def abbreviation(rng: random.Random, lang: str) -> str:
    """A word cut short, as in «Kd.-Nr.»."""
    first, second = word(rng, lang)[: rng.randint(2, 4)], word(rng, lang)[: rng.randint(2, 3)]
    return rng.choice(
        (
            f"{first}.",
            f"{first}.-{second}.",
            f"{first}. {second.lower()}.",
            f"{first}/{second}",
            f"{first}.{second}",
        )
    )


def label(rng: random.Random, lang: str) -> str:
    """A label of one of many sorts."""
    one = word(rng, lang)
    sort = rng.randrange(11)
    if sort <= 2:
        return one
    if sort == 3:
        return f"{one}{word(rng, lang)}" if lang in ("zh", "ja") else f"{one} {word(rng, lang).lower()}"
    if sort == 4:
        return f"{one} {rng.choice(_TAILS)}"
    if sort == 5:
        return f"{rng.choice(_NUMBERED[lang])} {rng.randint(1, 24)}"
    if sort == 6:
        return rng.choice((f"{one} ({{}})", f"{one} [{{}}]", f"{one}, {{}}")).format(rng.choice(_UNITS))
    if sort == 7:
        return code(rng)
    if sort == 8:
        return f"{one} {rng.randint(1, 20)}"
    if sort == 9:
        parts = [word(rng, "en").lower()[:6] for _ in range(rng.randint(2, 3))]
        return rng.choice(
            ("_".join(parts), parts[0] + "".join(p.capitalize() for p in parts[1:]), ".".join(parts))
        )
    return abbreviation(rng, lang)
