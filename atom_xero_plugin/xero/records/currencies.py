"""Currencies that an organisation uses."""

from __future__ import annotations

from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


class Currency(XeroRecord):
    """A currency in use."""

    PLURAL: ClassVar[str] = "Currencies"
    ID: ClassVar[str] = "code"

    code: str = ""
    description: str | None = None


CURRENCIES = Endpoint(Currency, None, path="Currencies", scope="accounting.settings", page_size=None, changes=False)
