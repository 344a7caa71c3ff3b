"""Records of our own that are watched like Xero's: the connections, and the calls that are left."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import Internal, RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.decoding.base import XeroRecord


class ConnectionRecord(XeroRecord):
    """One organisation's connection."""

    PLURAL: ClassVar[str] = "Connections"
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
    ID: ClassVar[str] = "tenant_id"

    tenant_id: str = ""
    day: str = ""
    """The UTC date."""
    remaining: int = 0


class ConnectionView(Struct, omit_defaults=True):
    """One organisation's connection."""

    id: Annotated[str, Meta(description="Our id of the connection.")]
    organisation: Annotated[str, Meta(description="The organisation's name.")]
    state: Annotated[str, Meta(description="connected, or disconnected.")]
    reason: Annotated[str | None, Meta(description="Why it no longer works, and what to do.")] = None


class LimitView(Struct):
    """The calls that an organisation has left today."""

    id: Annotated[str, Meta(description="Xero's tenant id.")]
    day: Annotated[str, Meta(description="The UTC date.")]
    remaining: Annotated[int, Meta(description="Calls left of the day's.")]


class LimitFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of the calls that are left."""

    remaining_below: Annotated[int, Meta(description="Calls left today at which it fires.", ge=1, le=5000)] = 500

    def matches(self, record: Any) -> bool:  # noqa: ARG002 - the shape of every filter
        """Every organisation is meant."""
        return True


def _connection_view(_: Context, record: ConnectionRecord) -> ConnectionView:
    return ConnectionView(record.connection_id, record.organisation, record.state, record.reason)


def _limit_view(_: Context, record: LimitRecord) -> LimitView:
    return LimitView(record.tenant_id, record.day, record.remaining)


CONNECTION: Final = RecordKind[ConnectionRecord](
    name="connection",
    endpoint=Internal(ConnectionRecord),
    view=_connection_view,
    shape=ConnectionView,
    sample={
        "ConnectionID": "c0ffee00-0000-4000-8000-000000000001",
        "Organisation": "Harbour Street Studio Limited",
        "State": "connected",
    },
)
LIMIT: Final = RecordKind[LimitRecord](
    name="limit",
    endpoint=Internal(LimitRecord),
    view=_limit_view,
    shape=LimitView,
    filters=LimitFilters,
    sample={"TenantID": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913", "Day": "2026-06-16", "Remaining": 2000},
)
