"""The fake identity service on a real port, for tests with many processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from auth.fake_identity import AnswerDropped, FakeIdentity


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    identity: FakeIdentity
    latency_s: float
    guard: threading.Lock


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            with self.server.guard:
                answer = self.server.identity.handle(self.command, self.path, headers, body)
        except AnswerDropped:
            self.close_connection = True
            return
        time.sleep(self.server.latency_s)  # the token service's, not a wait of the test
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the identity keeps its own log."""


@contextmanager
def serving(identity: FakeIdentity, *, latency_s: float = 0.0) -> Iterator[str]:
    """The identity at an address of this machine, until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.identity, server.latency_s, server.guard = identity, latency_s, threading.Lock()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    identity.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield identity.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
