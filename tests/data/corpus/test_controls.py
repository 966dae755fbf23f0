"""Widgets in a record's row are told apart by record and column."""

from lam_desktop.data.corpus.controls import CONTROLS, control_node
from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import Node, walk


def _controls(index: int, look: str) -> list[Node]:
    program = make_program(9, index, "qt")
    found = []
    for node in walk(make_scene(program, program.states[0], look).body):
        for record in node.records:
            found += [
                control_node(node, record, column) for column in node.columns if column.control in CONTROLS
            ]
    return found


def test_ids_groups_and_records_of_widgets_in_rows() -> None:
    roles: set[str] = set()
    for index in range(150):
        made = _controls(index, "A")
        assert len({node.id for node in made}) == len(made)
        for node in made:
            table, record, column = node.id.rsplit("/", 2)
            assert node.record == f"{table}/{record}"
            assert node.group == f"{table}/{column}"
        roles |= {node.role for node in made}
    assert roles == set(CONTROLS)


def test_what_stands_in_a_row_changes_and_whose_row_it_is_does_not() -> None:
    changed = shared = 0
    for index in range(150):
        one, two = ({node.id: node for node in _controls(index, look)} for look in "AB")
        for name in one.keys() & two.keys():
            shared += 1
            assert (one[name].role, one[name].text) == (two[name].role, two[name].text)
            changed += (one[name].value, one[name].checked) != (two[name].value, two[name].checked)
    assert shared > 100
    assert changed / shared > 0.1
