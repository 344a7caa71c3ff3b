"""Who approves or refuses at the command line: a person at a terminal, or by what a person gave beforehand.

A program that is started without a terminal is no person. It approves with a token whose maker gave it that right, or
where a person set ATOM_XERO_APPROVE_BY_HASH; both need the hash of the plan that was shown. A program can ask its
system for a terminal of its own (a pty), and nothing here says that from a person: docs/ai.md says what follows.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Final

from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.core.loopback import on_sandbox
from atom_xero_plugin.interfaces.cli import output, run

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.app import App
    from atom_xero_plugin.catalogue.context import Caller
    from atom_xero_plugin.core.settings import Settings
    from atom_xero_plugin.plans.plan import PlanView

_HINT: Final = "A person does it at a terminal of their own. docs/ai.md shows how they allow a program to."
"""Names neither token nor setting: whoever reads it may be a model with a shell."""


def at_terminal() -> bool:
    """Whether a person can read a question and answer it here."""
    return output.at_terminal()


def ask_person(plan: PlanView, what: str = "Approve and execute?") -> bool:
    """Show a plan at the terminal and ask for a yes. What was typed before the question is no answer to it."""
    output.plan(plan)
    sys.stdout.flush()
    with contextlib.suppress(ImportError, OSError):
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    sys.stderr.write(f"{what} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def not_approved(plan_id: str) -> int:
    """Show the person who gave no yes how the plan stands; the exit code."""
    output.say("Not approved: nothing was sent to Xero, and the plan waits until it expires.")
    output.say(f"  {output.ways_to_decide(plan_id)}")
    return output.exit_code_of("approval_needed")


async def approver(runtime: App, *, needs_hash: bool, given_hash: bool) -> Caller:
    """Who says yes or no, and by what. Raises NotAllowed where neither a person nor their leave is there."""
    from atom_xero_plugin.interfaces.callers import of_token
    from atom_xero_plugin.store.api_tokens import ApiTokens

    found = runtime.settings
    if at_terminal():
        return _person(found, "a terminal")
    if needs_hash and not given_hash:
        raise NotAllowed("There is no terminal here, so nobody can be asked, and no --hash was given.", hint=_HINT)
    if found.api_token:
        token = await ApiTokens(runtime.store).find(found.api_token)
        if token is None or token.workspace_id != found.workspace or "approve" not in token.rights:
            raise NotAllowed("The API token that is set does not work here, or has no right to approve.", hint=_HINT)
        return of_token(token)
    if found.approve_by_hash:
        return _person(found, "the setting ATOM_XERO_APPROVE_BY_HASH")
    raise NotAllowed("There is no terminal here, so nobody can be asked.", hint=_HINT)


async def flag_approver(runtime: App) -> Caller:
    """Who says yes by `skill run --approve`. On a sandbox the flag is enough: nobody's books are there."""
    if not at_terminal() and on_sandbox(runtime.settings.api_url):
        return _person(runtime.settings, "the flag --approve, on a sandbox")
    return await approver(runtime, needs_hash=False, given_hash=False)


def _person(found: Settings, how: str) -> Caller:
    from dataclasses import replace

    return replace(run.person(found), how=how)
