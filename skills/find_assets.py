"""Find fixed assets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.assets import STATES, AssetView, State, asset_view, type_names
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.assets import ASSETS, PAGE, Asset, AssetFilter


class Input(Struct, forbid_unknown_fields=True):
    """What find_assets takes."""

    text: (
        Annotated[
            str,
            Meta(
                description="Part of a name, number, description or asset type.",
                min_length=1,
                max_length=255,
                extra=also("query search name number type asset_type"),
            ),
        ]
        | None
    ) = None
    state: Annotated[State, Meta(description="Which of them.", extra=aliases.STATE)] = "registered"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct):
    """What find_assets answers."""

    items: Annotated[list[AssetView], Meta(description="The assets, by number.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["assets.read"],
    examples=[
        Example("Which fixed assets do we have?", {}),
        Example("Computers that are not registered yet", {"text": "computer", "state": "draft"}),
    ],
)
async def find_assets(ctx: Context, input: Input) -> Output:
    """Find fixed assets in Xero: equipment, vehicles, computers, with cost, book value and depreciation."""
    start = begin(input.cursor, ctx.organisation.id, input)
    requested = AssetFilter(status=STATES[input.state], text=input.text)

    async def fetch(page: int) -> Page[Asset]:
        return await list_of(ctx.xero, ASSETS, requested, page=page, page_size=PAGE)

    found = await collect(fetch, start, input.limit)
    names = await type_names(ctx.xero)
    return Output(
        items=[asset_view(ctx, each, names) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
    )
