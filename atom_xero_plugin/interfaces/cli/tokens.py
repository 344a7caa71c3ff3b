"""`atom-xero token`: who may call the HTTP service, and what they may."""

from __future__ import annotations

from typing import Annotated

import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.cli import completion, output, run
from atom_xero_plugin.store.api_tokens import LONGEST_LIFE_DAYS, RIGHTS, ApiToken, ApiTokens, NewToken

app = typer.Typer(help="Make, list and revoke API tokens of the HTTP service.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Rights = Annotated[str, typer.Option(help=f"What it may, separated by commas: {', '.join(RIGHTS)}.")]
Days = Annotated[
    int | None, typer.Option(min=1, max=LONGEST_LIFE_DAYS, help="Days until it expires; without it, never.")
]


Organisations = Annotated[
    list[str] | None,
    typer.Option(
        "--organisation", "--org", help="Limit it to this organisation; may be repeated.",
        autocompletion=completion.organisations,
    ),
]  # fmt: skip
Skills = Annotated[
    list[str] | None,
    typer.Option("--skill", help="Limit it to this skill; may be repeated.", autocompletion=completion.skills),
]


@app.command("new")
def new_token(
    name: Annotated[str, typer.Argument(help="Who will hold it, for example workflows.")],
    rights: Rights = "read",
    expires_days: Days = None,
    organisations: Organisations = None,
    skills: Skills = None,
    as_json: AsJson = False,
) -> None:
    """Make a token of the workspace. It is printed only once; the database stores only its hash.

    A token that is limited to organisations or skills runs skills and sees to their plans, and nothing else.

    A token with the right to approve is a person's: give it to no program.
    """

    async def work(runtime: App) -> NewToken:
        caller = run.person(runtime.settings)
        held = [right.strip() for right in rights.split(",") if right.strip()]
        tokens = ApiTokens(runtime.store)
        limits = await _limits(runtime, organisations, skills)
        return await tokens.new(caller.workspace_id, name, held, by=caller.actor, expires_days=expires_days, **limits)

    made = run.run(work, as_json=as_json)
    if as_json:
        output.data({"token": made.token, "id": made.made.id, "rights": made.made.rights, "made": made.made})
        return
    output.text(made.token)
    output.say(f"{_words(made.made)}\nKeep it now: it is not shown again.")


@app.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """List the tokens of the workspace, also those that no longer work."""

    async def work(runtime: App) -> list[tuple[ApiToken, bool]]:
        found = await ApiTokens(runtime.store).listed(runtime.settings.workspace)
        return [(each, each.works(runtime.clock.now())) for each in found]

    found = run.run(work, as_json=as_json)
    if as_json:
        output.data([each for each, _ in found])
    for each, works in [] if as_json else found:
        output.text(f"{_words(each)}{'' if works else '  (revoked or expired)'}")
    if not found and not as_json:
        output.say("There are no tokens yet; `atom-xero token new NAME` makes one.")


@app.command("revoke")
def revoke_token(
    token_id: Annotated[str, typer.Argument(help="Id of the token, from `token list`.", metavar="ID")],
    as_json: AsJson = False,
) -> None:
    """Revoke a token at once, and end the browser sessions that were signed in with it."""

    async def work(runtime: App) -> None:
        caller = run.person(runtime.settings)
        await ApiTokens(runtime.store).revoke(caller.workspace_id, token_id, by=caller.actor)

    run.run(work, as_json=as_json)
    if as_json:
        output.data({"revoked": token_id})
    else:
        output.say("It no longer works.")


async def _limits(runtime: App, organisations: list[str] | None, skills: list[str] | None) -> dict[str, list[str]]:
    """What a token is limited to, by ids and exact names. Raises NotFound, Ambiguous or UnknownSkill."""
    limits: dict[str, list[str]] = {}
    if organisations:
        workspace = runtime.settings.workspace
        limits["organisations"] = [await runtime.organisations.id_of(workspace, each) for each in organisations]
    if skills:
        from atom_xero_plugin.catalogue.registry import Registry

        registry = Registry()
        limits["skills"] = [registry.skill(each).name for each in skills]
    return limits


def _words(token: ApiToken) -> str:
    until = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "no end"
    used = f"last used {token.last_used_at:%Y-%m-%d %H:%M}Z" if token.last_used_at else "never used"
    limits = [f"  only {', '.join(names)}" for names in (token.skills, token.organisations) if names is not None]
    return f"{token.id}  {token.name}  {','.join(token.rights)}  {until}, {used}{''.join(limits)}"
