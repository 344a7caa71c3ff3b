"""How the Assets API answers and refuses: `{pagination, items}`, a record by itself, errors by resource and by field.

Source: Xero's OpenAPI description of the Assets API 3.0.0 and its examples. Of the words of its refusals only those
of its examples are verified: both a rate and a life, and accounts that are not valid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import Refused
from atom_xero_plugin.sandbox.books.json_values import ENCODER, plain
from atom_xero_plugin.sandbox.books.table import Row

API: Final = "assets.xro/1.0"
SCOPES: Final = (("assets.read",), ("assets",))
"""Those to read, those to write."""
LARGEST_PAGE: Final = 200
"""Not verified: Xero names no largest page."""
_USUAL_PAGE: Final = 10
_TYPE: Final = "http://common.service.xero.com/errors/validation"
METHODS: Final = (
    "NoDepreciation", "StraightLine", "DiminishingValue100", "DiminishingValue150", "DiminishingValue200",
    "FullDepreciation",
)  # fmt: skip
AVERAGING: Final = ("FullMonth", "ActualDays")
CALCULATIONS: Final = ("Rate", "Life", "None")


def answered(body: Any) -> Result:
    """200 with a record by itself, or a list without a name."""
    return Result(ENCODER.encode(plain(body)))


def page(call: Call, records: Sequence[Row]) -> Result:
    """A page of a list: 10 of them unless the call asks for another number. Raises Refused for one that cannot be."""
    wrong: dict[str, str] = {}
    number = _whole(call.query, "page", 1, None, wrong)
    size = _whole(call.query, "pagesize", _USUAL_PAGE, LARGEST_PAGE, wrong)
    if wrong:
        raise refusal(wrong)
    pagination = {
        "page": number,
        "pageSize": size,
        "pageCount": -(-len(records) // size),
        "itemCount": len(records),
    }
    return answered({"pagination": pagination, "items": list(records[(number - 1) * size : number * size])})


def refusal(wrong: Mapping[str, str], *, resource: str | None = None, status: int = 400) -> Refused:
    """A refusal, by field; `resource` is what is wrong with the whole."""
    fields = [
        {"fieldName": name, "valueProvided": "", "localisedMessage": message, "type": f"{_TYPE}/field",
         "title": "Validation Error", "detail": message}
        for name, message in wrong.items()
    ]  # fmt: skip
    whole = [] if resource is None else [
        {"resourceName": "Asset", "localisedMessage": resource, "type": f"{_TYPE}/resource",
         "title": "Validation Error", "detail": resource}
    ]  # fmt: skip
    body = {
        "resourceValidationErrors": whole,
        "fieldValidationErrors": fields,
        "type": _TYPE,
        "title": "The resource update failed validation.",
        "detail": "Validation Errors",
    }
    return Refused(Result(ENCODER.encode(body), status))


def words(sent: Row, name: str, wrong: dict[str, str], *, most: int, required: bool = False) -> str | None:
    """A text that was sent, without blanks around it; what is wrong with it is noted."""
    value = sent.get(name)
    text = value.strip() if isinstance(value, str) else ""
    if value is not None and not isinstance(value, str):
        wrong[_field(name)] = f"{_said(name)} is invalid"
    elif required and not text:
        wrong[_field(name)] = f"{_said(name)} is required"
    elif len(text) > most:
        wrong[_field(name)] = f"{_said(name)} must be at most {most} characters"
    return text or None


def amount(sent: Row, name: str, wrong: dict[str, str]) -> Decimal | None:
    """An amount that was sent, zero or more; what is wrong with it is noted."""
    value = sent.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value < 0:
        wrong[_field(name)] = f"{_said(name)} is invalid"
        return None
    return Decimal(value)


def day(sent: Row, name: str, wrong: dict[str, str]) -> str | None:
    """A day that was sent, as this API writes one: a time at midnight; what is wrong with it is noted."""
    value = sent.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        wrong[_field(name)] = f"{_said(name)} is invalid"
        return None
    return written(moment.date())


def written(of: date) -> str:
    """A day as this API writes one."""
    return f"{of.isoformat()}T00:00:00"


def depreciation(sent: Row, wrong: dict[str, str], *, required: bool = False) -> Row | None:
    """How something loses its value, as it was sent; what is wrong with it is noted."""
    setting = sent.get("bookDepreciationSetting")
    if not isinstance(setting, dict):
        if required or setting is not None:
            wrong["BookDepreciationSetting"] = "Book Depreciation Setting is required"
        return None
    made: Row = {}
    for name, known in (("depreciationMethod", METHODS), ("averagingMethod", AVERAGING),
                        ("depreciationCalculationMethod", CALCULATIONS)):  # fmt: skip
        made[name] = setting.get(name, "None" if known is CALCULATIONS else None)
        if made[name] not in known:
            wrong[f"BookDepreciationSetting.{_field(name)}"] = f"{_said(name)} is invalid"
    inner: dict[str, str] = {}
    rate, life = (amount(setting, name, inner) for name in ("depreciationRate", "effectiveLifeYears"))
    wrong |= {f"BookDepreciationSetting.{name}": message for name, message in inner.items()}
    if rate is not None and life is not None:
        wrong["BookDepreciationSetting.DepreciationRate"] = "Can't have both Depreciation Rate and Effective Life"
    made |= {} if rate is None else {"depreciationRate": rate}
    return made | ({} if life is None else {"effectiveLifeYears": life})


def _field(name: str) -> str:
    return name[:1].upper() + name[1:]


def _said(name: str) -> str:
    """`fixedAssetAccountId` as `Fixed Asset Account Id`, which is how its examples write it."""
    return "".join(f" {letter}" if letter.isupper() else letter for letter in _field(name)).strip()


def _whole(query: Mapping[str, str], name: str, usual: int, most: int | None, wrong: dict[str, str]) -> int:
    text = query.get(name, str(usual))
    if not text.isdecimal() or int(text) < 1 or (most is not None and int(text) > most):
        wrong[name] = f"{name} is invalid"
        return usual
    return int(text)
