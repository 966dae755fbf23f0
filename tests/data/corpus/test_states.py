"""What a state shows is there: complaints, context menus, cards in their lanes."""

from collections.abc import Iterator

from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import Scene, walk


def _scenes(state: str, count: int = 500) -> Iterator[Scene]:
    for index in range(count):
        program = make_program(12, index, "qt")
        for one in program.states:
            if one.name == state:
                yield make_scene(program, one, "A")


def test_an_invalid_form_says_what_is_wrong() -> None:
    scenes = list(_scenes("invalid"))
    assert len(scenes) > 5
    for scene in scenes:
        assert sum(bool(node.error) for node in walk(scene.body)) >= 1


def test_a_context_menu_opens_at_something_that_is_shown() -> None:
    shown = 0
    for scene in _scenes("context"):
        if not scene.popup:
            continue  # the widget has been left out of this look
        shown += 1
        assert all(item.role == "menu_entry" for item in scene.popup_items)
        assert any(
            scene.popup == node.id or scene.popup.startswith(f"{node.id}/") for node in walk(scene.body)
        )
    assert shown > 10


def test_a_card_keeps_its_words_when_it_moves_to_another_lane() -> None:
    moved = kept = 0
    for index in range(400):
        program = make_program(13, index, "qt")
        boards = [
            {
                (node.id, record.key): dict(zip([c.key for c in node.columns], record.cells, strict=True))
                for node in walk(make_scene(program, program.states[0], look).body)
                if node.role == "board"
                for record in node.records
            }
            for look in "AB"
        ]
        for card in boards[0].keys() & boards[1].keys():
            assert boards[0][card]["title"] == boards[1][card]["title"]
            moved += boards[0][card]["lane"] != boards[1][card]["lane"]
            kept += boards[0][card]["lane"] == boards[1][card]["lane"]
    assert moved > 10
    assert kept > 10
