"""`atom-xero agent`: who writes here besides people at a terminal, and how it is ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from atom_xero_plugin.interfaces.cli import approval, output, run

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.app import App
    from atom_xero_plugin.dispatch.agents import Agent

app = typer.Typer(help="See which tokens and AI programs write here, and end one.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]


@app.command("list")
def list_agents(as_json: AsJson = False) -> None:
    """List every API token, and every AI program without one that made plans: its rights, limits and plans."""

    async def work(runtime: App) -> list[Agent]:
        from atom_xero_plugin.dispatch.agents import Agents

        return await Agents(runtime).listed(runtime.settings.workspace)

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
        return
    for each in found:
        output.text(described(each))
    if not found:
        output.say("There are no agents yet: no token was made, and no AI program made a plan.")


@app.command("end")
def end_agent(
    agent: Annotated[str, typer.Argument(help="Its id or name, from `agent list`.", metavar="AGENT")],
    as_json: AsJson = False,
) -> None:
    """End an agent at once, as a person at a terminal.

    Its token is revoked. An AI program without a token may make no plan any more, and none that waits is approved, by a
    policy that `policy end` ends; it may still read.
    """

    async def work(runtime: App) -> Agent:
        from atom_xero_plugin.dispatch.agents import Agents

        return await Agents(runtime).end(await approval.flag_approver(runtime), agent)

    ended = run.run(work, as_json=as_json)
    if as_json:
        output.data(ended)
    else:
        output.text(described(ended))


def described(agent: Agent) -> str:
    """An agent on one line."""
    used = f"last used {agent.last_used_at:%Y-%m-%d %H:%M}Z" if agent.last_used_at is not None else "never used"
    plans = f"{agent.plans_made} plans, {agent.plans_approved} approved, {agent.plans_refused} refused"
    limits = [f"only {each.name}" for each in agent.organisations or []] + [
        f"only {each}" for each in agent.skills or []
    ]
    rights = ",".join(agent.rights) if agent.rights is not None else "-"
    ended = [] if agent.works else ["ended"]
    return "  ".join([agent.id, agent.name, rights, *limits, plans, used, *ended])
