"""Our OpenAPI document is complete and true: requests made from it, right and wrong, are answered as it says."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import requests
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode, checks
from support.long_run import LONG
from support.routes import CALLS, OPEN
from support.service import open_service

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.settings import load
from atom_xero_plugin.interfaces.http.app import create_app, routers
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.listen import listening_on

EXAMPLES = 8 if LONG else 3
"""Of each operation, right ones and wrong ones; the same in every run."""
LONGEST_ADDRESS = 60_000
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document, which needs no database."""
    home = str(tmp_path_factory.mktemp("document"))
    service = HttpService(App(load({"ATOM_XERO_HOME": home})), Registry(), home=True)
    return create_app(service).openapi()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A service in a thread of its own: its address, a token with every right, and its document."""
    reported: list[tuple[str, str, dict[str, Any]]] = []
    ready, ended = threading.Event(), asyncio.Event()

    async def serve(loop: list[asyncio.AbstractEventLoop]) -> None:
        loop.append(asyncio.get_running_loop())
        served = await open_service(tmp_path_factory.mktemp("openapi"), connected=True)
        with listening_on("127.0.0.1", 0) as listening:
            config = uvicorn.Config(served.app, log_config=None, access_log=False, ws="none", lifespan="off")
            server = uvicorn.Server(config)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            reported.append((address, await served.token(), served.app.openapi()))
            answering = asyncio.ensure_future(server.serve(sockets=[listening]))
            ready.set()
            await ended.wait()
            served.service.ending.set()
            server.should_exit = True
            await answering
        await served.close()

    loops: list[asyncio.AbstractEventLoop] = []
    thread = threading.Thread(target=lambda: asyncio.run(serve(loops)))
    thread.start()
    assert ready.wait(60)
    yield reported[0]
    loops[0].call_soon_threadsafe(ended.set)
    thread.join(60)


def test_the_document_names_every_route_its_caller_and_its_failures(document: dict[str, Any]) -> None:
    """Each with words, a schema of success, our shape of failure, and the token it needs."""
    operations = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }

    assert set(operations) == {call.key for call in CALLS}
    for key, operation in operations.items():
        assert operation["summary"], key
        assert operation["description"], key
        assert "default" in operation["responses"], key
        assert {"ApiToken": []} in operation["security"], key
        assert ({} in operation["security"]) is (key in OPEN or "/auth/start" in key[1] or "/callback" in key[1]), key
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)


def test_operations_have_short_names_that_do_not_change_with_the_place(
    document: dict[str, Any], tmp_path: Path
) -> None:
    """The same in every process and under every prefix: generated clients name their methods by them."""
    service = HttpService(App(load({"ATOM_XERO_HOME": str(tmp_path)})), Registry(), home=True)
    host = FastAPI()
    for router in routers(service.runtime, service.registry):
        host.include_router(router, prefix="/xero-plugin/v1")

    def names(document: dict[str, Any]) -> set[str]:
        return {each["operationId"] for methods in document["paths"].values() for each in methods.values()}

    mine = names(document)
    assert names(host.openapi()) == mine
    assert {"list_invoices", "create_invoice", "approve_plan", "list_events", "health", "ready"} <= mine
    assert all(re.fullmatch(r"[a-z_]{4,32}", name) for name in mine)


def test_the_document_lists_failures_servers_streams_and_patterns(tmp_path: Path) -> None:
    """What a generated client needs to know next to success."""
    service = HttpService(App(load({"ATOM_XERO_HOME": str(tmp_path)})), Registry(), home=True)
    document = create_app(service, address="http://localhost:5058/").openapi()
    operations = [each for methods in document["paths"].values() for each in methods.values()]

    assert [each["url"] for each in document["servers"]] == ["/", "http://localhost:5058"]
    for operation in operations:
        assert {"400", "401", "403", "404", "409", "413", "422", "429", "500", "503", "507"} <= set(
            operation["responses"]
        )
        assert "Retry-After" in operation["responses"]["429"]["headers"]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] != "path" or parameter["schema"]["pattern"], operation["operationId"]
    stream = document["paths"]["/api/events"]["get"]["responses"]["200"]["content"]["text/event-stream"]
    assert stream["schema"]["type"] == "string"


@pytest.mark.anyio
async def test_the_document_is_built_once_and_off_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ask for it at once, nobody else waits for it."""
    service = HttpService(App(load({"ATOM_XERO_HOME": str(tmp_path)})), Registry(), home=True)
    app = create_app(service)
    threads: list[threading.Thread] = []
    build = app.openapi

    def noted() -> dict[str, Any]:
        threads.append(threading.current_thread())
        return build()

    monkeypatch.setattr(app, "openapi", noted)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost") as program:
        answers = await asyncio.gather(*(program.get("/openapi.json") for _ in range(5)))

    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["openapi"].startswith("3.1")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_every_schema_of_the_document_is_one(document: dict[str, Any]) -> None:
    """JSON Schema 2020-12, as OpenAPI 3.1 says."""

    def schemas(node: Any) -> Iterator[dict[str, Any]]:
        inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        if isinstance(node, dict) and isinstance(node.get("schema"), dict):
            yield node["schema"]
        for inner in inside:
            yield from schemas(inner)

    different = {json.dumps(each, sort_keys=True): each for each in schemas(document["paths"])}

    assert document["openapi"].startswith("3.1")
    assert len(different) > 100
    for schema in different.values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_what_the_document_allows_and_forbids_is_answered_as_it_says(
    running: tuple[str, str, dict[str, Any]], mode: GenerationMode
) -> None:
    """No fault, no status, type or shape that it does not name; nothing wrong is taken."""
    address, token, document = running
    schema = schemathesis.openapi.from_dict(document)
    session = requests.Session()
    session.headers["authorization"] = f"Bearer {token}"
    session.trust_env = False
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        takes = operation.path_parameters.items or operation.query.items or operation.body.items
        if mode is GenerationMode.NEGATIVE and not takes:
            continue  # nothing can be wrong about it

        @settings(
            max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answer(case: Any) -> None:
            nonlocal tried
            tried += 1
            response = case.call(base_url=address, session=session, timeout=30)
            if len(response.request.url or "") > LONGEST_ADDRESS and response.status_code == 400:
                return  # the server itself reads no longer line; no route of ours was reached
            case.validate_response(response, checks=CHECKS)

        answer()
    session.close()
    assert tried >= EXAMPLES / 2 * len(CALLS)
