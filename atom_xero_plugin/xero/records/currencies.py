"""Currencies that an organisation uses."""

from __future__ import annotations

from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord


class Currency(XeroRecord):
    """A currency in use."""

    PLURAL: ClassVar[str] = "Currencies"
    PATH: ClassVar[str] = "Currencies"
    ID: ClassVar[str] = "code"

    code: Word | None = None
    description: str | None = None
