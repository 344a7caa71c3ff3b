"""HTTP requests that are sent in part end by themselves: whoever holds connections open with them holds up nobody.

uvicorn has a limit for idle connections alone. Here a request's head must arrive whole within a time, and its body
within another; then the connection is reported 408 and closed. Time in which we do not read does not count.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from atom_xero_plugin.core.errors import AskAgain

HEADERS_S: Final = 10.0
BODY_S: Final = 30.0


class RequestTimeout(AskAgain):
    """The request was not sent whole in time."""

    code = "request_timeout"
    http_status = 408
    default_hint = "Send it again, whole; nothing of it was used."


class TimedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with a time limit for each half of a request."""

    headers_s: ClassVar[float] = HEADERS_S
    body_s: ClassVar[float] = BODY_S
    _timer: asyncio.TimerHandle | None = None
    _begun = False
    """Whether any byte of the request that is awaited has come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection that never sends anything ends too."""
        super().connection_made(transport)
        self._wait(self.headers_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something came: from now on a request is awaited."""
        if self._timer is None and (self.cycle is None or not self.cycle.more_body):
            self._wait(self.headers_s)
        self._begun = True
        super().data_received(data)

    def on_message_begin(self) -> None:
        """The head begins."""
        self._wait(self.headers_s)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole, the body is awaited."""
        self._wait(self.body_s)
        super().on_headers_complete()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Blanks around a value are no part of it (RFC 9110, 5.5); the parser leaves those after it."""
        super().on_header(name, value.strip(b" \t"))

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop()
        self._begun = False
        super().on_message_complete()

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._too_late, seconds)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_late(self, seconds: float) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if self.flow.read_paused or (
            self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        ):
            self._wait(seconds)  # it is we who keep it waiting
            return
        under_way = self.cycle is not None and self.cycle.more_body and self.cycle.response_started
        if self._begun and not under_way:
            self.transport.write(_refusal())
        self.transport.close()


def timed(headers_s: float = HEADERS_S, body_s: float = BODY_S) -> type[TimedProtocol]:
    """The protocol with these limits, in seconds, for `uvicorn.Config(http=…)`."""
    return type("Timed", (TimedProtocol,), {"headers_s": headers_s, "body_s": body_s})


def _refusal() -> bytes:
    error: Any = RequestTimeout().body()
    reported = {
        "success": False,
        "organisation": None,
        "error": {name: getattr(error, name) for name in error.__struct_fields__},
    }
    body = json.dumps(reported).encode()
    head = (
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\ncache-control: no-store\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body
