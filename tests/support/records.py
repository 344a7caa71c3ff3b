"""Every record and every body that the package declares, found in its files and not in a list."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, Final, is_typeddict

from atom_xero_plugin.xero import records
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(records.__path__):
        yield import_module(f"{records.__name__}.{module.name}")


def _declared() -> Iterator[tuple[str, Any]]:
    for module in _modules():
        for name, each in vars(module).items():
            if getattr(each, "__module__", None) == module.__name__ or isinstance(each, Endpoint):
                yield name, each


RECORDS: Final[dict[str, type[XeroRecord]]] = {
    name: each for name, each in _declared() if isinstance(each, type) and issubclass(each, XeroRecord)
}
"""By the class's name."""
BODIES: Final[dict[str, Any]] = {name: each for name, each in _declared() if is_typeddict(each)}
"""What may be sent, by the TypedDict's name."""
ENDPOINTS: Final[dict[str, Endpoint[Any]]] = {name: each for name, each in _declared() if isinstance(each, Endpoint)}
"""By the constant's name."""
