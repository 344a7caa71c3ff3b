"""`atom-xero file`: files on their way to Xero or from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from atom_xero_plugin.accounting.files import Files, FileView, file_view
from atom_xero_plugin.app import App
from atom_xero_plugin.core.errors import InvalidUsage
from atom_xero_plugin.interfaces.cli import output, run

app = typer.Typer(help="Keep a file for a skill to attach, and save one that a skill exported.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]


@app.command("add")
def add_file(
    path: Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False, readable=True)],
    name: Annotated[str | None, typer.Option(help="Its name in Xero; its own if left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Keep a file for a week and print its id, which attach_file and create_bill take. Nothing is sent to Xero.

    You name the file yourself, so it may be in any folder.
    """
    content = path.read_bytes()

    async def work(runtime: App) -> FileView:
        files = Files(runtime.files, run.person(runtime.settings), ())
        return file_view(await files.keep_checked(name or path.name, content, "/path"))

    kept = run.run(work, as_json=as_json)
    if as_json:
        output.data(kept)
    else:
        output.text(kept.id)
        output.say(f"{kept.name}, {kept.type}, {kept.size:,} bytes, until {kept.expires_at:%Y-%m-%d %H:%M}Z")


@app.command("save")
def save_file(
    file_id: Annotated[str, typer.Argument(help="Id of the file, from the answer of a skill.", metavar="ID")],
    path: Annotated[Path | None, typer.Argument(help="Where to; its own name in this folder if left out.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a file that a skill exported to the disk."""

    async def work(runtime: App) -> tuple[str, bytes]:
        known = await runtime.files.find(runtime.settings.workspace, file_id)
        return known.name, await runtime.files.content(runtime.settings.workspace, file_id)

    name, content = run.run(work, as_json=as_json)
    target = path if path is not None and not path.is_dir() else (path or Path()) / Path(name).name
    try:
        with target.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise InvalidUsage(f"{target} is there already.", hint="Name another file, or give --force.") from None
    except OSError as error:
        raise InvalidUsage(f"{target} cannot be written: {error.strerror}.") from None
    if as_json:
        output.data({"saved": str(target), "size": len(content)})
    else:
        output.say(f"Saved {target} ({len(content):,} bytes).")
