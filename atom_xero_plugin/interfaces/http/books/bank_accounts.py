"""What bank accounts do in their own way: they are listed among accounts, and what went over one is listed under it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query, Request, Response

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.interfaces.http.authentication import LimitedReader, LimitedWriter
from atom_xero_plugin.interfaces.http.books.table import END, FIND, Add, Kind, Way
from atom_xero_plugin.interfaces.http.operations import answers, asks
from atom_xero_plugin.interfaces.http.requests import query_of
from atom_xero_plugin.interfaces.http.run_skill import About, Approve, Named, run
from atom_xero_plugin.interfaces.http.service import Served

_SET: Final = ("bank_only",)
"""What find_accounts takes and this list decides."""
Archive = Annotated[bool, Query(description="Archive it even if it was never used, so that it could be restored.")]


def _add_find(add: Add, _kind: Kind, _do: str, registry: Registry) -> None:
    find = registry.skill("find_accounts")
    listed = asks(input_schema(find), without=_SET)
    add("", list_bank_accounts, openapi_extra=listed, responses=answers(output_schema(find)))


def _add_end(add: Add, kind: Kind, do: str, _registry: Registry) -> None:
    done = answers(output_schema(kind.skills[do]), plans=True)
    add("/{account_id}", delete_bank_account, methods=["DELETE"], responses=done)


def _add_transactions(add: Add, kind: Kind, _do: str, registry: Registry) -> None:
    over = registry.skill("find_bank_transactions")
    listed = asks(input_schema(over), without=[kind.field])
    found = answers(output_schema(over))
    add("/{account_id}/transactions", list_transactions, openapi_extra=listed, responses=found)


OWN_WAYS: Final[dict[str, Way]] = {FIND: _add_find, END: _add_end, "transactions": _add_transactions}


async def list_bank_accounts(
    request: Request, service: Served, caller: LimitedReader, organisation: About = None
) -> Response:
    """List bank accounts and credit cards."""
    requested = query_of(request, input_schema(service.registry.skill("find_accounts"))) | dict.fromkeys(_SET, True)
    return await run(service.dispatcher, caller, "find_accounts", requested, organisation=organisation)


async def list_transactions(
    request: Request, service: Served, caller: LimitedReader, account_id: Named, organisation: About = None
) -> Response:
    """List the bank transactions of one bank account, the newest first."""
    skill = service.registry.skill("find_bank_transactions")
    requested = query_of(request, input_schema(skill)) | {"account": account_id}
    return await run(service.dispatcher, caller, skill.name, requested, organisation=organisation)


async def delete_bank_account(
    service: Served,
    caller: LimitedWriter,
    account_id: Named,
    organisation: About = None,
    archive: Archive = False,
    approve: Approve = False,
) -> Response:
    """Delete a bank account that was never used, or archive one that was used. The plan says which."""
    requested = {"account": account_id, "delete": not archive}
    return await run(
        service.dispatcher, caller, "archive_bank_account", requested, organisation=organisation, approve=approve
    )
