"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from atom_xero_plugin import __version__
from atom_xero_plugin.interfaces.cli import connect, demo, keeping, plans, sandbox, skills, triggers

app = typer.Typer(
    name="atom-xero",
    help="Xero accounting from the command line: connect an organisation, ask by skills, approve plans.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog='Example: atom-xero skill run find_invoices --input \'{"status": "overdue"}\'',
)
app.add_typer(skills.app, name="skill")
app.add_typer(plans.app, name="plan")
app.add_typer(triggers.app, name="trigger")
app.add_typer(keeping.keys, name="keys")
app.add_typer(keeping.database, name="db")
app.add_typer(keeping.audit, name="audit")
app.command("usage")(keeping.usage)
app.command("doctor")(keeping.doctor)
app.command("connect")(connect.connect)
app.command("organisations")(connect.organisations)
app.command("disconnect")(connect.disconnect)
app.command("sandbox")(sandbox.sandbox)
app.command("demo")(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"atom-xero {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Xero accounting from the command line."""


def run() -> None:
    """Run the command line; Ctrl-C ends it with 130."""
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
