"""`atom-xero connect`, `organisations`, `disconnect`, `revoke`: which Xero organisations the workspace can reach."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from atom_xero_plugin.core.errors import ApprovalNeeded, FixSetup, InvalidUsage
from atom_xero_plugin.core.settings import KEY_FILE, Settings
from atom_xero_plugin.interfaces.cli import completion, output, run

if TYPE_CHECKING:  # heavy, and only named here: a key press that asks what fits must not wait for it
    from atom_xero_plugin.app import App
    from atom_xero_plugin.auth.connections import Connection
    from atom_xero_plugin.dispatch.dispatcher import Answer

AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Named = Annotated[str, typer.Argument(help="Name or id of the organisation.", autocompletion=completion.organisations)]
Confirmed = Annotated[str | None, typer.Option(help="The full name of the organisation, as confirmation.")]


def connect(
    sandbox: Annotated[str | None, typer.Option(help="Address of a running sandbox; it consents by itself.")] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the login address instead of opening the browser.")
    ] = False,
    add_scope: Annotated[
        str | None,
        typer.Option(
            help="Ask for these scopes too, next to those of XERO_SCOPES and those that were granted, as in files."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Log in at Xero in the browser and connect the organisations you choose."""
    settings = run.read_settings()
    if sandbox:
        settings = _of_sandbox(settings, sandbox.rstrip("/"), as_json=as_json)

    async def work(runtime: App) -> list[Connection]:
        return await log_in(runtime, by_itself=sandbox is not None, open_browser=not no_browser, add=add_scope)

    connected = run.run(work, as_json=as_json, found=settings)
    if as_json:
        reached_by = {"settings": sandbox_settings(settings)} if sandbox else {}
        output.data([shown(each) | reached_by for each in connected])
    for each in [] if as_json else connected:
        output.text(f"connected {each.tenant_name} ({each.tenant_id})")
    if sandbox:
        output.say("To use this sandbox from other commands, set:")
        for line in sandbox_environment(settings):
            output.say(f"  export {line}")


async def log_in(
    runtime: App, *, by_itself: bool, open_browser: bool = True, add: str | None = None
) -> list[Connection]:
    """The whole login; a sandbox consents by itself, Xero asks a person in the browser. `add` are more scopes.

    Raises InvalidArguments for scopes that cannot be added, InvalidUsage for a custom connection, which asks for none.
    """
    from atom_xero_plugin.auth.browser_login import consent_by_itself, log_in_by_browser
    from atom_xero_plugin.auth.scope_marks import scopes_to_add

    settings = runtime.settings
    added = scopes_to_add(add) if add is not None else []
    if settings.app_type == "custom":
        if added:
            raise InvalidUsage(
                "A custom connection gets its scopes at developer.xero.com.", hint="Add them there and to XERO_SCOPES."
            )
        return (await runtime.logins.connect_custom(settings.workspace)).connections
    begun = await runtime.logins.begin(settings.workspace, add=added)
    if by_itself:
        came_back = await consent_by_itself(begun.address)
    else:
        came_back = await log_in_by_browser(begun, settings.redirect_uri, say=output.say, open_browser=open_browser)
    login = await runtime.logins.finish(state=came_back.state, code=came_back.code, error=came_back.error)
    return login.connections


def organisations(as_json: AsJson = False) -> None:
    """List the organisations of the workspace and the state of each connection."""

    async def work(runtime: App) -> Answer:
        return await run.dispatcher(runtime).call("list_organisations", {}, run.person(runtime.settings))

    found = run.run(work, as_json=as_json)
    code = output.answer(found, as_json=as_json)
    if found.success and not found.plain()["result"]["total"]:
        output.say("No organisation is connected: `atom-xero connect` logs in at Xero.")
    raise typer.Exit(code)


