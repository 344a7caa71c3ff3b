"""A small host: it loads every plugin of the group `atom`, asks ours, and syncs what happens in Xero until Ctrl-C."""
# ruff: noqa: T201 - an example shows what it did

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from typing import Any

from atom_xero_plugin.hookspecs import CallContext, hookimpl
from atom_xero_plugin.host import Host

LINE = {"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}


class Printer:
    """Another plugin next to ours: it prints what it is reported."""

    @hookimpl
    def atom_event(self, event: Mapping[str, Any]) -> None:
        """Print what happened."""
        print("event:", event["type"], event["new"]["number"], event["new"]["contact"]["name"], flush=True)

    @hookimpl
    def atom_notify(self, notice: Mapping[str, Any]) -> None:
        """Print what a person should know."""
        print("notice:", notice["kind"], "-", notice["message"], flush=True)


def result_of(answer: Mapping[str, Any]) -> Any:
    """What an answer holds; an error's words end the program."""
    if not answer["success"]:
        sys.exit(f"{answer['error']['code']}: {answer['error']['message']} {answer['error']['hint']}".strip())
    return answer["result"]


async def main() -> None:
    """Find a contact, ask for an invoice that a person must approve, then listen for new invoices."""
    host = Host()
    host.load()  # every plugin that is installed
    host.register(Printer(), "printer")
    await host.start()
    me = CallContext(workspace_id="default", actor="ai:example", organisation="harbour")
    try:
        found = result_of(await host.call("xero_find_contacts", {"text": "karori"}, me))
        print("found:", *(each["name"] for each in found["items"][:1]))
        await host.call("xero_create_invoice", {"contact": "Karori Veterinary Clinic", "lines": [LINE]}, me)
        triggers = {each.name: each for each in (await host.ask("atom_triggers"))["xero"]}
        created = triggers["xero_invoice_created"]
        on = result_of(await created.turn_on({}, me))
        print("listening:", on["event_type"], flush=True)
        try:
            await host.work()  # until it is cancelled
        finally:
            await created.turn_off(on["id"], me)
    finally:
        await host.stop()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
