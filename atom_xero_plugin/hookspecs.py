"""The hooks between a host and its plugins (pluggy, project name `atom`). A host calls all but the last two.

A plugin implements any of them with `@hookimpl`. Arguments a plugin does not need may be left out of its signature.
docs/hosts.md describes when each is called and what it answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pluggy

PROJECT = "atom"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True)
class CallContext:
    """Who asks, as the host knows it; the plugin refuses what a context does not allow."""

    workspace_id: str
    actor: str
    kind: str = "ai"
    """person, ai or workflow."""
    rights: frozenset[str] = frozenset({"read", "write"})
    organisation: str | None = None
    """The name or id of the organisation, where the workspace has more than one."""
    request_id: str | None = None
    """The host's key of this request: repeated with it, the same is answered and nothing is done twice."""


@dataclass(frozen=True)
class SkillOffer:
    """One skill as a host lists it: `name` is unique among all plugins, for example `xero_find_contacts`."""

    name: str
    title: str
    description: str
    effect: str
    """read, write or destructive."""
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any]
    call: Callable[[Mapping[str, Any], CallContext], Awaitable[dict[str, Any]]] = field(repr=False)
    """Takes the arguments and the context; gives the answer `{"success": …}` and never raises."""


@dataclass(frozen=True)
class SkillMark:
    """What stands in the way of a skill in a workspace."""

    lacks: Sequence[str]
    """What no connection of the workspace was given, such as Xero's scopes."""
    hint: str
    """How a person adds it, as text."""
    link: str | None = None
    """Where a person adds it; None where there is no such page."""


@dataclass(frozen=True)
class TriggerOffer:
    """One trigger as a host lists it."""

    name: str
    event_type: str
    description: str
    sample: Mapping[str, Any]
    """An event as the trigger shows it."""
    filter_schema: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of what may filter it."""
    payload_schema: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of its events."""
    turn_on: Callable[[Mapping[str, Any], CallContext], Awaitable[dict[str, Any]]] | None = field(
        default=None, repr=False
    )
    """Takes filters and the context; answers `{"success", "result": {"id", …}}`. Events come from then on."""
    turn_off: Callable[[str, CallContext], Awaitable[dict[str, Any]]] | None = field(default=None, repr=False)
    """Takes the id that turn_on answered."""


@dataclass(frozen=True)
class SearchHit:
    """One thing found, in the shape of the host's global search."""

    id: str
    title: str
    snippet: str
    doc_type: str
    source_uri: str
    organisation: str
    as_of: str
    score: float
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was checked."""

    kind: str
    """program, connection, sync, poller or catalogue."""
    part: str
    """Its name for people; its key in `Health.parts`."""
    works: bool
    message: str = ""
    """What is wrong and what to do; empty where it works."""


@dataclass(frozen=True)
class Health:
    """How a plugin is, honestly: `ok` only if everything in `parts` works."""

    name: str
    ok: bool
    parts: Mapping[str, str]
    checks: Sequence[HealthCheck] = ()
    """The same as facts: which kind of thing each is, and whether it works."""


@dataclass(frozen=True)
class IntegrationCard:
    """How an integration shows in the host's list of services."""

    name: str
    title: str
    category: str
    status: str
    """ready, needs_setup or broken."""
    capabilities: Sequence[str]


class HostServices(Protocol):
    """What a host hands to its plugins when it starts."""

    def send_event(self, event: Mapping[str, Any]) -> None:
        """Notify every plugin, and the host, that something happened; one that fails is not reported again."""
        ...

    async def deliver(self, event: Mapping[str, Any]) -> None:
        """The same, but raises if somebody did not take the event: whoever sent it then sends it again."""
        ...

    def notify(self, notice: Mapping[str, Any]) -> None:
        """Notify the host's people of what they should know: `{"kind", "message", …}`."""
        ...


class HookSpecs:
    """What may be implemented."""

    @hookspec
    def atom_startup(self, host: HostServices) -> None:
        """Called once, before anything else."""

    @hookspec
    def atom_skills(self) -> Sequence[SkillOffer]:  # type: ignore[empty-body]
        """The skills the plugin offers."""

    @hookspec
    def atom_skill_marks(self, context: CallContext) -> Awaitable[Mapping[str, SkillMark]]:  # type: ignore[empty-body]
        """Which of its skills, by name, the context's workspace cannot run as it is connected: an awaitable."""

    @hookspec
    def atom_triggers(self) -> Sequence[TriggerOffer]:  # type: ignore[empty-body]
        """The triggers the plugin offers."""

    @hookspec
    def atom_search(self, query: str, context: CallContext) -> Awaitable[Sequence[SearchHit]]:  # type: ignore[empty-body]
        """What the plugin finds for a query: an awaitable, because it may read a database."""

    @hookspec
    def atom_health(self) -> Awaitable[Health]:  # type: ignore[empty-body]
        """How the plugin is."""

    @hookspec
    def atom_routers(self) -> Sequence[Any]:  # type: ignore[empty-body]
        """ASGI routes the host may mount."""

    @hookspec
    def atom_integration(self) -> IntegrationCard:  # type: ignore[empty-body]
        """The plugin's card in the host's list of services."""

    @hookspec
    def atom_work(self) -> Awaitable[None]:  # type: ignore[empty-body]
        """The plugin's work in the background, which goes on until the host cancels it."""

    @hookspec
    def atom_shutdown(self) -> Awaitable[None]:  # type: ignore[empty-body]
        """Called once at the end: close what is open."""

    @hookspec
    def atom_event(self, event: Mapping[str, Any]) -> None:
        """Something happened; called by plugins through the same plugin manager."""

    @hookspec
    def atom_notify(self, notice: Mapping[str, Any]) -> None:
        """A person should know: a connection broke, an approval waits. Called by plugins."""
