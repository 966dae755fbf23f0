"""What follows the row leads to what the row says: a choice, a record, a value shown in place, or nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.learning.following import (
    ABSENT,
    IGNORED,
    Followed,
    Labels,
    Shown,
    follow_choice,
    follow_record,
    missing_twin,
    show_values,
)
from lam_desktop.learning.page_features import PageFeatures
from lam_desktop.types import KINDS


def _page(identities: list[str], values: list[str], kind: str = "list_item") -> PageFeatures:
    count = len(values)
    return PageFeatures(
        crops=np.zeros((count, 2, 3, 16, 16), np.uint8),
        kind=np.full(count, KINDS.index(kind)),
        checked=np.zeros(count, np.int64),
        box=np.array([(0, 20 * n, 60, 16) for n in range(count)]),
        window=np.array([0, 0, 100, 200]),
        unit=np.float32(16),  # type: ignore[arg-type]
        missed=np.zeros(count, bool),
        text=np.array(values),
        identity=np.array(identities),
        group=np.array(["list"] * count),
        value=np.array(values),
        record=np.array([""] * count),
        action=np.ones(count, bool),
    )


def _table(rows: dict[str, tuple[str, str, str]]) -> PageFeatures:
    """Name, town and a button «Edit» in each record."""
    names = [f"table/{key}/{part}" for key in rows for part in ("name", "town", "edit")]
    page = _page(names, [cell for cells in rows.values() for cell in cells], "cell")
    records = [name.rpartition("/")[0] for name in names]
    return replace(page, record=np.array(records), group=np.array([f"table/{n}" for n in names]))


def _labels(a: PageFeatures, b: PageFeatures) -> Labels:
    where = {name: at for at, name in enumerate(b.identity.tolist())}
    home = {name: at for at, name in enumerate(a.identity.tolist())}
    return Labels(
        np.array([where.get(name, ABSENT) for name in a.identity.tolist()]),
        np.array([home.get(name, ABSENT) for name in b.identity.tolist()]),
    )


def _shown(page: PageFeatures) -> Shown:
    return Shown(page, list(range(len(page.identity))))


def test_a_choice_leads_to_what_it_says() -> None:
    first, second = ["Post", "Courier", "Pickup"], ["Pickup", "Express", "Post", "Post"]
    a = _page([f"list/{n}" for n in first], first)
    b = _page([f"list/{n}/{at}" for at, n in enumerate(second)], second)
    wanted = gone = 0
    for seed in range(60):
        labels = _labels(a, b)
        followed = follow_choice(_shown(a), _shown(b), labels, np.random.default_rng(seed))
        [(row, text)] = followed.texts.items()
        label = labels.forward[row]
        if label == ABSENT:
            gone += 1
            assert text not in second
        else:
            wanted += 1  # «Post» stands there twice: no choice a person could make
            assert text == second[label] and text in ("Pickup", "Express")
    assert wanted > 20 and gone > 3


def test_the_words_beside_a_radio_button_follow_the_row_with_it() -> None:
    names = ["way/post", "way/post/label", "way/fast", "way/fast/label"]
    page = _page(names, ["Post", "Post", "Fast", "Fast"], "radio")
    page.group[1::2] = ""
    for seed in range(20):
        labels = _labels(page, page)
        texts = follow_choice(_shown(page), _shown(page), labels, np.random.default_rng(seed)).texts
        first, second = sorted(texts)
        assert (second, texts[second]) == (first + 1, texts[first])
        [mark, words] = labels.forward[[first, second]]
        assert words == (ABSENT if mark == ABSENT else mark + 1)


def _followed(seed: int, a: PageFeatures, b: PageFeatures) -> tuple[Followed, Labels]:
    labels = _labels(a, b)
    return follow_record(_shown(a), _shown(b), labels, np.random.default_rng(seed)), labels


def test_a_record_moves_as_a_whole_to_the_one_that_the_row_names() -> None:
    a = _table({"r1": ("Miller", "Oslo", "Edit"), "r2": ("Sorenson", "Rome", "Edit")})
    b = _table(
        {
            "r2": ("Sorenson", "Rome", "Edit"),
            "r3": ("Sorensen", "Rome", "Edit"),
            "r1": ("Miller", "Oslo", "Edit"),
        }
    )
    moved = gone = 0
    for seed in range(80):
        followed, labels = _followed(seed, a, b)
        assert len(followed.record) == 3 and followed.texts.keys() <= set(followed.record)
        told = {labels.forward[at] for at in followed.record}
        if told == {ABSENT}:
            gone += 1
            cells = set(b.value.tolist())
            assert any(text not in cells for text in followed.texts.values())
            continue
        moved += 1
        [record] = {str(b.record[label]) for label in told}
        parts = {str(a.identity[at]).rpartition("/")[2]: labels.forward[at] for at in followed.record}
        assert {str(b.identity[to]).rpartition("/")[2] for to in parts.values()} == parts.keys()
        assert all(str(b.identity[to]).endswith(part) for part, to in parts.items())
        for at, text in followed.texts.items():
            assert text == b.value[labels.forward[at]]
        says = [name for name in ("r1", "r2", "r3") if _has(b, f"table/{name}", followed.texts.values())]
        assert [f"table/{name}" for name in says] == [record]
        for at in followed.record:
            assert labels.backward[labels.forward[at]] == at
        mine = str(a.record[followed.record[0]])
        if record != mine:
            assert all(labels.backward[to] == ABSENT for to in np.flatnonzero(b.record == mine))
            assert all(labels.forward[at] == IGNORED for at in np.flatnonzero(a.record == record))
    assert moved > 40 and gone > 4


def _has(page: PageFeatures, record: str, texts: object) -> bool:
    cells = set(page.value[page.record == record].tolist())
    return set(texts) <= cells  # type: ignore[call-overload]


def test_records_that_look_the_same_are_not_followed() -> None:
    same = {f"r{n}": ("Miller", "Oslo", "Edit") for n in range(3)}
    followed, labels = _followed(0, _table(same), _table(same))
    assert not followed.record and (labels.forward >= 0).all()


def test_values_shown_in_place_keep_their_labels() -> None:
    a, b = _page(["f/1", "f/2"], ["Miller", ""], "field"), _page(["f/2", "f/1"], ["x", "Sorenson"], "field")
    labels = _labels(a, b)
    followed = show_values(_shown(a), _shown(b), labels, np.random.default_rng(0))
    assert followed == Followed({0: "Sorenson"}, ()) and labels.forward.tolist() == [1, 0]


@pytest.mark.parametrize("value", ["Sorenson", "x", "0815", "李明"])
def test_a_near_twin_is_never_the_same(value: str) -> None:
    taken = ["Sorensen", "1815"]
    made = [missing_twin(value, taken, np.random.default_rng(seed)) for seed in range(50)]
    assert not {value, *taken} & set(made) and len(set(made)) > 3
    assert all(abs(len(one) - len(value)) <= 2 for one in made)
