"""The routes of a kind, made from its row of the table."""

from __future__ import annotations

import inspect
import logging
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.interfaces.http.authentication import LimitedReader, LimitedWriter
from atom_xero_plugin.interfaces.http.books import bank_accounts, invoices
from atom_xero_plugin.interfaces.http.books.table import (
    CHANGE,
    CREATE,
    END,
    FIND,
    SHOW,
    Add,
    Handler,
    Kind,
    Way,
    kinds_of,
)
from atom_xero_plugin.interfaces.http.operations import answers, asks, takes
from atom_xero_plugin.interfaces.http.requests import json_of, query_of
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, naming, run
from atom_xero_plugin.interfaces.http.service import Served

log = logging.getLogger(__name__)
_NONE: Final = inspect.Parameter.empty
_KEYWORD: Final = inspect.Parameter.KEYWORD_ONLY
_ORDER: Final = (FIND, CREATE, SHOW, CHANGE, END)
_OWN_WAYS: Final[dict[str, dict[str, Way]]] = {"invoice": invoices.OWN_WAYS, "bank_account": bank_accounts.OWN_WAYS}
"""What a kind does otherwise than the table says, or besides."""


def routes(registry: Registry) -> APIRouter:
    """The routes of every kind."""
    router = APIRouter(prefix="/api/integrations/xero", route_class=Route)
    for kind in kinds_of(registry):
        add = partial(_add, router, kind)
        for do, way in _ways(kind).items():
            try:
                way(add, kind, do, registry)
            except UnknownSkill as error:
                log.warning("%s of %s is left out: %s", do, kind.plural, error.message)
    return router


def _ways(kind: Kind) -> dict[str, Way]:
    """What adds each route of a kind: its own way, else that of the table."""
    ways = {do: _WAYS.get(do, _add_act) for do in kind.skills} | _OWN_WAYS.get(kind.noun, {})
    return dict(sorted(ways.items(), key=lambda each: _ORDER.index(each[0]) if each[0] in _ORDER else len(_ORDER)))


def _add(router: APIRouter, kind: Kind, path: str, handler: Handler, **more: Any) -> None:
    """Add a route below the address of a kind."""
    router.add_api_route(f"/{kind.plural}{path}", handler, tags=[kind.plural.replace("_", " ")], **more)


def _add_find(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    skill = kind.skills[do]

    async def handle(request: Request, service: Served, caller: LimitedReader, organisation: About = None) -> Response:
        requested = query_of(request, input_schema(skill))
        return await run(service.dispatcher, caller, skill.name, requested, organisation=organisation)

    add(
        "", handle, name=f"list_{kind.plural}", description=skill.description,
        openapi_extra=asks(input_schema(skill)), responses=answers(output_schema(skill)),
    )  # fmt: skip


def _add_create(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    skill = kind.skills[do]

    async def handle(
        request: Request, service: Served, caller: LimitedWriter, organisation: About = None, approve: Approve = False
    ) -> Response:
        given = await json_of(request)
        return await run(
            service.dispatcher, caller, skill.name, given, organisation=organisation, approve=approve,
            status=HTTPStatus.CREATED,
        )  # fmt: skip

    add(
        "", handle, name=skill.name, description=skill.description, methods=["POST"], status_code=HTTPStatus.CREATED,
        openapi_extra=takes(skill.input_type),
        responses=answers(output_schema(skill), status=HTTPStatus.CREATED, plans=True),
    )  # fmt: skip


def _add_show(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    skill, options = kind.skills[do], kind.options(do)

    async def handle(service: Served, caller: LimitedReader, organisation: About = None, **given: Any) -> Response:
        requested = {kind.field: given.pop(kind.record_id), **given}
        return await run(service.dispatcher, caller, skill.name, requested, organisation=organisation)

    more = {name: (Annotated[of_type, Query(description=words)], None) for name, (of_type, words) in options.items()}
    add(
        f"/{{{kind.record_id}}}", _taking(handle, {kind.record_id: (Named, _NONE), **more}),
        name=f"get_{kind.noun}", description=skill.description, responses=answers(output_schema(skill)),
    )  # fmt: skip


def _add_act(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    """PUT, DELETE, and what else is done with one record."""
    skill = kind.skills[do]
    with_body = bool(kind.options(do)) and do != END
    caller = LimitedWriter if skill.writes else LimitedReader
    path = f"/{{{kind.record_id}}}"

    async def handle(
        request: Request, service: Served, caller: LimitedWriter, organisation: About = None, approve: Approve = False,
        **given: Any,
    ) -> Response:  # fmt: skip
        body = await json_of(request) if with_body else {}
        requested = naming(body, kind.field, given[kind.record_id])
        return await run(
            service.dispatcher, caller, skill.name, requested, organisation=organisation, approve=approve
        )  # fmt: skip

    add(
        path if do in {CHANGE, END} else f"{path}/{do}",
        _taking(handle, {kind.record_id: (Named, _NONE), "caller": (caller, _NONE)}),
        methods=[{CHANGE: "PUT", END: "DELETE"}.get(do, "POST")], name=skill.name, description=skill.description,
        openapi_extra=takes(skill.input_type, without=[kind.field]) if with_body else None,
        responses=answers(output_schema(skill), plans=True),
    )  # fmt: skip


_WAYS: Final[dict[str, Way]] = {
    FIND: _add_find,
    CREATE: _add_create,
    SHOW: _add_show,
}


def _taking(handler: Handler, more: dict[str, tuple[Any, Any]]) -> Handler:
    """The handler with the parameters that its kind defines, in place of its `**given` and of its own of that name."""
    signature = inspect.signature(handler)
    own = [
        each.replace(kind=_KEYWORD)
        for each in signature.parameters.values()
        if each.kind is not each.VAR_KEYWORD and each.name not in more
    ]
    added = [
        inspect.Parameter(name, _KEYWORD, default=default, annotation=annotation)
        for name, (annotation, default) in more.items()
    ]
    handler.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    return handler
