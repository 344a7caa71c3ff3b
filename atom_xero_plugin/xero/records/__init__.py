"""What Xero's records look like, one file a resource; each file declares its Endpoint, and no list repeats it."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from atom_xero_plugin.xero.endpoint import Endpoint


def endpoint_of(kind: str) -> Endpoint[Any]:
    """The endpoint of a kind by the name that plans use for it, such as `bank_transaction`. Raises KeyError."""
    return _endpoints()[kind]


@cache
def _endpoints() -> Mapping[str, Endpoint[Any]]:
    """By the name of the record: `BankTransaction` is `bank_transaction`."""
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", each.record.__name__).lower(): each for each in _declared()}


def _declared() -> Iterator[Endpoint[Any]]:
    for module in pkgutil.iter_modules(__path__):
        for each in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(each, Endpoint):
                yield each
