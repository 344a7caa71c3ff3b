"""`atom-xero demo`: the whole main job on a sandbox of its own, every step told as it was seen."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from atom_xero_plugin import settings as all_settings
from atom_xero_plugin.dispatch import Dispatch
from atom_xero_plugin.errors import XeroPluginError
from atom_xero_plugin.interfaces.cli import output, session
from atom_xero_plugin.interfaces.cli.connect import log_in, of_sandbox
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.migrations import upgrade


class DemoFailed(Exception):
    """A step did not show what it should."""


@dataclass(frozen=True)
class Step:
    """One step as it was seen."""

    step: str
    saw: str
    detail: dict[str, Any]


def demo(
    once: Annotated[bool, typer.Option("--once", help="Run through and end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print each step as a JSON object on a line.")] = False,
) -> None:
    """Connect a sandbox organisation by OAuth, find a contact, create, approve and pay an invoice; read each back."""
    del once  # the service that a longer demo leaves running is not part of this version
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="atom-xero-demo-") as folder, running_sandbox() as told:
            asyncio.run(_run(Path(folder), told, as_json=as_json))
    except (XeroPluginError, DemoFailed) as error:
        output.say(f"The demo failed: {error}")
        raise typer.Exit(1) from None
    if not as_json:
        output.text(f"Done in {time.monotonic() - started:.1f} s. Nothing left this machine; the folder is gone.")


async def _run(folder: Path, told: dict[str, Any], *, as_json: bool) -> None:
    base = replace(
        all_settings.load({"ATOM_XERO_HOME": str(folder)}),
        redirect_uri="http://localhost:5058/api/integrations/xero/auth/callback",
    )
    async with Runtime(of_sandbox(base, told)) as runtime:
        async for step in _Demo(runtime).steps(told):
            if as_json:
                output.line({"step": step.step, "saw": step.saw, **step.detail})
            else:
                output.text(f"✓ {step.step:<24} {step.saw}")


class _Demo:
    """The main job, step by step; each raises DemoFailed if it does not see what it must."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._door = Dispatch(runtime, Registry())
        self._person = session.person(runtime.settings)
        self._organisation = ""

    async def steps(self, told: dict[str, Any]) -> AsyncIterator[Step]:
        yield Step("sandbox started", f"a small Xero at {told['address']}", {"address": told["address"]})
        await upgrade(self._runtime.settings.database_url)
        connections = await log_in(self._runtime, by_itself=True)
        names = [connection.tenant_name for connection in connections]
        self._organisation = connections[0].tenant_id
        yield Step("organisations connected", f"by OAuth with PKCE: {', '.join(names)}", {"organisations": names})
        contact = await self._contact()
        yield Step("contact found", f"{contact['name']} ({contact['id']})", {"contact": contact})
        invoice = await self._invoice(contact)
        yield Step("invoice created", _shown(invoice) + ", read back from the books", {"invoice": invoice})
        approved = await self._write("approve_invoice", {"invoice": invoice["id"]})
        yield Step("invoice approved", _shown(approved["invoice"]), {"invoice": approved["invoice"]})
        payment = await self._payment(invoice)
        yield Step("payment recorded", _payment_words(payment), payment)
        read_back = await self._read("show_invoice", {"invoice": invoice["id"]})
        self._expect(read_back["invoice"]["status"] == "paid", "the invoice is paid in the books")
        yield Step("invoice read back", _shown(read_back["invoice"]), {"invoice": read_back["invoice"]})
        report = await audit.verify(self._runtime.store, self._person.workspace_id)
        self._expect(report.ok, "the audit trail is whole")
        yield Step("audit verified", f"{report.rows} rows, chain whole", {"rows": report.rows})

    async def _contact(self) -> dict[str, Any]:
        found = await self._read("find_contacts", {"customers_only": True, "limit": 1})
        self._expect(bool(found["items"]), "a customer is found")
        contact: dict[str, Any] = found["items"][0]
        again = await self._read("find_contacts", {"text": contact["name"]})
        self._expect(contact["id"] in {each["id"] for each in again["items"]}, "the contact is found by its name")
        return contact

    async def _invoice(self, contact: dict[str, Any]) -> dict[str, Any]:
        line = {"description": "Website hosting, one month", "quantity": "1", "unit_amount": "120.00", "account": "200"}
        arguments = {"contact": contact["id"], "lines": [line], "due_in_days": 14, "reference": "Demo"}
        created = await self._write("create_invoice", arguments)
        invoice: dict[str, Any] = created["invoice"]
        self._expect(invoice["status"] == "draft", "the invoice is a draft")
        return invoice

    async def _payment(self, invoice: dict[str, Any]) -> dict[str, Any]:
        accounts = await self._read("find_accounts", {"bank_only": True})
        account = accounts["items"][0]
        return await self._write("record_payment", {"invoice": invoice["id"], "account": account["id"]})

    async def _read(self, skill: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = await self._door.call(skill, arguments, self._person, organisation=self._organisation)
        return self._result(skill, answer.plain())

    async def _write(self, skill: str, arguments: dict[str, Any]) -> dict[str, Any]:
        proposed = (await self._door.call(skill, arguments, self._person, organisation=self._organisation)).plain()
        self._expect(proposed.get("plan", {}).get("state") == "proposed", f"{skill} shows its plan first: {proposed}")
        plan = proposed["plan"]
        await self._door.approve(plan["id"], plan["hash"], self._person)
        done = (await self._door.execute(plan["id"], self._person)).plain()
        self._expect(done.get("plan", {}).get("state") == "verified", f"{skill} is verified: {done}")
        return self._result(skill, done)

    def _result(self, skill: str, answer: dict[str, Any]) -> dict[str, Any]:
        self._expect(answer["success"] is True, f"{skill} answers: {answer.get('error')}")
        result: dict[str, Any] = answer["result"]
        return result

    def _expect(self, seen: bool, what: str) -> None:
        if not seen:
            raise DemoFailed(f"not seen: {what}")


def _money(money: dict[str, str]) -> str:
    return f"{money['currency']} {money['amount']}"


def _shown(invoice: dict[str, Any]) -> str:
    total, due = _money(invoice["total"]), _money(invoice["amount_due"])
    return f"{invoice['number']} · {invoice['status']} · total {total} · due {due}"


def _payment_words(payment: dict[str, Any]) -> str:
    return f"{_money(payment['payment']['amount'])} on {payment['payment']['date']}"
