"""The same tools by streamable HTTP on loopback, and to no page of another site."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from interfaces.cli.conftest import COMMAND
from mcp import Client

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.tools.folding import fold

pytestmark = pytest.mark.anyio
DISCOVER = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "page", "version": "1"}},
}
TYPES = {"accept": "application/json, text/event-stream"}


async def test_tools_reads_errors_and_writes_as_over_stdio(desk: Any, invoice: Any, person: Any) -> None:
    """Both eras on one server: a list, a read, an error, and a write that a person approved."""
    token = desk.token("read,write,approve")
    with desk.served() as address:
        for era in ("legacy", "auto"):
            async with desk.over_http(address, token, person, era=era) as client:
                tools = [tool.name for tool in (await client.list_tools()).tools]
                read = await client.call_tool("xero_find_contacts", {"organisation": "harbour", "limit": 3})
                error = await client.call_tool("xero_find_contacts", {"organisation": "nobody"})
                written = await client.call_tool("xero_create_invoice", {**invoice, "reference": f"http {era}"})
            assert {skill.host_name for skill in fold(Registry().entries).own} < set(tools)
            assert len(read.structured_content["result"]["items"]) == 3
            assert (error.is_error, error.structured_content["error"]["code"]) == (True, "not_found")
            assert written.structured_content["plan"]["state"] == "verified", written
    assert len(person.asked) == 2


async def test_clients_without_a_form_are_reported_how_to_approve(desk: Any, invoice: Any) -> None:
    """The plan waits, whatever way it came."""
    token = desk.token("read,write")
    with desk.served() as address:
        for era in ("legacy", "auto"):
            async with desk.over_http(address, token, era=era) as client:
                reported = await client.call_tool("xero_create_invoice", invoice)
            assert reported.structured_content["error"]["code"] == "approval_needed"
            assert "You cannot approve" in reported.content[0].text


async def test_pages_of_other_sites_and_other_names_are_refused(desk: Any) -> None:
    """Also a site whose name was made to point here, and another server's page on this machine."""
    with desk.served() as address:
        port = urlsplit(address).port
        mine = f"http://localhost:{port}"
        mine_too = {"authorization": f"Bearer {desk.token('read')}"}
        async with httpx2.AsyncClient(headers={**TYPES, **mine_too}) as browser:

            async def status(body: dict[str, Any], **headers: str) -> int:
                return (await browser.post(address, json=body, headers=headers)).status_code

            modern = {"mcp-protocol-version": "2026-07-28"}
            assert await status(HELLO) == 200
            assert await status(HELLO, origin=mine, host=f"localhost:{port}") == 200
            for more in ({}, modern):
                body = DISCOVER if more else HELLO
                assert await status(body, origin="https://evil.example", **more) == 403
                assert await status(body, origin="http://localhost:9", **more) == 403
                assert await status(body, origin="null", **more) == 403
                assert await status(body, host="evil.example", **more) == 421
                assert await status(body, host=f"evil.example:{port}", **more) == 421
            page = (await browser.get(address, headers={"origin": "https://evil.example"})).status_code
            assert page == 403


def test_it_listens_on_loopback_alone(desk: Any) -> None:
    """Not on any other address of this machine."""
    with desk.served() as address:
        port = urlsplit(address).port
        with socket.socket() as other:
            assert other.connect_ex(("127.0.0.2", port)) != 0
        with socket.create_connection(("127.0.0.1", port)):
            pass


