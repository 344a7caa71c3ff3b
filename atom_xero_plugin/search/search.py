"""One question over everything that was synced: exact numbers, references and amounts first, then words.

A word of a query finds words that begin with it. Where little is found so, each word is taken as perhaps misspelt, and
the words of the mirror that share its runs of three letters and are at most two slips away are asked for as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.auth.connections import connections_of
from atom_xero_plugin.core.clock import Clock, SystemClock
from atom_xero_plugin.core.errors import FieldError, InvalidArguments, NotFound
from atom_xero_plugin.core.words import words_of
from atom_xero_plugin.search import queries
from atom_xero_plugin.search.amount_terms import QueryReading, read
from atom_xero_plugin.search.entries import KINDS
from atom_xero_plugin.search.facts import facts_of
from atom_xero_plugin.search.hits import FoundRecord, Hit, hit_of, search_result
from atom_xero_plugin.search.queries import Scope
from atom_xero_plugin.search.tokens import LETTERS, amount_of
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.poll_streams import CHANGES
from atom_xero_plugin.store.tables import polls, records

__all__ = ["KINDS", "LONGEST_QUERY", "FoundRecord", "Hit", "Search", "search_result"]
LONGEST_QUERY: Final = 200
_MOST_WORDS: Final = 8
_FEW: Final = 5
"""With fewer hits than this, words are taken as misspelt."""
_EXACT, _TITLE, _TEXT, _NEAR = 1.0, 0.8, 0.6, 0.4
_Scored = dict[int, tuple[float, RowMapping]]


class Search:
    """Search over the mirror of every workspace."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        """Keep the store that the mirror lives in; what is overdue is reported by the clock's day, in UTC."""
        self._store = store
        self._clock = clock or SystemClock()

    async def find(
        self,
        workspace_id: str,
        query: str,
        *,
        tenant_id: str | None = None,
        kinds: Sequence[str] = (),
        limit: int = 20,
    ) -> list[Hit]:
        """What fits a query, the best first; nothing for a query without a word.

        Nothing of an organisation whose connection somebody ended here. An amount next to words filters what they find.
        Raises InvalidArguments for a kind that there is not.
        """
        scope = Scope(workspace_id, tenant_id, _checked(kinds))
        requested = query[:LONGEST_QUERY]
        facts, reading = facts_of(requested, self._clock.now().date()), read(requested)
        if not reading.words:
            return []
        async with self._store.read(workspace_id) as tx:
            names, ended = await _organisations(tx, workspace_id)
            scope = replace(scope, ended=ended)
            scored: _Scored = {}
            if facts.groups:
                await _add_facts(tx, replace(scope, facts=facts.groups), scored, read(facts.rest), limit)
            if not scored:  # a state's word may be a name's
                scored = await _exact(tx, scope, requested, reading)
                if len(scored) < limit:
                    await _add(tx, scope, scored, reading, limit)
            if not scored:
                return []
            freshness = await _freshness(tx, workspace_id)
        best = sorted(scored.values(), key=_order)[:limit]
        return [hit_of(row, score, names, freshness) for score, row in best]

    async def fetch(self, workspace_id: str, hit_id: str) -> FoundRecord:
        """One thing by the id of its hit.

        Raises NotFound for one of another workspace, of an organisation that was disconnected here, or none.
        """
        parts = hit_id.split(":")
        if len(parts) != 4 or parts[0] != "xero" or parts[1] not in KINDS:  # noqa: PLR2004 - as in Hit.id
            raise NotFound("That is not the id of something found.", hint="Take an `id` from the answer of a search.")
        mine = (
            records.c.workspace_id == workspace_id,
            records.c.tenant_id == parts[2],
            records.c.record_id == parts[3],
            records.c.kind == kind_by_name(parts[1]).list_name,
        )
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(select(records).where(*mine))).mappings().first()
            names, ended = await _organisations(tx, workspace_id)
            freshness = await _freshness(tx, workspace_id)
        if row is None or row["tenant_id"] in ended:
            raise NotFound("There is no such record in this workspace.")
        return FoundRecord(hit_of(row, _EXACT, names, freshness), msgspec.json.decode(row["body"]))


def _checked(kinds: Sequence[str]) -> tuple[str, ...]:
    for kind in kinds:
        if kind not in KINDS:
            reported = f"must be one of {', '.join(KINDS)}"
            raise InvalidArguments(
                f"There is no kind {kind[:40]!r} to search.", fields=[FieldError("/kinds", reported)]
            )
    return tuple(dict.fromkeys(kinds)) or KINDS


async def _exact(tx: AsyncConnection, scope: Scope, requested: str, reading: QueryReading) -> _Scored:
    """What has the whole query as its number, reference or amount."""
    alone = reading.amounts[0] if len(reading.amounts) == 1 and not reading.others else None
    here = scope if reading.others else replace(scope, currencies=reading.currencies)
    return {row["id"]: (_EXACT, row) for row in await queries.exact(tx, here, requested, alone or amount_of(requested))}


