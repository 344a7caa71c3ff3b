"""The pages of the dashboard, one file each: what they ask of skills and plans, and which template shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.web.pages import (
    approvals,
    components,
    connect,
    home,
    look,
    overview,
    practice,
    search,
    sign_in,
    static,
)

PAGE_MODULES: Final[tuple[Callable[[Registry], APIRouter], ...]] = (
    static.routes,
    home.routes,
    sign_in.routes,
    look.routes,
    practice.routes,
    overview.routes,
    connect.routes,
    approvals.routes,
    components.routes,
    search.routes,
)
