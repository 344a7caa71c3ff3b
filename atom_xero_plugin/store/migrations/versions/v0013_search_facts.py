"""What each hit of a search is, and its currency, as columns: they were read out of words and of a line for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

CHUNK: Final = 1_000
LONGEST: Final = 8
KINDS: Final = {
    "Invoices": "invoice", "Payments": "payment", "BankTransactions": "bank_transaction", "Contacts": "contact",
}  # fmt: skip
RECORDS: Final = sa.table("records", *(sa.column(name) for name in ("id", "kind", "body", "currency", "kind_name")))


def upgrade() -> None:
    """Fill them from each record's JSON as Xero sent it; a currency that is not there is none, as before."""
    op.add_column("records", sa.Column("currency", sa.String(LONGEST), nullable=True))
    op.add_column("records", sa.Column("kind_name", sa.String(32), nullable=True))
    connection = op.get_bind()
    values: dict[str, Any] = {"currency": sa.bindparam("code"), "kind_name": sa.bindparam("name")}
    fill = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("row")).values(**values)
    for rows in _chunks(connection):
        connection.execute(fill, [{"row": row.id, **_facts(row.kind, row.body)} for row in rows])


def _chunks(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The rows of kinds that are searched."""
    last = 0
    of_kind = sa.select(RECORDS.c.id, RECORDS.c.kind, RECORDS.c.body).where(RECORDS.c.kind.in_(KINDS))
    page = of_kind.order_by(RECORDS.c.id).limit(CHUNK)
    while rows := connection.execute(page.where(RECORDS.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _facts(kind: str, body: str) -> dict[str, str | None]:
    """The name of a record's kind, and the currency of its amount."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        found = None
    record: dict[str, Any] = found if isinstance(found, dict) else {}
    priced = record.get("Invoice") if kind == "Payments" else record
    code = priced.get("CurrencyCode") if isinstance(priced, dict) else None
    name = "bill" if kind == "Invoices" and record.get("Type") == "ACCPAY" else KINDS[kind]
    return {"name": name, "code": code[:LONGEST] if isinstance(code, str) and code else None}
