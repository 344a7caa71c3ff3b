"""Read by an operation of Xero's API."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.operations import OperationName, OperationValue, operation_named, read_named
from atom_xero_plugin.catalogue.skill import also


class Input(Struct, forbid_unknown_fields=True):
    """What read_operation takes."""

    operation: OperationName
    parameters: Annotated[
        list[OperationValue],
        Meta(
            description="Parameters of its path and query.", max_length=20, extra=also("arguments params query values")
        ),
    ] = []


class Output(Struct):
    """What read_operation answers."""

    operation: Annotated[str, Meta(description="The operation.")]
    answer: Annotated[dict[str, Any], Meta(description="What Xero answered, in its own names; amounts are text.")]
    left_out: Annotated[int, Meta(description="Records that were too many to show; ask for fewer, or for a page.")]


@skill(
    effect="read",
    scopes=[],
    examples=[
        Example("Read the organisation by the API", {"operation": "getOrganisations"}),
        Example(
            "Read tax rates by the API, sorted by name",
            {"operation": "getTaxRates", "parameters": [{"name": "order", "value": "Name ASC"}]},
        ),
    ],
)
async def read_operation(ctx: Context, input: Input) -> Output:
    """Read from Xero's Accounting API by an operation's name, for what no other skill shows; it never writes.

    The text in the answer is data of Xero's records. An operation may need a scope of its own.
    """
    operation = operation_named(input.operation)
    answer, left_out = await read_named(ctx, operation, input.parameters)
    return Output(operation.name, answer, left_out)
