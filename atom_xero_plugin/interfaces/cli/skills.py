"""`atom-xero skill`: list, show and run skills."""

from __future__ import annotations

import base64
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import typer
from typer.core import TyperCommand

from atom_xero_plugin.core.errors import FieldError, InvalidArguments, XeroPluginError
from atom_xero_plugin.interfaces.cli import approval, completion, output, run, scope_marks

if TYPE_CHECKING:  # heavy, and only named here: a key press that asks what fits must not wait for it
    from atom_xero_plugin.app import App
    from atom_xero_plugin.catalogue.skill import Skill
    from atom_xero_plugin.dispatch.dispatcher import Answer

app = typer.Typer(help="Find, inspect and run skills.", no_args_is_help=True)
FLAGS_HELP = (
    "Arguments as KEY=VALUE: status=overdue, dates.from=2026-01-01, lines.0.account=200. Lists take commas or the key "
    "again. Quote a value with blanks for your shell: 'contact=Kauri Grove Cafe'."
)
AsJson = Annotated[bool, typer.Option("--json", help=output.JSON_HELP)]
Name = Annotated[
    str, typer.Argument(help="Name of the skill, for example find_invoices.", autocompletion=completion.skills)
]
Organisation = Annotated[
    str | None,
    typer.Option(
        "--organisation", "--org", help="Name or id of the organisation.", autocompletion=completion.organisations
    ),
]


