"""A port of this machine, opened before anything is reported of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from atom_xero_plugin.core.errors import FixSetup


@contextmanager
def listening_on(host: str, port: int, *, option: str = "--port") -> Iterator[socket.socket]:
    """A socket that listens; 0 takes a free port. Raises FixSetup in one sentence if it cannot, naming the option.

    TCP is named, for asyncio turns off Nagle's delay (40 ms an answer) only on sockets that say what they are.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, port))
            found.listen()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            hint = f"Give another port with {option}, or end what uses it."
            raise FixSetup(f"Port {port} of {host} cannot be used: {reason}.", hint=hint) from None
        yield found
