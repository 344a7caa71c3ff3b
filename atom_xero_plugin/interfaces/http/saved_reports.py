"""`/api/saved-reports`: reports that people put together and keep by a name; the skill show_custom_report shows one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.dispatch.answer import Answer
from atom_xero_plugin.dispatch.saved_reports import ReportInput, ReportKeeping
from atom_xero_plugin.interfaces.http.authentication import LimitedWriter, Reader
from atom_xero_plugin.interfaces.http.operations import answers, takes
from atom_xero_plugin.interfaces.http.requests import struct_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Id
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.reports.saved import SavedReportView


def routes(registry: Registry) -> APIRouter:
    """The routes of saved reports."""
    del registry
    router = APIRouter(prefix="/api/saved-reports", tags=["reports"], route_class=Route)
    one = schema_of(SavedReportView)
    many = {"type": "object", "properties": {"items": {"type": "array", "items": one}}, "required": ["items"]}
    router.add_api_route("", list_saved, responses=answers(many))
    router.add_api_route(
        "", save, methods=["POST"], status_code=201, openapi_extra=takes(ReportInput),
        responses=answers(one, status=201),
    )  # fmt: skip
    router.add_api_route("/{report_id}", delete, methods=["DELETE"], responses=answers(one))
    return router


async def list_saved(service: Served, caller: Reader, organisation: About = None) -> Response:
    """List the saved reports of an organisation, by name."""
    items = await ReportKeeping(service.dispatcher).listed(caller, organisation)
    return answered(service.answer({"items": items}))


async def save(request: Request, service: Served, caller: LimitedWriter, organisation: About = None) -> Response:
    """Save a report by its name, in place of one of the same name; one that cannot be shown is refused."""
    asked = await struct_of(request, ReportInput)
    found = await ReportKeeping(service.dispatcher).save(caller, asked, organisation)
    return answered(found) if isinstance(found, Answer) else answered(service.answer(found), status=201)


async def delete(service: Served, caller: LimitedWriter, report_id: Id, organisation: About = None) -> Response:
    """Delete a saved report."""
    return answered(service.answer(await ReportKeeping(service.dispatcher).delete(caller, report_id, organisation)))
