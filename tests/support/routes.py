"""Every route of the service: how it is called with the ids of somebody's things, and which right it needs.

A route without a line here fails a test, so that no new one escapes the tests that go through them all. Those of a kind
come from its skills, as the routes do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from support.service import AUTH

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.interfaces.http.books.table import CHANGE, CREATE, END, FIND, SHOW, kinds_of, names_one
from atom_xero_plugin.interfaces.web.addresses import NAME

XERO = "/api/integrations/xero"
LINE = {"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}
OPEN = frozenset({("GET", "/health"), ("GET", "/ready"), ("GET", f"{XERO}/health")})
"""What also answers without a token."""


@dataclass(frozen=True)
class Call:
    """One route. `{name}` in its path, query and body stands for the id of that thing."""

    method: str
    path: str
    right: str
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    """What it is about, whatever else is asked for."""
    also: str | None = None
    """A second right that it needs."""

    @property
    def rights(self) -> tuple[str, ...]:
        """Every right that it needs."""
        return (self.right, self.also) if self.also else (self.right,)

    @property
    def key(self) -> tuple[str, str]:
        """Method and path."""
        return self.method, self.path

    async def send(self, client: httpx2.AsyncClient, ids: Mapping[str, str]) -> httpx2.Response:
        """Call it about these things."""
        ids = {**ids, **_filled(self.ids, ids)}
        query = {**self.query, **({"organisation": ids["organisation"]} if self.about_organisation else {})}
        return await client.request(self.method, _filled(self.path, ids), params=_filled(query, ids),
                                    json=_filled(self.body, ids))  # fmt: skip

    @property
    def about_organisation(self) -> bool:
        """Whether it names an organisation in its query."""
        return self.path.startswith(XERO) and "/auth" not in self.path and "/health" not in self.path


_KEPT = {"file_id": "{handle}"}
"""Of a file that is kept here on its way to Xero; files that Xero has go by another id of that name."""
_WRITTEN = (
    Call("GET", f"{AUTH}/status", "read"),
    Call("POST", f"{AUTH}/tickets", "admin"),
    Call("DELETE", f"{AUTH}/connections/{{connection_id}}", "admin"),
    Call("DELETE", f"{AUTH}/logins/{{login_id}}", "admin"),
    Call("GET", f"{AUTH}/start", "admin"),
    Call("POST", f"{AUTH}/start", "admin"),
    Call("GET", f"{AUTH}/callback", "admin", query={"state": "{state}", "code": "a-code"}),
    Call("POST", f"{AUTH}/callback", "admin", {"state": "{state}", "code": "a-code"}),
    Call("GET", f"{XERO}/contacts", "read"),
    Call("POST", f"{XERO}/contacts", "write", {"name": "Ngaio Travel"}),
    Call("GET", f"{XERO}/contacts/{{contact_id}}", "read"),
    Call("PUT", f"{XERO}/contacts/{{contact_id}}", "write", {"email": "new@ngaio.example"}),
    Call("DELETE", f"{XERO}/contacts/{{contact_id}}", "write"),
    Call("GET", f"{XERO}/invoices", "read"),
    Call("POST", f"{XERO}/invoices", "write", {"contact": "{contact_id}", "lines": [LINE], "due_in_days": 14}),
    Call("GET", f"{XERO}/invoices/{{invoice_id}}", "read"),
    Call("PUT", f"{XERO}/invoices/{{invoice_id}}", "write", {"reference": "PO 4711"}),
    Call("DELETE", f"{XERO}/invoices/{{invoice_id}}", "write"),
    Call("GET", f"{XERO}/bank_accounts", "read"),
    Call("POST", f"{XERO}/bank_accounts", "write", {"name": "Till", "number": "12-3456-0789012-51"}),
    Call("GET", f"{XERO}/bank_accounts/{{account_id}}", "read"),
    Call("PUT", f"{XERO}/bank_accounts/{{account_id}}", "write", {"code": "S9"}),
    Call("DELETE", f"{XERO}/bank_accounts/{{account_id}}", "write"),
    Call("GET", f"{XERO}/bank_accounts/{{account_id}}/transactions", "read"),
    Call("GET", "/api/skills", "read"),
    Call("GET", "/api/skills/{name}", "read"),
    Call("POST", "/api/skills/{name}", "read", {"arguments": {}, "organisation": "{organisation}"}),
    Call("GET", "/api/plans", "read"),
    Call("GET", "/api/plans/{plan_id}", "read"),
    Call("POST", "/api/plans/{plan_id}/approve", "approve", {"hash": "{hash}"}),
    Call("POST", "/api/plans/{plan_id}/execute", "write"),
    Call("POST", "/api/plans/{plan_id}/refuse", "approve"),
    Call("POST", "/api/plans/{plan_id}/withdraw", "write"),
    Call("POST", "/api/plans/{plan_id}/undo", "write"),
    Call("GET", "/api/policies", "read"),
    Call("POST", "/api/policies", "approve", {"action": "ask"}, also="admin"),
    Call("POST", "/api/policies/try", "read", {}),
    Call("DELETE", "/api/policies/{policy_id}", "approve", also="admin"),
    Call("GET", "/api/saved-reports", "read", query={"organisation": "{organisation}"}),
    Call(
        "POST",
        "/api/saved-reports",
        "write",
        {"name": "Rent", "rows": [{"label": "R", "accounts": ["469"]}]},
        query={"organisation": "{organisation}"},
        also="read",
    ),
    Call("DELETE", "/api/saved-reports/{report_id}", "write", query={"organisation": "{organisation}"}),
    Call("GET", "/api/agents", "admin"),
    Call("GET", "/api/audit/export", "admin"),
    Call("POST", "/api/agents/end", "approve", {"agent": "{agent_id}"}, also="admin"),
    Call("GET", "/api/triggers", "read"),
    Call("GET", "/api/triggers/{name}/sample", "read", ids={"name": "invoice_created"}),
    Call("GET", "/api/triggers/subscriptions", "read"),
    Call("POST", "/api/triggers/subscriptions", "write", {"trigger": "{trigger}", "organisation": "{organisation}"}),
    Call("DELETE", "/api/triggers/subscriptions/{subscription_id}", "write"),
    Call("GET", "/api/events", "read"),
    Call("POST", "/api/events/{event_id}/replay", "write"),
    Call("GET", "/api/search", "read", query={"q": "Karori"}),
    Call("POST", "/api/files", "write", query={"name": "scan.txt"}),
    Call("GET", "/api/files/{file_id}", "read", ids=_KEPT),
    Call("GET", "/health", "read"),
    Call("GET", "/ready", "read"),
    Call("GET", f"{XERO}/health", "read"),
    Call("GET", "/metrics", "admin"),
)


def _of_the_books() -> Iterator[Call]:
    """Those of kinds that no line above is about, called as the examples of their skills say."""
    written = {call.key for call in _WRITTEN}
    for kind in kinds_of(Registry()):
        for do, skill in kind.skills.items():
            one = f"{XERO}/{kind.plural}/{{{kind.record_id}}}" if names_one(kind) else ""
            field = kind.field if names_one(kind) else None
            given = {name: each for name, each in skill.examples[0].arguments.items() if name != field}
            call = {
                FIND: Call("GET", f"{XERO}/{kind.plural}", "read", query=_required(skill)),
                CREATE: Call("POST", f"{XERO}/{kind.plural}", "write", given),
                SHOW: Call("GET", one, "read"),
                CHANGE: Call("PUT", one, "write", given),
                END: Call("DELETE", one, "write"),
            }.get(
                do,
                Call(
                    "POST", f"{one}/{do}", "write" if skill.writes else "read", given or None,
                    ids=_KEPT if do in {"attach", "upload"} else {},
                ),
            )  # fmt: skip
            if call.key not in written:
                yield call


def _required(skill: Skill) -> dict[str, str]:
    """What a list cannot be asked for without, as its example has it."""
    needed = input_schema(skill).get("required", ())
    return {name: str(skill.examples[0].arguments[name]) for name in needed}


CALLS = (*_WRITTEN, *_of_the_books())
IDS = {
    "organisation": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
    "name": "find_contacts",
    "trigger": "invoice_created",
    "hash": "0" * 64,
    "state": "s" * 64,
    "handle": "no-such-file",
    **{f"{thing}_id": f"no-such-{thing}" for thing in (
        "connection", "login", "plan", "subscription", "event", "file", "policy", "agent", "report",
    )},
    **{kind.record_id: f"no-such-{kind.field}" for kind in kinds_of(Registry()) if names_one(kind)},
}  # fmt: skip
"""Things that there are not, but for the names of skills and triggers."""


def pages_of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every page and form of the dashboard, which heed a browser's session alone, and no token."""
    return sorted(key for key, name in _named_routes(app).items() if name.startswith(NAME))


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """Method and path of every route of the API."""
    return {key for key, name in _named_routes(app).items() if not name.startswith(NAME)}


def _named_routes(app: FastAPI) -> dict[tuple[str, str], str]:
    contexts = [each for each in iter_route_contexts(app.routes) if isinstance(each.original_route, APIRoute)]
    return {(method, each.path): each.original_route.name for each in contexts for method in each.methods}


def _filled(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(ids) if "{" in value else value
    if isinstance(value, list):
        return [_filled(each, ids) for each in value]
    if isinstance(value, Mapping):
        return {name: _filled(each, ids) for name, each in value.items()}
    return value
