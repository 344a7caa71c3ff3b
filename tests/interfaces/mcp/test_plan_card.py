"""A plan as a card where the client shows MCP Apps: all that decides, as text, and nothing that could approve."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.extension import advertise
from support.browser import NoBrowser, browser

from atom_xero_plugin.interfaces.mcp import plan_card
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.testing import House

APPS = advertise(plan_card.EXTENSION, {"mimeTypes": [plan_card.MIME]})
PAGE = plan_card.contents().text
ARGUMENTS = {"organisation": "harbour", "contact": "Ngaio Travel"}
HOST = """<!doctype html><meta charset="utf-8"><body><iframe id="app"></iframe><pre id="seen"></pre><script>
const app = document.getElementById("app"), sent = [];
window.addEventListener("message", event => {
  const message = event.data;
  sent.push(message.method || "answer");
  const say = each => app.contentWindow.postMessage({jsonrpc: "2.0", ...each}, "*");
  if (message.method === "ui/initialize") {
    const version = message.params.protocolVersion;
    say({id: message.id, result: {protocolVersion: version, hostInfo: {}, hostCapabilities: {}}});
  } else if (message.method === "ui/notifications/initialized") {
    say({method: "ui/notifications/tool-result", params: {structuredContent: ANSWER}});
  } else if (message.method === "ui/notifications/size-changed") {
    const inside = app.contentDocument;
    document.getElementById("seen").textContent = JSON.stringify({
      text: inside.body.innerText, sent,
      elements: [...new Set([...inside.querySelectorAll("#card *")].map(each => each.localName))],
    });
  }
});
app.srcdoc = PAGE;
</script>"""


async def _shown(house: House, *extensions: Any) -> list[Any]:
    async with Client(create_server(house.runtime, house.registry), extensions=list(extensions)) as client:
        return list((await client.list_tools()).tools)


@pytest.mark.anyio
async def test_tools_that_write_have_the_card_where_a_client_shows_one(house: House) -> None:
    """A client that does not say so sees no word of it; the list stays within its bounds."""
    plain, with_cards = await _shown(house), await _shown(house, APPS)
    shown = {tool.name for tool in with_cards if (tool.meta or {}).get("ui")}

    assert all(not tool.meta for tool in plain)
    assert [tool.name for tool in with_cards] == [tool.name for tool in plain]
    assert shown == {
        tool.name for tool in plain if not tool.annotations.read_only_hint and tool.name != "xero_withdraw_plan"
    }
    sizes = [len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in with_cards]
    assert sum(sizes) <= 18_000
    assert max(sizes) <= 1_400


@pytest.mark.anyio
async def test_the_page_is_read_as_its_tool_names_it(house: House) -> None:
    """Its type is that of MCP Apps; the answer is the same text with and without."""
    async with Client(create_server(house.runtime, house.registry), extensions=[APPS]) as client:
        (page,) = (await client.read_resource(plan_card.URI)).contents
        carded = await client.call_tool("xero_run_write", {"skill": "archive_contact", "arguments": ARGUMENTS})
    async with Client(create_server(house.runtime, house.registry)) as client:
        plain = await client.call_tool("xero_run_write", {"skill": "archive_contact", "arguments": ARGUMENTS})

    assert (page.mime_type, page.text) == (plan_card.MIME, PAGE)
    assert carded.structured_content["plan"]["id"] == plain.structured_content["plan"]["id"]
    assert carded.content[0].text == plain.content[0].text


def test_the_page_loads_nothing_calls_no_tool_and_writes_only_text() -> None:
    """No address of elsewhere, no HTML made of data, no button, no call."""
    for invalid in ("http", "innerHTML", "insertAdjacent", "document.write", "eval", "<button", "tools/call", "import"):
        assert invalid not in PAGE, invalid
    assert set(re.findall(r'"(ui/[a-z/-]+)"', PAGE)) == {
        "ui/initialize",
        "ui/notifications/initialized",
        "ui/notifications/size-changed",
        "ui/notifications/tool-cancelled",
        "ui/notifications/tool-result",
    }


@pytest.mark.anyio
async def test_the_card_shows_the_plan_as_text(house: House, tmp_path: Path) -> None:
    """In a browser, with a host that speaks MCP Apps: what decides, before and after, and no element of a record's."""
    answer = await house.call("change_contact", contact="Ngaio Travel", name="<img src=x onerror=alert(1)>")
    plan = answer["plan"]
    assert plan["state"] == "proposed"
    seen = _rendered(answer, tmp_path)

    assert plan["summary"] in seen["text"]
    for part in ("Harbour Street Studio Limited", plan["party"], plan["id"], "Ngaio Travel", "<img src=x onerror"):
        assert part in seen["text"]
    assert set(seen["elements"]) <= {"h1", "table", "tbody", "tr", "th", "td", "del", "p"}
    assert set(seen["sent"]) == {"ui/initialize", "ui/notifications/initialized", "ui/notifications/size-changed"}


def _rendered(answer: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What a browser shows in the frame of a chat that was given this answer."""
    values = {"ANSWER": answer, "PAGE": PAGE}
    host = re.sub(r"\b(ANSWER|PAGE)\b", lambda found: json.dumps(values[found[1]]).replace("</", "<\\/"), HOST)
    (folder / "host.html").write_text(host, encoding="utf-8")
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=5000", "--dump-dom", (folder / "host.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stdout[-500:]
    text = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    seen: dict[str, Any] = json.loads(text)
    return seen


def test_without_a_browser_the_test_fails_and_says_how_to_get_one(tmp_path: Path) -> None:
    """It is never skipped; one that Playwright downloaded is found."""
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    with pytest.raises(NoBrowser, match=r"apt-get install chromium.*playwright install chromium"):
        browser(path=str(nothing), downloads=nothing)

    downloaded = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    downloaded.parent.mkdir(parents=True)
    downloaded.write_text("#!/bin/sh\n", encoding="utf-8")
    downloaded.chmod(0o755)
    assert browser(path=str(nothing), downloads=tmp_path) == str(downloaded)
