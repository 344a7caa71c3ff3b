"""The server: what a client may ask, answered through the one entry point."""

from __future__ import annotations

import logging
import signal
import uuid
from collections.abc import Mapping
from typing import Any, Final

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.stdio import stdio_server

from atom_xero_plugin import __version__
from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core import logs
from atom_xero_plugin.core.errors import Busy, NotAllowed
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.dispatch.skill_marks import marks_for
from atom_xero_plugin.dispatch.tool_calls import call_tool
from atom_xero_plugin.interfaces.mcp import approval, folded_tools, plan_card, prompts, search_tools, withdraw_tool
from atom_xero_plugin.interfaces.mcp.client import Client, request_key
from atom_xero_plugin.interfaces.mcp.instructions import INSTRUCTIONS, MORE_SKILLS, CurrentInstructions
from atom_xero_plugin.interfaces.mcp.resources import Resources
from atom_xero_plugin.interfaces.mcp.results import failed, result_of
from atom_xero_plugin.interfaces.mcp.tools import marked, own_tools
from atom_xero_plugin.tools.folding import FIND, fold, tools_of

log = logging.getLogger(__name__)
NAME: Final = "atom-xero"
_KEPT: Final = CacheHint(ttl_ms=300_000)
Returned = types.CallToolResult | types.InputRequiredResult


