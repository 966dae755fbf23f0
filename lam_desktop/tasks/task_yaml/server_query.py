"""What a query for a database server may say: one statement that reads, and calls only what reads.

A server in a read-only transaction refuses most writes, but not all that a query can do: functions sleep,
take locks, read and write files, end other sessions. So there is a list of those that may be called, and
whatever two readers of SQL might read differently (comments, backslashes, dollar quotes) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SERVERS = ("postgresql", "mysql", "mariadb")
"""As a URL begins."""

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<barred>--|/\*|[;\\${}\x00-\x1f])
    |(?P<text>'(?:[^'\\]|'')*')
    |(?P<name>"(?:[^"\\]|"")*"|`(?:[^`\\]|``)*`)
    |(?P<value>(?<![:\w]):\w+)
    |(?P<number>0[xX][0-9a-fA-F]+|0[bB][01]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[0-9A-Za-z_\u0080-\U0010ffff]+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
BEHIND_NUMBER = re.compile(r"[0-9A-Za-z_\u0080-\U0010ffff]+")
"""MySQL takes «1.e1for» for a number and the word FOR."""
VALUE = re.compile(r"(?<![:\w]):\w+(?!:)")
"""As SQLAlchemy reads it, within quotes too."""
PASSWORD = re.compile(r"[^:]*://[^:/]*:([^@]+)@")
"""In a URL, as SQLAlchemy reads it."""
BARRED_SIGNS = {"postgresql": "`", "mysql": "#", "mariadb": "#"}
QUOTES = {"postgresql": "'\"", "mysql": "'\"`", "mariadb": "'\"`"}
"""One that is read as a sign was opened and never closed."""
NAME_IN_QUOTES = {"postgresql": '"{}"', "mysql": "`{}`", "mariadb": "`{}`"}
"""MySQL and MariaDB take what stands in double quotes for a text."""
WRITES = frozenset({
    "CALL", "DELETE", "DUMPFILE", "INSERT", "INTO", "MERGE", "NEXTVAL", "OUTFILE", "PROCEDURE", "SETVAL",
    "UPDATE",
})  # fmt: skip
LOCKS = frozenset(
    {("FOR", "SHARE"), ("FOR", "KEY"), ("FOR", "NO"), ("LOCK", "IN"), ("NEXT", "VALUE"), ("SKIP", "LOCKED")}
)
BEFORE_PARENTHESES = frozenset({
    "ALL", "AND", "ANY", "ARRAY", "AS", "BETWEEN", "BINARY", "BIT", "BY", "CASE", "CHAR", "CHARACTER",
    "DATETIME", "DEC", "DECIMAL", "DISTINCT", "DIV", "ELSE", "EXCEPT", "EXISTS", "FILTER", "FLOAT",
    "FROM", "GROUP", "HAVING", "ILIKE", "IN", "INTERSECT", "INTERVAL", "JOIN", "LATERAL", "LIKE", "LIMIT",
    "MATERIALIZED", "NCHAR", "NOT", "NUMERIC", "OFFSET", "ON", "OR", "OVER", "REGEXP", "RLIKE", "ROW",
    "SELECT", "SOME", "THEN", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "UNION", "USING", "VALUES", "VARBINARY",
    "VARCHAR", "VARYING", "WHEN", "WHERE", "XOR",
})  # fmt: skip
"""What stands before one and is no call: words of the language, and types with a length."""
CALLS = frozenset({
    "ABS", "ADDDATE", "AGE", "ARRAY_LENGTH", "ASCII", "AVG", "BIT_LENGTH", "BOOL_AND", "BOOL_OR", "BTRIM",
    "CAST", "CEIL", "CEILING", "CHARACTER_LENGTH", "CHAR_LENGTH", "CHR", "COALESCE", "CONCAT",
    "CONCAT_WS", "CONVERT", "COUNT", "CURDATE", "CURRENT_DATE", "CURRENT_TIMESTAMP", "DATE", "DATEDIFF",
    "DATE_ADD", "DATE_FORMAT", "DATE_PART", "DATE_SUB", "DATE_TRUNC", "DAY", "DAYOFMONTH", "DAYOFWEEK",
    "DAYOFYEAR", "DENSE_RANK", "EVERY", "EXTRACT", "FIELD", "FIND_IN_SET", "FLOOR", "FORMAT", "GREATEST",
    "GROUP_CONCAT", "HOUR", "IF", "IFNULL", "INITCAP", "INSTR", "ISNULL", "JSONB_ARRAY_LENGTH",
    "JSONB_EXTRACT_PATH_TEXT", "JSONB_PATH_EXISTS", "JSON_ARRAY_LENGTH", "JSON_CONTAINS", "JSON_EXTRACT",
    "JSON_EXTRACT_PATH_TEXT", "JSON_LENGTH", "JSON_UNQUOTE", "JSON_VALUE", "LAST_DAY", "LCASE", "LEAST",
    "LEFT", "LENGTH", "LOCATE", "LOWER", "LPAD", "LTRIM", "MAKE_DATE", "MAX", "MD5", "MIN", "MINUTE",
    "MOD", "MONTH", "NOW", "NULLIF", "OCTET_LENGTH", "POSITION", "POWER", "QUARTER", "RANK",
    "REGEXP_LIKE", "REGEXP_REPLACE", "REGEXP_SUBSTR", "REPLACE", "REVERSE", "RIGHT", "ROUND",
    "ROW_NUMBER", "RPAD", "RTRIM", "SECOND", "SIGN", "SPLIT_PART", "SQRT", "STARTS_WITH", "STRING_AGG",
    "STRPOS", "STR_TO_DATE", "SUBDATE", "SUBSTR", "SUBSTRING", "SUBSTRING_INDEX", "SUM", "TIMESTAMPADD",
    "TIMESTAMPDIFF", "TIME_FORMAT", "TO_CHAR", "TO_DATE", "TO_NUMBER", "TO_TIMESTAMP", "TRANSLATE",
    "TRIM", "TRUNC", "TRUNCATE", "UCASE", "UNACCENT", "UNIX_TIMESTAMP", "UNNEST", "UPPER", "WEEK",
    "WEEKDAY", "YEAR",
})  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A piece of a query; spaces are none."""

    kind: Literal["text", "name", "value", "number", "word", "sign"]
    text: str

    @property
    def word(self) -> str:
        """In capital letters; empty where it is none of the language, which has no others than A to Z."""
        return self.text.upper() if self.kind == "word" and self.text.isascii() else ""


