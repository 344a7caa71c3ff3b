"""What only some skills need, handed to them by its type: the engine of calls knows none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Services:
    """Makes a service when a skill asks for it, from what `dispatch` put in: `ctx.services.get(StatementLines)`."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]] | None = None) -> None:
        """`makers` gives the name of each type the function that makes its service, so that none is loaded before."""
        self._makers = dict(makers or {})

    def having(self, service: type[T], make: Callable[[], T]) -> Services:
        """The same services, and one more."""
        return Services({**self._makers, service.__name__: make})

    def get(self, service: type[T]) -> T:
        """The service of that type. Raises TypeError where the call has none."""
        make = self._makers.get(service.__name__)
        made = make() if make is not None else None
        if not isinstance(made, service):
            raise TypeError(f"this call has no {service.__name__}")
        return made
