"""The check of arguments: every wrong field by its path, in words a person or a model can act on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from atom_xero_plugin.errors import FieldError, InvalidArguments
from atom_xero_plugin.schema import schema_of
from atom_xero_plugin.skill import Skill

LARGEST = 1_000_000
"""Characters of arguments that are looked at at all."""
LARGEST_WITH_FILE = 15_000_000
"""The same of a skill that takes a whole file: 10 MB of it, as base64 or however JSON escapes its text."""
_SHOWN = 60  # characters of an offending value that an error repeats
_NAMED = 3  # wrong fields named in the message itself; all of them stand in `fields`


def check(skill: Skill, arguments: Mapping[str, Any] | str | bytes) -> Any:
    """The arguments, a mapping or JSON text, as the skill's Input.

    Raises InvalidArguments that names every wrong field by its JSON Pointer. Nothing was sent to Xero then.
    """
    return check_struct(skill.input_type, arguments, of=skill.host_name, most=most_of(skill))


def most_of(skill: Skill) -> int:
    """How many characters of a skill's arguments are looked at."""
    return LARGEST_WITH_FILE if skill.takes_file else LARGEST


def check_struct(shape: type, arguments: Mapping[str, Any] | str | bytes, *, of: str, most: int = LARGEST) -> Any:
    """The arguments of anything, as its Struct; `of` is its name in the error. Raises InvalidArguments as `check`."""
    if isinstance(arguments, str | bytes) and len(arguments) > most:
        raise InvalidArguments(f"The arguments of {of} have more than {most:,} characters, the most that is read.")
    given = _plain(arguments)
    wrong = [words for error in _validator(shape).iter_errors(given) for words in _in_words(error)]
    if not wrong:
        try:
            return msgspec.convert(_whole(given), shape, strict=True)
        except (msgspec.ValidationError, ValueError, ArithmeticError) as error:
            wrong = [_converted(error)]
    fields = sorted(set(wrong), key=lambda field: (field.path, field.message))
    told = "; ".join(f"{field.path or 'the whole'} {field.message.rstrip('.')}" for field in fields[:_NAMED])
    raise InvalidArguments(f"{of} cannot use these arguments: {told}.", fields=fields)


def _plain(arguments: Mapping[str, Any] | str | bytes) -> Any:
    try:
        if isinstance(arguments, str | bytes):
            return _without_nulls(msgspec.json.decode(arguments))
        return _without_nulls(msgspec.to_builtins(arguments))
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InvalidArguments(f"The arguments are not a JSON object: {str(error)[:200]}.") from None


def _without_nulls(value: Any) -> Any:
    """Clients in strict modes send null for what they leave out."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _whole(value: Any) -> Any:
    """JSON Schema, as JSON, knows one kind of number: 20.0 is an integer there, and so it is for us."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _validator(shape: type) -> Any:
    """A validator costs much to build and little to use, so each is built once."""
    from jsonschema import Draft202012Validator, validators

    schema = schema_of(shape)
    Draft202012Validator.check_schema(schema)
    exact: Any = validators.extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]  # its stubs lack one
    return exact(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _matches(_validator: Any, pattern: str, text: Any, _schema: Any) -> Iterable[Exception]:
    """JSON Schema's `$` is the very end of a text; Python's lets a line break follow, which would reach Xero."""
    from jsonschema import ValidationError

    ends = pattern.endswith("$") and not pattern.endswith("\\$")
    if isinstance(text, str) and not re.search(f"{pattern[:-1]}\\Z" if ends else pattern, text):
        yield ValidationError(f"{text[:_SHOWN]!r} does not match {pattern!r}")


def _in_words(error: Any) -> Iterable[FieldError]:
    rule = _RULES.get(error.validator)
    if rule is None:
        return [FieldError(pointer(error.absolute_path), error.message[:200])]
    return rule(error, pointer(error.absolute_path))


def _required(error: Any, path: str) -> Iterable[FieldError]:
    properties = error.schema.get("properties", {})
    for name in error.validator_value:
        if name not in error.instance:
            about = properties.get(name, {}).get("description", "")
            yield FieldError(f"{path}/{name}", f"is required. {about}".strip())


def _unknown(error: Any, path: str) -> Iterable[FieldError]:
    known = sorted(error.schema.get("properties", {}))
    for name in error.instance:
        if name not in known:
            close = difflib.get_close_matches(str(name)[:_SHOWN], known, n=1)
            rest = f"Did you mean {close[0]}?" if close else f"The fields are: {', '.join(known)}."
            yield FieldError(f"{path}/{_escape(str(name)[:_SHOWN])}", f"is not a field here. {rest}")


def _enum(error: Any, path: str) -> Iterable[FieldError]:
    yield FieldError(path, f"must be one of {', '.join(map(str, error.validator_value))}, not {_show(error.instance)}")


def _type(error: Any, path: str) -> Iterable[FieldError]:
    if error.schema.get("format") == "decimal":
        words = 'must be text such as "120.00": a JSON number can lose cents'
    else:
        words = f"must be of type {error.validator_value}"
    yield FieldError(path, f"{words}, not {_show(error.instance)}")


def _format(error: Any, path: str) -> Iterable[FieldError]:
    if error.validator_value == "date":
        yield FieldError(path, f"must be a date that exists, as YYYY-MM-DD, not {_show(error.instance)}")
    else:
        yield FieldError(path, error.message[:200])


def _pattern(error: Any, path: str) -> Iterable[FieldError]:
    about = error.schema.get("description", "")
    yield FieldError(path, f"does not have the right form: {_show(error.instance)}. {about}".strip())


def _too_long(error: Any, path: str) -> Iterable[FieldError]:
    yield FieldError(path, f"is too long: {len(error.instance)}, at most {error.validator_value} are taken")


def _too_short(error: Any, path: str) -> Iterable[FieldError]:
    least = error.validator_value
    what = "characters" if error.validator == "minLength" else "items"
    yield FieldError(path, "must not be empty" if least == 1 else f"must have at least {least} {what}")


_RULES: Mapping[str, Callable[[Any, str], Iterable[FieldError]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "enum": _enum,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
    "maxLength": _too_long,
    "maxItems": _too_long,
    "minLength": _too_short,
    "minItems": _too_short,
}


def _converted(error: Exception) -> FieldError:
    """What msgspec says, `Expected `date` - at `$.lines[0].date``, as a pointer and words."""
    words, _, place = str(error).partition(" - at `$")
    path = place.rstrip("`").replace("[", "/").replace("]", "").replace(".", "/")
    return FieldError(path, words[:200])


def pointer(path: Iterable[Any]) -> str:
    """A JSON Pointer from the parts of a path."""
    return "".join(f"/{_escape(str(part))}" for part in path)


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _show(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
