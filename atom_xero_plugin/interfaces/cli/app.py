"""The commands, put together."""

from __future__ import annotations

import logging
import sys
from typing import Annotated, Final

import typer

from atom_xero_plugin import __version__
from atom_xero_plugin.errors import OurFault, XeroPluginError
from atom_xero_plugin.interfaces.cli import (
    connect,
    demo,
    hearing,
    keeping,
    mcp,
    output,
    plans,
    sandbox,
    skills,
    triggers,
)

log = logging.getLogger(__name__)
LOOK_CLOSER: Final = "Run it again with ATOM_XERO_LOG=debug to see where."
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
app.command("sync")(hearing.sync)
app.command("worker")(hearing.worker)
app.command("search")(hearing.search)
app.command("usage")(keeping.usage)
app.command("doctor")(keeping.doctor)
app.command("connect")(connect.connect)
app.command("organisations")(connect.organisations)
app.command("disconnect")(connect.disconnect)
app.command("sandbox")(sandbox.sandbox)
app.command("demo")(demo.demo)
app.command("mcp")(mcp.mcp)


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
    """Run the command line. Ctrl-C ends it with 130; a fault of ours shows its traceback only when debugging."""
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except XeroPluginError as error:
        body, code = error.body(), error.exit_code
    except Exception as error:
        log.debug("unexpected fault", exc_info=True)
        fault = OurFault(f"Something failed inside the Xero plugin ({type(error).__name__}).", hint=LOOK_CLOSER)
        body, code = fault.body(), fault.exit_code
    output.error(body, as_json="--json" in sys.argv)
    raise SystemExit(code)
