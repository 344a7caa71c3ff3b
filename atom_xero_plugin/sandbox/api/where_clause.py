"""Xero's `where`: a filter in the manner of .NET's dynamic queries, read here by recursive descent and checked by type.

`Type=="ACCREC" AND DueDate < DateTime(2026,02,01)`, `Contact.ContactID == guid("…")`, `Name.Contains("x") == true`,
`&&`, `||`, `!`, parentheses. Fields are named as in the JSON, in any letter case, with dots into records inside.
Texts compare without regard to letter case and accents (xero-kinds 0.3, recorded for contacts' names).
Source: developer.xero.com, "Requests and responses"; Xero's own refusals in the issues that are named below.
Not verified: what Xero does when a method is called on nothing; here it answers no.
"""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from atom_xero_plugin.sandbox.api.where_fields import NoSuchField, RecordType, type_of
from atom_xero_plugin.sandbox.api.where_tokens import END, SYNTAX, Token, WhereError, tokens_of

__all__ = ["OPTIMISED", "WhereError", "compile_where"]

Record = dict[str, Any]
Test = Callable[[Record], bool]
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "=": operator.eq, "!=": operator.ne, "<>": operator.ne,
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le,
}  # fmt: skip
_EQUALITY: Final = frozenset(("==", "=", "!=", "<>"))
_CONSTANTS: Final = {"true": (True, "Boolean"), "false": (False, "Boolean"), "null": (None, "Object")}
_METHODS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda value, part: part in value,
    "startswith": lambda value, part: value.startswith(part),
    "endswith": lambda value, part: value.endswith(part),
}
_CHANGES: Final[dict[str, Callable[[str], str]]] = {"tolower": str.lower, "toupper": str.upper}
_COMPARED_WITH: Final = {"Int32": "Decimal", "Double": "Decimal"}
_BAD_GUID: Final = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
OPTIMISED: Final = frozenset(
    ("status", "type", "invoiceid", "invoicenumber", "reference", "contact.contactid", "contact.name",
     "contact.contactnumber", "date", "duedate", "amountdue", "amountpaid", "name", "emailaddress", "accountnumber")
)  # fmt: skip
"""Fields that Xero filters fast; any other makes a filter unoptimised."""


@lru_cache(maxsize=256)
def compile_where(text: str, kind: RecordType) -> tuple[Test, bool]:
    """A test of records of a kind, and whether Xero would call the filter optimised.

    Raises:
        WhereError: the filter cannot be read, names a field that is not there, or compares what cannot be compared.
    """
    parser = _Parser(text, kind)
    try:
        return parser.whole(), parser.optimised
    except NoSuchField as error:
        raise WhereError(str(error)) from None
    except RecursionError:
        raise WhereError(SYNTAX) from None


class _Term(NamedTuple):
    """A value of a filter: how to read it of a record, and its .NET type."""

    read: Callable[[Record], Any]
    type: str
    is_constant: bool = False

    @property
    def plain(self) -> str:
        """The type without the mark of a nullable one, whole and broken numbers alike."""
        word = self.type.removesuffix("?")
        return _COMPARED_WITH.get(word, word)


