"""Scenes of syncing: triggers that are on, our own payment, a change made behind our back; each reported once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import httpx2

from atom_xero_plugin.hookspecs import hookimpl
from atom_xero_plugin.host import Host
from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect
from atom_xero_plugin.sync.poller import Poller, PollRun

ON: Final = ("invoice_paid", "contact_changed")
ADDRESS: Final = "accounts@new-address.example"


class Workflow:
    """A workflow of the host: it waits for events, as any plugin of the host may."""

    def __init__(self) -> None:
        """Nothing was synced yet."""
        self.synced: list[Mapping[str, Any]] = []

    @hookimpl
    def atom_event(self, event: Mapping[str, Any]) -> None:
        """Take an event."""
        self.synced.append(event)


class Ears:
    """The poller, and a host whose workflow waits."""

    def __init__(self, stage: Stage) -> None:
        """Listen in the stage's organisation."""
        self._stage = stage
        self._poller = Poller(stage.runtime, {each.name: each for each in stage.registry.triggers})
        self._host = Host()
        self.workflow = Workflow()
        self._host.register(self.workflow, "workflow")

    async def begin(self) -> AsyncIterator[DemoStep]:
        """Turn the triggers on; sync everything once, and say nothing of it."""
        runtime, person = self._stage.runtime, self._stage.person
        known = {each.name: each for each in self._stage.registry.triggers}
        for name in ON:
            await runtime.subscriptions.turn_on(person.workspace_id, known[name], by=person.actor)
        poll_runs = await self.listen()
        synced = sum(each.records for each in poll_runs)
        expect(synced > 0 and not self.workflow.synced, "the books are synced, and nothing old is reported as new")
        yield DemoStep(
            "books synced", f"{synced} records of {len({each.tenant_id for each in poll_runs})} organisations; "
            f"the triggers {' and '.join(ON)} are on", {"records": synced, "triggers": list(ON)},
        )  # fmt: skip

    async def own_payment(self) -> AsyncIterator[DemoStep]:
        """Sync the payment of the first scene."""
        event = await self._one_event("XERO_INVOICE_PAID")
        old, new = event["old"]["status"], event["new"]["status"]
        words = f"{event['type']} · {event['new']['number']} · {old} → {new} · delivered once"
        yield DemoStep("trigger fired", words, {"event": dict(event)})

    async def behind_our_back(self, contact: Mapping[str, Any]) -> AsyncIterator[DemoStep]:
        """Somebody edits a contact on Xero's own pages; sync of it."""
        await self._edit(contact)
        event = await self._one_event("XERO_CONTACT_CHANGED")
        was, now = event["old"]["email"], event["new"]["email"]
        expect(now == ADDRESS, f"the new address is reported: {now}")
        words = f"{event['type']} · {event['new']['name']} · {was} → {now} · delivered once"
        yield DemoStep("change synced", words, {"event": dict(event)})

    async def _edit(self, contact: Mapping[str, Any]) -> None:
        edit = {
            "tenant_id": self._stage.organisation, "plural": "Contacts", "id": contact["id"],
            "changes": {"EmailAddress": ADDRESS},
        }  # fmt: skip
        async with httpx2.AsyncClient() as somebody:
            (await somebody.post(f"{self._stage.sandbox}/_sandbox/edit", json=edit)).raise_for_status()

    async def _one_event(self, kind: str) -> Mapping[str, Any]:
        """Sync twice what changed; the event must come the first time, and only then."""
        before = len(self.workflow.synced)
        await self.listen()
        first = list(self.workflow.synced[before:])
        await self.listen()
        kinds = [event["type"] for event in self.workflow.synced[before:]]
        expect(kinds == [kind] and bool(first), f"{kind} is reported once: {kinds}")
        return first[0]

    async def listen(self) -> list[PollRun]:
        """Sync what changed and hand its events over."""
        await self._stage.runtime.polls.request_sync(self._stage.person.workspace_id)
        poll_runs = await self._poller.tick()
        for poll_run in poll_runs:
            expect(poll_run.error is None, f"the {poll_run.resource} are synced: {poll_run.error}")
        await self._stage.runtime.outbox.deliver(self._host.deliver)
        return poll_runs
