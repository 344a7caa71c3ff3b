"""`/contacts`: list, show, create, change and archive."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.interfaces.http.authentication import Reader, Writer
from atom_xero_plugin.interfaces.http.operations import answers, asks, takes
from atom_xero_plugin.interfaces.http.requests import json_of, query_of
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, naming, run
from atom_xero_plugin.interfaces.http.service import Served


def routes(registry: Registry) -> APIRouter:
    """The routes of contacts."""
    find, show, create = (registry.skill(name) for name in ("find_contacts", "show_contact", "create_contact"))
    change, archive = registry.skill("change_contact"), registry.skill("archive_contact")
    router = APIRouter(prefix="/api/integrations/xero/contacts", tags=["contacts"], route_class=Route)
    add = router.add_api_route
    add("", list_contacts, openapi_extra=asks(input_schema(find)), responses=answers(output_schema(find)))
    add(
        "", create_contact, methods=["POST"], openapi_extra=takes(create.input_type),
        responses=answers(output_schema(create), status=201, plans=True), status_code=201,
    )  # fmt: skip
    add("/{contact_id}", get_contact, responses=answers(output_schema(show)))
    add(
        "/{contact_id}", change_contact, methods=["PUT"], openapi_extra=takes(change.input_type, without=["contact"]),
        responses=answers(output_schema(change), plans=True),
    )  # fmt: skip
    add("/{contact_id}", archive_contact, methods=["DELETE"], responses=answers(output_schema(archive), plans=True))
    return router


async def list_contacts(request: Request, service: Served, caller: Reader, organisation: About = None) -> Response:
    """List contacts: customers and suppliers, by name."""
    requested = query_of(request, input_schema(service.registry.skill("find_contacts")))
    return await run(service.dispatcher, caller, "find_contacts", requested, organisation=organisation)


async def get_contact(service: Served, caller: Reader, contact_id: Named, organisation: About = None) -> Response:
    """Show one contact in full."""
    return await run(service.dispatcher, caller, "show_contact", {"contact": contact_id}, organisation=organisation)


async def create_contact(
    request: Request, service: Served, caller: Writer, organisation: About = None, approve: Approve = False
) -> Response:
    """Create a contact. The answer is its plan; a person approves it first."""
    requested = await json_of(request)
    return await run(
        service.dispatcher, caller, "create_contact", requested, organisation=organisation, approve=approve, status=201
    )


async def change_contact(
    request: Request,
    service: Served,
    caller: Writer,
    contact_id: Named,
    organisation: About = None,
    approve: Approve = False,
) -> Response:
    """Change the fields given, and no others. The answer is the plan, with before and after."""
    requested = naming(await json_of(request), "contact", contact_id)
    return await run(
        service.dispatcher, caller, "change_contact", requested, organisation=organisation, approve=approve
    )


async def archive_contact(
    service: Served, caller: Writer, contact_id: Named, organisation: About = None, approve: Approve = False
) -> Response:
    """Archive a contact: Xero deletes none. The answer is the plan."""
    requested = {"contact": contact_id}
    return await run(
        service.dispatcher, caller, "archive_contact", requested, organisation=organisation, approve=approve
    )
