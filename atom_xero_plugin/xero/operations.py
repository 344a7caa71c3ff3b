"""The read operations of Xero's Accounting API, by their names: path, parameters and scope, from operations.tsv.

Those that answer a file (PDFs, contents of attachments) are left out: no file passes through a model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

MODIFIED_SINCE: Final = "If-Modified-Since"
"""A parameter that goes as a header."""
_IN_PATH: Final = re.compile(r"\{(\w+)\}")


class Operation(NamedTuple):
    """One read operation."""

    name: str
    path: str
    """Below the API's base, with its parameters in braces: `Invoices/{InvoiceID}/History`."""
    scope: str
    query: tuple[str, ...]
    needed: tuple[str, ...]
    """Parameters that must be given, those of the path among them."""

    @property
    def in_path(self) -> tuple[str, ...]:
        """The parameters of its path."""
        return tuple(_IN_PATH.findall(self.path))

    @property
    def parameters(self) -> tuple[str, ...]:
        """All of them, those of the path first."""
        return (*self.in_path, *self.query)

    def address(self, values: Mapping[str, str]) -> str:
        """The path with its parameters put in, each as one segment. Raises KeyError for one that is missing."""
        return _IN_PATH.sub(lambda found: quote(values[found[1]], safe=""), self.path)


@cache
def operations() -> Mapping[str, Operation]:
    """All of them by name."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    found = [_operation(line) for line in lines if not line.startswith("#")]
    return {each.name: each for each in found}


def _operation(line: str) -> Operation:
    name, path, scope, query = line.split("\t")
    given = [each for each in query.split(",") if each]
    needed = [*_IN_PATH.findall(path), *(each.removesuffix("!") for each in given if each.endswith("!"))]
    return Operation(name, path, scope, tuple(each.removesuffix("!") for each in given), tuple(needed))