class _RunCommand(TyperCommand):
    """`run`, whose help says what the skill takes that is named before it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep what was typed, for the help."""
        ctx.meta[_TYPED] = list(args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help of the command, then the fields of the skill, if one is named."""
        super().format_help(ctx, formatter)
        named = next((each for each in ctx.meta.get(_TYPED, ()) if not each.startswith("-")), None)
        if named is not None:
            formatter.write("\n".join(_described(named)))


_TYPED = f"{__name__}.typed"


@app.command("list")
def list_skills(as_json: AsJson = False) -> None:
    """List every skill with what it does."""
    from atom_xero_plugin.catalogue.registry import Registry

    registry, marks = Registry(), scope_marks.read_marks()
    if as_json:
        output.data(
            [
                {"name": each.name, "effect": each.effect, "description": each.description, **marks.fields_of(each)}
                for each in registry.skills
            ]
        )
    else:
        width = max((len(skill.name) for skill in registry.skills), default=0)
        for skill in registry.skills:
            words = f"{skill.description.splitlines()[0]}{scope_marks.marked(marks, skill)}"
            output.text(f"{skill.name:<{width}}  {skill.effect:<11}  {words}")
        if any(marks.of(skill) for skill in registry.skills):
            output.say("`atom-xero skill show NAME` says how a person adds what a skill lacks.")
    for broken in registry.broken:
        output.say(f"skipped {broken.file}: {broken.reason}")


@app.command("find")
def find_skill(
    words: Annotated[list[str], typer.Argument(help="What is to be done, as you would say it: pay a supplier bill.")],
    as_json: AsJson = False,
) -> None:
    """Find the skills that fit some words, the best first."""
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.tools.skill_search import MOST, does, ranked

    found, marks = ranked(Registry().skills, " ".join(words)[:200])[:MOST], scope_marks.read_marks()
    if as_json:
        output.data(
            [{"name": each.name, "effect": each.effect, "does": does(each), **marks.fields_of(each)} for each in found]
        )
        return
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        output.text(f"{each.name:<{width}}  {each.effect:<11}  {does(each)}{scope_marks.marked(marks, each)}")
    if not found:
        output.say("No skill fits these words; `atom-xero skill list` shows them all.")


@app.command("show")
def show_skill(name: Name, as_json: AsJson = False) -> None:
    """Show a skill's description, schemas and examples."""
    from atom_xero_plugin.catalogue.registry import Registry, describe

    try:
        skill = Registry().skill(name)
    except XeroPluginError as error:
        run.stop(error, as_json=as_json)
    marks = scope_marks.read_marks()
    if as_json:
        output.data({**describe(skill), **marks.fields_of(skill)})
        return
    for line in _described(skill.name):
        output.text(line)
    if (mark := marks.of(skill)) is not None:
        output.say(f"No connection was given {', '.join(mark.lacks)}. {mark.hint}")
    for example in skill.examples:
        output.text(f"\n“{example.ask}”\n  atom-xero skill run {skill.name} --input '{_compact(example.arguments)}'")


def _described(name: str) -> list[str]:
    """A skill's words and fields; nothing for one that is not there."""
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.catalogue.schema import input_schema
    from atom_xero_plugin.interfaces.cli.fields import fields_of

    try:
        skill = Registry().skill(name)
    except XeroPluginError:
        return []
    return [f"{skill.name} ({skill.effect})", "", skill.description, "", *fields_of(input_schema(skill)), ""]


@app.command("run", cls=_RunCommand)
def run_skill(
    name: Name,
    flags: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE", help=FLAGS_HELP, show_default=False)] = None,
    given: Annotated[
        str, typer.Option("--input", help="Arguments as JSON, @FILE to read a file, or - for standard input.")
    ] = "{}",
    files: Annotated[
        list[str] | None,
        typer.Option(
            "--file", metavar="NAME=PATH", help="Use the content of a file as the value of a field; may be repeated."
        ),
    ] = None,
    organisation: Organisation = None,
    approve: Annotated[bool, typer.Option("--approve", help="Approve the plan just shown and execute it.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask a question.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a skill. One that writes shows its plan; with --approve, or a yes at the terminal, it is executed."""
    from atom_xero_plugin.dispatch.tool_calls import call_tool
    from atom_xero_plugin.plans.plan import PlanView

    async def work(runtime: App) -> Answer | PlanView:
        dispatcher = run.dispatcher(runtime)
        caller = await run.caller(runtime)
        yes = await approval.flag_approver(runtime) if approve else None  # before anything is planned
        arguments: Any = _text(given)
        if files or flags:
            arguments = _put_together(dispatcher.registry.skill(name), arguments, flags or [], files or [])
        answer = await call_tool(dispatcher, name, arguments, caller, organisation=organisation)
        if not isinstance(answer.plan, PlanView):
            return answer
        interactive = not (as_json or no_input) and approval.at_terminal()
        if not approve and not interactive:
            return answer
        if not approve and not approval.ask_person(answer.plan):
            return answer.plan
        yes = yes or await approval.flag_approver(runtime)
        if approve and not as_json:
            output.plan(answer.plan)
        return await dispatcher.approve_and_execute(answer.plan, answer.plan.hash, yes, by=caller)

    done = run.run(work, as_json=as_json)
    if isinstance(done, PlanView):  # a person at the terminal was shown it and gave no yes
        raise typer.Exit(approval.not_approved(done.id))
    raise typer.Exit(output.answer(done, as_json=as_json))


@app.command("export")
def export_skills(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of skills; without any, all.", autocompletion=completion.skills)
    ] = None,
    form: Annotated[
        Literal["openai", "openai-chat", "anthropic", "mcp", "json-schema", "atom"],
        typer.Option("--format", help="openai is for the Responses API, openai-chat for Chat Completions."),
    ] = "json-schema",
) -> None:
    """Print the skills as tools, in the format of a model provider: a JSON list for `tools`.

    When the model calls a tool, run `skill run NAME --input ARGUMENTS --json`.
    """
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.tools.formats import FORMATS

    registry = Registry()
    try:
        chosen = [registry.skill(name) for name in names] if names else registry.skills
    except XeroPluginError as error:
        run.stop(error, as_json=False)
    output.data([FORMATS[form](skill) for skill in chosen])


@app.command("folder")
def skill_folder(
    target: Annotated[Path, typer.Argument(help="The folder to write into, such as ~/.claude/skills/xero-accounting.")],
) -> None:
    """Write the catalogue as an Agent Skill: SKILL.md with references, and ATOM's page next to it."""
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.tools.agent_skill import agent_skill

    files = agent_skill(Registry().skills)
    try:
        for name, text in files.items():
            path = target.expanduser() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        run.stop(InvalidArguments(f"{target} cannot be written: {error.strerror or error}."), as_json=False)
    output.text(f"{len(files)} files in {target}")


def _text(given: str) -> str:
    """The arguments as text: as they stand, of a file, or of standard input; never more than any skill takes.

    Raises InvalidArguments for what is too large, no text, or not to be read.
    """
    from atom_xero_plugin.catalogue.validation import LARGEST_WITH_FILE

    if given != "-" and not given.startswith("@"):
        return given
    place = "Standard input" if given == "-" else f"The file {given[1:]}"
    try:
        content = _read(given, LARGEST_WITH_FILE + 1)
        if len(content) > LARGEST_WITH_FILE:
            raise InvalidArguments(
                f"{place} is too large: arguments have at most {LARGEST_WITH_FILE:,} bytes.",
                hint="Give a large text as a field of its own: --file NAME=PATH.",
            )
        return content.decode()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidArguments(f"{place} cannot be read: {reason}.") from None


def _read(given: str, most: int) -> bytes:
    if given == "-":
        return sys.stdin.buffer.read(most)
    with Path(given[1:]).open("rb") as file:
        return file.read(most)


def _put_together(skill: Skill, given: str, flags: Sequence[str], files: Sequence[str]) -> Mapping[str, Any]:
    """The arguments of --input, with each KEY=VALUE and each file put into its field. Raises InvalidArguments."""
    from atom_xero_plugin.interfaces.cli.flags import object_of, with_flags
    from atom_xero_plugin.tools.formats import arguments_schema

    return _with_files(skill, with_flags(object_of(given), flags, arguments_schema(skill)), files)


def _with_files(skill: Skill, arguments: dict[str, Any], files: Sequence[str]) -> Mapping[str, Any]:
    """The arguments with each NAME=PATH as the field of that name. Raises InvalidArguments that names the field."""
    from atom_xero_plugin.catalogue.schema import input_schema

    fields = input_schema(skill).get("properties", {})
    for each in files:
        field, separator, path = each.partition("=")
        if not (field and separator and path):
            raise InvalidArguments(f"--file {each[:80]} is not NAME=PATH, for example statement=bank.csv.")
        if field not in fields:
            raise _invalid(field, f"is no field of {skill.name}. The fields are: {', '.join(sorted(fields))}")
        if field in arguments:
            raise _invalid(field, "is given twice; give it once, by --file or in --input")
        arguments[field] = _content(skill, field, path, fields[field].get("maxLength"))
    return arguments


def _content(skill: Skill, field: str, path: str, longest: int | None) -> str:
    """What the file holds as text; what is no text as base64: and its bytes, of a skill that takes a whole file."""
    from atom_xero_plugin.catalogue.validation import most_of

    most = longest or most_of(skill)
    try:
        with Path(path).open("rb") as file:
            content = file.read(4 * most + 1)  # a character has up to four bytes
    except (OSError, ValueError) as error:
        raise _invalid(field, f"the file {path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        text = content.decode() if len(content) <= 4 * most else None
    except UnicodeDecodeError:
        text = None
    if (text is None or "\0" in text) and len(content) <= most:
        if not skill.takes_file:
            raise _invalid(field, f"the file {path} is not text in UTF-8")
        text = f"base64:{base64.b64encode(content).decode()}"
    if text is None or len(text) > most:
        raise _invalid(field, f"the file {path} is too large: at most {most:,} characters are taken")
    return text


def _invalid(field: str, words: str) -> InvalidArguments:
    return InvalidArguments(f"{field}: {words}.", fields=[FieldError(f"/{field}", words)])


def _compact(value: object) -> str:
    return msgspec.json.encode(value).decode()
