"""Xero's `where`: a small filter language in the manner of .NET, read here by recursive descent.

`Type=="ACCREC" AND DueDate < DateTime(2026,02,01)`, `Contact.ContactID == guid("…")`, `Name.Contains("x")`, `&&`,
`||`, parentheses. A record's fields are named as in its JSON, with dots into records inside it.
Source: developer.xero.com, "Requests and responses".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

Record = dict[str, Any]
Test = Callable[[Record], bool]

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)"""
    r"""|(?P<op>==|!=|>=|<=|&&|\|\||[<>=()!,.]))"""
)
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "=": operator.eq, "!=": operator.ne,
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le,
}  # fmt: skip
_WORDS: Final = {"true": True, "false": False, "null": None}
_METHODS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda value, part: part in value,
    "startswith": lambda value, part: value.startswith(part),
    "endswith": lambda value, part: value.endswith(part),
}
_CASES: Final[dict[str, Callable[[str], str]]] = {"tolower": str.lower, "toupper": str.upper}
OPTIMISED: Final = frozenset(
    [
        "status",
        "type",
        "invoiceid",
        "invoicenumber",
        "reference",
        "contact.contactid",
        "contact.name",
        "contact.contactnumber",
        "date",
        "duedate",
        "amountdue",
        "amountpaid",
        "name",
        "emailaddress",
        "accountnumber",
    ]
)
"""Fields that Xero filters fast; any other makes a filter unoptimised."""


class WhereError(Exception):
    """The filter cannot be read."""


@lru_cache(maxsize=256)
def compile_where(text: str) -> tuple[Test, bool]:
    """A test of records, and whether Xero would call the filter optimised. Raises WhereError."""
    parser = _Parser(text)
    test = parser.whole()
    return test, parser.optimised


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self.optimised = True

    def whole(self) -> Test:
        test = self._any()
        if self._at < len(self._tokens):
            raise WhereError(f"Syntax error at '{self._tokens[self._at][1]}'")
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._skip("||", "or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._skip("&&", "and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)

    def _one(self) -> Test:
        if self._skip("!"):
            inner = self._one()
            return lambda record: not inner(record)
        if self._skip("("):
            inner = self._any()
            self._need(")")
            return inner
        kind, name = self._next()
        if kind != "name":
            raise WhereError(f"A field is expected, not '{name}'")
        return self._condition(name)

    def _condition(self, name: str) -> Test:
        if self._peek() == ("op", "("):
            return self._method(name)
        self.optimised = self.optimised and name.lower() in OPTIMISED
        path = name.split(".")
        if self._peek()[1] not in _COMPARE:
            return lambda record: _field(record, path) is True
        compare = _COMPARE[self._next()[1]]
        wanted = self._value()
        return lambda record: _compared(compare, _field(record, path), wanted)

    def _method(self, name: str) -> Test:
        """`Name.Contains("x")`, `Name.ToLower().StartsWith("x")`, `Name.ToLower()=="x"`: never optimised."""
        self.optimised = False
        *path, method = name.split(".")
        change = _CASES.get(method.lower())
        if change is None:
            return self._called(method, lambda record: _text(record, path))
        self._need("(")
        self._need(")")
        if self._skip("."):
            return self._called(self._next()[1], lambda record: change(_text(record, path)))
        following = self._next()[1]
        if following not in _COMPARE:
            raise WhereError(f"'{method}' is not followed by a test")
        compare, wanted = _COMPARE[following], self._value()
        return lambda record: _compared(compare, change(_text(record, path)), wanted)

    def _called(self, method: str, read: Callable[[Record], str]) -> Test:
        test = _METHODS.get(method.lower())
        if test is None:
            raise WhereError(f"No applicable method '{method}' exists")
        self._need("(")
        part = str(self._value())
        self._need(")")
        return lambda record: test(read(record), part)

    def _value(self) -> Any:
        kind, text = self._next()
        match kind:
            case "text":
                return re.sub(r"\\(.)", r"\1", text[1:-1])
            case "number":
                return Decimal(text)
            case "name" if text.lower() in _WORDS:
                return _WORDS[text.lower()]
            case "name" if text.lower() == "datetime":
                return self._datetime()
            case "name" if text.lower() == "guid":
                self._need("(")
                value = self._value()
                self._need(")")
                return str(value).lower()
            case _:
                raise WhereError(f"A value is expected, not '{text}'")

    def _datetime(self) -> datetime:
        self._need("(")
        parts = [self._number()]
        while self._skip(","):
            parts.append(self._number())
        self._need(")")
        try:
            hour, minute, second = (*parts[3:6], 0, 0, 0)[:3]
            return datetime(parts[0], parts[1], parts[2], hour, minute, second, tzinfo=UTC)
        except (ValueError, IndexError):
            raise WhereError("No such DateTime") from None

    def _number(self) -> int:
        kind, text = self._next()
        if kind != "number" or not text.isdigit():
            raise WhereError(f"A whole number is expected, not '{text}'")
        return int(text)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "the end")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _skip(self, *words: str) -> bool:
        if self._peek()[0] in {"op", "name"} and self._peek()[1].lower() in words:
            self._at += 1
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._skip(word):
            raise WhereError(f"'{word}' is expected, not '{self._peek()[1]}'")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise WhereError(f"Syntax error at position {at}")
        at = found.end()
        kind = found.lastgroup or ""
        yield kind, found[kind]


def _field(record: Any, path: list[str]) -> Any:
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record[name] if name in record else _by_any_case(record, name)
    return record


def _by_any_case(record: Record, name: str) -> Any:
    return next((value for key, value in record.items() if key.lower() == name.lower()), None)


def _text(record: Record, path: list[str]) -> str:
    value = _field(record, path)
    return "" if value is None else str(value)


def _compared(compare: Callable[[Any, Any], bool], value: Any, wanted: Any) -> bool:
    """Like with like: a date with the day of an instant, a number with a number; nothing is smaller than nothing."""
    if value is None or wanted is None:
        return compare in {operator.eq, operator.ne} and compare(value, wanted)
    if isinstance(wanted, datetime) and isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    try:
        return compare(value, wanted)
    except TypeError:
        return compare is operator.ne
