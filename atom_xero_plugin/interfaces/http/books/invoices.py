"""What invoices do in their own way: a bill is created at the same address, and a change may be the approval."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema, schema_of
from atom_xero_plugin.interfaces.http.authentication import LimitedWriter
from atom_xero_plugin.interfaces.http.books.table import CHANGE, CREATE, Add, Kind, Way
from atom_xero_plugin.interfaces.http.operations import answers, cut, takes
from atom_xero_plugin.interfaces.http.requests import json_of, struct_from
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, naming, run
from atom_xero_plugin.interfaces.http.service import Served

NewKind = Annotated[Literal["sales", "bill"], Query(description="A sales invoice, or a bill from a supplier.")]


class ApproveInvoiceBody(Struct, forbid_unknown_fields=True):
    """What approving takes."""

    status: Annotated[Literal["approved"], Meta(description="What it shall be; alone.")]


def _add_create(add: Add, kind: Kind, do: str, registry: Registry) -> None:
    create, bill = kind.skills[do], registry.skill("create_bill")
    new: dict[str, Any] = {"anyOf": [input_schema(create), input_schema(bill)], "required": ["contact", "lines"]}
    add(
        "", create_invoice, methods=["POST"], openapi_extra=takes(new), status_code=201,
        responses=answers(output_schema(create), status=201, plans=True),
    )  # fmt: skip


def _add_change(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    change = kind.skills[do]
    changes = {"anyOf": [cut(input_schema(change), [kind.field]), schema_of(ApproveInvoiceBody)]}
    add(
        "/{invoice_id}", change_invoice, methods=["PUT"], openapi_extra=takes(changes),
        responses=answers(output_schema(change), plans=True),
    )  # fmt: skip


OWN_WAYS: Final[dict[str, Way]] = {CREATE: _add_create, CHANGE: _add_change}


async def create_invoice(
    request: Request,
    service: Served,
    caller: LimitedWriter,
    kind: NewKind = "sales",
    organisation: About = None,
    approve: Approve = False,
) -> Response:
    """Create a sales invoice or, with `kind=bill`, a bill. The answer is its plan; a person approves it first."""
    skill = "create_invoice" if kind == "sales" else "create_bill"
    requested = await json_of(request)
    return await run(
        service.dispatcher, caller, skill, requested, organisation=organisation, approve=approve, status=201
    )


async def change_invoice(
    request: Request,
    service: Served,
    caller: LimitedWriter,
    invoice_id: Named,
    organisation: About = None,
    approve: Approve = False,
) -> Response:
    """Change the fields and lines given, and no others; or, with `status: approved` alone, approve a draft.

    The answer is the plan, with before and after; a person approves it first.
    """
    requested, skill = naming(await json_of(request), "invoice", invoice_id), "change_invoice"
    if "status" in requested:
        struct_from({name: value for name, value in requested.items() if name != "invoice"}, ApproveInvoiceBody)
        requested, skill = {"invoice": invoice_id}, "approve_invoice"
    return await run(service.dispatcher, caller, skill, requested, organisation=organisation, approve=approve)
