"""Rows of the mirror that may be meant by a query, the newest of each kind, in each database's own way.

Statements are put together once for each shape of a query, and then only filled in: putting one together takes longer
than carrying it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.search.entries import KINDS, mark_of_kind
from atom_xero_plugin.search.tokens import code_of, grams_of, mark_of_workspace, nearest
from atom_xero_plugin.store.tables import records, search_grams, search_words

_FTS: Final = table("records_words", column("rowid"))
_PER_KIND: Final = 40
_ANY: Final = ""
"""Any kind."""
_MANY: Final = 2 * _PER_KIND
_NEAR_WORDS: Final = 6
_RAREST: Final = 5
_MOST_LIKELY: Final = 20_000
"""Words that share such a run; more than any books' names have."""
_LAST: Final = "\U0010ffff"
"""No word that begins alike comes after one that ends with it."""
_PLAN_EACH: Final = text("SET LOCAL plan_cache_mode = force_custom_plan")
_NAMES: Final = ("id", "tenant_id", "kind", "record_id", "as_of", "kind_name", "title", "snippet", "words")
_KEYS: Final = ("number", "reference", "amount")
_SHOWN: Final = tuple(records.c[name] for name in (*_NAMES, *_KEYS))
Groups = Sequence[Sequence[str]]
"""A row must have a word of each group. `alpine` is a whole word, `alp*` the beginning of one."""


@dataclass(frozen=True)
class Scope:
    """Where to look."""

    workspace_id: str
    tenant_id: str | None
    kinds: tuple[str, ...]
    ended: tuple[str, ...] = ()
    """Organisations of which nothing is shown."""
    amounts: tuple[str, ...] = ()
    """Only records of one of these amounts, if there is any."""
    currencies: tuple[str, ...] = ()
    """Only records in one of these currencies, or of which none is reported, if there is any."""
    facts: tuple[tuple[str, ...], ...] = ()
    """Only records with a word of each of these groups: states and days."""

    @property
    def filtered_by(self) -> dict[str, Any]:
        """What records are filtered by; the names say the shape of a statement."""
        tenant = {"tenant": self.tenant_id} if self.tenant_id is not None else {}
        lists = {"ended": list(self.ended), "amounts": list(self.amounts), "currencies": list(self.currencies)}
        return tenant | {name: values for name, values in lists.items() if values}

    @property
    def shape(self) -> frozenset[str]:
        """What it filters by."""
        return frozenset(self.filtered_by)

    @property
    def params(self) -> dict[str, Any]:
        """What every statement is filled in with."""
        return {"workspace": self.workspace_id, **self.filtered_by}


async def exact(tx: AsyncConnection, scope: Scope, query: str, amount: str | None) -> list[RowMapping]:
    """Those whose number or reference it is, or whose amount this is."""
    given = {name: key for name, key in (("code", code_of(query)), ("amount", amount)) if key is not None}
    statement = _exact(scope.kinds, scope.shape, frozenset(given))
    return list((await tx.execute(statement, scope.params | given)).mappings().all())


async def has_amount(tx: AsyncConnection, scope: Scope) -> bool:
    """Whether any record has one of its amounts, which is known sooner than which of them has the words."""
    return (await tx.execute(_any_of_amount(scope.shape), scope.params)).first() is not None


async def with_words(tx: AsyncConnection, scope: Scope, groups: Groups) -> list[RowMapping]:
    """Those with a word of each group, and what the scope asks for as well."""
    groups = sorted([*groups, *scope.facts], key=lambda group: -max(len(term) for term in group))
    if tx.dialect.name == "postgresql":
        # One plan for all words would be one for common words: the server is to check those that are asked for.
        await tx.execute(_PLAN_EACH)
        shape = tuple(tuple(term.endswith("*") for term in group) for group in groups)
        statement = _in_postgresql(scope.kinds, scope.shape, shape)
        return list((await tx.execute(statement, scope.params | dict(_terms(groups)))).mappings().all())
    kinds: tuple[str, ...] = (_ANY,) if scope.kinds == KINDS else scope.kinds
    rows = await _from_sqlite(tx, scope, kinds, groups)
    if kinds == (_ANY,) and len(rows) >= _MANY:
        return await _from_sqlite(tx, scope, scope.kinds, groups)
    return rows


async def _from_sqlite(tx: AsyncConnection, scope: Scope, kinds: tuple[str, ...], groups: Groups) -> list[RowMapping]:
    """All kinds in one go; only where there are many, kind by kind, so that the many of one hide none of another."""
    params = scope.params | {f"match_{kind}": _match(scope, kind, groups) for kind in kinds}
    return list((await tx.execute(_in_sqlite(kinds, scope.shape), params)).mappings().all())


async def near(tx: AsyncConnection, workspace_id: str, words: Iterable[str]) -> dict[str, list[str]]:
    """For each of these words those of the mirror that it may be misspelt from, the likest first.

    A slip spoils four runs of three letters at most, so of any five one is whole: only a word's rarest five are looked
    at.
    """
    grams = {word: found for word in words if (found := grams_of(word))}
    if not grams:
        return {}
    mine, gram = search_grams.c.workspace_id == workspace_id, search_grams.c.gram
    counted = select(gram, func.count()).where(mine, gram.in_(set().union(*grams.values()))).group_by(gram)
    counts = {row[0]: row[1] for row in await tx.execute(counted)}
    rarest = {
        each for found in grams.values() for each in sorted(found & counts.keys(), key=counts.__getitem__)[:_RAREST]
    }
    likely = select(search_grams.c.word).where(mine, gram.in_(rarest)).distinct().limit(_MOST_LIKELY)
    others = sorted((await tx.execute(likely)).scalars())
    return {word: nearest(word, others, _NEAR_WORDS) for word in grams}


