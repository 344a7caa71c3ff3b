"""`/bank_accounts`: list, show, and what went over one. No skill makes, changes or archives one, so 405 says so."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from atom_xero_plugin.interfaces.http.auth import Reader, Writer
from atom_xero_plugin.interfaces.http.bodies import query_of
from atom_xero_plugin.interfaces.http.documents import answers, asks, refuses
from atom_xero_plugin.interfaces.http.doing import About, Named, run
from atom_xero_plugin.interfaces.http.errors import NotOffered
from atom_xero_plugin.interfaces.http.lookups import find_bank_transactions, show_bank_account
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.schema import input_schema, output_schema

_SET: Final = ("bank_only",)
"""What find_accounts takes and this list decides."""


def routes(registry: Registry) -> APIRouter:
    """The routes of bank accounts."""
    find = registry.skill("find_accounts")
    router = APIRouter(prefix="/api/integrations/xero/bank_accounts", tags=["bank accounts"], route_class=Route)
    add = router.add_api_route
    listed = asks(input_schema(find), without=_SET)
    add("", list_bank_accounts, openapi_extra=listed, responses=answers(output_schema(find)))
    add("/{account_id}", get_bank_account, responses=answers(output_schema(show_bank_account)))
    over = asks(input_schema(find_bank_transactions), without=["account"])
    add(
        "/{account_id}/transactions", list_transactions, openapi_extra=over,
        responses=answers(output_schema(find_bank_transactions)),
    )  # fmt: skip
    never = refuses(allow="GET")
    add("", create_bank_account, methods=["POST"], status_code=405, responses=never)
    add("/{account_id}", change_bank_account, methods=["PUT"], status_code=405, responses=never)
    add("/{account_id}", delete_bank_account, methods=["DELETE"], status_code=405, responses=never)
    return router


async def list_bank_accounts(request: Request, service: Served, caller: Reader, organisation: About = None) -> Response:
    """List bank accounts and credit cards."""
    wanted = query_of(request, input_schema(service.registry.skill("find_accounts"))) | dict.fromkeys(_SET, True)
    return await run(service.door, caller, "find_accounts", wanted, organisation=organisation)


async def get_bank_account(service: Served, caller: Reader, account_id: Named, organisation: About = None) -> Response:
    """Show one bank account by its id, code or name."""
    return await run(service.lookups, caller, "show_bank_account", {"account": account_id}, organisation=organisation)


async def list_transactions(
    request: Request, service: Served, caller: Reader, account_id: Named, organisation: About = None
) -> Response:
    """List the bank transactions of one bank account, the newest first."""
    wanted = query_of(request, input_schema(find_bank_transactions)) | {"account": account_id}
    return await run(service.lookups, caller, "find_bank_transactions", wanted, organisation=organisation)


async def create_bank_account(caller: Writer) -> Response:
    """Not offered: 405 tells what is."""
    del caller
    raise _in_xero("made", allow=("GET",))


async def change_bank_account(caller: Writer, account_id: Named) -> Response:
    """Not offered: 405 tells what is."""
    del caller, account_id
    raise _in_xero("changed", allow=("GET",))


async def delete_bank_account(caller: Writer, account_id: Named) -> Response:
    """Not offered: 405 tells what is."""
    del caller, account_id
    raise _in_xero("deleted", allow=("GET",))


def _in_xero(done: str, *, allow: tuple[str, ...]) -> NotOffered:
    return NotOffered(
        f"Bank accounts cannot be {done} here.",
        hint="A person does that in Xero (Accounting > Bank accounts); GET lists those there are.",
        allow=allow,
    )
