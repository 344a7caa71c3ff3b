"""Currencies that an organisation uses."""

from __future__ import annotations

from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


class Currency(XeroRecord):
    """A currency in use."""

    PLURAL: ClassVar[str] = "Currencies"
    ID: ClassVar[str] = "code"

    code: str = ""
    description: str | None = None


class CurrencyBody(TypedDict, total=False):
    """A currency to begin to use; Xero gives it its description."""

    Code: str


CURRENCIES = Endpoint(
    Currency, CurrencyBody, path="Currencies", scope="accounting.settings", page_size=None, changes=False, bare=True,
    listed_only=True, fixed=("Code",),
)  # fmt: skip
"""None is ever taken away again. Source: developer.xero.com, Currencies."""
