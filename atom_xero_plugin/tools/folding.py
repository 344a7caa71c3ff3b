"""Which skills are tools of their own in an AI chat. All others share three tools: one finds them, two run them.

A chat reads its list of tools at every turn, so each tool costs at every turn whether it is used or not. A skill that
is not listed costs nothing: a model finds it by words, reads what it takes, and runs it through the runner for reads or
the one for writes. There are two, so that a client can allow the one and ask about the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.listing import SkillEntry
from atom_xero_plugin.catalogue.skill import HOST_PREFIX, Skill, also
from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.tools.formats import hints
from atom_xero_plugin.tools.lean import lean

FIND: Final = "xero_find_skill"
RUN_READ: Final = "xero_run_read"
RUN_WRITE: Final = "xero_run_write"
OWN_TOOLS: Final[Mapping[str, str]] = {
    "list_organisations": "nothing can be asked before it is known of which books",
    "find_invoices": "what is asked most: who owes what",
    "show_invoice": "follows nearly every list",
    "create_invoice": "the job that people connect a chat for",
    "create_bill": "the same from the other side",
    "approve_invoice": "the next step after a draft",
    "void_invoice": "the way back from what was just made",
    "record_payment": "the last step of an invoice",
    "find_contacts": "a name is looked up before most writes",
    "create_contact": "needed where an invoice is for someone new",
    "suggest_matches": "a statement that a person drops into a chat is nothing to search a skill for",
    "show_report": "the second question of most chats: how are we doing",
    "show_plan": "shows what became of every write, and is named in the instructions",
}
"""Why each of these is worth its place at every turn. What is not among them is folded."""
_ALL: Final = "all"
_DEFAULT: Final = "default"
_NONE: Final = "none"
_MOST_NOUNS: Final = 300
"""Characters of what the folded skills are about, in the description of the tool that finds them."""


class FindInput(Struct, forbid_unknown_fields=True):
    """What the tool that finds takes."""

    words: Annotated[
        str,
        Meta(
            description='What is to be done, such as "archive a bank account", or a skill\'s name.',
            min_length=1,
            max_length=200,
            extra=also("query text search q skill name task"),
        ),
    ]


class RunInput(Struct, forbid_unknown_fields=True):
    """What a runner takes."""

    skill: Annotated[
        str,
        Meta(
            description="Its name, as xero_find_skill answers it.",
            min_length=1,
            max_length=64,
            extra=also("name skill_name tool tool_name"),
        ),
    ]
    arguments: Annotated[
        dict[str, Any],
        Meta(
            description="What it takes, as xero_find_skill shows; the organisation among them.",
            extra=also("input args parameters params organisation"),
        ),
    ] = {}


@dataclass(frozen=True)
class Folding:
    """The skills of a catalogue, parted into those that are tools of their own and those that are folded."""

    own: tuple[SkillEntry, ...]
    behind: tuple[SkillEntry, ...]
    """Those that are found and run through the other three."""

    def runner(self, skill: Skill | SkillEntry) -> str:
        """The tool that a model calls to run a skill."""
        if any(each.name == skill.name for each in self.own):
            return skill.host_name
        return RUN_WRITE if skill.writes else RUN_READ


def fold(skills: Sequence[SkillEntry], chosen: str = _DEFAULT) -> Folding:
    """Part the skills as a person chose.

    Args:
        skills: the whole catalogue, in its order.
        chosen: names of skills, and `default` (those of OWN_TOOLS), `all` or `none`, with blanks or commas between.

    Raises FixSetup for a name that is no skill.
    """
    names = {skill.name for skill in skills}
    requested: set[str] = set()
    for word in chosen.replace(",", " ").split():
        requested |= _chosen(word, names)
    own = tuple(skill for skill in skills if skill.name in requested)
    return Folding(own, tuple(skill for skill in skills if skill.name not in requested))


def tools_of(folding: Folding) -> list[dict[str, Any]]:
    """The three tools as MCP describes them; none where nothing is folded.

    Their hints are true of every skill behind them: a runner is destructive if one of them is.
    """
    if not folding.behind:
        return []
    reads = [skill for skill in folding.behind if not skill.writes]
    writes = [skill for skill in folding.behind if skill.writes]
    found = [
        _tool(
            FIND,
            "Find a skill",
            "Find a Xero skill that has no tool of its own, by words: what it takes, which tool runs it. "
            f"About: {_nouns(folding.behind)}.",
            FindInput,
            {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False},
        )
    ]
    if reads:
        words = "Run a Xero skill of xero_find_skill that only reads."
        found.append(_tool(RUN_READ, "Run a skill that reads", words, RunInput, _hints_of(reads)))
    if writes:
        words = "Run a Xero skill of xero_find_skill that writes: makes its plan, which a person approves first."
        found.append(_tool(RUN_WRITE, "Run a skill that writes", words, RunInput, _hints_of(writes)))
    return found


def _chosen(word: str, names: set[str]) -> set[str]:
    if word in {_ALL, _DEFAULT, _NONE}:
        return {_ALL: names, _DEFAULT: set(OWN_TOOLS), _NONE: set[str]()}[word]
    name = word.removeprefix(HOST_PREFIX)
    if name not in names:
        raise FixSetup(
            f"ATOM_XERO_MCP_TOOLS names {word[:64]!r}, which is no skill.",
            hint="`atom-xero skill list` shows them all; `default`, `all` and `none` are words for many.",
        )
    return {name}


def _tool(name: str, title: str, description: str, takes: type, its_hints: Mapping[str, bool]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "description": description,
        "inputSchema": lean(takes),
        "outputSchema": {"type": "object"},
        "annotations": dict(its_hints),
    }


def _hints_of(skills: Iterable[SkillEntry]) -> dict[str, bool]:
    """What holds for all of them: to only read for each, to destroy or to ask Xero for at least one."""
    each = [hints(skill) for skill in skills]
    return {
        "readOnlyHint": all(reported["readOnlyHint"] for reported in each),
        "destructiveHint": any(reported["destructiveHint"] for reported in each),
        "idempotentHint": all(reported["idempotentHint"] for reported in each),
        "openWorldHint": any(reported["openWorldHint"] for reported in each),
    }


def _nouns(skills: Iterable[SkillEntry]) -> str:
    """What the skills are about, as far as there is room: `account, bank account, contact`."""
    nouns = sorted({skill.name.partition("_")[2].replace("_", " ").removesuffix("s") for skill in skills})
    reported = ", ".join(nouns)
    return reported if len(reported) <= _MOST_NOUNS else f"{reported[:_MOST_NOUNS].rpartition(', ')[0]} and more"
