"""What an event shows of a record, before and after: the same views as the answers of skills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.bank_transactions import BankTransactionView, bank_transaction_view
from atom_xero_plugin.accounting.kinds.contacts import ContactView, contact_view
from atom_xero_plugin.accounting.kinds.invoices import InvoiceView, invoice_view
from atom_xero_plugin.accounting.kinds.payments import PaymentView, payment_view
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.sync.watched import ConnectionRecord, LimitRecord


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


class Payload(NamedTuple):
    """How one kind of record is shown."""

    kind: str
    """The word for one of them."""
    shape: type[Struct]
    view: Callable[[Context, Any], Any]
    page: Callable[[Context, Any], str | None]


def _connection(_: Context, record: ConnectionRecord) -> ConnectionView:
    return ConnectionView(record.connection_id, record.organisation, record.state, record.reason)


def _limit(_: Context, record: LimitRecord) -> LimitView:
    return LimitView(record.tenant_id, record.day, record.remaining)


def _no_page(_: Context, __: Any) -> None:
    return None


def _page_of_payment(ctx: Context, record: Any) -> str:
    return ctx.link("payment", record.payment_id)


PAYLOADS: Final[dict[str, Payload]] = {
    "Invoices": Payload("invoice", InvoiceView, invoice_view, lambda ctx, each: invoice_view(ctx, each).url),
    "Contacts": Payload("contact", ContactView, contact_view, lambda ctx, each: contact_view(ctx, each).url),
    "Payments": Payload("payment", PaymentView, payment_view, _page_of_payment),
    "BankTransactions": Payload(
        "bank_transaction", BankTransactionView, bank_transaction_view,
        lambda ctx, each: bank_transaction_view(ctx, each).url,
    ),
    "Connections": Payload("connection", ConnectionView, _connection, _no_page),
    "Limits": Payload("limit", LimitView, _limit, _no_page),
}  # fmt: skip
"""By the resource that a trigger watches."""
