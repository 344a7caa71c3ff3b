"""Find a read operation of Xero's API."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.operations import OperationRow, operations_for
from atom_xero_plugin.catalogue.skill import also


class Input(Struct, forbid_unknown_fields=True):
    """What find_operations takes."""

    words: Annotated[
        str,
        Meta(
            description="What is to be read, such as history of a quote.",
            min_length=1,
            max_length=200,
            extra=also("query text search q name"),
        ),
    ]
    limit: Annotated[int, Meta(description="How many, at most 50.", ge=1, le=50, extra=also("max count page_size"))] = (
        10
    )


class Output(Struct):
    """What find_operations answers."""

    items: Annotated[list[OperationRow], Meta(description="The operations that fit, the best first.")]


@skill(
    effect="read",
    scopes=[],
    organisation=False,
    examples=[Example("Is there an API operation for expense claims?", {"words": "expense claims"})],
)
async def find_operations(ctx: Context, input: Input) -> Output:  # noqa: ARG001 - the shape of every skill
    """Find a read operation of Xero's Accounting API by words, for what no other skill shows.

    show_operation shows what one takes, read_operation reads it. None writes, and none answers a file.
    """
    found = operations_for(input.words, input.limit)
    return Output([OperationRow(each.name, each.path) for each in found])
