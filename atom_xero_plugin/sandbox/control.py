"""`/_sandbox/`: time, faults, limits and reset, for demos and tests. Every body and answer is JSON."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.state import Sandbox


def facts(sandbox: Sandbox, address: str) -> dict[str, Any]:
    """What a client needs to know: addresses, apps, organisations."""
    return {
        "address": address,
        "login_url": address,
        "identity_url": address,
        "api_url": address,
        "now": sandbox.clock.now().isoformat(),
        "apps": {
            app.kind: {"client_id": app.client_id, "client_secret": app.client_secret, "name": app.name}
            for app in sandbox.apps.values()
        },
        "organisations": [
            {
                "tenant_id": tenant,
                "name": books.organisation["Name"],
                "records": {plural: len(table.rows) for plural, table in books.tables.items()},
            }
            for tenant, books in sandbox.organisations.items()
        ],
        "token_requests": sandbox.grants.token_requests,
        "limits": {"refused": sandbox.limits.refused, "most_at_once": sandbox.limits.most_at_once},
        "faults": [asdict(fault) for fault in sandbox.faults.waiting],
    }


async def show(request: Request) -> Response:
    """GET: the facts."""
    return JSONResponse(facts(_sandbox(request), f"{request.url.scheme}://{request.url.netloc}"))


async def set_time(request: Request) -> Response:
    """POST {"advance_s": 60} or {"set": "2026-06-16T01:00:00+00:00"}, {"freeze": true}, {"run": true}."""
    clock, given = _sandbox(request).clock, await _body(request)
    if "set" in given:
        clock.freeze(datetime.fromisoformat(given["set"]))
    if "advance_s" in given:
        clock.advance(float(given["advance_s"]))
    if given.get("freeze"):
        clock.freeze()
    if given.get("run"):
        clock.run()
    return JSONResponse({"now": clock.now().isoformat()})


async def faults(request: Request) -> Response:
    """POST {"kind": "status", "status": 500, "match": "Invoices", "method": "PUT", "times": 1}; DELETE clears."""
    waiting = _sandbox(request).faults
    if request.method == "DELETE":
        waiting.clear()
    else:
        given = await _body(request)
        for fault in given if isinstance(given, list) else [given]:
            waiting.add(**fault)
    return JSONResponse({"waiting": [asdict(fault) for fault in waiting.waiting]})


async def reset(request: Request) -> Response:
    """POST {"seed": 2, "invoices": 1000, "today": "2026-06-16"}: everything again; tokens end too."""
    sandbox, given = _sandbox(request), await _body(request)
    if isinstance(given.get("today"), str):
        given["today"] = date.fromisoformat(given["today"])
    sandbox.restart(replace(sandbox.options, **given))
    return await show(request)


async def limits(request: Request) -> Response:
    """POST {"enabled": false} or {"minute": 60, "day": 1000, "concurrent": 5, "app_minute": 10000}."""
    stored = _sandbox(request).limits
    allowed = {"enabled", "minute", "day", "concurrent", "app_minute"}
    for name, value in (await _body(request)).items():
        if name not in allowed:
            raise ValueError(f"no limit {name!r}; there are {', '.join(sorted(allowed))}")
        setattr(stored, name, value)
    return JSONResponse({name: getattr(stored, name) for name in sorted(allowed)})


async def rounding(request: Request) -> Response:
    """POST {"tenant_id": …, "to": "0.05"}: the organisation rounds the totals of approved invoices; null ends it."""
    given = await _body(request)
    step = None if given.get("to") is None else Decimal(str(given["to"]))
    if step is not None and not 0 < step <= Decimal("0.20"):
        raise ValueError("to must be above 0 and at most 0.20: a total is moved by 0.10 at most")
    _sandbox(request).organisations[given["tenant_id"]].round_totals_to = step
    return JSONResponse({"tenant_id": given["tenant_id"], "to": None if step is None else str(step)})


async def requests(request: Request) -> Response:
    """GET: how often what was called; DELETE starts counting again."""
    log = _sandbox(request).requests
    if request.method == "DELETE":
        log.total = 0
        log.counts.clear()
    return JSONResponse({"total": log.total, "counts": dict(log.counts)})


async def expire_tokens(request: Request) -> Response:
    """POST: every access token is old now."""
    _sandbox(request).grants.expire_access()
    return JSONResponse({"expired": True})


async def disconnect(request: Request) -> Response:
    """POST {"tenant_id": …}: a user disconnects at Xero, behind the app's back."""
    sandbox, given = _sandbox(request), await _body(request)
    gone = [i for i, c in sandbox.grants.connections.items() if c.tenant_id == given["tenant_id"]]
    for identity in gone:
        del sandbox.grants.connections[identity]
    return JSONResponse({"disconnected": len(gone)})


async def edit(request: Request) -> Response:
    """POST {"tenant_id", "plural", "id", "changes"}, or a list: somebody edits the books in Xero's own pages."""
    sandbox, given = _sandbox(request), await _body(request)
    edited = [_edited(sandbox, **each) for each in (given if isinstance(given, list) else [given])]
    return Response(json_values.encode({"edited": edited}), media_type="application/json")


def _edited(sandbox: Sandbox, *, tenant_id: str, plural: str, id: str, changes: dict[str, Any]) -> str:
    table = sandbox.organisations[tenant_id].tables[plural]
    row = table.get(id)
    if row is None:
        raise ValueError(f"no such record in {plural}")
    identity: str = table.put({**row, **changes})[table.id_field]
    return identity


async def refused(_request: Request, error: Exception) -> Response:
    """A control call that makes no sense."""
    return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)


def _sandbox(request: Request) -> Sandbox:
    found: Sandbox = request.app.state.sandbox
    return found


async def _body(request: Request) -> Any:
    body = await request.body()
    return msgspec.json.decode(body) if body.strip() else {}


ROUTES = [
    Route("/_sandbox/", show),
    Route("/_sandbox/time", set_time, methods=["POST"]),
    Route("/_sandbox/faults", faults, methods=["POST", "DELETE"]),
    Route("/_sandbox/reset", reset, methods=["POST"]),
    Route("/_sandbox/limits", limits, methods=["POST"]),
    Route("/_sandbox/rounding", rounding, methods=["POST"]),
    Route("/_sandbox/requests", requests, methods=["GET", "DELETE"]),
    Route("/_sandbox/tokens/expire", expire_tokens, methods=["POST"]),
    Route("/_sandbox/disconnect", disconnect, methods=["POST"]),
    Route("/_sandbox/edit", edit, methods=["POST"]),
]
ERRORS: dict[Any, Any] = dict.fromkeys(
    (ValueError, KeyError, TypeError, InvalidOperation, msgspec.MsgspecError), refused
)
