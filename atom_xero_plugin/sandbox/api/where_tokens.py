"""The words and signs of a `where`, as .NET's dynamic queries cut them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

SYNTAX: Final = "Syntax error"
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<letter>'(?:[^']|'')*')|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<op>==|!=|<>|>=|<=|&&|\|\||[<>=!(),.\-]))"""
)


class WhereError(Exception):
    """The filter cannot be read; the text is what Xero says."""


class Token(NamedTuple):
    """One word or sign; of a text, what is between its quotes."""

    kind: str
    """text, number, name, op or end."""
    text: str

    def is_one_of(self, *words: str) -> bool:
        """Whether it is one of these signs or words, in any letter case."""
        return self.kind in {"op", "name"} and self.text.lower() in words


END: Final = Token("end", "")


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens in order. Raises WhereError for what is none.

    A quote inside a text is doubled. A backslash has no known form: a quote after one ends the text, and the rest is a
    syntax error (Xero-Java issue 347, xeroizer issue 160). That one without a quote after it is refused too is the
    stricter reading, not verified.
    """
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise WhereError("Unterminated string literal" if text[at:].lstrip()[0] == '"' else SYNTAX)
        at = found.end()
        kind = found.lastgroup or ""
        word = found[kind]
        if kind == "letter":
            raise WhereError("Character literal must contain exactly one character")
        if kind == "text":
            word = word[1:-1].replace('""', '"')
            if "\\" in word:
                raise WhereError(SYNTAX)
        yield Token(kind, word)
