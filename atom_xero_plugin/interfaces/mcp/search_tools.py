"""The tools `search` and `fetch`, in the shape that ChatGPT's connectors and deep research expect of a server."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, cast

import mcp_types as types
import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds import SYNCED, plural_names
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.skill import OBVIOUS
from atom_xero_plugin.catalogue.validation import check_struct
from atom_xero_plugin.interfaces.mcp.results import as_text
from atom_xero_plugin.search.search import FoundRecord, Hit
from atom_xero_plugin.tools.lean import lean

MOST: Final = 20
NOTHING: Final = "Nothing matches in what was last synced from Xero; `atom-xero sync` syncs again."
LONGEST_TEXT: Final = 40_000
"""Characters of a record that one answer holds."""


class SearchInput(Struct, forbid_unknown_fields=True):
    """What search takes."""

    query: Annotated[
        str,
        Meta(
            description="Words, an invoice number, a reference or an amount.",
            min_length=1,
            max_length=200,
            extra=OBVIOUS,
        ),
    ]


class Result(Struct):
    """One thing found."""

    id: Annotated[str, Meta(description="What fetch takes.")]
    title: Annotated[str, Meta(description="Its kind, number and contact.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    snippet: Annotated[str, Meta(description="Amount, state, dates and organisation.")]


class SearchOutput(Struct, omit_defaults=True):
    """What search answers."""

    results: Annotated[list[Result], Meta(description="What fits, the best first.")]
    note: Annotated[str | None, Meta(description="What to know when nothing fits.")] = None


class FetchInput(Struct, forbid_unknown_fields=True):
    """What fetch takes."""

    id: Annotated[str, Meta(description="The id of a result of search.", min_length=1, max_length=255)]


class FetchOutput(Struct):
    """What fetch answers."""

    id: Annotated[str, Meta(description="The id that was asked for.")]
    title: Annotated[str, Meta(description="Its kind, number and contact.")]
    text: Annotated[str, Meta(description="The whole record as JSON, in Xero's own names.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    metadata: Annotated[dict[str, str], Meta(description="Kind, organisation, and how fresh it is.")]


_HINTS: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
"""True of both: what was synced is read, and Xero is not asked."""


def _answer_of(shape: type[Struct]) -> dict[str, Any]:
    """What is reported of an answer: names and types. None is required: an error is answered in the same place."""
    reported = schema_of(shape)["properties"]
    return {"type": "object", "properties": {name: {"type": each["type"]} for name, each in reported.items()}}


TOOLS: Final = (
    types.Tool(
        name="search",
        title="Search Xero",
        description=(
            f"Search Xero {plural_names(SYNCED)} by words, number, reference or "
            "amount, over what was last synced. Misspelt words are found too."
        ),
        input_schema=lean(SearchInput),
        output_schema=_answer_of(SearchOutput),
        annotations=_HINTS,
    ),
    types.Tool(
        name="fetch",
        title="Fetch from Xero",
        description="Fetch the whole of one Xero record that search found, by its id.",
        input_schema=lean(FetchInput),
        output_schema=_answer_of(FetchOutput),
        annotations=_HINTS,
    ),
)
NAMES: Final = frozenset(tool.name for tool in TOOLS)


async def answer(runtime: App, workspace_id: str, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """What search or fetch answers: as data, and as the same JSON in text. Raises XeroPluginError."""
    if name == "search":
        query = cast("SearchInput", check_struct(SearchInput, arguments, of=name)).query
        hits = await runtime.search.find(workspace_id, query, limit=MOST)
        reported: Struct = SearchOutput([_result(hit) for hit in hits], None if hits else NOTHING)
    else:
        hit_id = cast("FetchInput", check_struct(FetchInput, arguments, of=name)).id
        reported = _whole(await runtime.search.fetch(workspace_id, hit_id))
    plain = msgspec.to_builtins(reported)
    text = types.TextContent(text=as_text(plain))
    return types.CallToolResult(content=[text], structured_content=plain)


def _result(hit: Hit) -> Result:
    reported = (hit.snippet, hit.organisation["name"], f"as of {hit.as_of:%Y-%m-%d %H:%M} UTC")
    return Result(hit.id, hit.title, hit.url, " · ".join(filter(None, reported)))


def _whole(found: FoundRecord) -> FetchOutput:
    hit = found.hit
    about = {
        "kind": hit.kind,
        "organisation": hit.organisation["name"],
        "organisation_id": hit.organisation["id"],
        "as_of": hit.as_of.isoformat(),
    }
    text = json.dumps(found.body, indent=1, ensure_ascii=False)[:LONGEST_TEXT]
    return FetchOutput(hit.id, hit.title, text, hit.url, about)
