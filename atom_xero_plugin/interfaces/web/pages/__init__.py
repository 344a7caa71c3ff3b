"""The pages of the dashboard, one file each: what they ask of skills and plans, and which template shows it.

A file with a function `routes` is a page; adding one edits no other file.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter

from atom_xero_plugin.catalogue.registry import Registry


def page_modules() -> list[Callable[[Registry], APIRouter]]:
    """What gives the routes of each page, in the order of their names."""
    names = sorted(each.name for each in iter_modules(__path__))
    found = (import_module(f"{__name__}.{name}") for name in names)
    return [module.routes for module in found if hasattr(module, "routes")]
