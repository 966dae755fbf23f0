"""Stand-ins look like what they stand for, and tell nothing of it."""

from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.sharing.standins import WORD, StandIns, sign_class

TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("abcXYZäÖéŁß0123456789 .-@", max_size=40),
    st.sampled_from(["张伟 Trading", "Мария Иванова", "Ελένη", "田中 太郎", "٣٤٥", "İstanbul", "ǅ ª ②"]),
)
SALTS = st.binary(min_size=1, max_size=8)


@given(TEXTS, SALTS)
def test_length_and_class_of_every_sign_are_kept(text: str, salt: bytes) -> None:
    made = StandIns(salt).of(text)
    assert list(map(sign_class, made)) == list(map(sign_class, text))


@given(
    st.text("abcdefghijklmnopqrstuvwxyzäöüéñßABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789张伟ивΩ ,.-@", max_size=40),
    SALTS,
)
def test_no_letter_and_no_digit_stays(text: str, salt: bytes) -> None:
    made = StandIns(salt).of(text)
    assert all(one != other for one, other in zip(text, made, strict=True) if one.isalnum())


@given(TEXTS, TEXTS, SALTS)
def test_a_word_has_one_stand_in_wherever_it_stands(one: str, other: str, salt: bytes) -> None:
    standins = StandIns(salt)
    joined = standins.of(f"{one} {other}")
    assert joined == f"{standins.of(one)} {standins.of(other)}"
    assert StandIns(salt).of(one) == standins.of(one)


def test_case_is_that_of_the_text() -> None:
    standins = StandIns()
    made = standins.of("Sorensen")
    assert standins.of("SORENSEN") == made.upper() and standins.of("sorensen") == made.lower()


def test_each_copy_has_other_stand_ins_and_kept_words_stay() -> None:
    text = "Maria Sorensen, 4711"
    assert len({StandIns().of(text) for _ in range(20)}) == 20
    made = StandIns().of(text, frozenset({"maria"}))
    assert made.startswith("Maria ") and len(WORD.findall(made)) == 3 and "Sorensen" not in made
