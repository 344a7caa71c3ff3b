"""What a skill is: one thing a person, an AI chat or a workflow may ask for, described by JSON Schema.

A skill that reads returns its answer. A skill that writes returns a `Proposal`; what it answers is reported afterwards,
by the function marked `verified`, from the record that Xero gave back: so it cannot claim what did not happen.

This module imports nothing heavy, because `import atom_xero_plugin` loads it.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, cast, get_type_hints

Effect = Literal["read", "write", "destructive"]

VERBS: Mapping[Effect, tuple[str, ...]] = {
    "read": ("find", "list", "show", "search", "suggest", "check", "export", "read"),
    "write": (
        "create",
        "change",
        "approve",
        "post",
        "send",
        "accept",
        "decline",
        "email",
        "record",
        "attach",
        "reconcile",
        "import",
        "add",
        "mark",
        "upload",
        "link",
        "restore",
        "bill",
        "invoice",
        "copy",
        "allocate",
        "refund",
    ),
    "destructive": (
        "void",
        "delete",
        "archive",
        "reverse",
        "disconnect",
        "unapprove",
        "unallocate",
        "remove",
        "unlink",
    ),
}
"""The first word of a skill's name says its effect."""

HOST_PREFIX = "xero_"
"""A host sees a skill as `xero_<name>`: names of several plugins meet in one list there."""

ORGANISATION_SCOPE = "accounting.settings.read"
"""What every skill about one organisation needs apart from its own: currency, time zone and financial year are read."""


ALSO = "also"
"""The key of a field's other names in the `extra` of its Meta."""


def also(names: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Other names that people and models give a field, with blanks between: the `extra` of its Meta.

    `more` is such an `extra` of names that several fields share.

    None of them is taken; whoever uses one gets the field's own name.
    """
    return {ALSO: (*(more or {}).get(ALSO, ()), *names.split())}


OBVIOUS: Final[dict[str, Any]] = {"obvious": True}
"""The `extra` of a field whose name and type tell a model enough: its description is for people alone.

Where a format matters (decimal text, YYYY-MM-DD), the first field of that kind in a skill is not one.
"""
MANY_VALUES: Final = 12
"""A closed list of more values than so many is named for a model by the first sentence of its field's description."""
PARTS_LATER: Final[dict[str, Any]] = {"parts_later": True}
"""The `extra` of an object of which an error asks for a part, and shows how it is typed: a model needs none before."""


@dataclass(frozen=True)
class Example:
    """One use of a skill: shown in the docs and to the AI, and run as a test against the sandbox."""

    ask: str
    """What a person would say."""
    arguments: Mapping[str, Any]


@dataclass(eq=False)
class Skill:
    """One skill: its words, shapes, effect, scopes, examples and operation."""

    name: str
    description: str
    effect: Effect
    scopes: tuple[str, ...]
    examples: tuple[Example, ...]
    undo: str | None
    needs_organisation: bool
    takes_file: bool
    """Whether an argument is the text of a whole file."""
    scopes_vary: bool
    """Whether arguments decide which further scopes are needed, such as the kind of a record."""
    handler: Callable[..., Awaitable[Any]] = field(repr=False)
    presenter: Callable[..., Any] | None = field(default=None, repr=False)

    def verified(self, presenter: Callable[..., Any]) -> Callable[..., Any]:
        """Mark the function that turns the records read back from Xero into the answer of a skill that writes."""
        self.presenter = presenter
        return presenter

    @property
    def title(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("_", " ").capitalize()

    @property
    def host_name(self) -> str:
        """The name a host and an AI see."""
        return HOST_PREFIX + self.name

    @property
    def writes(self) -> bool:
        """Whether it changes the books."""
        return self.effect != "read"

    @cached_property
    def input_type(self) -> type:
        """The Struct of its arguments."""
        return cast("type", get_type_hints(self.handler)["input"])

    @cached_property
    def output_type(self) -> type:
        """The Struct of its answer."""
        if not self.writes:
            return self._returned(self.handler)
        if self.presenter is None:
            raise TypeError(f"{self.name} writes, so it needs a function marked @{self.name}.verified")
        return self._returned(self.presenter)

    @staticmethod
    def _returned(function: Callable[..., Any]) -> type:
        return cast("type", get_type_hints(function)["return"])


def skill(
    *,
    effect: Effect,
    scopes: Sequence[str],
    examples: Sequence[Example],
    undo: str | None = None,
    organisation: bool = True,
    takes_file: bool = False,
    scopes_vary: bool = False,
) -> Callable[[Callable[..., Awaitable[Any]]], Skill]:
    """Declare the decorated function to be a skill.

    Args:
        effect: read, write or destructive; the name's first verb must agree.
        scopes: granular Xero scopes the operation needs, for example `accounting.invoices.read`; ORGANISATION_SCOPE is
            added for a skill about one organisation.
        examples: at least one; each is a test against the sandbox.
        undo: the skill that takes this one back, if any.
        organisation: False for a skill that is not about one organisation.
        takes_file: True if an argument is the text of a whole file, so that the arguments may be large.
        scopes_vary: True if arguments decide which further scopes are needed; the operation asks for them itself.

    Raises TypeError for an effect that is none, a name whose verb does not fit its effect, scopes that are no list, or
    a function without a docstring. The registry names a scope that Xero does not have.
    """

    def declare(handler: Callable[..., Awaitable[Any]]) -> Skill:
        name = handler.__name__
        verb = name.partition("_")[0]
        if effect not in VERBS:
            raise TypeError(f"{name}: {effect!r} is no effect; it is one of {', '.join(VERBS)}")
        if isinstance(scopes, str) or not all(isinstance(scope, str) for scope in scopes):
            raise TypeError(f"{name}: scopes is {scopes!r}; it is a list, such as ['accounting.contacts.read']")
        if verb not in VERBS[effect]:
            raise TypeError(f"{name}: a skill with effect {effect} begins with one of {', '.join(VERBS[effect])}")
        description = inspect.getdoc(handler)
        if not description:
            raise TypeError(f"{name}: a skill's docstring is what people and AIs read; it has none")
        return Skill(
            name=name,
            description=description,
            effect=effect,
            scopes=tuple(dict.fromkeys([*scopes, ORGANISATION_SCOPE] if organisation else scopes)),
            examples=tuple(examples),
            undo=undo,
            needs_organisation=organisation,
            takes_file=takes_file,
            scopes_vary=scopes_vary,
            handler=handler,
        )

    return declare
