"""How a thing found is shown: its kind, its page in Xero, how fresh it is; and the same in a host's own shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.xero.links import link


class Hit(Struct, frozen=True):
    """One thing found."""

    id: str
    """`xero:<kind>:<tenant id>:<record id>`."""
    kind: str
    """The name of what it is: contact, invoice, bill …"""
    title: str
    snippet: str
    organisation: dict[str, str]
    url: str
    """Its page in Xero."""
    as_of: datetime
    """How fresh it is: when Xero was last asked for what changed."""
    score: float
    """1 for an exact number, reference or amount; less for words."""


class FoundRecord(Struct, frozen=True):
    """A thing found, with its record as Xero last gave it."""

    hit: Hit
    body: dict[str, Any]


def hit_of(
    row: RowMapping,
    score: float,
    names: Mapping[str, tuple[str, str | None]],
    freshness: Mapping[tuple[str, str], datetime],
) -> Hit:
    """The hit of a row of the mirror.

    Args:
        row: a row of what is searched.
        score: how well it fits.
        names: the name and short code of each organisation.
        freshness: when each list of each organisation was synced last.
    """
    kind = row["kind_name"]
    name, short_code = names.get(row["tenant_id"], ("", None))
    return Hit(
        id=f"xero:{kind}:{row['tenant_id']}:{row['record_id']}",
        kind=kind,
        title=row["title"],
        snippet=row["snippet"],
        organisation={"id": row["tenant_id"], "name": name},
        url=link(kind_by_name(kind).page, row["record_id"], short_code),
        as_of=max(row["as_of"], freshness.get((row["tenant_id"], row["kind"]), row["as_of"])),
        score=round(score, 4),
    )


def search_result(hit: Hit) -> dict[str, Any]:
    """The hit as ATOM's search page shows one: an item of `POST /api/lancedb-search/hybrid`."""
    return {
        "id": hit.id,
        "title": hit.title,
        "content": hit.snippet,
        "doc_type": f"xero_{hit.kind}",
        "source_uri": hit.url,
        "similarity_score": hit.score,
        "keyword_score": hit.score,
        "combined_score": hit.score,
        "metadata": {
            "integration_id": "xero",
            "kind": hit.kind,
            "organisation": hit.organisation["name"],
            "tenant_id": hit.organisation["id"],
            "as_of": hit.as_of.isoformat(),
        },
    }