def server_of(database: str) -> str | None:
    """The kind of server that a URL names; None for a file, and for other kinds."""
    scheme, separator, _ = database.partition("://")
    kind = scheme.partition("+")[0]
    return kind if separator and kind in SERVERS else None


def password_in(database: str) -> str | None:
    """The password that stands in a URL, as it is written there; None where none does."""
    found = PASSWORD.match(database)
    return found[1] if found is not None else None


def examine_query(query: str, server: str) -> None:
    """Raises ValueError with what is wrong, as «must …», where a query may do more than read."""
    tokens = _tokens(query.rstrip("; \t\r\n"), server)
    if not tokens or tokens[0].word not in ("SELECT", "WITH"):
        raise ValueError("must be one statement that begins with SELECT or WITH")
    for token, after in zip(tokens, [*tokens[1:], Token("sign", "")], strict=True):
        told = f"the word «{token.text}»" if token.word in WRITES else f"«{token.text} {after.text}»"
        if token.word in WRITES or (token.word, after.word) in LOCKS:
            name = NAME_IN_QUOTES[server].format(token.text)
            raise ValueError(f"must only read, and has {told}; a column that is called so is written {name}")
    columns = _lists_of_columns(tokens)
    for place, token in enumerate(tokens):
        if token.text == "(" and place not in columns:
            _examine_call(tokens, place)


def _tokens(query: str, server: str) -> list[Token]:
    tokens: list[Token] = []
    for found in TOKEN.finditer(query):
        kind, text = found.lastgroup, found.group()
        if kind == "sign" and text in QUOTES[server]:
            raise ValueError(
                "must be one statement without backslashes, and has a text that is opened and not closed,"
                " or a backslash within"
            )
        if (
            kind == "barred"
            or (kind == "sign" and text in BARRED_SIGNS[server])
            or (kind == "name" and text[0] == "`" and server == "postgresql")
        ):
            sign = text[0] if kind == "name" else text
            told = f"«{sign}»" if sign.isprintable() else "a character"
            raise ValueError(f"must be one statement without comments and backslashes, and has {told}")
        if text == "%" and server == "postgresql":
            raise ValueError("must write MOD(a, b) for a remainder: with some drivers «%» stands for a value")
        quoted = VALUE.search(text) if kind in ("text", "name") else None
        if quoted is not None:
            raise ValueError(f"must have its values outside of quotes, and has {quoted.group()} within")
        if kind == "value" and query[found.end() :].startswith(":"):
            raise ValueError(
                f"must write CAST({text} AS …): a value with a colon behind it is taken for none"
            )
        if kind == "number" and (behind := BEHIND_NUMBER.match(query, found.end())) is not None:
            raise ValueError(f"must keep numbers and words apart, and has «{text}{behind.group()}»")
        if kind in ("text", "name", "value", "number", "word", "sign"):
            tokens.append(Token(kind, text))
    return tokens


def _lists_of_columns(tokens: Sequence[Token]) -> frozenset[int]:
    """Parentheses behind the names that a query begins with: `WITH a AS (…), b(n) AS (…)`."""
    found: set[int] = set()
    rest = [*tokens, *[Token("sign", "")] * 4]
    place = 2 if rest[1].word == "RECURSIVE" else 1
    while tokens[0].word == "WITH" and place < len(tokens):
        place += 1
        if rest[place].text == "(":
            found.add(place)
            place = _behind(tokens, place)
        if rest[place].word != "AS":
            break
        place += 1
        while rest[place].word in ("NOT", "MATERIALIZED"):
            place += 1
        if rest[place].text != "(" or rest[place := _behind(tokens, place)].text != ",":
            break
        place += 1
    return frozenset(found)


def _behind(tokens: Sequence[Token], place: int) -> int:
    """The place behind the parenthesis that opens at `place`."""
    depth = 0
    while place < len(tokens):
        depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        place += 1
        if not depth:
            break
    return place


def _examine_call(tokens: Sequence[Token], place: int) -> None:
    """Of the parenthesis at `place`: what stands before it calls nothing, or what may be called."""
    before = tokens[place - 1]
    if before.kind == "sign":
        return
    if before.kind in ("word", "name") and _is_alias(tokens, place - 1):
        return  # the columns of what is called so: FROM (VALUES (1)) AS t(n)
    qualified = place > 1 and tokens[place - 2].text == "."
    if before.kind == "word" and not qualified and before.word in CALLS | BEFORE_PARENTHESES:
        return
    name = f"{tokens[place - 3].text}.{before.text}" if qualified and place > 2 else before.text
    raise ValueError(
        f"must only read, and calls «{name}», which may do more; docs/checks.md has what it may call, and how"
        " a view does the rest"
    )


def _is_alias(tokens: Sequence[Token], place: int) -> bool:
    """Whether AS stands before it, and is no name itself, as in `t.as`."""
    return place > 1 and tokens[place - 1].word == "AS" and tokens[place - 2].text != "."
