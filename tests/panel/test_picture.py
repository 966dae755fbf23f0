from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lam_desktop.panel.widgets.number import NumberField
from lam_desktop.panel.widgets.picture import GUESS, MARK, Drawing, PictureView
from lam_desktop.panel.widgets.seen import drawing_of, near_target
from lam_desktop.panel.wire import Look, Spot
from lam_desktop.types import Box


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "screen.png"
    Image.new("RGB", (640, 400), "#808080").save(path)
    return str(path)


@pytest.fixture
def view(qtbot: QtBot, dressed: object, picture: str) -> PictureView:
    view = PictureView(pick=True, minimum=QSize(100, 80))
    qtbot.addWidget(view)
    view.resize(322, 302)
    view.show_drawing(Drawing(picture))
    view.show()
    view.setFocus()
    return view


def pixels(view: PictureView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


def has_colour(view: PictureView, colour: str) -> bool:
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return bool((np.abs(pixels(view) - wanted).max(axis=2) < 12).any())


@pytest.mark.parametrize("pixel", [(0, 0), (639, 399), (320, 200), (17, 351)])
@pytest.mark.parametrize("region", [None, Box(100, 50, 300, 200), Box(600, 380, 500, 500)])
def test_places_in_the_widget_and_pixels_of_the_picture_agree(
    view: PictureView, picture: str, pixel: tuple[int, int], region: Box | None
) -> None:
    view.show_drawing(Drawing(picture, region=region))
    if region is None or region.contains(*pixel):
        assert view.pixel_at(view.point_at(*pixel)) == pixel
    assert view.pixel_at(QPointF(-5, -5)) is None


def test_a_click_marks_the_pixel_under_it(view: PictureView, qtbot: QtBot) -> None:
    at = view.point_at(200, 100)
    with qtbot.waitSignal(view.picked) as signal:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert signal.args is not None
    assert abs(signal.args[0] - 200) <= 1
    assert abs(signal.args[1] - 100) <= 1
    assert view.drawing.point == tuple(signal.args)


def test_a_click_beside_the_picture_or_with_another_button_marks_nothing(
    view: PictureView, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=QPoint(160, 150))


def test_the_keyboard_can_point_too(view: PictureView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.confirmed):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.drawing.point == (328, 200)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.drawing.point == (328, 201)
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.drawing.point == (328, 399), "the mark stays in the picture"
    with qtbot.waitSignal(view.confirmed):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_a_picture_that_is_only_looked_at_takes_no_marks(qtbot: QtBot, dressed: object, picture: str) -> None:
    view = PictureView()
    qtbot.addWidget(view)
    view.show_drawing(Drawing(picture))
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
        qtbot.keyClick(view, Qt.Key.Key_Right)


def test_target_and_guess_are_drawn_differently(view: PictureView, picture: str) -> None:
    assert not has_colour(view, MARK)
    view.show_drawing(Drawing(picture, target=Box(100, 100, 200, 80)))
    assert has_colour(view, MARK)
    view.show_drawing(Drawing(picture, target=Box(100, 100, 200, 80), doubtful=True))
    assert has_colour(view, GUESS)
    assert not has_colour(view, MARK)


def test_a_missing_picture_is_none(view: PictureView, tmp_path: Path) -> None:
    view.show_drawing(Drawing(str(tmp_path / "nowhere.png")))
    assert view.pixel_at(QPointF(160, 150)) is None
    view.grab()


SAVE = Spot(Box(500, 300, 60, 24), "button", "Save", 0.97)


def test_what_was_decided_becomes_a_drawing() -> None:
    other = Spot(Box(40, 300, 60, 24), "button", "Close", 0.3)
    third = replace(other, box=Box(700, 300, 60, 24), probability=0.1)
    look = Look("/p.png", SAVE, (other, third), (530, 312), 0.97, 0.9, "", True, Box(100, 50, 500, 300))
    drawing = drawing_of(look)
    assert (drawing.label, drawing.doubtful) == ("“Save”  97 %", False)
    assert drawing.others == ((other.box, "30 %"), (third.box, "10 %"))
    assert drawing.region is not None
    for box in (SAVE.box, other.box, third.box, Box(100, 50, 500, 300)):
        assert drawing.region.union(box) == drawing.region


def test_of_improbable_candidates_and_of_many_some_are_not_drawn() -> None:
    other = Spot(Box(40, 300, 60, 24), "button", "Close", 0.001)
    assert drawing_of(Look("/p.png", SAVE, (other,))).others == ()
    likely = replace(other, probability=0.05)
    assert len(drawing_of(Look("/p.png", SAVE, (likely,) * 9)).others) == 4


def test_the_part_around_the_target_stays_in_the_window_and_holds_the_target() -> None:
    window = Box(0, 0, 1280, 780)
    for x, y in ((0, 0), (1220, 750), (600, 400), (1200, 10)):
        look = Look("/p.png", Spot(Box(x, y, 60, 24), "button", "", 1.0), window=window)
        part = near_target(look)
        assert part is not None
        assert part.intersection(window) == part
        assert part.union(Box(x, y, 60, 24)) == part
    assert near_target(Look("/p.png", window=window)) == window


def test_a_number_field_keeps_to_its_range(qtbot: QtBot, dressed: object) -> None:
    field = NumberField(2, 1, 9)
    qtbot.addWidget(field)
    heard: list[int] = []
    field.changed.connect(heard.append)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    field.selectAll()
    qtbot.keyClicks(field, "77")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (heard, field.value, field.text()) == ([3, 9], 9, "9")
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    field._take()
    assert (heard, field.text()) == ([3, 9], "9")
    field.set_value(4)
    assert heard == [3, 9], "what the state says is no choice of the person"
