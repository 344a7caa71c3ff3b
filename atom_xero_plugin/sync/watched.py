"""Records of our own that are watched like Xero's: the connections, and the calls that are left."""

from __future__ import annotations

from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import XeroRecord


class ConnectionRecord(XeroRecord):
    """One organisation's connection."""

    PLURAL: ClassVar[str] = "Connections"
    PATH: ClassVar[str] = ""
    ID: ClassVar[str] = "connection_id"
    STATUS: ClassVar[str] = "state"

    connection_id: str = ""
    organisation: str = ""
    state: str = ""
    """connected, or disconnected."""
    reason: str | None = None


class LimitRecord(XeroRecord):
    """The calls that an organisation has left today."""

    PLURAL: ClassVar[str] = "Limits"
    PATH: ClassVar[str] = ""
    ID: ClassVar[str] = "tenant_id"

    tenant_id: str = ""
    day: str = ""
    """The UTC date."""
    remaining: int = 0
