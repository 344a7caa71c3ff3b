"""Show a read operation of Xero's API."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.operations import OperationName, OperationView, operation_named, operation_view


class Input(Struct, forbid_unknown_fields=True):
    """What show_operation takes."""

    operation: OperationName


@skill(
    effect="read",
    scopes=[],
    organisation=False,
    examples=[Example("Which parameters does getBudgets take?", {"operation": "getBudgets"})],
)
async def show_operation(ctx: Context, input: Input) -> OperationView:  # noqa: ARG001 - the shape of every skill
    """Show the path, parameters and scope of one read operation of Xero's Accounting API."""
    return operation_view(operation_named(input.operation))
