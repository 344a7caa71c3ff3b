"""The page of components on a port of this machine, under the policy of every page; it keeps what was posted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.pages import StandIn

import atom_xero_plugin.interfaces.web
from atom_xero_plugin.interfaces.web.render import environment, policy
from atom_xero_plugin.interfaces.web.showcase import facts

STATIC = Path(atom_xero_plugin.interfaces.web.__file__).with_name("static")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HITS = """<div role="group" aria-labelledby="g1"><div role="presentation" class="kind" id="g1">Contact</div>
<div role="option" id="h1" aria-selected="false" data-href="/contacts/1"><span>Thorndon</span></div>
<div role="option" id="h2" aria-selected="false" data-href="/contacts/2"><span>Thorndon Teas</span></div></div>"""


class Pages:
    """Where the pages are, and what came in."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.asked: list[str] = []
        self.files: frozenset[str] | None = None
        self.shown: dict[str, str] = {}
        """Pages of a test's own: a path, and a template."""
        self.parts: dict[str, tuple[int, str]] = {}
        """Answers to requests of htmx by their path: a status, and HTML."""
        self.address = ""


@contextmanager
def serving() -> Iterator[Pages]:
    """The server, until the end of the block."""
    pages = Pages()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            at = urlsplit(self.path)
            pages.asked.append(self.path)
            if at.path.startswith("/static/"):
                file = STATIC / at.path.removeprefix("/static/")
                self._answer(file.read_bytes(), TYPES[file.suffix])
            elif at.path.startswith("/search") and self.headers.get("hx-request"):
                self._answer(HITS.encode(), "text/html; charset=utf-8")
            elif at.path in pages.parts:
                status, html = pages.parts[at.path]
                self._answer(html.encode(), "text/html; charset=utf-8", status)
            elif at.path in pages.shown:
                text = environment().from_string(pages.shown[at.path]).render(page=StandIn())
                self._answer(text.encode(), "text/html; charset=utf-8")
            else:
                given = {name: values[0] for name, values in parse_qs(at.query).items()}
                page = StandIn(
                    theme=given.get("theme"), density=given.get("density"), keys=given.get("keys") != "off",
                    files=pages.files,
                )  # fmt: skip
                text = environment().get_template("pages/components.html").render(page=page, **facts(page))
                self._answer(text.encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            pages.posted.append((self.path, parse_qs(body, keep_blank_values=True), dict(self.headers.items())))
            status, html = pages.parts.get(urlsplit(self.path).path, (200, "<p>done</p>"))
            self._answer(html.encode(), "text/html", status)

        def _answer(self, body: bytes, media_type: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("content-type", media_type)
            self.send_header("content-length", str(len(body)))
            for name, value in policy(nonce=StandIn.nonce).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    pages.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield pages
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
