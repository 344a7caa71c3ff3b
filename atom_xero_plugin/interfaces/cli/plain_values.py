"""Values of options that need no check, taken as they are.

Typer checks every value with Pydantic, even the text of an option that is text, and the import of Pydantic alone takes
a third as long as that of the database's library.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from typer.core import TyperArgument, TyperOption


def check_only_what_needs_it() -> None:
    """Let Typer make its check of a parameter when a value comes that is not of the parameter's type already."""
    for kind in (TyperArgument, TyperOption):
        if not hasattr(kind.get_runtime_param, "made_late"):
            setattr(kind, "get_runtime_param", _late(kind.get_runtime_param))  # noqa: B010 - mypy takes no other method


def _late(make_check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get_runtime_param(parameter: Any) -> _LateCheck:
        return _LateCheck(partial(make_check, parameter))

    get_runtime_param.made_late = True  # type: ignore[attr-defined]
    return get_runtime_param


class _LateCheck:
    """The check of one parameter, made when it is needed."""

    def __init__(self, make_check: Callable[[], Any]) -> None:
        self._make_check = make_check

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as the command takes it. Raises as Typer's own check does."""
        descriptor = param.type_descriptor
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        if descriptor.parameter_info.parser is None:
            if _is_plain(value, descriptor.annotation):
                return value
            if several and descriptor.annotation == list[str] and all(_is_plain(each, str) for each in value):
                return list(value)
        return self._make_check().coerce(value, param=param, ctx=ctx)


def _is_plain(value: Any, annotation: Any) -> bool:
    """Whether a value is of the type wanted already; text with what a terminal sent as no Unicode is not."""
    if type(value) is not annotation:
        return False
    return not isinstance(value, str) or value.isascii() or not any("\ud800" <= each <= "\udfff" for each in value)
