"""What every command needs: the settings, a runtime that is closed again, and errors turned into exit codes."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

from atom_xero_plugin.core import logs, settings
from atom_xero_plugin.core.errors import DatabaseNotReady, NotAllowed, XeroPluginError
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.interfaces.cli import output

if TYPE_CHECKING:  # heavy: what needs no database should not wait for its library
    from atom_xero_plugin.app import App
    from atom_xero_plugin.catalogue.context import Caller
    from atom_xero_plugin.dispatch.dispatcher import Dispatch

T = TypeVar("T")


def read_settings() -> Settings:
    """The settings, and the logging that they ask for."""
    found = settings.load()
    logs.set_up(found.log_level, "json" if found.log_format == "json" else "text")
    return found


def person(found: Settings) -> Caller:
    """The person at the terminal."""
    from atom_xero_plugin.catalogue.context import Caller

    return Caller(workspace_id=found.workspace, actor=f"person:{getpass.getuser()}", kind="person")


async def caller(runtime: App) -> Caller:
    """Who runs skills and handles plans here: the person, held to the limits of the API token where one is set.

    At a terminal a token counts for nothing. Raises NotAllowed for one that does not work here.
    """
    found = runtime.settings
    if not found.api_token or output.at_terminal():
        return person(found)
    from dataclasses import replace

    from atom_xero_plugin.interfaces.callers import of_token
    from atom_xero_plugin.store.api_tokens import ApiTokens

    token = await ApiTokens(runtime.store).find(found.api_token)
    if token is None or token.workspace_id != found.workspace:
        raise NotAllowed("The API token that is set does not work here.", hint="Set another, or none.")
    return replace(person(found), limits=of_token(token).limits)


def run(
    work: Callable[[App], Awaitable[T]], *, as_json: bool, found: Settings | None = None, prepare: bool = True
) -> T:
    """Run a command's work on a runtime; an error is printed and becomes the exit code.

    With `prepare`, a SQLite database is brought up first. A server's database is only ever changed by `db upgrade`.
    """
    from atom_xero_plugin.app import App

    async def inside() -> T:
        async with App(found or read_settings()) as runtime:
            if prepare:
                await _prepare(runtime)
            return await work(runtime)

    try:
        return asyncio.run(inside())
    except XeroPluginError as error:
        stop(error, as_json=as_json)


async def _prepare(runtime: App) -> None:
    try:
        await runtime.store.check()
    except DatabaseNotReady:
        if runtime.store.dialect != "sqlite":
            raise
        from atom_xero_plugin.store.migrations import upgrade

        await upgrade(runtime.settings.database_url)


def stop(error: XeroPluginError, *, as_json: bool) -> NoReturn:
    """Print an error in the shape of every answer and end the program with its exit code."""
    output.error(error.body(), as_json=as_json)
    raise typer.Exit(error.exit_code)


def dispatcher(runtime: App) -> Dispatch:
    """The one entry point, with the whole catalogue behind it."""
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.dispatch.dispatcher import Dispatch

    return Dispatch(runtime, Registry())