async def unknown(tx: AsyncConnection, workspace_id: str, words: Sequence[str]) -> set[str]:
    """Those that no record has whole, of the words that can be recognised as misspelt at all."""
    reported = {word for word in words if grams_of(word)}
    if not reported:
        return set()
    mine = search_grams.c.workspace_id == workspace_id, search_grams.c.word.in_(reported)
    first = search_grams.c.gram.in_({f" {word[:2]}" for word in reported})
    return reported - set((await tx.execute(select(search_grams.c.word).where(*mine, first))).scalars())


def _mine(filtered_by: frozenset[str]) -> list[ColumnElement[bool]]:
    """What every record that is found must be."""
    ways: dict[str, ColumnElement[bool]] = {
        "tenant": records.c.tenant_id == bindparam("tenant"),
        "ended": records.c.tenant_id.not_in(bindparam("ended", expanding=True)),
        "amounts": records.c.amount.in_(bindparam("amounts", expanding=True)),
        "currencies": or_(
            records.c.currency.in_(bindparam("currencies", expanding=True)), records.c.currency.is_(None)
        ),
    }
    return [
        records.c.workspace_id == bindparam("workspace"),
        *(way for name, way in ways.items() if name in filtered_by),
    ]


def _newest(rows: Select[Any], identity: Any, kind: str = "one") -> Select[Any]:
    return rows.order_by(identity.desc()).limit(_MANY if kind == _ANY else _PER_KIND)


def _shown(newest: Sequence[Select[Any]]) -> Select[Any]:
    """The rows with the ids that any of these finds."""
    parts = [each.subquery() for each in newest]
    return select(*_SHOWN).where(records.c.id.in_(union_all(*(select(part.c[0]) for part in parts))))


@lru_cache(maxsize=128)
def _exact(kinds: tuple[str, ...], filtered_by: frozenset[str], given: frozenset[str]) -> Select[Any]:
    same: list[ColumnElement[bool]] = []
    if "code" in given:
        here = _mine(filtered_by - {"currencies"})
        same += [and_(*here, key == bindparam("code")) for key in (records.c.number, records.c.reference)]
    if "amount" in given:
        same.append(and_(*_mine(filtered_by), records.c.amount == bindparam("amount")))
    of_kind = records.c.kind_name.in_(kinds)
    return _shown([_newest(select(records.c.id).where(each, of_kind), records.c.id) for each in same])


@lru_cache(maxsize=128)
def _any_of_amount(filtered_by: frozenset[str]) -> Select[Any]:
    return select(records.c.id).where(*_mine(filtered_by)).limit(1)


@lru_cache(maxsize=128)
def _in_sqlite(kinds: tuple[str, ...], filtered_by: frozenset[str]) -> Select[Any]:
    joined = select(_FTS.c.rowid).join_from(_FTS, records, records.c.id == _FTS.c.rowid).where(*_mine(filtered_by))
    matching = {kind: joined.where(text(f"records_words MATCH :match_{kind}")) for kind in kinds}
    return _shown([_newest(rows, _FTS.c.rowid, kind) for kind, rows in matching.items()])


def _match(scope: Scope, kind: str, groups: Groups) -> str:
    """The question in SQLite's words. Terms hold letters, digits and an asterisk at their end: none is syntax."""

    def term(each: str) -> str:
        return f'"{each[:-1]}"*' if each.endswith("*") else f'"{each}"'

    marks = [] if kind == _ANY else [mark_of_kind(kind)]
    asked = ("(" + " OR ".join(term(each) for each in group) + ")" for group in groups)
    return " AND ".join([*(f'"{mark}"' for mark in (*marks, mark_of_workspace(scope.workspace_id))), *asked])


@lru_cache(maxsize=512)
def _in_postgresql(
    kinds: tuple[str, ...], filtered_by: frozenset[str], shape: tuple[tuple[bool, ...], ...]
) -> Select[Any]:
    """`shape` says of each group which of its terms are beginnings."""
    here = search_words.c.workspace_id == bindparam("workspace")
    word, record, kind = search_words.c.word, search_words.c.record, search_words.c.kind

    def one(name: str, *, begun: bool) -> ColumnElement[bool]:
        begins: ColumnElement[str] = bindparam(name)
        return and_(word >= begins, word < bindparam(f"{name}_end")) if begun else word == begins

    def of(number: int) -> ColumnElement[bool]:
        return or_(*(one(f"word_{number}_{place}", begun=begun) for place, begun in enumerate(shape[number])))

    found = select(record, kind).where(here, of(0), kind.in_([mark_of_kind(each) for each in kinds]))
    if shape[0] != (False,):  # one record may have several words that fit
        found = found.distinct()
    for number in range(1, len(shape)):  # not INTERSECT, which would read all of each; so the rarest leads
        found = found.where(record.in_(select(record).where(here, of(number)).correlate(None)))
    if filtered_by:
        found = found.where(record.in_(select(records.c.id).where(*_mine(filtered_by))))
    whole = found.subquery()
    place = func.row_number().over(partition_by=whole.c.kind, order_by=whole.c.record.desc()).label("place")
    placed = select(whole.c.record, place).subquery()
    newest = select(placed.c.record).where(placed.c.place <= _PER_KIND)
    newest = newest.limit(len(kinds) * _PER_KIND)  # there are no more; said so that the planner knows it too
    return select(*_SHOWN).where(records.c.workspace_id == bindparam("workspace"), records.c.id.in_(newest))


def _terms(groups: Groups) -> Iterator[tuple[str, str]]:
    for number, group in enumerate(groups):
        for place, term in enumerate(group):
            name, word = f"word_{number}_{place}", term.removesuffix("*")
            yield name, word
            if term.endswith("*"):
                yield f"{name}_end", word + _LAST