def disconnect(organisation: Named, confirm: Confirmed = None, as_json: AsJson = False) -> None:
    """End the connection to one organisation at Xero. The others are kept."""

    async def work(runtime: App) -> Connection:
        caller = run.person(runtime.settings)
        chosen = await _confirmed(runtime, organisation, confirm, f"disconnect {shlex.quote(organisation)}")
        await runtime.connections.disconnect(caller.workspace_id, chosen.id, actor=caller.actor)
        return chosen

    gone = run.run(work, as_json=as_json)
    if as_json:
        output.data({"disconnected": gone.tenant_id})
    else:
        output.text(f"disconnected {gone.tenant_name}")


def revoke(organisation: Named, confirm: Confirmed = None, as_json: AsJson = False) -> None:
    """End the whole login that reaches an organisation: Xero forgets it, and every organisation of it is disconnected.

    Its tokens are wiped here. `atom-xero connect` begins again.
    """

    async def work(runtime: App) -> list[Connection]:
        caller = run.person(runtime.settings)
        chosen = await _confirmed(runtime, organisation, confirm, f"revoke {shlex.quote(organisation)}")
        known = await runtime.connections.of_workspace(caller.workspace_id)
        await runtime.connections.revoke(caller.workspace_id, chosen.grant_id, actor=caller.actor)
        return [each for each in known if each.grant_id == chosen.grant_id and each.state == "connected"]

    gone = run.run(work, as_json=as_json)
    if as_json:
        output.data({"disconnected": [each.tenant_id for each in gone]})
    for each in [] if as_json else gone:
        output.text(f"disconnected {each.tenant_name}")


async def _confirmed(runtime: App, organisation: str, confirm: str | None, command: str) -> Connection:
    """The organisation meant, once its whole name was typed: another begins with the same word soon enough."""
    chosen = await runtime.organisations.choose(runtime.settings.workspace, organisation)
    if confirm != chosen.tenant_name:
        whole = shlex.quote(chosen.tenant_name)  # whoever can name an organisation names no command of a shell
        raise ApprovalNeeded(
            f"Nothing was done yet: confirm with the whole name of {chosen.tenant_name}.",
            hint=f"Run `atom-xero {command} --confirm {whole}`.",
        )
    return chosen


def shown(connection: Connection) -> dict[str, Any]:
    """A connection as it is printed."""
    return {
        "id": connection.tenant_id,
        "name": connection.tenant_name,
        "state": connection.state,
        "scopes": connection.scopes,
    }


def of_sandbox(settings: Settings, reported: dict[str, Any]) -> Settings:
    """The settings that reach a sandbox, from what it prints by itself at its start."""
    base = reported["address"]
    app = reported["apps"]["web"]
    return replace(
        settings,
        client_id=app["client_id"],
        client_secret=app["client_secret"],
        app_type="web",
        login_url=base,
        identity_url=base,
        api_url=base,
        encryption_keys=settings.encryption_keys or key_in(settings.key_file or settings.home / KEY_FILE),
    )


def key_in(path: Path) -> str:
    """The keys in a key file, which is made if there is none."""
    from atom_xero_plugin.store.encryption import make_key_file
    from atom_xero_plugin.store.key_file import read

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_key_file(path)
    return read(path)


def sandbox_settings(settings: Settings) -> dict[str, str]:
    """The settings that reach the sandbox, by the names of their environment variables."""
    return {
        "XERO_LOGIN_URL": settings.login_url,
        "XERO_IDENTITY_URL": settings.identity_url,
        "XERO_API_URL": settings.api_url,
        "XERO_CLIENT_ID": settings.client_id,
        "XERO_CLIENT_SECRET": settings.client_secret,
    }


def sandbox_environment(settings: Settings) -> list[str]:
    """The same, as environment assignments."""
    return [f"{name}={value}" for name, value in sandbox_settings(settings).items()]


def _of_sandbox(settings: Settings, address: str, *, as_json: bool) -> Settings:
    import httpx2

    try:
        reported = httpx2.get(f"{address}/_sandbox/", timeout=5).json()
        return of_sandbox(settings, reported)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, TypeError):
        missing = FixSetup(f"No sandbox answers at {address[:200]}.", hint="Start one with `atom-xero sandbox`.")
        run.stop(missing, as_json=as_json)
