"""Log lines: time, level, request and plan on each; as text or JSON; and never a record's text, at any level.

Libraries log what passes through them: a database driver its parameters, an HTTP client the addresses it asks, an MCP
server whole messages. What is logged here comes from this package; of a library only warnings and worse are let
through. Where a host sets up logging itself, `guard_drivers` still keeps parameters, rows and queries out of it.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial, wraps
from typing import Any, Concatenate, Final, Literal, ParamSpec, TypeVar

REQUEST: Final[ContextVar[str | None]] = ContextVar("atom_xero_request", default=None)
"""The id of the request that is answered just now."""
PLAN: Final[ContextVar[str | None]] = ContextVar("atom_xero_plan", default=None)
"""The id of the plan that is decided or executed just now."""
OURS: Final = "atom_xero_plugin"
ENGINE: Final = "atom_xero"
"""The name under which SQLAlchemy logs for our databases."""
_QUIET: Final = (
    "mcp",
    "aiosqlite",
    "sqlalchemy",
    "httpx2",
    "httpcore2",
    "authlib",
    "psycopg",
    "hpack",
    "charset_normalizer",
)
"""Libraries through whose hands records go: of these not even a warning's words are shown, only that there was one."""

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
Format = Literal["text", "json"]


@contextmanager
def about(*, request_id: str | None = None, plan_id: str | None = None) -> Iterator[None]:
    """Everything logged inside the block, also by tasks begun there, names this request and this plan."""
    marks = [(REQUEST, request_id), (PLAN, plan_id)]
    tokens = [(variable, variable.set(value)) for variable, value in marks if value is not None]
    try:
        yield
    finally:
        for variable, token in reversed(tokens):
            variable.reset(token)


def of_plan(
    method: Callable[Concatenate[S, str, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, str, P], Coroutine[Any, Any, T]]:
    """A method whose first argument is a plan's id: what is logged while it runs names that plan."""

    @wraps(method)
    async def named(self: S, plan_id: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with about(plan_id=plan_id):
            return await method(self, plan_id, *args, **kwargs)

    return named


def set_up(level: str, form: Format = "text") -> None:
    """Log to standard error; for a program of ours, which nobody else sets up logging for. Twice is once."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    handler.addFilter(_let_through)
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each.formatter, _Text | _Json)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    logging.getLogger(OURS).setLevel(level.upper())
    guard_drivers()


def guard_drivers() -> None:
    """Keep parameters, rows and queries out of what libraries log, whoever set up logging. Twice is once."""
    logging.getLogger("aiosqlite").addFilter(_without_parameters)
    logging.getLogger("httpx2").addFilter(_without_queries)
    for engine in ("Engine", "AsyncEngine"):
        logging.getLogger(f"sqlalchemy.engine.{engine}.{ENGINE}").addFilter(_without_rows)


def _let_through(record: logging.LogRecord) -> bool:
    return record.name == OURS or record.name.startswith(f"{OURS}.") or record.levelno >= logging.WARNING


def _without_parameters(record: logging.LogRecord) -> bool:
    """The driver aiosqlite logs each call of the driver with its arguments: the values of the rows."""
    args = record.args if isinstance(record.args, tuple) else ()
    record.args = tuple(_named(each) for each in args)
    return True


def _named(value: Any) -> Any:
    if isinstance(value, partial):
        return getattr(value.func, "__name__", "a call")
    return value if isinstance(value, int | float) else type(value).__name__


def _without_queries(record: logging.LogRecord) -> bool:
    """The client httpx2 logs each address with its query: names and words that somebody searches for."""
    args = record.args if isinstance(record.args, tuple) else ()
    record.args = tuple(str(each).partition("?")[0] if hasattr(each, "raw_path") else each for each in args)
    return True


def _without_rows(record: logging.LogRecord) -> bool:
    """SQLAlchemy logs each row that it fetches when debugging."""
    return record.levelno > logging.DEBUG


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, UTC)
    quiet = record.name.partition(".")[0] in _QUIET
    facts: dict[str, Any] = {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": "a library's words are not shown, records may be in them" if quiet else record.getMessage(),
    }
    for name, variable in (("request_id", REQUEST), ("plan_id", PLAN)):
        if variable.get() is not None:
            facts[name] = variable.get()
    if record.exc_info and record.exc_info[1] is not None:
        facts["exception"] = _where(record.exc_info[1])
    return facts


def _where(error: BaseException) -> str:
    """The kinds of the errors and the places they came through; not their words, which may repeat what was sent."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([*places, f"{type(seen).__module__}.{type(seen).__qualname__}"]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(reversed(parts))


class _Text(logging.Formatter):
    """One line: time, level, logger, request, plan, message; an exception's places follow, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        facts = _facts(record)
        marks = "".join(f" {name}={facts[name]}" for name in ("request_id", "plan_id") if name in facts)
        words = facts["message"].replace("\r", "\\r").replace("\n", "\\n")
        line = f"{facts['time']} {facts['level']} {facts['logger']}{marks}: {words}"
        return f"{line}\n{facts['exception']}" if "exception" in facts else line


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return json.dumps(_facts(record), ensure_ascii=False)