def test_a_taken_port_is_reported(desk: Any) -> None:
    """In a sentence, with exit code 1."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = desk.terminal("mcp", "--http", str(port))

    assert said.code == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in said.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_in_order_when_reported_to(desk: Any, number: signal.Signals, code: int) -> None:
    """Nothing on standard output, no traceback, also with a client's stream open."""
    command = [COMMAND, "mcp", "--http", "0", "--without-token"]
    with subprocess.Popen(
        command, env=desk.terminal.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        address = process.stderr.readline().split()[2].rstrip(";")
        with httpx2.Client(headers=TYPES) as client:
            begun = client.post(address, json=HELLO)
            about = {"mcp-session-id": begun.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
            with client.stream("GET", address, headers=about) as stream:
                assert stream.status_code == 200
                process.send_signal(number)
                out, errors = process.communicate(timeout=30)
        assert json.loads(begun.text.partition("data: ")[2])["result"]["serverInfo"]["name"] == "atom-xero"

    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in errors


def test_blanks_around_a_headers_value_are_no_part_of_it(desk: Any) -> None:
    """RFC 9110, section 5.5: `Mcp-Name: xero_find_contacts ` is that name."""
    about = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    arguments = {"organisation": "harbour", "limit": 1}
    params = {"name": "xero_find_contacts", "arguments": arguments, "_meta": about}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
    mine = f"Authorization: Bearer {desk.token('read')}\r\n"
    with desk.served() as address:
        found = urlsplit(address)
        for blank in ("", " ", "\t ", "   "):
            head = (
                f"POST {found.path} HTTP/1.1\r\nHost: {found.netloc}\r\n{mine}Content-Type: application/json{blank}\r\n"
                f"Accept: application/json, text/event-stream{blank}\r\nMCP-Protocol-Version: 2026-07-28{blank}\r\n"
                f"Mcp-Method: tools/call{blank}\r\nMcp-Name:{blank} xero_find_contacts{blank}\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            )
            with socket.create_connection((str(found.hostname), int(found.port or 0)), timeout=20) as connection:
                connection.sendall(head.encode() + body)
                answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
            assert answer.startswith("HTTP/1.1 200"), answer
            assert '"isError":true' not in answer.replace(" ", "")
            assert "Xero" in answer or "contact" in answer


async def test_without_a_token_nothing_is_answered(desk: Any) -> None:
    """401, with where the resource's metadata is; a wrong or a revoked token is none."""
    revoked = desk.terminal.found("token", "new", "gone", "--rights", "read")
    desk.terminal.found("token", "revoke", revoked["id"])
    with desk.served() as address:
        async with httpx2.AsyncClient(headers=TYPES) as program:
            sent = [{}, *({"authorization": f"Bearer {each}"} for each in ("x", "axt_" + "y" * 43, revoked["token"]))]
            answers = [await program.post(address, json=HELLO, headers=each) for each in sent]
            place = re.search(r'resource_metadata="([^"]+)"', answers[0].headers["www-authenticate"])
            assert place
            metadata = (await program.get(place.group(1))).json()

    assert [each.status_code for each in answers] == [401] * 4
    assert all(each.headers["www-authenticate"].startswith("Bearer ") for each in answers)
    assert metadata["resource"] == address
    assert metadata["bearer_methods_supported"] == ["header"]


async def test_a_client_may_what_its_token_may(desk: Any, invoice: Any, person: Any) -> None:
    """A program that claims a form and answers it itself approves nothing without a token that may approve."""
    before = desk.writes()
    with desk.served() as address:
        for rights, era, code in (
            ("read", "auto", "not_allowed"),
            ("read,write", "legacy", "approval_needed"),
            ("write", "auto", "approval_needed"),
        ):
            async with desk.over_http(address, desk.token(rights), person, era=era) as client:
                reported = await client.call_tool("xero_create_invoice", {**invoice, "reference": rights})
                read = await client.call_tool("search", {"query": "Karori"})
            assert reported.structured_content["error"]["code"] == code
            assert read.is_error is (rights == "write")
        other = desk.token("read,write,approve", ATOM_XERO_WORKSPACE="other")
        async with desk.over_http(address, other) as client:
            stranger = await client.call_tool("xero_find_contacts", {"organisation": "harbour"})
    assert stranger.structured_content["error"]["code"] == "not_connected"
    assert (person.asked, desk.writes()) == ([], before)


async def test_a_person_may_start_it_without_tokens(desk: Any) -> None:
    """The flag's own words say what it gives up."""
    with desk.served("--without-token") as address:
        async with Client(address) as client:
            found = await client.call_tool("xero_find_contacts", {"organisation": "harbour", "limit": 1})

    assert found.structured_content["success"] is True
    assert "approve" in desk.terminal("mcp", "--help", COLUMNS="200").out


@pytest.mark.parametrize("era", ["legacy", "auto"])
async def test_a_call_that_is_repeated_with_its_key_is_done_once(
    desk: Any, invoice: Any, person: Any, era: str
) -> None:
    """The same plan and the same data; other arguments with the key are refused; a no is not asked about again."""
    before, requested = desk.writes(), {**invoice, "reference": f"keyed {era}"}
    meta = {"idempotencyKey": f"run-{era}"}
    async with desk.client(person, era=era) as client:
        first, again = [await client.call_tool("xero_create_invoice", requested, meta=meta) for _ in range(2)]
        other = await client.call_tool("xero_create_invoice", invoice, meta=meta)
        bad = await client.call_tool("xero_create_invoice", requested, meta={"idempotencyKey": "a b"})

    assert first.structured_content == again.structured_content
    assert first.structured_content["plan"]["state"] == "verified"
    assert other.structured_content["error"]["code"] == "idempotency_key_reused"
    assert bad.structured_content["error"]["code"] == "invalid_arguments"
    assert (len(person.asked), desk.writes()) == (1, before + 1)