class _Parser:
    def __init__(self, text: str, kind: RecordType) -> None:
        self._tokens = list(tokens_of(text))
        self._at = 0
        self._kind = kind
        self.optimised = True

    def whole(self) -> Test:
        term = self._any()
        if self._peek() is not END:
            raise WhereError(SYNTAX)
        return _test(term)

    def _any(self) -> _Term:
        terms = [self._all()]
        while self._skip("||", "or"):
            terms.append(self._all())
        if len(terms) == 1:
            return terms[0]
        tests = [_test(term) for term in terms]
        return _Term(lambda record: any(test(record) for test in tests), "Boolean")

    def _all(self) -> _Term:
        terms = [self._compared()]
        while self._skip("&&", "and"):
            terms.append(self._compared())
        if len(terms) == 1:
            return terms[0]
        tests = [_test(term) for term in terms]
        return _Term(lambda record: all(test(record) for test in tests), "Boolean")

    def _compared(self) -> _Term:
        left = self._one()
        while self._peek().kind == "op" and self._peek().text in _COMPARE:
            sign = self._next().text
            left = _comparison(left, sign, self._one())
        return left

    def _one(self) -> _Term:
        if self._skip("!", "not"):
            inner = _test(self._one(), "!")
            return _Term(lambda record: not inner(record), "Boolean")
        if self._skip("-"):
            token = self._next()
            if token.kind != "number":
                raise WhereError(SYNTAX)
            return self._chained(_constant(-Decimal(token.text), "Decimal"))
        if self._skip("("):
            inner_term = self._any()
            self._need(")", "')' or operator expected")
            return self._chained(inner_term)
        return self._value()

    def _value(self) -> _Term:
        token = self._next()
        match token.kind:
            case "text":
                return self._chained(_constant(token.text, "String"))
            case "number":
                return _constant(Decimal(token.text), "Double" if "." in token.text else "Int32")
            case "name":
                return self._named(token.text)
            case _:
                raise WhereError("Expression expected" if token is END else SYNTAX)

    def _named(self, name: str) -> _Term:
        word = name.lower()
        if word in _CONSTANTS:
            return _constant(*_CONSTANTS[word])
        if word == "datetime":
            return self._datetime()
        if word == "guid":
            return self._guid()
        path = [name]
        while self._peek().text == "." and self._after().kind == "name" and self._after(2).text != "(":
            self._next()
            path.append(self._next().text)
        if self._peek().text == "(":
            raise WhereError(f"No applicable method '{path[-1]}' exists in type '{self._kind}'")
        kind = type_of(self._kind, path)
        self.optimised = self.optimised and ".".join(path).lower() in OPTIMISED
        return self._chained(_Term(_reader(path), kind))

    def _chained(self, term: _Term) -> _Term:
        """Methods called on a value: never optimised."""
        while self._skip("."):
            method = self._next()
            if method.kind != "name":
                raise WhereError("Identifier expected")
            self.optimised = False
            term = self._called(term, method.text)
        return term

    def _called(self, term: _Term, method: str) -> _Term:
        word, read = method.lower(), term.read
        if self._peek().text != "(":
            raise NoSuchField(f"No property or field '{method}' exists in type '{term.type}'")
        arguments = self._arguments()
        if word == "tostring" and not arguments:
            return _Term(lambda record: _words(read(record)), "String")
        if term.plain == "String" and word in _CHANGES and not arguments:
            change = _CHANGES[word]
            return _Term(lambda record: change(_words(read(record))), "String")
        if term.plain == "String" and word in _METHODS and [each.plain for each in arguments] == ["String"]:
            test, part = _METHODS[word], arguments[0].read
            if arguments[0].is_constant:
                known = _bare(part({}))
                return _Term(
                    lambda record: (value := read(record)) is not None and test(_bare(value), known), "Boolean"
                )
            return _Term(
                lambda record: read(record) is not None and test(_bare(read(record)), _bare(_words(part(record)))),
                "Boolean",
            )
        raise WhereError(f"No applicable method '{method}' exists in type '{term.type}'")

    def _arguments(self) -> list[_Term]:
        self._need("(", "'(' expected")
        found: list[_Term] = []
        if self._skip(")"):
            return found
        found.append(self._any())
        while self._skip(","):
            found.append(self._any())
        self._need(")", "')' or ',' expected")
        return found

    def _datetime(self) -> _Term:
        """`DateTime(2026,02,01)`, with a time too, or `DateTime.Parse("2026-02-01")`."""
        parses = self._skip(".")
        if parses and not self._skip("parse"):
            raise WhereError(f"No property or field '{self._peek().text}' exists in type 'DateTime'")
        values = [term.read({}) for term in self._constants()]
        try:
            if parses:
                (text,) = values
                moment = datetime.fromisoformat(text.strip().replace("/", "-"))
                moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            else:
                if len(values) not in {3, 6} or any(value != int(value) for value in values):
                    raise WhereError("No matching constructor in type 'DateTime'")
                moment = datetime(*(int(value) for value in values), tzinfo=UTC)  # type: ignore[misc, arg-type]
        except (ValueError, TypeError, AttributeError):
            words = "String was not recognized as a valid DateTime." if parses else (
                "Year, Month, and Day parameters describe an un-representable DateTime."
            )  # fmt: skip
            raise WhereError(words) from None
        return _constant(moment, "DateTime")

    def _guid(self) -> _Term:
        """`Guid("…")`, `Guid.Parse("…")`, in any letter case."""
        if self._skip(".") and not self._skip("parse"):
            raise WhereError(f"No property or field '{self._peek().text}' exists in type 'Guid'")
        values = [term.read({}) for term in self._constants()]
        try:
            (text,) = values
            return _constant(str(UUID(text)), "Guid")
        except (ValueError, TypeError, AttributeError):
            raise WhereError(_BAD_GUID) from None

    def _constants(self) -> list[_Term]:
        """The arguments of what is made from constants alone."""
        before = self._at
        terms = self._arguments()
        if any(token.kind == "name" for token in self._tokens[before : self._at]):
            raise WhereError(SYNTAX)
        return terms

    def _peek(self) -> Token:
        return self._after(0)

    def _after(self, steps: int = 1) -> Token:
        at = self._at + steps
        return self._tokens[at] if at < len(self._tokens) else END

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _skip(self, *words: str) -> bool:
        if not self._peek().is_one_of(*words):
            return False
        self._at += 1
        return True

    def _need(self, word: str, otherwise: str) -> None:
        if not self._skip(word):
            raise WhereError(otherwise)


