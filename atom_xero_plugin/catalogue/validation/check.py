"""The check of arguments: every wrong field by its path, as text a person or a model can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.catalogue.validation.coercion import Reader, decoded, escape
from atom_xero_plugin.catalogue.validation.conventions import Customs
from atom_xero_plugin.catalogue.validation.field_names import meant
from atom_xero_plugin.catalogue.validation.quick_check import fits, matches
from atom_xero_plugin.core.errors import FieldError, InvalidArguments

LARGEST = 1_000_000
"""Characters of arguments that are checked at all."""
LARGEST_WITH_FILE = 15_000_000
"""The same of a skill that takes a whole file: 10 MB of it, as base64 or however JSON escapes its text."""
_SHOWN = 60  # characters of an offending value that an error repeats
_NAMED = 3  # wrong fields named in the message itself; all of them stand in `fields`


class CustomsNeeded(InvalidArguments):
    """What some arguments mean depends on the organisation they are for: check them again with its customs."""


def check(skill: Skill, arguments: Mapping[str, Any] | str | bytes, customs: Customs | None = None) -> Any:
    """The arguments, a mapping or JSON text, as the skill's Input.

    Raises InvalidArguments that names every wrong field by its JSON Pointer, and CustomsNeeded where nothing is wrong
    but what depends on the organisation. Nothing was sent to Xero then.
    """
    return check_struct(skill.input_type, arguments, of=skill.host_name, most=most_of(skill), customs=customs)


def most_of(skill: Skill) -> int:
    """How many characters of a skill's arguments are checked."""
    return LARGEST_WITH_FILE if skill.takes_file else LARGEST


def check_struct(
    shape: type,
    arguments: Mapping[str, Any] | str | bytes,
    *,
    of: str,
    most: int = LARGEST,
    customs: Customs | None = None,
) -> Any:
    """The arguments of anything, as its Struct; `of` is its name in the error. Raises as `check`."""
    if isinstance(arguments, str | bytes) and len(arguments) > most:
        raise InvalidArguments(f"The arguments of {of} have more than {most:,} characters, the most that is read.")
    plain = _plain(arguments)
    reader = Reader(customs, _currency(plain))
    given = reader.read(plain, schema_of(shape))
    paths = {field.path for field in (*reader.asked, *reader.depends)}
    invalid = [field for field in _reported(given, shape) if field.path not in paths]
    if not invalid and not paths:
        try:
            return msgspec.convert(_whole(given), shape, strict=True)
        except (msgspec.ValidationError, ValueError, ArithmeticError) as error:
            invalid = [_converted(error)]
    certain = [*invalid, *reader.asked]  # what the organisation may answer is reported only where nothing else is wrong
    kind = InvalidArguments if certain else CustomsNeeded
    reported_once = {(field.path, field.message): field for field in certain or reader.depends}
    fields = [reported_once[key] for key in sorted(reported_once)]
    named = "; ".join(f"{field.path or 'the whole'} {field.message.rstrip('.')}" for field in fields[:_NAMED])
    end = "" if named.endswith("?") else "."
    raise kind(f"{of} cannot use these arguments: {named}{end}", fields=fields)


def _reported(given: Any, shape: type) -> list[FieldError]:
    """What the schema says of arguments. Nearly all fit, which is sooner seen than a validator is built."""
    if fits(given, schema_of(shape)):
        return []
    return [words for error in _validator(shape).iter_errors(given) for words in _as_text(error, shape)]


def _currency(plain: Any) -> str | None:
    reported = plain.get("currency") if isinstance(plain, Mapping) else None
    return reported if isinstance(reported, str) else None


def _plain(arguments: Mapping[str, Any] | str | bytes) -> Any:
    try:
        return _without_nulls(decoded(arguments) if isinstance(arguments, str | bytes) else arguments)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InvalidArguments(f"The arguments are not a JSON object: {str(error)[:200]}.") from None


def _without_nulls(value: Any) -> Any:
    """Plain values, numbers as they were written. Clients in strict modes send null for what they leave out."""
    if isinstance(value, Mapping):
        return {str(key): _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(item) for item in value]
    if value is None or isinstance(value, str | bool | int | float | Decimal):
        return value
    return msgspec.to_builtins(value)


_LONGEST_INTEGER = 18
"""Digits; no count of ours has more."""


def _whole(value: Any) -> Any:
    """JSON Schema knows one kind of number: 20.0 is an integer there, and so it is for us."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST_INTEGER:
        return int(value) if value == int(value) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _validator(shape: type) -> Any:
    """A validator costs much to build and little to use, so each is built once."""
    from jsonschema import Draft202012Validator, validators

    schema = schema_of(shape)
    exact: Any = validators.extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]  # its stubs lack one
    return exact(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _matches(_validator: Any, pattern: str, text: Any, _schema: Any) -> Iterable[Exception]:
    """A pattern as `matches` reads it: what Python lets follow the end of a text would reach Xero."""
    from jsonschema import ValidationError

    if isinstance(text, str) and not matches(pattern, text):
        yield ValidationError(f"{text[:_SHOWN]!r} does not match {pattern!r}")


def _as_text(error: Any, shape: type) -> Iterable[FieldError]:
    if error.validator == "additionalProperties":
        return _unknown(error, shape)
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


def _unknown(error: Any, shape: type) -> Iterable[FieldError]:
    """Each unknown field, with the ones that may be meant; where none is sure, with all that there are."""
    path, known = pointer(error.absolute_path), sorted(error.schema.get("properties", {}))
    places = tuple("*" if isinstance(part, int) else str(part) for part in error.absolute_path)
    for name in error.instance:
        if name not in known:
            near = meant(shape, places, str(name))
            rest = f"Did you mean {' or '.join(near)}?" if near else f"The fields are: {', '.join(known)}."
            yield FieldError(f"{path}/{escape(str(name)[:_SHOWN])}", f"is not a field here. {rest}")


def _enum(error: Any, path: str) -> Iterable[FieldError]:
    allowed = tuple(map(str, error.validator_value))
    yield FieldError(path, f"must be one of {', '.join(allowed)}, not {_show(error.instance)}", allowed=allowed)


def _type(error: Any, path: str) -> Iterable[FieldError]:
    if error.schema.get("format") == "decimal":
        words = 'must be an exact amount such as "120.00"'
    else:
        words = f"must be of type {error.validator_value}"
    yield FieldError(path, f"{words}, not {_show(error.instance)}")


def _format(error: Any, path: str) -> Iterable[FieldError]:
    if error.validator_value == "date":
        yield FieldError(
            path,
            f"must be a day that exists, as YYYY-MM-DD, or today, yesterday or tomorrow, not {_show(error.instance)}",
        )
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
    return "".join(f"/{escape(str(part))}" for part in path)


def _show(value: Any) -> str:
    shown = str(value) if isinstance(value, Decimal) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
