"""`atom-xero keys` and `db`: encryption keys and the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.core.errors import Conflict, FixSetup
from atom_xero_plugin.core.settings import KEY_FILE, Settings
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.store import roles as database_roles
from atom_xero_plugin.store.encryption import make_key_file
from atom_xero_plugin.store.key_file import add_key, remove_keys
from atom_xero_plugin.store.key_rotation import needed_keys, rotate
from atom_xero_plugin.store.migrations import HEAD, upgrade
from atom_xero_plugin.store.roles import Roles

keys = typer.Typer(help="Make, list and rotate encryption keys.", no_args_is_help=True)
database = typer.Typer(help="Create or upgrade the database.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
_BY_HAND = (
    "ATOM_OAUTH_ENCRYPTION_KEY is set, and running programs cannot see it change. Start each of them again with "
    "NEW,OLD in it, the new key first; then run `atom-xero keys rotate` with the same value; then start each again "
    "with NEW alone. Keys in a file (ATOM_OAUTH_ENCRYPTION_KEY_FILE) are taken up without that."
)


@keys.command("new")
def new_key(as_json: AsJson = False) -> None:
    """Make a key file in ATOM_XERO_HOME, readable by you alone; an existing one is never overwritten."""
    path = _file_of(run.read_settings())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_key_file(path)
    except FileExistsError:
        stored = Conflict(
            f"{path} is there already; it is kept.",
            hint="Without it, the stored tokens are lost. `atom-xero keys add` puts a new key in front of it.",
        )
        run.stop(stored, as_json=as_json)
    except OSError as error:
        run.stop(FixSetup(f"{path} cannot be written: {error.strerror}. Set ATOM_XERO_HOME."), as_json=as_json)
    if as_json:
        output.data({"key_file": str(path)})
    else:
        output.text(str(path))


@keys.command("add")
def add_new_key(as_json: AsJson = False) -> None:
    """Put a new key in front of those in the key file. Running programs take it up at once; then run `keys rotate`."""

    async def work(runtime: App) -> dict[str, Any]:
        path = _used_file(runtime.settings)
        return {"key_file": str(path), "key_id": add_key(path)}

    made = run.run(work, as_json=as_json, prepare=False)
    if as_json:
        output.data(made)
    else:
        output.text(f"The key {made['key_id']} is the newest now. Next: `atom-xero keys rotate`.")


@keys.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List the keys by their short names, the newest first, with how many stored secrets need each."""

    async def work(runtime: App) -> list[dict[str, Any]]:
        needed = await needed_keys(runtime.store)
        known = runtime.keyring.ids
        rows = [{"key_id": key_id, "secrets": needed.get(key_id, 0), "at_hand": True} for key_id in known]
        missing = sorted(needed.keys() - set(known))
        return rows + [{"key_id": key_id, "secrets": needed[key_id], "at_hand": False} for key_id in missing]

    rows = run.run(work, as_json=as_json)
    if as_json:
        output.data(rows)
    for number, row in [] if as_json else enumerate(rows):
        note = "  newest" if number == 0 else "" if row["at_hand"] else "  not at hand: put it back"
        output.text(f"{row['key_id']}  {row['secrets']:>7} secrets{note}")


@keys.command("rotate")
def rotate_keys(as_json: AsJson = False) -> None:
    """Encrypt every secret again with the newest key, while programs run. It can be stopped and run again.

    Add a key first: `keys add`, or NEW,OLD in ATOM_OAUTH_ENCRYPTION_KEY of every program. Afterwards `keys prune`.
    """

    async def work(runtime: App) -> Any:
        if runtime.settings.key_file is None:
            output.say(f"Before you go on: {_BY_HAND}")
        elif len(runtime.keyring.ids) == 1:
            output.say("There is one key alone; `atom-xero keys add` puts a new one in front of it first.")
        return await rotate(runtime.store, runtime.keyring)

    report = run.run(work, as_json=as_json)
    if as_json:
        output.data(report)
    else:
        output.text(f"{report.done} encrypted again, {report.already} were already, {len(report.failed)} failed")
        for each in report.failed:
            output.text(f"  {each}: no key at hand opens it")
    raise typer.Exit(1 if report.failed else 0)


@keys.command("prune")
def prune_keys(as_json: AsJson = False) -> None:
    """Take keys that no stored secret needs out of the key file; the newest always stays."""

    async def work(runtime: App) -> list[str]:
        return remove_keys(_used_file(runtime.settings), set(await needed_keys(runtime.store)))

    gone = run.run(work, as_json=as_json)
    if as_json:
        output.data({"removed": gone})
    else:
        output.text(f"Removed: {', '.join(gone)}" if gone else "Every key is needed.")


@database.command("upgrade")
def upgrade_database(
    roles: Annotated[
        bool,
        typer.Option(
            "--roles",
            help="PostgreSQL: also make a role that owns the tables and one for the program, which can neither change "
            "nor empty them. Run it as an administrator.",
        ),
    ] = False,
    owner_role: Annotated[str, typer.Option(help="The role that owns the tables.")] = database_roles.OWNER,
    app_role: Annotated[str, typer.Option(help="The role that the program connects as.")] = database_roles.APP,
    as_json: AsJson = False,
) -> None:
    """Bring the database to the version this program needs."""
    requested = Roles(owner_role, app_role) if roles else None

    async def work(runtime: App) -> None:
        await upgrade(runtime.settings.database_url, roles=requested)

    run.run(work, as_json=as_json, prepare=False)
    if as_json:
        output.data({"version": HEAD, **({"owner_role": owner_role, "app_role": app_role} if roles else {})})
        return
    output.say("The database is ready.")
    if roles:
        output.say(
            f"Give {app_role} a way to log in (ALTER ROLE {app_role} PASSWORD '…', or pg_hba.conf), and set "
            f"ATOM_XERO_DATABASE_URL of the program to it. Later upgrades run as a role that may become {owner_role}."
        )


def _file_of(settings: Settings) -> Path:
    return settings.key_file or settings.home / KEY_FILE


def _used_file(settings: Settings) -> Path:
    if settings.key_file is None:
        raise FixSetup("The keys come from ATOM_OAUTH_ENCRYPTION_KEY, not from a file.", hint=_BY_HAND)
    return settings.key_file