def _constant(value: Any, kind: str) -> _Term:
    return _Term(lambda _record: value, kind, True)


def _test(term: _Term, sign: str = "") -> Test:
    if term.plain != "Boolean":
        if sign:
            raise WhereError(f"Operator '{sign}' incompatible with operand type '{term.type}'")
        raise WhereError("Expression of type 'Boolean' expected")
    read = term.read
    return lambda record: read(record) is True


def _comparison(left: _Term, sign: str, right: _Term) -> _Term:
    """Like with like: Xero refuses a Guid next to a text, a date next to a text, a flag next to a text."""
    kinds = {left.plain, right.plain} - {"Object"}
    equality = sign in _EQUALITY
    orders = kinds <= {"Decimal", "DateTime", "String"} and "Object" not in {left.type, right.type}
    if len(kinds) > 1 or not (equality or orders):
        raise WhereError(f"Operator '{sign}' incompatible with operand types '{left.type}' and '{right.type}'")
    compare, of_left, of_right = _COMPARE[sign], left.read, right.read
    if right.is_constant and right.type != "Object":
        return _Term(_with_constant(of_left, compare, _comparable(of_right({}))), "Boolean")
    return _Term(
        lambda record: _compared(compare, _comparable(of_left(record)), _comparable(of_right(record))), "Boolean"
    )


def _with_constant(read: Callable[[Record], Any], compare: Callable[[Any, Any], bool], requested: Any) -> Test:
    """A comparison with what is known beforehand and is not null: most are, and rows are many."""
    if isinstance(requested, str) and compare in {operator.eq, operator.ne}:
        equal = compare is operator.eq
        return lambda record: ((value := read(record)) is not None and _bare(value) == requested) is equal
    if isinstance(requested, Decimal) and compare not in {operator.eq, operator.ne}:
        return lambda record: (value := read(record)) is not None and bool(compare(value, requested))
    return lambda record: _compared(compare, _comparable(read(record)), requested)


def _reader(path: list[str]) -> Callable[[Record], Any]:
    if len(path) == 1:
        (name,) = path
        return lambda record: record[name] if name in record else _by_any_case(record, name)
    return lambda record: _field(record, path)


def _field(record: Any, path: list[str]) -> Any:
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record[name] if name in record else _by_any_case(record, name)
    return record


def _by_any_case(record: Record, name: str) -> Any:
    return next((value for key, value in record.items() if key.lower() == name.lower()), None)


def _words(value: Any) -> str:
    return "" if value is None else str(value)


def _bare(text: str) -> str:
    """A text without letter case and accents."""
    return text.lower() if text.isascii() else _unaccented(text)


@lru_cache(maxsize=8192)
def _unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _compared(compare: Callable[[Any, Any], bool], value: Any, requested: Any) -> bool:
    """Two values made comparable; nothing is smaller than nothing, and only not equal to something."""
    if value is None or requested is None:
        return compare in {operator.eq, operator.ne} and compare(value, requested)
    try:
        return compare(value, requested)
    except TypeError:
        return compare is operator.ne


def _comparable(value: Any) -> Any:
    """Like with like: a date as the instant it begins, a number as a decimal one, a text bare."""
    if isinstance(value, str):
        return _bare(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _midnight(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


@lru_cache(maxsize=4096)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
