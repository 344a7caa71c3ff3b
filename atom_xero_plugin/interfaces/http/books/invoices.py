"""`/invoices`: list, show, create, change or approve, and void or delete sales invoices and bills."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema, schema_of
from atom_xero_plugin.interfaces.http.authentication import Reader, Writer
from atom_xero_plugin.interfaces.http.operations import answers, asks, cut, takes
from atom_xero_plugin.interfaces.http.requests import json_of, query_of, struct_from
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, naming, run
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.xero.records.invoices import Kind

OneKind = Annotated[Kind | None, Query(description="Distinguishes a sales invoice from a bill of the same number.")]
NewKind = Annotated[Kind, Query(description="A sales invoice, or a bill from a supplier.")]


class ApproveInvoiceBody(Struct, forbid_unknown_fields=True):
    """What approving takes."""

    status: Annotated[Literal["approved"], Meta(description="What it shall be; alone.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of sales invoices and bills."""
    find, show, void = (registry.skill(name) for name in ("find_invoices", "show_invoice", "void_invoice"))
    create, bill, change = (registry.skill(name) for name in ("create_invoice", "create_bill", "change_invoice"))
    new = {"anyOf": [input_schema(create), input_schema(bill)], "required": ["contact", "lines"]}
    changes = {"anyOf": [cut(input_schema(change), ["invoice"]), schema_of(ApproveInvoiceBody)]}
    router = APIRouter(prefix="/api/integrations/xero/invoices", tags=["invoices"], route_class=Route)
    add = router.add_api_route
    add("", list_invoices, openapi_extra=asks(input_schema(find)), responses=answers(output_schema(find)))
    add(
        "", create_invoice, methods=["POST"], openapi_extra=takes(new), status_code=201,
        responses=answers(output_schema(create), status=201, plans=True),
    )  # fmt: skip
    add("/{invoice_id}", get_invoice, responses=answers(output_schema(show)))
    add(
        "/{invoice_id}", change_invoice, methods=["PUT"], openapi_extra=takes(changes),
        responses=answers(output_schema(change), plans=True),
    )  # fmt: skip
    add("/{invoice_id}", void_invoice, methods=["DELETE"], responses=answers(output_schema(void), plans=True))
    return router


async def list_invoices(request: Request, service: Served, caller: Reader, organisation: About = None) -> Response:
    """List sales invoices and bills by status, contact, number, amount or time, with sums."""
    requested = query_of(request, input_schema(service.registry.skill("find_invoices")))
    return await run(service.dispatcher, caller, "find_invoices", requested, organisation=organisation)


async def get_invoice(
    service: Served, caller: Reader, invoice_id: Named, organisation: About = None, kind: OneKind = None
) -> Response:
    """Show one sales invoice or bill: lines, tax, payments, what is due."""
    requested = {"invoice": invoice_id, "kind": kind}
    return await run(service.dispatcher, caller, "show_invoice", requested, organisation=organisation)


async def create_invoice(
    request: Request,
    service: Served,
    caller: Writer,
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
    caller: Writer,
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


async def void_invoice(
    service: Served, caller: Writer, invoice_id: Named, organisation: About = None, approve: Approve = False
) -> Response:
    """Void an approved sales invoice or bill, or delete its draft. The answer is the plan; this is final."""
    requested = {"invoice": invoice_id}
    return await run(service.dispatcher, caller, "void_invoice", requested, organisation=organisation, approve=approve)
