"""What the poller is measured against: a loop over the official SDK that pages and stores by the SQLAlchemy ORM."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient, Configuration, serialize
from xero_python.api_client.oauth2 import OAuth2Token

from benchmarks.first_sync import PAGE, announce
from benchmarks.sandbox_speed import SCOPES, _headers


class Base(DeclarativeBase):
    """What its tables are made of."""


class Record(Base):
    """The columns of our mirror, but for those that its search is made of."""

    __tablename__ = "records"
    record_id: Mapped[str] = mapped_column(primary_key=True)
    updated_at: Mapped[datetime]
    as_of: Mapped[datetime]
    hash: Mapped[str]
    body: Mapped[str]
    title: Mapped[str]
    snippet: Mapped[str]
    number: Mapped[str | None] = mapped_column(index=True)
    reference: Mapped[str | None] = mapped_column(index=True)
    amount: Mapped[str | None] = mapped_column(index=True)


def main(given: Mapping[str, Any]) -> None:
    """Page, store a page in one commit, and say how fast that went."""
    headers = _headers(dict(given))
    accounting = _api(headers["Authorization"].removeprefix("Bearer "), given["address"])
    engine = create_engine(f"sqlite:///{Path(given['folder']) / 'theirs.db'}")
    Base.metadata.create_all(engine)
    started, records, page, last = time.perf_counter(), 0, 1, PAGE
    while last == PAGE:
        found = accounting.get_invoices(
            headers["xero-tenant-id"], order="UpdatedDateUTC ASC", page=page, page_size=PAGE, unitdp=4
        ).invoices
        with Session(engine) as session:
            for invoice in found:
                session.merge(_record(invoice))  # what is there is changed: a record comes again whenever it changes
            session.commit()
        records, page, last = records + len(found), page + 1, len(found)
    announce(records, time.perf_counter() - started)


def _api(access_token: str, address: str) -> AccountingApi:
    times = {"expires_in": 1800, "expires_at": 2**31}
    token = {"access_token": access_token, "token_type": "Bearer", "scope": SCOPES.split(), **times}
    configuration = Configuration()
    configuration.oauth2_token = OAuth2Token(client_id="x", client_secret="x")
    client = ApiClient(configuration, oauth2_token_saver=lambda _: None, oauth2_token_getter=lambda: token)
    return AccountingApi(client, base_url=f"{address}/api.xro/2.0")


def _record(invoice: Any) -> Record:
    body = json.dumps(serialize(invoice), default=str)
    return Record(
        record_id=invoice.invoice_id,
        updated_at=invoice.updated_date_utc,
        as_of=datetime.now(UTC),
        hash=hashlib.sha256(body.encode()).hexdigest(),
        body=body,
        title=f"{invoice.invoice_number} {invoice.contact.name}",
        snippet=invoice.status,
        number=invoice.invoice_number,
        reference=invoice.reference,
        amount=str(invoice.total),
    )


if __name__ == "__main__":
    main(json.load(sys.stdin))
