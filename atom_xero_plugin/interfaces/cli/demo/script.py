"""The scenes in their order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from atom_xero_plugin.app import App
from atom_xero_plugin.core import settings as all_settings
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.interfaces.cli.connect import log_in, of_sandbox
from atom_xero_plugin.interfaces.cli.demo import ai_chat, invoice_to_paid, search, statement
from atom_xero_plugin.interfaces.cli.demo.events import Ears
from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect
from atom_xero_plugin.interfaces.cli.serve import PORT, serve_until_stopped
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.api_tokens import RIGHTS, ApiTokens
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.sign_in_links import SignInLinks


async def perform(folder: Path, reported: dict[str, Any], *, as_json: bool, stay: bool) -> None:
    """Play every scene and print each step as it was seen; with `stay`, serve then until Ctrl-C.

    Raises DemoFailed at the first scene that shows something else.
    """
    base = replace(
        all_settings.load({"ATOM_XERO_HOME": str(folder)}),
        redirect_uri="http://localhost:5058/api/integrations/xero/auth/callback",
    )
    async with App(of_sandbox(base, reported)) as runtime:
        stage = Stage(runtime, run.person(runtime.settings), reported["address"])
        async for step in _scenes(stage):
            if as_json:
                output.line({"step": step.step, "saw": step.saw, **step.detail})
            else:
                output.text(f"✓ {step.step:<24} {step.saw}")
        if stay:
            await _serve(stage)


async def _serve(stage: Stage) -> None:
    """Serve on the port that a real login comes back to, with a token that lasts as long as the demo's folder.

    The link signs the first browser that opens it in; the token signs in any after it.
    """
    person = stage.person
    made = await ApiTokens(stage.runtime.store).new(person.workspace_id, "demo", RIGHTS, by=person.actor)
    link = await SignInLinks(stage.runtime.store).new(person.workspace_id, made.made.id, by=person.actor)

    def announce(address: str) -> None:
        output.text(f"✓ {'dashboard':<24} {address}sign-in/link?ticket={link.secret} · signs you in once")
        output.text(f"✓ {'service':<24} {address} · sign in with {made.token} · Ctrl-C ends it")

    await serve_until_stopped(stage.runtime, host="127.0.0.1", port=PORT, announce=announce)


async def _scenes(stage: Stage) -> AsyncIterator[DemoStep]:
    async for step in _connected(stage):
        yield step
    ears = Ears(stage)
    async for step in ears.begin():
        yield step
    seen: dict[str, DemoStep] = {}
    async for step in invoice_to_paid.play(stage):
        seen[step.step] = step
        yield step
        if step.step == "invoice approved":
            await ears.listen()  # so that the payment is synced as a change of an invoice that was synced before
    contact = seen["contact found"].detail["contact"]
    invoice = seen["invoice read back"].detail["invoice"]
    async for step in ears.own_payment():
        yield step
    async for step in ears.behind_our_back(contact):
        yield step
    async for step in ai_chat.play(stage):
        yield step
    async for step in statement.play(stage):
        yield step
    async for step in search.play(stage, invoice["number"], contact["name"]):
        yield step
    report = await audit.verify(stage.runtime.store, stage.person.workspace_id)
    expect(report.ok, "the audit trail is whole")
    yield DemoStep("audit verified", f"{report.rows} rows, chain whole", {"rows": report.rows})


async def _connected(stage: Stage) -> AsyncIterator[DemoStep]:
    yield DemoStep(
        "sandbox started",
        f"a small Xero at {stage.sandbox}; its limits are off, so that nobody waits",
        {"address": stage.sandbox},
    )
    await upgrade(stage.runtime.settings.database_url)
    connections = await log_in(stage.runtime, by_itself=True)
    names = [connection.tenant_name for connection in connections]
    stage.organisation = connections[0].tenant_id
    yield DemoStep("organisations connected", f"by OAuth with PKCE: {', '.join(names)}", {"organisations": names})
