"""One question over everything that was heard: exact numbers, references and amounts first, then words.

A word of a query finds words that begin with it. A word that finds nothing is taken as misspelt, and the words of the
mirror that share its runs of three letters and are at most two slips away are asked for in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.errors import NotFound
from atom_xero_plugin.search.entries import KIND_WORD
from atom_xero_plugin.search.words import amount_of, code_of, grams_of, is_near, words_of
from atom_xero_plugin.store.models import connections, polls, records, search_grams
from atom_xero_plugin.store.session import Store

SEARCHED: Final = ("Contacts", "Invoices", "Payments", "BankTransactions")
WORDS_FOR: Final = {
    "contact": ("Contacts",),
    "invoice": ("Invoices",),
    "bill": ("Invoices",),
    "payment": ("Payments",),
    "bank_transaction": ("BankTransactions",),
}
"""Kinds as callers name them."""
LONGEST_QUERY: Final = 200
_MOST_WORDS: Final = 8
_PER_KIND: Final = 40
_NEAR_WORDS: Final = 6
_EXACT, _TITLE, _TEXT, _NEAR = 1.0, 0.8, 0.6, 0.4


class Hit(Struct, frozen=True):
    """One thing found."""

    id: str
    """`xero:<kind>:<tenant id>:<record id>`."""
    kind: str
    """contact, invoice, bill, payment or bank_transaction."""
    title: str
    snippet: str
    organisation: dict[str, str]
    url: str
    """Its page in Xero."""
    as_of: datetime
    """How fresh it is: when Xero was last asked for what changed."""
    score: float
    """1 for an exact number, reference or amount; less for words."""


class Found(Struct, frozen=True):
    """A thing found, with its record as Xero last gave it."""

    hit: Hit
    body: dict[str, Any]


class Search:
    """Search over the mirror of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store that the mirror lives in."""
        self._store = store

    async def find(
        self,
        workspace_id: str,
        query: str,
        *,
        tenant_id: str | None = None,
        kinds: Sequence[str] = (),
        limit: int = 20,
    ) -> list[Hit]:
        """What fits a query, the best first; nothing for a query without a word."""
        wanted = query[:LONGEST_QUERY]
        asked = words_of(wanted)[:_MOST_WORDS]
        if not asked:
            return []
        resources = tuple(dict.fromkeys(name for kind in kinds for name in WORDS_FOR.get(kind, ()))) or SEARCHED
        mine = [records.c.workspace_id == workspace_id]
        if tenant_id is not None:
            mine.append(records.c.tenant_id == tenant_id)
        async with self._store.read(workspace_id) as tx:
            scored = await self._exact(tx, mine, wanted, resources)
            if len(scored) < limit:
                for row in await self._by_words(tx, mine, [[word] for word in asked], resources):
                    scored.setdefault(row["id"], (_rank(row, asked), row))
            if not scored:
                for row in await self._misspelt(tx, workspace_id, mine, asked, resources):
                    scored.setdefault(row["id"], (_NEAR, row))
            freshness = await _freshness(tx, workspace_id)
            names = await _organisations(tx, workspace_id)
        best = sorted(scored.values(), key=lambda each: (-each[0], SEARCHED.index(each[1]["kind"]), -each[1]["id"]))
        hits = (_hit(row, score, names, freshness) for score, row in best)
        return [hit for hit in hits if not kinds or hit.kind in kinds][:limit]

    async def fetch(self, workspace_id: str, hit_id: str) -> Found:
        """One thing by the id of its hit. Raises NotFound for one of another workspace, or none."""
        parts = hit_id.split(":")
        if len(parts) != 4 or parts[0] != "xero" or parts[1] not in WORDS_FOR:  # noqa: PLR2004 - as in Hit.id
            raise NotFound("That is not the id of something found.", hint="Take an `id` from the answer of a search.")
        mine = (
            records.c.workspace_id == workspace_id,
            records.c.tenant_id == parts[2],
            records.c.record_id == parts[3],
            records.c.kind.in_(WORDS_FOR[parts[1]]),
        )
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(select(records).where(*mine))).mappings().first()
            freshness, names = await _freshness(tx, workspace_id), await _organisations(tx, workspace_id)
        if row is None:
            raise NotFound("There is no such record in this workspace.")
        return Found(_hit(row, 1.0, names, freshness), msgspec.json.decode(row["body"]))

    async def _exact(
        self, tx: AsyncConnection, mine: list[ColumnElement[bool]], query: str, resources: Sequence[str]
    ) -> dict[int, tuple[float, RowMapping]]:
        code, amount = code_of(query), amount_of(query)
        same: list[ColumnElement[bool]] = [records.c.number == code, records.c.reference == code]
        if amount is not None:
            same.append(records.c.amount == amount)
        found: dict[int, tuple[float, RowMapping]] = {}
        for condition in same:
            statement = select(records).where(*mine, condition, records.c.kind.in_(resources))
            for row in (await tx.execute(statement.order_by(records.c.id.desc()).limit(_PER_KIND))).mappings():
                found.setdefault(row["id"], (_EXACT, row))
        return found

    async def _by_words(
        self,
        tx: AsyncConnection,
        mine: list[ColumnElement[bool]],
        words: Sequence[Sequence[str]],
        resources: Sequence[str],
    ) -> list[RowMapping]:
        """Records with a word that begins with one of each group; the newest of each kind."""
        rows: list[RowMapping] = []
        for resource in resources:
            condition = _match(self._store.dialect, words, resource)
            statement = select(records).where(*mine, condition)
            rows += (await tx.execute(statement.order_by(records.c.id.desc()).limit(_PER_KIND))).mappings().all()
        return rows

    async def _misspelt(
        self,
        tx: AsyncConnection,
        workspace_id: str,
        mine: list[ColumnElement[bool]],
        asked: Sequence[str],
        resources: Sequence[str],
    ) -> list[RowMapping]:
        groups = [[word, *await _near(tx, workspace_id, word)] for word in asked]
        if all(len(group) == 1 for group in groups):
            return []
        return await self._by_words(tx, mine, groups, resources)


def _match(dialect: str, groups: Sequence[Sequence[str]], resource: str) -> ColumnElement[bool]:
    """The full-text condition, in each database's own way. Words hold letters and digits alone, so none is syntax."""
    kind = KIND_WORD.format(resource.casefold())
    if dialect == "sqlite":
        query = " AND ".join(
            [f'"{kind}"', *("(" + " OR ".join(f'"{word}"*' for word in group) + ")" for group in groups)]
        )
        inside = text("SELECT rowid FROM records_words WHERE records_words MATCH :query").bindparams(query=query)
        return records.c.id.in_(inside)
    query = " & ".join([kind, *("(" + " | ".join(f"{word}:*" for word in group) + ")" for group in groups)])
    vector = func.to_tsvector(text("'simple'"), records.c.words)
    return vector.op("@@")(func.to_tsquery(text("'simple'"), query))


