"""The tool that takes a plan away again: a model that proposed something wrong need not leave it to expire.

It is of this interface alone, since no skill is about plans that wait; by HTTP and at the command line it is a
route and a command.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, cast

import mcp_types as types
import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.validation import check_struct
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.plans.plan import PlanView
from atom_xero_plugin.tools.lean import lean

NAME: Final = "xero_withdraw_plan"


class WithdrawInput(Struct, forbid_unknown_fields=True):
    """What the tool takes."""

    plan: Annotated[str, Meta(description="Its id, or the beginning of it.", min_length=1, max_length=64)]
    reason: Annotated[str, Meta(description="Why, for the audit trail.", max_length=500)] | None = None


TOOL: Final = types.Tool(
    name=NAME,
    title="Withdraw plan",
    description="Withdraw a plan to write to Xero that is not wanted any more, before a person approves it.",
    input_schema=lean(WithdrawInput),
    output_schema={"type": "object"},
    annotations=types.ToolAnnotations(
        read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    ),
)
"""Not destructive: nothing in the books changes, and what was proposed can be proposed again.
Idempotent: a plan that was withdrawn stays so."""


async def withdraw(dispatcher: Dispatch, caller: Caller, arguments: dict[str, Any]) -> Answer:
    """Withdraw the plan. Raises InvalidArguments; what else goes wrong is reported in the answer."""
    requested = cast("WithdrawInput", check_struct(WithdrawInput, arguments, of=NAME))
    answer = await dispatcher.withdraw(requested.plan, caller, reason=requested.reason)
    if not isinstance(answer.plan, PlanView):
        return answer
    reported = {
        "plan": answer.plan.id,
        "state": answer.plan.state,
        "written": "nothing",
        "summary": answer.plan.summary,
    }
    return msgspec.structs.replace(answer, result=reported, plan=msgspec.UNSET)
