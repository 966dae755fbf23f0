"""A secret that stood on the screen is read from there; none of its signs is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.doubts import open_doubts, settled
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.shown_secret import (
    ShownSecret,
    shown_secrets,
    spans_of_secret,
    with_shown,
    without,
)
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element
from tests.e2e.secret_search import needles
from tests.tasks.explaining.test_doubts import value_of
from tests.tasks.provenance.test_compile import compiled
from tests.tasks.provenance.test_standing import LINE, eyes_on, line
from tests.tasks.recordings import Clerk

CODE = "4711-22x"
HIDDEN = Box(180, 298, 90, 24)
SAYING = f"Your code is {CODE}, so enter it."


def shown(
    tmp_path: Path, clerk: Clerk, typed: dict[str, str], **screens: list[Element]
) -> tuple[Task, list[ShownSecret]]:
    task = compiled(tmp_path, clerk, row=None)
    eyes = eyes_on(**screens)
    found = shown_secrets(task.steps, typed, eyes.before)

    def hidden(step: TaskStep, element: Element, span: Span) -> Box:
        return HIDDEN

    return replace(task, name=tmp_path.name, steps=with_shown(task.steps, typed, found, hidden)), found


def logging_in() -> Clerk:
    return Clerk().click(20, 30).hide("secret_1").click(40, 90)


@pytest.mark.parametrize(
    ("secret", "text", "read"),
    [
        (CODE, SAYING, [CODE]),
        ("0wd", 'the password "0wd" into', ["0wd"]),
        ("0wd", "the password “0WD” into", ["0WD"]),
        ("4711 22", "Code: 471122.", ["471122"]),
        ("471122", "Code: 4711 22.", ["4711 22"]),
        ("ab", "a baby has ab twice: ab", ["ab", "ab"]),
        ("471", "Your code is 4711", []),
        ("0wd", "the password Owd", ["Owd"]),
        ("erIuW", "the password «erluW»", ["erluW"]),
        ("0wd", "the password Qwd", []),
    ],
)
def test_it_stands_in_whole_words_apart_from_what_reading_loses(
    secret: str, text: str, read: list[str]
) -> None:
    assert [span.of(text) for span in spans_of_secret(secret, text)] == read


def test_the_name_stands_where_the_secret_did() -> None:
    text, named = without(f"{SAYING}\nAgain: {CODE} and 0wd", {CODE: "secret_1", "0wd": "secret_2"})
    assert text == "Your code is secret_1, so enter it.\nAgain: secret_1 and secret_2"
    assert [span.of(text) for _, span in named] == [name for name, _ in named]
    assert [name for name, _ in named] == ["secret_1", "secret_1", "secret_2"]


def test_it_is_read_from_the_sentence_and_stays_a_secret(tmp_path: Path) -> None:
    task, _ = shown(tmp_path, logging_in(), {"secret_1": CODE}, step2=[line(SAYING)])
    step = task.steps[1]
    place = Place(1, LINE, "Your code is secret_1, so enter it.", Span(13, 21), hidden=HIDDEN)
    assert step.value == Value("screen", "secret_1", secret=True, places=(place,))
    assert step.caption == caption(step) == "Type the secret “secret_1” read from the screen"
    assert step.doubt == "" and task.secrets == () and task.variables == ()


def test_no_sign_of_it_is_in_the_tasks_folder_and_the_rest_survives(tmp_path: Path) -> None:
    task, _ = shown(tmp_path, logging_in(), {"secret_1": CODE}, step2=[line(SAYING)])
    path = task_file.save(task)
    assert task_file.load(tmp_path) == task
    told = path.read_text(encoding="utf-8")
    assert "secret: true" in told and "hidden: [180, 298, 90, 24]" in told
    for one in (one for one in tmp_path.rglob("*") if one.is_file()):
        assert not [name for name, needle in needles(CODE).items() if needle in one.read_bytes()], one


def test_what_is_typed_twice_is_read_once(tmp_path: Path) -> None:
    clerk = Clerk().click(20, 30).hide("secret_1").click(40, 90).hide("secret_2")
    typed = {"secret_1": "0wd", "secret_2": "0wd"}
    saying = [line('Enter the password "0wd" into both text fields and press submit.')]
    task, found = shown(tmp_path, clerk, typed, step2=saying, step4=saying)
    assert len(found) == 1
    assert task.steps[1].value == task.steps[3].value and task.steps[1].value is not None
    assert task.steps[1].value.secret


def test_an_earlier_screen_counts_and_a_field_does_not(tmp_path: Path) -> None:
    typed = {"secret_1": CODE}
    task, _ = shown(tmp_path, logging_in(), typed, step1=[line(SAYING)], step2=[line(CODE, kind="field")])
    assert task.steps[1].value is not None and task.steps[1].value.places[0].demonstrated == 0
    task, found = shown(tmp_path / "other", logging_in(), typed, step2=[line(f"Code: {CODE}", kind="cell")])
    assert not found and task.steps[1].value == Value("secret", "secret_1")


def test_what_stands_beside_a_name_is_read_as_early_as_it_can_be(tmp_path: Path) -> None:
    screen = [line("One-time code", Box(40, 300, 90, 20)), line(CODE, Box(140, 300, 60, 20))]
    task, _ = shown(tmp_path, logging_in(), {"secret_1": CODE}, step1=screen, step2=screen)
    value = task.steps[1].value
    assert value is not None and value.places[0].alone and value.places[0].text == "secret_1"
    assert value.places[0].demonstrated == 0


def test_what_may_stand_there_by_chance_is_asked_with_both_readings(tmp_path: Path) -> None:
    twice = [line('Enter the code "12" here.'), line('Or say "12" to the clerk.', LINE.moved(0, 40))]
    task, _ = shown(tmp_path, logging_in(), {"secret_1": "12"}, step2=twice)
    assert "by chance" in task.steps[1].doubt
    [doubt] = open_doubts(task, [Row(1, {})])
    assert doubt.matters and [value_of(one).source for one in doubt.meant] == ["screen", "secret"]
    assert not any("12" in (one.says or "") for one in doubt.meant)
    kept = settled(task, 2, doubt.meant[1].value)
    assert kept.secrets == ("secret_1",) and kept.steps[1].doubt == ""
    task_file.save(kept)
    assert task_file.load(tmp_path) == kept


def test_a_second_time_outside_of_sentences_counts_too(tmp_path: Path) -> None:
    screen = [line('Enter the code "7421" here.'), line("7421", LINE.moved(0, 40), "cell")]
    task, found = shown(tmp_path, logging_in(), {"secret_1": "7421"}, step2=screen)
    assert not found[0].only and task.steps[1].doubt


@pytest.mark.parametrize("secret", ["pass!", "(4711)"])
def test_an_edge_that_may_be_the_sentences_leaves_it_kept(tmp_path: Path, secret: str) -> None:
    screen = [line(f'Enter the password "{secret}" into the field.')]
    task, found = shown(tmp_path, logging_in(), {"secret_1": secret}, step2=screen)
    assert not found and task.steps[1].value == Value("secret", "secret_1")


def test_what_nobody_knows_is_looked_for_nowhere(tmp_path: Path) -> None:
    task, found = shown(tmp_path, logging_in(), {}, step2=[line(SAYING)])
    assert not found and task.secrets == ("secret_1",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: secret_1\n", "name: ''\n", "needs one"),
        ("source: screen\n", "source: constant\n", "no part of a value from a constant"),
        ("secret: true\n", "secret: true\n      write: '{read}'\n", "remove form and write"),
    ],
)
def test_what_a_person_writes_wrongly_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    task, _ = shown(tmp_path, logging_in(), {"secret_1": CODE}, step2=[line(SAYING)])
    path = task_file.save(task)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        task_file.load(tmp_path)


def test_a_person_may_have_it_kept(tmp_path: Path) -> None:
    task, _ = shown(tmp_path, logging_in(), {"secret_1": CODE}, step2=[line(SAYING)])
    path = task_file.save(task)
    text = path.read_text(encoding="utf-8").replace("source: screen", "source: secret")
    path.write_text(text.replace("variables: []", "variables: [secret_1]"), encoding="utf-8")
    assert task_file.load(tmp_path).secrets == ("secret_1",)