async def _add(tx: AsyncConnection, scope: Scope, scored: _Scored, reading: QueryReading, limit: int) -> None:
    """What has the words. Amounts next to words filter what those find; where nothing fits both, the words count alone.

    A number that may be an amount is a word first.
    """
    ways = [(scope, reading.words)]
    if reading.amounts and reading.others and not scored:
        both = (replace(scope, amounts=reading.amounts, currencies=reading.currencies), reading.others)
        ways = [*ways, both] if reading.is_plain else [both, (scope, reading.others)]
    for where, words in ways:
        if where.amounts and not await queries.has_amount(tx, where):
            continue
        await _add_words(tx, where, scored, words[:_MOST_WORDS], limit)
        if scored:
            return


async def _add_facts(tx: AsyncConnection, scope: Scope, scored: _Scored, reading: QueryReading, limit: int) -> None:
    """What has the states and days that were asked for, and the words next to them; amounts filter it."""
    where = replace(scope, amounts=reading.amounts, currencies=reading.currencies) if reading.amounts else scope
    if reading.others:
        await _add_words(tx, where, scored, reading.others[:_MOST_WORDS], limit)
        return
    for row in await queries.with_words(tx, where, []):
        scored.setdefault(row["id"], (_TEXT, row))


async def _add_words(tx: AsyncConnection, scope: Scope, scored: _Scored, asked: Sequence[str], limit: int) -> None:
    """What has the words whole, then what has words that begin so, then what has words that they may mean."""
    doubtful = await queries.unknown(tx, scope.workspace_id, asked)
    rows = [] if doubtful else await queries.with_words(tx, scope, [[word] for word in asked])
    if len(rows) + len(scored) < limit:
        # A word that records have is seldom the beginning of another, but for the last one, which is still being typed.
        begun = [[f"{word}*" if word in doubtful or len(word) < LETTERS else word] for word in asked[:-1]]
        rows += await queries.with_words(tx, scope, [*begun, [f"{asked[-1]}*"]])
    for row in rows:
        scored.setdefault(row["id"], (_rank(row, asked), row))
    if len(scored) < min(_FEW, limit):
        await _add_misspelt(tx, scope, scored, asked, doubtful)


async def _add_misspelt(
    tx: AsyncConnection, scope: Scope, scored: _Scored, asked: Sequence[str], doubtful: set[str]
) -> None:
    """First for the words that no record has; only where nothing is found so, for all: `marina` may mean `marine`."""
    for words in (doubtful, set(asked)):
        if scored and words is not doubtful:
            return
        near = await queries.near(tx, scope.workspace_id, words)
        if not any(near.values()):
            continue
        alone = len(asked) == 1  # then nothing begins with it: that was asked for already
        groups = [[*(() if alone else (f"{word}*",)), *near.get(word, ())] for word in asked]
        for row in await queries.with_words(tx, scope, groups):
            title = words_of(row["title"])
            share = sum(bool({word, *near.get(word, ())} & set(title)) for word in asked) / len(asked)
            scored.setdefault(row["id"], (_NEAR + 0.1 * share - 0.001 * min(len(title), 50), row))


def _rank(row: RowMapping, asked: Sequence[str]) -> float:
    """Whole words of the title count most, then its beginnings, then the rest of the text."""
    title = words_of(row["title"])
    whole = [word in title for word in asked]
    begun = [any(each.startswith(word) for each in title) for word in asked]
    if all(begun):
        return _TITLE + 0.1 * sum(whole) / len(whole) - 0.001 * min(len(title), 50)
    return _TEXT + 0.1 * sum(begun) / len(begun)


def _order(scored: tuple[float, RowMapping]) -> tuple[Any, ...]:
    """The best first; of equals by kind, then the newest."""
    score, row = scored
    return -score, KINDS.index(row["kind_name"]), -row["id"]


async def _freshness(tx: AsyncConnection, workspace_id: str) -> dict[tuple[str, str], datetime]:
    statement = select(polls.c.tenant_id, polls.c.list_name, polls.c.finished_at).where(
        polls.c.workspace_id == workspace_id, polls.c.stream_type == CHANGES, polls.c.finished_at.is_not(None)
    )
    return {(row.tenant_id, row.list_name): row.finished_at for row in (await tx.execute(statement)).all()}


async def _organisations(
    tx: AsyncConnection, workspace_id: str
) -> tuple[dict[str, tuple[str, str | None]], tuple[str, ...]]:
    """Name and short code of each organisation, and those with no connection but such as somebody ended here.

    One whose login broke is still shown: it may come back, and each hit says how fresh it is.
    """
    found = await connections_of(tx, workspace_id)
    shown = {each.tenant_id for each in found if each.state == "connected" or each.is_broken}
    names = {each.tenant_id: (each.tenant_name, (each.details or {}).get("ShortCode")) for each in found}
    return names, tuple(sorted(names.keys() - shown))
