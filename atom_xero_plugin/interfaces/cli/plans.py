"""`atom-xero plan`: look at plans, approve, carry out and undo them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from atom_xero_plugin.interfaces.cli import completing, output, session

if TYPE_CHECKING:  # heavy, and only named here: a key press that asks what fits must not wait for it
    from atom_xero_plugin.dispatch import Answer
    from atom_xero_plugin.plans import PlanView
    from atom_xero_plugin.runtime import Runtime

app = typer.Typer(help="Look at plans; approve, carry out and undo them.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
PlanId = Annotated[
    str,
    typer.Argument(help="Id of the plan, for example plan_4f0c….", metavar="ID", autocompletion=completing.plans),
]


def ask_person(plan: PlanView) -> bool:
    """Show a plan at the terminal and ask for a yes."""
    output.plan(plan)
    sys.stderr.write("Approve and carry out? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


@app.command("list")
def list_plans(
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many, the newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the newest plans."""

    async def work(runtime: Runtime) -> list[PlanView]:
        found = await runtime.plans.recent(runtime.settings.workspace, limit=limit)
        return [plan.view() for plan in found]

    views = session.run(work, as_json=as_json)
    if as_json:
        output.data(views)
    for view in [] if as_json else views:
        output.text(f"{view.id}  {view.state:<9}  {view.summary}")
    if not views and not as_json:
        output.say("There are no plans yet; a skill that writes makes one.")


@app.command("show")
def show_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Show one plan: totals, warnings, every change it makes or made, and how it can be undone."""

    async def work(runtime: Runtime) -> PlanView:
        return (await runtime.plans.plan(runtime.settings.workspace, plan_id)).view()

    view = session.run(work, as_json=as_json)
    if as_json:
        output.data(view)
    else:
        output.plan(view)


@app.command("approve")
def approve_plan(
    plan_id: PlanId,
    plan_hash: Annotated[str | None, typer.Option("--hash", help="The hash you were shown; it must fit.")] = None,
    as_json: AsJson = False,
) -> None:
    """Approve a plan, as the person at this terminal."""

    async def work(runtime: Runtime) -> Answer:
        caller = session.person(runtime.settings)
        shown = plan_hash or (await runtime.plans.plan(caller.workspace_id, plan_id)).hash
        return await session.door(runtime).approve(plan_id, shown, caller)

    raise typer.Exit(output.answer(session.run(work, as_json=as_json), as_json=as_json))


@app.command("execute")
def execute_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Carry out an approved plan, or take up one whose outcome was never written down."""

    async def work(runtime: Runtime) -> Answer:
        return await session.door(runtime).execute(plan_id, session.person(runtime.settings))

    raise typer.Exit(output.answer(session.run(work, as_json=as_json), as_json=as_json))


@app.command("undo")
def undo_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Make the plan that takes a carried-out plan back; it is approved like any other."""

    async def work(runtime: Runtime) -> Answer:
        return await session.door(runtime).undo(plan_id, session.person(runtime.settings))

    raise typer.Exit(output.answer(session.run(work, as_json=as_json), as_json=as_json))
