"""How connected organisations appear in answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scopes import covers
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS, OrganisationRecord

_AREAS = {
    "invoices and bills": "accounting.invoices",
    "payments": "accounting.payments",
    "bank transactions": "accounting.banktransactions",
    "contacts": "accounting.contacts",
    "accounts and settings": "accounting.settings",
    "attachments": "accounting.attachments",
}
_REPORTS = (
    "aged", "balancesheet", "banksummary", "budgetsummary", "executivesummary", "profitandloss", "trialbalance",
)  # fmt: skip


class OrganisationView(Struct, omit_defaults=True):
    """One organisation that the workspace is connected to."""

    id: Annotated[str, Meta(description="Xero's tenant id; name the organisation by it or by its name.")]
    name: Annotated[str, Meta(description="Name of the organisation.")]
    state: Annotated[str, Meta(description="connected, or disconnected: then a person must connect again.")]
    can_write: Annotated[list[str], Meta(description="What the connection may read and change.")]
    can_read: Annotated[list[str], Meta(description="What it may only read.")]
    reason: Annotated[str | None, Meta(description="Why it is disconnected.")] = None
    base_currency: Annotated[str | None, Meta(description="ISO 4217 code; left out until first used.")] = None
    country: Annotated[str | None, Meta(description="ISO 3166 code; left out until first used.")] = None


def organisation_view(connection: Connection) -> OrganisationView:
    """An organisation as its connection says."""
    details = connection.details or {}
    writes = [area for area, scope in _AREAS.items() if covers(connection.scopes, scope)]
    reads = [
        area for area, scope in _AREAS.items() if area not in writes and covers(connection.scopes, f"{scope}.read")
    ]
    return OrganisationView(
        id=connection.tenant_id,
        name=connection.tenant_name,
        state=connection.state,
        reason=connection.state_reason if connection.state != "connected" else None,
        base_currency=details.get("BaseCurrency"),
        country=details.get("CountryCode"),
        can_write=writes,
        can_read=[*reads, *_reports(connection.scopes)],
    )


def _reports(scopes: Sequence[str]) -> list[str]:
    readable = [name for name in _REPORTS if covers(scopes, f"accounting.reports.{name}.read")]
    if len(readable) == len(_REPORTS):
        return ["reports"]
    return [f"report {name}" for name in readable]


ORGANISATION: Final = RecordKind[OrganisationRecord](
    name="organisation",
    endpoint=ORGANISATIONS,
    sample={
        "OrganisationID": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
        "Name": "Harbour Street Studio Limited",
        "BaseCurrency": "NZD",
        "CountryCode": "NZ",
        "Timezone": "NEWZEALANDSTANDARDTIME",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "ShortCode": "!hst01",
    },
)
