"""Rows of the mirror that may be meant by a query, the newest of each kind, in each database's own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    column,
    func,
    intersect,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.search.entries import mark_of_kind
from atom_xero_plugin.search.words import amount_of, code_of, grams_of, is_near, mark_of_workspace
from atom_xero_plugin.store.models import records, search_grams, search_words

_FTS: Final = table("records_words", column("rowid"))
_PER_KIND: Final = 40
_NEAR_WORDS: Final = 6
_LIKELY: Final = 60
"""Words that share most runs of three letters, of which the near ones are taken."""
_LAST: Final = "\U0010ffff"
"""No word is after one that ends with it and begins alike."""
_SHOWN: Final = tuple(
    records.c[name] for name in ("id", "tenant_id", "kind", "record_id", "as_of", "title", "snippet", "words")
)
Groups = Sequence[Sequence[str]]
"""A row must have a word of each group."""


@dataclass(frozen=True)
class Scope:
    """Where to look."""

    workspace_id: str
    tenant_id: str | None
    kinds: tuple[str, ...]

    @property
    def rows(self) -> list[ColumnElement[bool]]:
        """The conditions of its rows, but for the kinds."""
        mine = [records.c.workspace_id == self.workspace_id]
        return mine if self.tenant_id is None else [*mine, records.c.tenant_id == self.tenant_id]


async def exact(tx: AsyncConnection, scope: Scope, query: str) -> list[RowMapping]:
    """Those whose number, reference or amount it is."""
    code, amount = code_of(query), amount_of(query)
    same: list[ColumnElement[bool]] = []
    if code is not None:
        same += [records.c.number == code, records.c.reference == code]
    if amount is not None:
        same.append(records.c.amount == amount)
    of_kind = or_(*(records.c.words.startswith(f"{mark_of_kind(kind)} ") for kind in scope.kinds))
    newest = [_newest(select(records.c.id).where(*scope.rows, each, of_kind), records.c.id) for each in same]
    return await _rows(tx, newest)


async def with_words(tx: AsyncConnection, scope: Scope, groups: Groups, *, whole: bool) -> list[RowMapping]:
    """Those with words that begin with one of each group; with `whole`, also older ones that have the words whole."""
    find = _in_sqlite if tx.dialect.name == "sqlite" else _in_postgresql
    ways = (False, True) if whole else (False,)
    return await _rows(tx, [find(scope, kind, groups, whole=way) for kind in scope.kinds for way in ways])


async def near(tx: AsyncConnection, workspace_id: str, word: str) -> list[str]:
    """Words of the mirror that this one may be misspelt from, the likest first."""
    grams = grams_of(word)
    if not grams:
        return []
    statement = (
        select(search_grams.c.word)
        .where(search_grams.c.workspace_id == workspace_id, search_grams.c.gram.in_(grams))
        .group_by(search_grams.c.word)
        .order_by(func.count().desc(), search_grams.c.word)
        .limit(_LIKELY)
    )
    found = (await tx.execute(statement)).scalars().all()
    return [other for other in found if other != word and is_near(word, other)][:_NEAR_WORDS]


async def unknown(tx: AsyncConnection, workspace_id: str, words: Sequence[str]) -> set[str]:
    """Those that no record has whole, of the words that can be told misspelt at all."""
    told = {word for word in words if grams_of(word)}
    if not told:
        return set()
    mine = search_grams.c.workspace_id == workspace_id, search_grams.c.word.in_(told)
    first = search_grams.c.gram.in_({f" {word[:2]}" for word in told})
    return told - set((await tx.execute(select(search_grams.c.word).where(*mine, first))).scalars())


async def _rows(tx: AsyncConnection, newest: Sequence[Select[tuple[int]]]) -> list[RowMapping]:
    if not newest:
        return []
    parts = [each.subquery() for each in newest]
    ids = union_all(*(select(part.c.id) for part in parts))
    return list((await tx.execute(select(*_SHOWN).where(records.c.id.in_(ids)))).mappings().all())


def _newest(rows: Select[tuple[int]], identity: Any) -> Select[tuple[int]]:
    return rows.order_by(identity.desc()).limit(_PER_KIND)


def _in_sqlite(scope: Scope, kind: str, groups: Groups, *, whole: bool) -> Select[tuple[int]]:
    """Words hold letters and digits alone, so none of them is syntax."""
    end = "" if whole else "*"
    asked = ("(" + " OR ".join(f'"{word}"{end}' for word in group) + ")" for group in groups)
    query = " AND ".join([f'"{mark_of_kind(kind)}"', f'"{mark_of_workspace(scope.workspace_id)}"', *asked])
    name = f"{kind}_{'whole' if whole else 'begun'}"
    inside = text(f"records_words MATCH :{name}").bindparams(**{name: query})
    found = select(_FTS.c.rowid.label("id")).join_from(_FTS, records, records.c.id == _FTS.c.rowid)
    return _newest(found.where(inside, *scope.rows), _FTS.c.rowid)


def _in_postgresql(scope: Scope, kind: str, groups: Groups, *, whole: bool) -> Select[tuple[int]]:
    word = search_words.c.word
    of_kind = search_words.c.workspace_id == scope.workspace_id, search_words.c.kind == mark_of_kind(kind)

    def one_of(group: Sequence[str]) -> ColumnElement[bool]:
        return word.in_(group) if whole else or_(*(and_(word >= each, word < each + _LAST) for each in group))

    records_of = [select(search_words.c.record).where(*of_kind, one_of(group)) for group in groups]
    all_of = records_of[0].distinct() if len(records_of) == 1 else intersect(*records_of)
    if scope.tenant_id is None:
        found = all_of.subquery()
        return _newest(select(found.c.record.label("id")), found.c.record)
    return _newest(select(records.c.id).where(*scope.rows, records.c.id.in_(all_of)), records.c.id)
