"""The form of a contact: its fields are those of the skill, and only what a person changed is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting.kinds.contact_inputs import AddressInput, ContactFields
from atom_xero_plugin.core.errors import ErrorBody

_ADDRESS: Final = "address"
_LINES: Final = "lines"
_LABELS: Final = {"email": "E-mail", _LINES: "Street, a line each", "tax_number": "Tax number (GST, VAT, ABN)"}
_PHONE_KINDS: Final = {"phone": "main", "mobile": "mobile"}
_OF_CONTACT: Final = tuple(each for each in ContactFields.__struct_fields__ if each != _ADDRESS)
_OF_ADDRESS: Final = AddressInput.__struct_fields__
Values = Mapping[str, str]


class FormField(NamedTuple):
    """A field of the form."""

    name: str
    label: str
    value: str
    error: str | None
    lines: bool
    """Whether it takes several lines."""


def values_of(contact: Mapping[str, Any]) -> dict[str, str]:
    """What the form shows of a contact as a skill answers it."""
    found = {"name": contact["name"]} | {each: contact.get(each) or "" for each in _OF_CONTACT}
    phones = {each["kind"]: each["number"] for each in contact.get("phones", ())}
    found |= {name: phones.get(kind, "") for name, kind in _PHONE_KINDS.items()}
    address: Mapping[str, Any] = next((each for each in contact.get("addresses", ()) if each["kind"] == "postal"), {})
    found |= {each: address.get(each) or "" for each in _OF_ADDRESS}
    found[_LINES] = "\n".join(address.get(_LINES, ()))
    return found


def typed(form: Mapping[str, list[str]]) -> dict[str, str]:
    """What was typed into the form, field by field."""
    names = ("name", *_OF_CONTACT, *_OF_ADDRESS)
    return {name: form[name][0].replace("\r\n", "\n").strip() for name in names if form.get(name)}


def arguments_of(now: Values, before: Values) -> dict[str, Any]:
    """The arguments of the skill: the fields that differ from what there was. One that was emptied is empty text."""
    changed = {name: value for name, value in now.items() if value != before.get(name, "")}
    address: dict[str, Any] = {name: value for name, value in changed.items() if name in _OF_ADDRESS}
    if _LINES in address:
        address[_LINES] = [each.strip() for each in address[_LINES].split("\n") if each.strip()]
    found: dict[str, Any] = {name: value for name, value in changed.items() if name not in _OF_ADDRESS}
    return found | ({_ADDRESS: address} if address else {})


def fields_of_form(values: Values, error: ErrorBody | None) -> list[FormField]:
    """The fields in their order, with what was typed and what is wrong with it."""
    wrong = errors_of(error)
    names = ("name", *_OF_CONTACT, *_OF_ADDRESS)
    return [
        FormField(name, _LABELS.get(name, name.replace("_", " ").capitalize()), values.get(name, ""), wrong.get(name),
                  name == _LINES)
        for name in names
    ]  # fmt: skip


def errors_of(error: ErrorBody | None) -> dict[str, str]:
    """What is wrong, by the form's field."""
    found: dict[str, str] = {}
    for each in error.fields if error else ():
        name = next((part for part in reversed(each.path.split("/")) if part and not part.isdigit()), "")
        found.setdefault(name, each.message)
    return found