class McpService:
    """What the server answers with. One runtime serves every client for the program's life."""

    def __init__(self, runtime: App, registry: Registry, *, whole_text: bool = False) -> None:
        """Serve the skills of a registry on a runtime. Raises FixSetup for a skill that the settings name wrongly."""
        self.whole_text = whole_text
        self.dispatcher = Dispatch(runtime, registry)
        self.runtime = runtime
        self.folding = fold(registry.entries, runtime.settings.mcp_tools)
        self.tools = list(own_tools(registry, self.folding))
        self.tools += [types.Tool.model_validate(each) for each in tools_of(self.folding)]
        self.tools += [withdraw_tool.TOOL, *search_tools.TOOLS]
        self._schemas = {tool.name: tool.input_schema for tool in self.tools}

    def schema(self, name: str) -> Mapping[str, Any] | None:
        """What a tool takes."""
        return self._schemas.get(name)

    async def list_tools(
        self, ctx: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """Every tool on one page, always in the same order; with the card of plans where the client shows one.

        One that no connection allows says which scopes it lacks.
        """
        tools = await self._marked(ctx)
        if plan_card.shown_as_card(ctx.session.client_capabilities):
            tools = [plan_card.with_card(tool, _has_plans(tool)) for tool in tools]
        return types.ListToolsResult(tools=tools)

    async def _marked(self, ctx: ServerRequestContext[Any]) -> list[types.Tool]:
        """The tools; as they are where it cannot be read what was granted: the list is there before a login."""
        try:
            marks = await marks_for(self.runtime, Client.of(ctx, self.runtime.settings.workspace).model)
        except Exception as error:  # noqa: BLE001 - a client is told of a fault at its first call
            log.warning("what connections lack is not marked in the list of tools: %s", type(error).__name__)
            return self.tools
        lacking = {each.host_name: mark.lacks for each in self.folding.own if (mark := marks.of(each)) is not None}
        return [marked(tool, lacking.get(tool.name)) for tool in self.tools]

    async def call_tool(self, ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> Returned:
        """Call a tool. Whatever goes wrong is reported in the result."""
        with logs.about(request_id=uuid.uuid4().hex[:16]):
            log.debug("%s is called", params.name if self.schema(params.name) is not None else "no tool of ours")
            return await self._answered(ctx, params)

    async def _answered(self, ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> Returned:
        client = Client.of(ctx, self.runtime.settings.workspace)
        try:
            if params.name in search_tools.NAMES:
                if not client.model.may("read"):
                    raise NotAllowed("The API token has no right to read.")
                if not client.limits.none:
                    raise NotAllowed("The API token is limited to some organisations or skills; search finds in all.")
                return await search_tools.answer(self.runtime, client.workspace_id, params.name, params.arguments or {})
            if params.name == FIND:
                marks = await marks_for(self.runtime, client.model)
                return folded_tools.find(
                    self.dispatcher.registry, self.folding, params.arguments or {}, self.runtime.clock, marks
                )
            answer = await self._skill(ctx, client, params)
        except Exception as error:  # noqa: BLE001 - a client is told, never dropped
            answer = failed(error, self.runtime.clock)
        if not isinstance(answer, Answer):
            return answer
        most = self.runtime.settings.mcp_text
        return result_of(answer, client.protocol, whole_text=self.whole_text, most_bytes=most)

    async def _skill(
        self, ctx: ServerRequestContext[Any], client: Client, params: types.CallToolRequestParams
    ) -> Answer | types.InputRequiredResult:
        key = request_key(params)
        if key is None:
            return await self._asked(ctx, client, params, client.model)
        question: list[types.InputRequiredResult] = []

        async def work(model: Caller) -> Answer:
            answer = await self._asked(ctx, client, params, model)
            if isinstance(answer, Answer):
                return answer
            question.append(answer)  # no answer yet: the person is asked first, and nothing is kept of it
            return Answer(False, None, self.runtime.clock.now(), error=Busy().body())

        asked = ["mcp", params.name, params.arguments or {}]
        answer = await self.dispatcher.once(client.model, key, asked, work)
        return question[0] if question else answer

    async def _asked(
        self, ctx: ServerRequestContext[Any], client: Client, params: types.CallToolRequestParams, model: Caller
    ) -> Answer | types.InputRequiredResult:
        if params.name == withdraw_tool.NAME:
            return await withdraw_tool.withdraw(self.dispatcher, model, params.arguments or {})
        if client.asks_between_calls and params.request_state is not None:
            return await approval.resume(self.dispatcher, client, params)
        if params.name in folded_tools.RUNNERS:
            answer = await folded_tools.run(self.dispatcher, self.folding, params.name, params.arguments or {}, model)
        else:
            answer = await call_tool(self.dispatcher, params.name, params.arguments or {}, model)
        return await approval.ask(ctx, self.dispatcher, client, answer)

    async def connections_of(self, ctx: ServerRequestContext[Any]) -> list[Connection]:
        """The connections that whoever connects may know of: those of its workspace, if it may read."""
        client = Client.of(ctx, self.runtime.settings.workspace)
        known = await self.runtime.connections.of_workspace(client.workspace_id) if client.model.may("read") else []
        within = client.limits.organisations
        return [each for each in known if within is None or each.tenant_id in within]


def _has_plans(tool: types.Tool) -> bool:
    """Whether its answers hold a plan: those of the tools that write to Xero."""
    reads = tool.annotations is not None and tool.annotations.read_only_hint
    return not reads and tool.name != withdraw_tool.NAME


def create_server(runtime: App, registry: Registry | None = None, *, whole_text: bool = False) -> Server[Any]:
    """A server on a runtime, which stays the caller's to close.

    With `whole_text` the text of a result is the whole answer as JSON: for clients whose model sees the text alone.
    """
    service = McpService(runtime, registry or Registry(), whole_text=whole_text)
    resources = Resources(runtime, service.dispatcher)
    server: Server[Any] = Server(
        NAME,
        version=__version__,
        title="Xero",
        instructions=f"{INSTRUCTIONS}\n{MORE_SKILLS}" if service.folding.behind else INSTRUCTIONS,
        cache_hints={"tools/list": _KEPT, "resources/list": _KEPT, "prompts/list": _KEPT},
        get_tool_input_schema=service.schema,
        on_list_tools=service.list_tools,
        on_call_tool=service.call_tool,
        on_list_resources=resources.listed,
        on_list_resource_templates=resources.templates,
        on_read_resource=resources.read,
        on_list_prompts=prompts.list_prompts,
        on_get_prompt=prompts.get_prompt,
    )
    server.extensions = dict(plan_card.SETTINGS)
    encrypt = RequestStateSecurity.ephemeral(ttl=runtime.settings.plan_minutes * 60.0)
    server.middleware.append(RequestStateBoundary(encrypt, default_audience=NAME))
    server.middleware.append(CurrentInstructions(runtime, service.connections_of))
    return server


async def serve_stdio(runtime: App, *, whole_text: bool = False) -> None:
    """Serve the client at standard input and output until it closes them; nothing else writes there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread waits for input, which no cancelling would wake
    server = create_server(runtime, whole_text=whole_text)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
