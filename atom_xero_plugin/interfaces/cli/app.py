"""The commands, put together."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command, get_group

from atom_xero_plugin import __version__
from atom_xero_plugin.core.errors import InvalidUsage, OurFault, XeroPluginError
from atom_xero_plugin.interfaces.cli import output
from atom_xero_plugin.interfaces.cli.plain_values import check_only_what_needs_it

log = logging.getLogger(__name__)
RUN_WITH_DEBUG: Final = "Run it again with ATOM_XERO_LOG=debug to see where."
_PACKAGE: Final = "atom_xero_plugin.interfaces.cli"
COMMANDS: Final = {
    "skill": "skills.app",
    "plan": "plans.app",
    "trigger": "triggers.app",
    "connect": "connect.connect",
    "organisations": "connect.organisations",
    "disconnect": "connect.disconnect",
    "revoke": "connect.revoke",
    "sync": "sync.sync",
    "search": "sync.search",
    "file": "files.app",
    "serve": "serve.serve",
    "worker": "sync.worker",
    "mcp": "mcp.mcp",
    "policy": "policies.app",
    "token": "tokens.app",
    "agent": "agents.app",
    "doctor": "doctor.doctor",
    "usage": "usage.usage",
    "audit": "audit.app",
    "keys": "admin.keys",
    "db": "admin.database",
    "demo": "demo.demo",
    "sandbox": "sandbox.sandbox",
}
"""Each command and where it stands: a function, or a Typer with commands of its own."""

check_only_what_needs_it()


class _Commands(TyperGroup):
    """Loads a command's file when the command is asked for, so that no command pays for the others."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as Typer asks it
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as Typer asks it
        """The command of that name, or None."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _loaded(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with; for one that is not there the nearest are named."""
        if args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(".")
    found = getattr(import_module(f"{_PACKAGE}.{module}"), attribute)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return get_command(alone)


app = typer.Typer(
    name="atom-xero",
    cls=_Commands,
    help="Xero accounting from the command line: connect an organisation, ask by skills, approve plans.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: atom-xero skill run find_invoices status=overdue",
)


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
    """Run the command line. Ctrl-C ends it with 130; a fault of ours shows its traceback only when debugging.

    With --json wrong usage is reported as JSON too, in the shape of every answer.
    """
    as_json = "--json" in sys.argv
    try:
        code = app(standalone_mode=not as_json)
        raise SystemExit(code if isinstance(code, int) else 0)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except TyperException as error:
        usage = InvalidUsage(error.format_message().strip())
        body, code = usage.body(), usage.exit_code
    except XeroPluginError as error:
        body, code = error.body(), error.exit_code
    except Exception as error:
        log.debug("unexpected fault", exc_info=True)
        fault = OurFault(f"Something failed inside the Xero plugin ({type(error).__name__}).", hint=RUN_WITH_DEBUG)
        body, code = fault.body(), fault.exit_code
    output.error(body, as_json=as_json)
    raise SystemExit(code)
