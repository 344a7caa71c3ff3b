"""`/api/search`: one question over everything that was synced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from fastapi import APIRouter, Query, Response

from atom_xero_plugin.accounting.kinds import SYNCED, plural_names
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.interfaces.http.authentication import Reader
from atom_xero_plugin.interfaces.http.operations import answers, listing
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.search.search import LONGEST_QUERY, Hit

PARSED: Final = r"^[^\x00-\x1f\x7f-\x9f]*$"
Text = Annotated[
    str,
    Query(
        min_length=1, max_length=LONGEST_QUERY, pattern=PARSED,
        description="A number, reference or amount as it stands, or words; slips of the finger are forgiven.",
    ),
]  # fmt: skip
if TYPE_CHECKING:
    Kind: TypeAlias = str
else:
    Kind = Literal[tuple(SYNCED)]
Kinds = Annotated[
    list[Kind] | None, Query(max_length=len(SYNCED), description="Only these kinds; may be given more than once.")
]
_WORDS: Final = f"Find {plural_names(SYNCED)} of the workspace, without asking Xero."
Most = Annotated[int, Query(ge=1, le=100, description="How many, the best first.")]


def routes(registry: Registry) -> APIRouter:
    """The route of search."""
    del registry
    router = APIRouter(prefix="/api/search", tags=["search"], route_class=Route)
    router.add_api_route("", search, description=_WORDS, responses=answers(listing(schema_of(Hit, nulls=True))))
    return router


async def search(
    service: Served, caller: Reader, q: Text, kind: Kinds = None, organisation: About = None, limit: Most = 20
) -> Response:
    """What search finds."""
    runtime, tenant_id = service.runtime, None
    if organisation is not None:
        tenant_id = (await runtime.organisations.choose(caller.workspace_id, organisation)).tenant_id
    found = await runtime.search.find(caller.workspace_id, q, tenant_id=tenant_id, kinds=kind or (), limit=limit)
    return answered(service.answer({"items": found, "has_more": False, "next_cursor": None}))
