"""What lists filter, sort and add up by, as columns of each record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

MINE: Final = (
    "workspace_id = current_setting('atom_xero.workspace', true) OR current_setting('atom_xero.workspace', true) = '*'"
)
CHUNK: Final = 1_000
COLUMNS: Final = ("day", "due_day", "contact_id", "contact_name", "total", "still_owed", "direction", "currency")
INDEXED: Final = (
    "workspace_id tenant_id kind_name status currency direction due_day day total still_owed contact_id contact_name "
    "number reference"
)
SHAPES: Final[dict[str, Any]] = {
    "day": sa.String(10), "due_day": sa.String(10), "contact_id": sa.String(64), "contact_name": sa.String(100),
    "total": sa.BigInteger(), "still_owed": sa.BigInteger(), "direction": sa.String(3),
}  # fmt: skip
DUE: Final = {"Invoices": "DueDate", "Quotes": "ExpiryDate", "PurchaseOrders": "DeliveryDate"}
"""Where the day stands by which something is to happen."""
AMOUNTS: Final = {
    "Invoices": ("Total", "AmountDue"), "Quotes": ("Total", ""), "PurchaseOrders": ("Total", ""),
    "CreditNotes": ("Total", "RemainingCredit"), "Payments": ("Amount", ""), "BatchPayments": ("TotalAmount", ""),
    "BankTransactions": ("Total", ""),
}  # fmt: skip
OWED_IN: Final = ("AUTHORISED", "PAID")
LISTS: Final = (*AMOUNTS, "Contacts", "ManualJournals")
LARGEST: Final = Decimal(10) ** 14
_MS_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,16})(?:([+-])([0-9]{2})([0-9]{2}))?\)/")
RECORDS: Final = sa.table("records", *(sa.column(name) for name in ("id", "kind", "body", *COLUMNS)))
_decode: Final = msgspec.json.Decoder(float_hook=Decimal)


def upgrade() -> None:
    """Fill them from each record's JSON as Xero sent it. What cannot be read there stays empty.

    The total of a manual journal is the sum of its debits with tax; it comes with the next full resync of the list.
    """
    for name, shape in SHAPES.items():
        op.add_column("records", sa.Column(name, shape, nullable=True))
    op.create_table(
        "record_versions",
        sa.Column("workspace_id", sa.String(128), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "tenant_id", name="pk_record_versions"),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE record_versions ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE record_versions FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY workspace ON record_versions USING ({MINE}) WITH CHECK ({MINE})")
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in COLUMNS}
    fill = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("row")).values(**values)
    for rows in _chunks(connection):
        connection.execute(fill, [{"row": row.id, **_facts(row)} for row in rows])
    op.create_index("ix_records_lists", "records", INDEXED.split())


def _chunks(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The rows of what stands in lists."""
    last = 0
    of_kind = sa.select(RECORDS.c.id, RECORDS.c.kind, RECORDS.c.body, RECORDS.c.currency).where(
        RECORDS.c.kind.in_(LISTS)
    )
    page = of_kind.order_by(RECORDS.c.id).limit(CHUNK)
    while rows := connection.execute(page.where(RECORDS.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _facts(row: Any) -> dict[str, Any]:
    """The new columns of a row."""
    kind = row.kind
    try:
        found = _decode.decode(row.body)
    except (msgspec.MsgspecError, ValueError, RecursionError, InvalidOperation):
        found = None
    record: dict[str, Any] = found if isinstance(found, dict) else {}
    settled = _part(record, "Invoice") if kind == "Payments" else record
    contact = record if kind == "Contacts" else _part(settled, "Contact")
    total, owed = AMOUNTS.get(kind, ("", ""))
    name, identity, code = contact.get("Name"), contact.get("ContactID"), record.get("CurrencyCode")
    return {
        "new_day": _day(record, "Date") if kind != "Contacts" else None,
        "new_due_day": _day(record, DUE[kind]) if kind in DUE else None,
        "new_contact_id": identity[:64] if isinstance(identity, str) and identity else None,
        "new_contact_name": _folded(name) if isinstance(name, str) and name else None,
        "new_total": _units(record.get(total)),
        "new_still_owed": _units(record.get(owed)) if record.get("Status") in OWED_IN else None,
        "new_direction": _direction(kind, record),
        "new_currency": row.currency or (code[:8] if isinstance(code, str) and code else None),
    }


def _part(record: dict[str, Any], name: str) -> dict[str, Any]:
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def _direction(kind: str, record: dict[str, Any]) -> str | None:
    """Whether it brings money in or takes money out, by Xero's types."""
    word = record.get("PaymentType" if kind == "Payments" else "Type")
    type_ = word if isinstance(word, str) else ""
    money_in = {
        "Invoices": type_ != "ACCPAY", "Quotes": True, "PurchaseOrders": False, "CreditNotes": type_ == "ACCPAYCREDIT",
        "Payments": type_.startswith(("ACCREC", "AP")), "BatchPayments": type_ == "RECBATCH",
        "BankTransactions": type_.startswith("RECEIVE"),
    }.get(kind)  # fmt: skip
    return None if money_in is None else "in" if money_in else "out"


def _day(record: dict[str, Any], name: str) -> str | None:
    """The calendar day, from its local duplicate where there is one."""
    for text in (record.get(f"{name}String"), record.get(name)):
        if isinstance(text, str) and text not in {"", "/Date(0+0000)/"} and (day := _read(text)):
            return day
    return None


def _read(text: str) -> str | None:
    found = _MS_DATE.fullmatch(text)
    try:
        if found is None:
            return datetime.fromisoformat(text).date().isoformat() if text[4:5] == "-" else None
        offset = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
        zone = timezone(-offset if found[2] == "-" else offset)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[1]))
        return moment.astimezone(zone).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _folded(name: str) -> str:
    """In small letters, without accents, with single blanks."""
    text = name.lower()
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    return " ".join(text.split())[:100]


def _units(value: Any) -> int | None:
    """An amount in parts of 1/10000, where it is exactly so many."""
    if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) > LARGEST:
        return None
    scaled = amount.scaleb(4)
    return int(scaled) if int(scaled) == scaled else None
