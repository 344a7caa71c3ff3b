"""`atom-xero policy`: what people decide beforehand about plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from atom_xero_plugin.interfaces.cli import approval, completion, output, run

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.app import App
    from atom_xero_plugin.dispatch.plan_policies import PlanPolicies, PolicyInput
    from atom_xero_plugin.store.policies import StoredPolicy

app = typer.Typer(help="Decide which plans go ahead, need two people, or are never made.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Kind = Annotated[str | None, typer.Option(metavar="KIND", help="Only records of this kind, for example bill.")]
CallerName = Annotated[
    str | None,
    typer.Option(metavar="CALLER", help="Only this caller, as the audit trail names it; 'ai:*' is every AI."),
]
Amount = Annotated[
    str | None, typer.Option(metavar="AMOUNT", help="allow_up_to: at most this; two_people, never: above it.")
]
Currency = Annotated[str | None, typer.Option(metavar="CODE", help="Currency of the amount, for example NZD.")]
Organisation = Annotated[
    str | None,
    typer.Option("--organisation", "--org", help="Only this organisation.", autocompletion=completion.organisations),
]


@app.command("list")
def list_policies(
    ended: Annotated[bool, typer.Option("--all", help="Also those that are no longer in force.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the policies of the workspace. Without any, a person is asked about every plan."""

    async def work(runtime: App) -> list[StoredPolicy]:
        return await _policies(runtime).listed(runtime.settings.workspace, ended=ended)

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
        return
    for each in found:
        output.text(described(each))
    if not found:
        output.say("There are no policies: a person is asked about every plan.")


@app.command("set")
def set_policy(
    action: Annotated[
        str, typer.Argument(help="ask, allow_drafts, allow_up_to, two_people or never.", metavar="ACTION")
    ],
    amount: Amount = None,
    currency: Currency = None,
    kind: Kind = None,
    organisation: Organisation = None,
    caller: CallerName = None,
    as_json: AsJson = False,
) -> None:
    """Set a policy, as a person at a terminal. Of those that a plan meets, the strictest counts.

    What is allowed beforehand never covers a plan with a warning, one that sends an e-mail, one that cannot be undone,
    or one that voids, deletes or archives.
    """
    given = {
        "action": action, "amount": amount, "currency": currency, "kind": kind, "organisation": organisation,
        "caller": caller,
    }  # fmt: skip

    async def work(runtime: App) -> StoredPolicy:
        person = await approval.flag_approver(runtime)
        return await _policies(runtime).set(person, _checked(given), _kinds())

    made = run.run(work, as_json=as_json)
    if as_json:
        output.data(made)
    else:
        output.text(described(made))


@app.command("end")
def end_policy(
    policy_id: Annotated[str, typer.Argument(help="Id of the policy, from `policy list`.", metavar="ID")],
    as_json: AsJson = False,
) -> None:
    """End a policy at once, as a person at a terminal."""

    async def work(runtime: App) -> None:
        await _policies(runtime).end(await approval.flag_approver(runtime), policy_id)

    run.run(work, as_json=as_json)
    if as_json:
        output.data({"ended": policy_id})
    else:
        output.say("It is no longer in force.")


@app.command("try")
def try_policies(
    last: Annotated[int, typer.Option(min=1, max=500, help="How many of the last plans.")] = 50,
    action: Annotated[
        str | None, typer.Option("--with", metavar="ACTION", help="As if this policy were set too.")
    ] = None,
    amount: Amount = None,
    currency: Currency = None,
    kind: Kind = None,
    organisation: Organisation = None,
    caller: CallerName = None,
    as_json: AsJson = False,
) -> None:
    """Show what the policies would have said of the last plans, without changing anything."""
    given = {
        "action": action, "amount": amount, "currency": currency, "kind": kind, "organisation": organisation,
        "caller": caller,
    }  # fmt: skip

    async def work(runtime: App) -> Any:
        extra = None if action is None else _checked(given)
        return await _policies(runtime).trial(runtime.settings.workspace, last=last, extra=extra, kinds=_kinds())

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data(found)
        return
    for each in found.plans:
        amount_text = f"{each.amount.amount} {each.amount.currency}" if each.amount is not None else "-"
        output.text(f"{each.verdict:10}  {each.id}  {each.skill}  {amount_text}  {each.proposed_by}")
    output.say(", ".join(f"{verdict}: {count}" for verdict, count in sorted(found.counts.items())) or "No plans yet.")


def described(policy: StoredPolicy) -> str:
    """A policy on one line."""
    amount = f" {policy.amount} {policy.currency}" if policy.amount is not None else ""
    about = [
        f"{name} {value}"
        for name, value in (("kind", policy.kind), ("organisation", policy.tenant_id), ("caller", policy.caller))
        if value is not None
    ]
    ended = f"  (ended {policy.ended_at:%Y-%m-%d})" if policy.ended_at is not None else ""
    doubt = "" if policy.proven else "  (not signed by a key that is there: it allows nothing)"
    scope = ", ".join(about) or "every plan"
    return (
        f"{policy.id}  {policy.action}{amount}  {scope}  set by {policy.set_by} {policy.set_at:%Y-%m-%d}{ended}{doubt}"
    )


def _checked(given: dict[str, str | None]) -> PolicyInput:
    """The options as a policy. Raises InvalidArguments that names each wrong one."""
    from atom_xero_plugin.catalogue.validation import check_struct
    from atom_xero_plugin.dispatch.plan_policies import PolicyInput

    asked: PolicyInput = check_struct(PolicyInput, {k: v for k, v in given.items() if v is not None}, of="policy set")
    return asked


def _kinds() -> list[str]:
    from atom_xero_plugin.accounting.kinds import INTERNAL, KINDS

    return [name for name in KINDS if name not in INTERNAL]


def _policies(runtime: App) -> PlanPolicies:
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.dispatch.plan_policies import PlanPolicies

    return PlanPolicies(runtime, Registry())
