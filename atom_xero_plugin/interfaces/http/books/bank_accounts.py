"""`/bank_accounts`: list, show, create, change, archive or delete, and what went over one."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.interfaces.http.authentication import Reader, Writer
from atom_xero_plugin.interfaces.http.operations import answers, asks, takes
from atom_xero_plugin.interfaces.http.requests import json_of, query_of
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, naming, run
from atom_xero_plugin.interfaces.http.service import Served

_SET: Final = ("bank_only",)
"""What find_accounts takes and this list decides."""
Archive = Annotated[bool, Query(description="Archive it even if it was never used, so that it could be restored.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of bank accounts."""
    find, create = registry.skill("find_accounts"), registry.skill("create_bank_account")
    change, archive = registry.skill("change_bank_account"), registry.skill("archive_bank_account")
    show, over = registry.skill("show_bank_account"), registry.skill("find_bank_transactions")
    router = APIRouter(prefix="/api/integrations/xero/bank_accounts", tags=["bank accounts"], route_class=Route)
    add = router.add_api_route
    listed = asks(input_schema(find), without=_SET)
    add("", list_bank_accounts, openapi_extra=listed, responses=answers(output_schema(find)))
    add(
        "", create_bank_account, methods=["POST"], openapi_extra=takes(create.input_type),
        responses=answers(output_schema(create), status=201, plans=True), status_code=201,
    )  # fmt: skip
    add("/{account_id}", get_bank_account, responses=answers(output_schema(show)))
    add(
        "/{account_id}", change_bank_account, methods=["PUT"],
        openapi_extra=takes(change.input_type, without=["account"]),
        responses=answers(output_schema(change), plans=True),
    )  # fmt: skip
    add("/{account_id}", delete_bank_account, methods=["DELETE"], responses=answers(output_schema(archive), plans=True))
    add(
        "/{account_id}/transactions", list_transactions, openapi_extra=asks(input_schema(over), without=["account"]),
        responses=answers(output_schema(over)),
    )  # fmt: skip
    return router


async def list_bank_accounts(request: Request, service: Served, caller: Reader, organisation: About = None) -> Response:
    """List bank accounts and credit cards."""
    requested = query_of(request, input_schema(service.registry.skill("find_accounts"))) | dict.fromkeys(_SET, True)
    return await run(service.dispatcher, caller, "find_accounts", requested, organisation=organisation)


async def get_bank_account(service: Served, caller: Reader, account_id: Named, organisation: About = None) -> Response:
    """Show one bank account by its id, code or name."""
    return await run(
        service.dispatcher, caller, "show_bank_account", {"account": account_id}, organisation=organisation
    )


async def list_transactions(
    request: Request, service: Served, caller: Reader, account_id: Named, organisation: About = None
) -> Response:
    """List the bank transactions of one bank account, the newest first."""
    requested = query_of(request, input_schema(service.registry.skill("find_bank_transactions"))) | {
        "account": account_id
    }
    return await run(service.dispatcher, caller, "find_bank_transactions", requested, organisation=organisation)


async def create_bank_account(
    request: Request, service: Served, caller: Writer, organisation: About = None, approve: Approve = False
) -> Response:
    """Create a bank account or credit card. The answer is its plan; a person approves it first."""
    requested = await json_of(request)
    return await run(
        service.dispatcher,
        caller,
        "create_bank_account",
        requested,
        organisation=organisation,
        approve=approve,
        status=201,
    )


async def change_bank_account(
    request: Request,
    service: Served,
    caller: Writer,
    account_id: Named,
    organisation: About = None,
    approve: Approve = False,
) -> Response:
    """Change the name, code or number, or restore an archived one. The answer is the plan, with before and after."""
    requested = naming(await json_of(request), "account", account_id)
    return await run(
        service.dispatcher, caller, "change_bank_account", requested, organisation=organisation, approve=approve
    )


async def delete_bank_account(
    service: Served,
    caller: Writer,
    account_id: Named,
    organisation: About = None,
    archive: Archive = False,
    approve: Approve = False,
) -> Response:
    """Delete a bank account that was never used, or archive one that was: Xero deletes no such. The plan says which."""
    requested = {"account": account_id, "delete": not archive}
    return await run(
        service.dispatcher, caller, "archive_bank_account", requested, organisation=organisation, approve=approve
    )
