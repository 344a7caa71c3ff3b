"""`atom-xero plan`: list and show plans; approve, refuse, execute, withdraw and undo them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from atom_xero_plugin.interfaces.cli import approval, completion, output, run

if TYPE_CHECKING:  # heavy, and only named here: a key press that asks what fits must not wait for it
    from atom_xero_plugin.app import App
    from atom_xero_plugin.dispatch.dispatcher import Answer
    from atom_xero_plugin.plans.listing import PlanPage
    from atom_xero_plugin.plans.plan import PlanView

app = typer.Typer(help="List and show plans; approve, refuse, execute, withdraw and undo them.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
PlanId = Annotated[
    str,
    typer.Argument(
        help="Id of the plan, or its beginning, for example plan_4f0c….", metavar="ID", autocompletion=completion.plans
    ),
]
_NAME: Final = 40
Reason = Annotated[str | None, typer.Option(help="Why, for the audit trail.")]


@app.command("list")
def list_plans(
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many, the newest first.")] = 20,
    state: Annotated[
        list[str] | None, typer.Option(help="Only plans in this state, for example proposed; may be repeated.")
    ] = None,
    organisation: Annotated[
        str | None,
        typer.Option(
            "--organisation", "--org", help="Only plans of this organisation.", autocompletion=completion.organisations
        ),
    ] = None,
    cursor: Annotated[str | None, typer.Option(help="Continue from next_cursor of the previous list.")] = None,
    as_json: AsJson = False,
) -> None:
    """List plans with date, organisation and state, the newest first."""

    async def work(runtime: App) -> PlanPage:
        workspace = runtime.settings.workspace
        tenant_id = await runtime.organisations.id_of(workspace, organisation) if organisation else None
        return await runtime.plan_lists.page(
            workspace, states=state or (), tenant_id=tenant_id, limit=limit, cursor=cursor
        )

    page = run.run(work, as_json=as_json)
    views = [plan.view() for plan in page.items]
    if as_json:
        output.data(views)
    else:
        output.table([_row(view) for view in views])
    if page.next_cursor is not None:
        output.say(f"More: --cursor {page.next_cursor}")
    if not views and not as_json:
        output.say("There are no such plans; a skill that writes makes one.")


@app.command("show")
def show_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Show one plan: totals, warnings, every change it makes or made, and how it can be undone."""

    async def work(runtime: App) -> PlanView:
        return (await run.dispatcher(runtime).plan(runtime.settings.workspace, plan_id)).view()

    view = run.run(work, as_json=as_json)
    if as_json:
        output.data(view)
    else:
        output.plan(view)


@app.command("approve")
def approve_plan(
    plan_id: PlanId,
    plan_hash: Annotated[str | None, typer.Option("--hash", help="The hash you were shown; it must match.")] = None,
    as_json: AsJson = False,
) -> None:
    """Approve a plan, as the person at this terminal, who is shown it and asked.

    Without a terminal it needs --hash, and a token with the right to approve in ATOM_XERO_TOKEN.
    """

    async def work(runtime: App) -> Answer | None:
        dispatcher = run.dispatcher(runtime)
        caller = await approval.approver(runtime, needs_hash=True, given_hash=plan_hash is not None)
        plan = await dispatcher.plan(caller.workspace_id, plan_id)
        asks = plan_hash is None and plan.state == "proposed"
        if asks and not approval.ask_person(plan.view(), "Approve?"):
            return None
        return await dispatcher.approve(plan.id, plan_hash or plan.hash, caller)

    answer = run.run(work, as_json=as_json)
    if answer is None:
        approval.not_approved(plan_id)
        raise typer.Exit(1)
    raise typer.Exit(output.answer(answer, as_json=as_json))


@app.command("refuse")
def refuse_plan(plan_id: PlanId, reason: Reason = None, as_json: AsJson = False) -> None:
    """Refuse a plan, as the person at this terminal: nothing of it is ever sent."""

    async def work(runtime: App) -> Answer:
        caller = await approval.approver(runtime, needs_hash=False, given_hash=False)
        return await run.dispatcher(runtime).refuse(plan_id, caller, reason=reason)

    raise typer.Exit(output.answer(run.run(work, as_json=as_json), as_json=as_json))


@app.command("withdraw")
def withdraw_plan(plan_id: PlanId, reason: Reason = None, as_json: AsJson = False) -> None:
    """Withdraw a plan of which nothing was sent; bank lines that it reserved are free again."""

    async def work(runtime: App) -> Answer:
        return await run.dispatcher(runtime).withdraw(plan_id, await run.caller(runtime), reason=reason)

    raise typer.Exit(output.answer(run.run(work, as_json=as_json), as_json=as_json))


@app.command("execute")
def execute_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Execute an approved plan, or resume one that was interrupted: what was sent is searched for, not sent again."""

    async def work(runtime: App) -> Answer:
        return await run.dispatcher(runtime).execute(plan_id, await run.caller(runtime))

    raise typer.Exit(output.answer(run.run(work, as_json=as_json), as_json=as_json))


@app.command("undo")
def undo_plan(plan_id: PlanId, as_json: AsJson = False) -> None:
    """Make the plan that undoes an executed plan; it is approved like any other."""

    async def work(runtime: App) -> Answer:
        return await run.dispatcher(runtime).undo(plan_id, await run.caller(runtime))

    raise typer.Exit(output.answer(run.run(work, as_json=as_json), as_json=as_json))


def _row(view: PlanView) -> dict[str, str]:
    """A plan in a list: id, state, when, whose books, what."""
    return {
        "id": view.id,
        "state": view.state,
        "planned": f"{view.created_at:%Y-%m-%d %H:%M}Z",
        "organisation": view.organisation.name,
        "what": view.summary,
    }
