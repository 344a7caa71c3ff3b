"""Running a skill for a request: a write answers with its plan, unless a person asks for it to be executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Path, Query, Response

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import FieldError
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.interfaces.http.errors import NotUnderstood
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.plans.plan import PlanView

About = Annotated[
    str | None,
    Query(max_length=255, description="Name or id of the organisation; not needed where only one is connected."),
]
Named = Annotated[
    str,
    Path(pattern=r"^[^/\x00-\x1f\x7f]{1,255}$", description="Its id in Xero, or its name or number."),
]
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,80}$", description="Its id.")]
Approve = Annotated[
    bool,
    Query(
        description="Approve the plan and execute it at once. Heeded from a token with the right to approve alone; "
        "without it the answer is the plan."
    ),
]


async def run(
    dispatcher: Dispatch,
    caller: Caller,
    skill: str,
    arguments: Mapping[str, Any],
    *,
    organisation: str | None,
    approve: bool = False,
    status: int = 200,
) -> Response:
    """Run a skill; `status` is that of a success."""
    answer = await dispatcher.call(skill, arguments, caller, organisation=organisation)
    if approve and caller.may("approve") and isinstance(answer.plan, PlanView):
        answer = await dispatcher.approve_and_execute(answer.plan, answer.plan.hash, caller)
    return answered(answer, status=status)


def naming(arguments: Mapping[str, Any], field: str, record: str) -> dict[str, Any]:
    """The arguments, about the record that the address names. Raises NotUnderstood if the body names another."""
    if arguments.get(field, record) != record:
        raise NotUnderstood(
            f"The body's {field} is not the one in the address.",
            fields=[FieldError(f"/{field}", "is not the one in the address; leave it out")],
        )
    return {**arguments, field: record}
