"""Every record and every body that the package declares, found in its files and not in a list."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, Final, is_typeddict

from atom_xero_plugin.xero import records
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(records.__path__):
        yield import_module(f"{records.__name__}.{module.name}")


def _declared(modules: Iterable[ModuleType]) -> Iterator[tuple[str, Any]]:
    for module in modules:
        for name, each in vars(module).items():
            if getattr(each, "__module__", None) == module.__name__ or isinstance(each, Endpoint):
                yield name, each


def _is_of_another_api(module: ModuleType) -> bool:
    """Whether it declares records that an API gives by themselves, as the accounting API does not."""
    return any(getattr(each, "LISTED_AS", "") for each in vars(module).values())


class Declared:
    """What some files declare, by name: classes of records, TypedDicts of what may be sent, constants of endpoints."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        found = dict(_declared(modules))
        self.records: dict[str, type[XeroRecord]] = {
            name: each
            for name, each in found.items()
            if isinstance(each, type) and issubclass(each, XeroRecord) and hasattr(each, "PLURAL")  # else it is a base
        }
        self.bodies: dict[str, Any] = {name: each for name, each in found.items() if is_typeddict(each)}
        self.endpoints: dict[str, Endpoint[Any]] = {
            name: each for name, each in found.items() if isinstance(each, Endpoint)
        }


_ALL: Final = Declared(_modules())
RECORDS, BODIES, ENDPOINTS = _ALL.records, _ALL.bodies, _ALL.endpoints
OF_ACCOUNTING: Final = Declared(module for module in _modules() if not _is_of_another_api(module))
"""The same of the accounting API alone."""
