"""Cyrillic letters are read beside all others, which are read as they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.errors import EnvironmentFault
from lam_desktop.models_dir import find_models
from lam_desktop.perception.letter_head import LetterNetwork, LetterSettings, as_products
from lam_desktop.perception.more_letters import LETTERS, MoreLetters
from lam_desktop.perception.ocr import Reading, TextReader, recognition_model
from lam_desktop.types import Box, Frame

FONTS = Path("/usr/share/fonts/truetype")
SANS, SERIF = FONTS / "dejavu" / "DejaVuSans.ttf", FONTS / "liberation" / "LiberationSerif-Regular.ttf"


UNSURE = 0.6
"""So sure is nothing that is acted on."""


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1, models=find_models())


@pytest.fixture(scope="module")
def plain() -> TextReader:
    return TextReader(threads=1)


def drawn(text: str, size: int = 16, font: Path = SANS, dark: bool = False) -> tuple[Frame, Box]:
    back, ink = ("#202020", "#eeeeee") if dark else ("#ffffff", "#101010")
    picture = Image.new("RGB", (40 + size * len(text), 3 * size), back)
    ImageDraw.Draw(picture).text((20, size // 2), text, ink, ImageFont.truetype(str(font), size))
    return np.asarray(picture), Box(0, 0, picture.width, picture.height)


def read(reader: TextReader, text: str, size: int = 16, font: Path = SANS, dark: bool = False) -> Reading:
    frame, box = drawn(text, size, font, dark)
    [reading] = reader.read(frame, [box])
    return reading


def bare(text: str) -> str:
    """Without spaces, which get lost in all scripts, and as nobody can tell by what is to be seen."""
    return text.replace(" ", "").replace("і", "i")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("size", "font"), [(13, SANS), (16, SANS), (24, SANS), (18, SERIF)])
@pytest.mark.parametrize(
    "text",
    [
        "Сохранить заказ", "Белоусова Ольга", "Щербаков Игорь", "Удалить файл?", "НАСТРОЙКИ", "Ещё раз",
        "Видалити їжу", "Ґанок і Євген", "Љубав и џем", "Заявление",
    ],
)  # fmt: skip
def test_words_in_cyrillic(reader: TextReader, text: str, size: int, font: Path, dark: bool) -> None:
    reading = read(reader, text, size, font, dark)
    assert bare(reading.text) == bare(text) or reading.confidence < UNSURE, reading


@pytest.mark.parametrize(
    "text",
    ["Заказ 4711", "Сумма: 1249,50 EUR", "Windows Настройки", "Счёт INV-17 (опл.)", "05.03.2026 Пятница"],
)
def test_words_beside_others(reader: TextReader, text: str) -> None:
    assert bare(read(reader, text).text) == bare(text)


@pytest.mark.parametrize("size", [13, 14, 16, 18])
@pytest.mark.parametrize("font", [SANS, SERIF])
@pytest.mark.parametrize(
    "text", ["Заказ 3", "Дом 6", "Этаж 3 из 6", "Склад 6", "Покупатель 3", "Комната 36", "Счёт 17", "6 марта"]
)
def test_figures_stay_figures_or_are_not_sure(reader: TextReader, text: str, size: int, font: Path) -> None:
    """The recogniser is silent about some figures beside letters that it does not know."""
    reading = read(reader, text, size, font)
    figures = [[each for each in said if each.isdigit()] for said in (reading.text, text)]
    assert figures[0] == figures[1] or reading.confidence < UNSURE, reading


def test_near_twins_stay_two(reader: TextReader) -> None:
    names = ["Сорокин", "Сорокина", "Сорокино", "Иванов", "Ивашов", "Шилов", "Щилов", "Елин", "Ёлин"]
    assert [read(reader, name).text for name in names] == names


@pytest.mark.parametrize("size", [13, 16, 24])
@pytest.mark.parametrize(
    "text",
    [
        "Save as", "2026-11-24", "anna@orchid.example", "1,249.50", "INV-004711", "OK", "3", "6", "4A",
        "TAXI", "Größe ändern", "Enregistrer sous…", "Łódź", "保存订单", "注文する", "Αποθήκευση", "HOME",
        "cook book", "BEKMHOPCT", "Open…", "x", "→", "✓ Done",
    ],
)  # fmt: skip
def test_all_others_are_read_as_without(reader: TextReader, plain: TextReader, text: str, size: int) -> None:
    frame, box = drawn(text, size)
    assert reader.read(frame, [box]) == plain.read(frame, [box])


def test_a_letter_is_as_sure_as_it_is_seen(reader: TextReader) -> None:
    frame, box = drawn("Сохранить")
    [reading] = reader.read(frame, [box])
    assert reading.confidence > 0.9
    assert len(reading.letters) == len(reading.text)


def changed(folder: Path, **settings: object) -> Path:
    """The shipped folder, with other settings of this head."""
    shutil.copytree(find_models() / LETTERS, folder / LETTERS)
    path = folder / LETTERS / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | settings), encoding="utf-8")
    return folder


def test_beside_another_recogniser_it_is_not_used(tmp_path: Path, plain: TextReader) -> None:
    folder = changed(tmp_path, recogniser_bytes=4711)
    assert MoreLetters.load(folder, recognition_model(), plain.characters) is None
    assert MoreLetters.load(tmp_path / "none", recognition_model(), plain.characters) is None


@pytest.mark.parametrize(
    "settings",
    [{"letters": ""}, {"letters": "жж"}, {"letters": 7}, {"hidden": 10**9}, {"hidden": "7"}, {"seen": "ab"}],
)
def test_strange_settings_are_one_sentence(
    settings: dict[str, object], tmp_path: Path, plain: TextReader
) -> None:
    folder = changed(tmp_path, **settings)
    with pytest.raises(EnvironmentFault, match="reader of more letters"):
        MoreLetters.load(folder, recognition_model(), plain.characters)


def test_convolutions_as_products_say_the_same() -> None:
    torch.manual_seed(0)
    network = LetterNetwork(LetterSettings("жщ", "a1", "ab12", recogniser_bytes=1, hidden=8)).eval()
    lines = [torch.randn(2, count, 5) for count in (1, 3, 40)]  # shorter and longer than what is seen at once
    with torch.inference_mode():
        by_convolution = [network(line) for line in lines]
        as_products(network)
        by_product = [network(line) for line in lines]
    for one, other in zip(by_convolution, by_product, strict=True):
        torch.testing.assert_close(one, other)