async def _near(tx: AsyncConnection, workspace_id: str, word: str) -> list[str]:
    """Words of the mirror that this one may be misspelt from, the likest first."""
    grams = grams_of(word)
    if not grams:
        return []
    shared = func.count()
    statement = (
        select(search_grams.c.word)
        .where(search_grams.c.workspace_id == workspace_id, search_grams.c.gram.in_(grams))
        .group_by(search_grams.c.word)
        .order_by(shared.desc(), search_grams.c.word)
        .limit(60)
    )
    found = (await tx.execute(statement)).scalars().all()
    return [other for other in found if other != word and is_near(word, other)][:_NEAR_WORDS]


def _rank(row: RowMapping, asked: Iterable[str]) -> float:
    """Whole words of the title count most, then its beginnings, then the rest of the text."""
    title = words_of(row["title"])
    whole = [word in title for word in asked]
    begun = [any(each.startswith(word) for each in title) for word in asked]
    if all(begun):
        return _TITLE + 0.1 * sum(whole) / len(whole) - 0.001 * min(len(title), 50)
    return _TEXT + 0.1 * sum(begun) / len(begun)


async def _freshness(tx: AsyncConnection, workspace_id: str) -> dict[tuple[str, str], datetime]:
    statement = select(polls.c.tenant_id, polls.c.resource, polls.c.finished_at).where(
        and_(polls.c.workspace_id == workspace_id, polls.c.finished_at.is_not(None))
    )
    return {(row.tenant_id, row.resource): row.finished_at for row in (await tx.execute(statement)).all()}


async def _organisations(tx: AsyncConnection, workspace_id: str) -> dict[str, tuple[str, str | None]]:
    """Name and short code of each organisation."""
    statement = select(connections.c.tenant_id, connections.c.tenant_name, connections.c.details).where(
        connections.c.workspace_id == workspace_id
    )
    rows = (await tx.execute(statement)).all()
    return {row.tenant_id: (row.tenant_name, (row.details or {}).get("ShortCode")) for row in rows}


class _Brief(Struct):
    """As much of a body as a hit shows."""

    Type: str | None = None


def _hit(
    row: RowMapping,
    score: float,
    names: dict[str, tuple[str, str | None]],
    freshness: dict[tuple[str, str], datetime],
) -> Hit:
    brief = msgspec.json.decode(row["body"], type=_Brief)
    kind = _kind(row["kind"], brief)
    name, short_code = names.get(row["tenant_id"], ("", None))
    return Hit(
        id=f"xero:{kind}:{row['tenant_id']}:{row['record_id']}",
        kind=kind,
        title=row["title"],
        snippet=row["snippet"],
        organisation={"id": row["tenant_id"], "name": name},
        url=_page(kind, row["record_id"], short_code),
        as_of=max(row["as_of"], freshness.get((row["tenant_id"], row["kind"]), row["as_of"])),
        score=round(score, 4),
    )


def _kind(resource: str, brief: _Brief) -> str:
    if resource == "Invoices":
        return "bill" if brief.Type == "ACCPAY" else "invoice"
    return {"Contacts": "contact", "Payments": "payment", "BankTransactions": "bank_transaction"}[resource]


def _page(kind: str, record_id: str, short_code: str | None) -> str:
    """Its page. Source: developer.xero.com, "Deep link to Xero"."""
    page = {
        "contact": f"/Contacts/View/{record_id}",
        "invoice": f"/AccountsReceivable/View.aspx?InvoiceID={record_id}",
        "bill": f"/AccountsPayable/Edit.aspx?InvoiceID={record_id}",
        "payment": f"/Bank/ViewTransaction.aspx?bankTransactionID={record_id}",
        "bank_transaction": f"/Bank/ViewTransaction.aspx?bankTransactionID={record_id}",
    }[kind]
    if short_code is None:
        return f"https://go.xero.com{page}"
    code, there = quote(short_code, safe=""), quote(page, safe="")
    return f"https://go.xero.com/organisationlogin/default.aspx?shortcode={code}&redirecturl={there}"
