"""`atom-xero trigger`: list what a workflow may wait for."""

from __future__ import annotations

from typing import Annotated

import typer

from atom_xero_plugin.interfaces.cli import output
from atom_xero_plugin.registry import Registry

app = typer.Typer(help="List triggers.", no_args_is_help=True)


@app.command("list")
def list_triggers(as_json: Annotated[bool, typer.Option("--json", help=output.JSON_HELP)] = False) -> None:
    """List every trigger with what it waits for."""
    found = Registry().triggers
    if as_json:
        output.data([{"name": t.name, "event_type": t.event_type, "description": t.description} for t in found])
        return
    for trigger in found:
        output.text(f"{trigger.name}  {trigger.event_type}  {trigger.description.splitlines()[0]}")
    if not found:
        output.say("No trigger is offered yet.")
