"""Every resource that the sandbox serves and every kind of record, as the files of `resources/` and `reports/` say.

A file declares what it serves as `ROUTES`, its kind of record, if it has one, as `KIND`, and what it adds to the
resources of every kind, such as a history, as `EXTENDS`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.resource import Resource

_FOLDERS: Final = ("atom_xero_plugin.sandbox.reports", "atom_xero_plugin.sandbox.resources")


def _modules() -> Iterator[ModuleType]:
    for folder in _FOLDERS:
        package = import_module(folder)
        yield package
        for found in pkgutil.iter_modules(package.__path__, f"{folder}."):
            yield import_module(found.name)


_FOUND: Final = tuple(_modules())
KINDS: Final[list[Kind]] = [module.KIND for module in _FOUND if hasattr(module, "KIND")]
_KIND_OF: Final = {kind.plural: kind for kind in KINDS}
_EXTENSIONS: Final = [module.EXTENDS for module in _FOUND if hasattr(module, "EXTENDS")]


def _extended(resource: Resource) -> Resource:
    for extend in _EXTENSIONS:
        resource = extend(resource, _KIND_OF.get(resource.path))
    return resource


RESOURCES: Final[list[Resource]] = [_extended(route) for module in _FOUND for route in getattr(module, "ROUTES", ())]
