"""Plans that create, change or delete a tax rate, as Xero allows it.

Source: developer.xero.com, Tax rates: Xero gives each rate that people make its type (TAX001 …), and lets none of its
own be changed; a change sends every part that there is, and may add parts. Xero says of none when it changed last, so
each step looks again before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import AFTER_READING, Percent, invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.tax_rates import TaxRateView, tax_rate_view
from atom_xero_plugin.accounting.resolve.chart import TaxRates, chart, items, tax_rates
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.accounting.unchanged import still_shows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Conflict, FieldError, InvalidArguments
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.plans.read_back import element
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES, TaxComponent, TaxRate, TaxRateBody, update_tax_rate
from atom_xero_plugin.xero.write import create

_KIND: Final = "tax_rate"
_MADE_BY_PEOPLE: Final = re.compile(r"TAX\d{3,}")
_REPORTED: Final = ("OUTPUT", "INPUT", "EXEMPTOUTPUT")
_REPORTED_AS: Final = {
    "AU": (*_REPORTED, "INPUTTAXED", "BASEXCLUDED", "EXEMPTEXPENSES"),
    "NZ": (*_REPORTED, "EXEMPTINPUT"),
    "GB": (
        *_REPORTED, "EXEMPTINPUT", "ECOUTPUT", "ECOUTPUTSERVICES", "ECINPUT", "ECACQUISITIONS", "CAPITALSALESOUTPUT",
        "CAPITALEXPENSESINPUT", "MOSSSALES",
    ),
}  # fmt: skip
"""What tax reports may count a rate as, in the countries where Xero wants it said."""
_FINAL: Final = PlanWarning(
    "final", "It cannot be brought back. Where a line has it, Xero archives it instead; lines that have it keep it."
)
_LATER_ONLY: Final = PlanWarning("from_now_on", "Lines that are there keep their tax; the new rate is for later ones.")
_LISTED: Final = 5


TaxRateName = Annotated[
    str,
    Meta(
        description="Its name or tax type, such as TAX001. find_tax_rates lists them.",
        min_length=1,
        max_length=50,
        extra=aliases.TAX,
    ),
]


class TaxComponentInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """A part of a rate."""

    name: Annotated[str, Meta(description="Its name.", min_length=1, max_length=50, extra=also("component"))]
    percent: Annotated[Percent, Meta(description="Per cent, decimal text.", extra=also("rate tax_percentage"))]
    compound: Annotated[bool, Meta(description="Taken on top of the others.", extra=also("is_compound on_top"))] = False
    non_recoverable: Annotated[bool, Meta(description="Cannot be claimed back.", extra=also("is_non_recoverable"))] = (
        False
    )


class TaxRateResult(Struct):
    """What an operation on a tax rate answers, made from the record that was read back."""

    tax_rate: Annotated[TaxRateView, Meta(description="The tax rate as Xero has it now.")]


async def propose_tax_rate(
    ctx: Context,
    name: str,
    percent: Decimal | None,
    components: Sequence[TaxComponentInput] | None,
    reported_as: str | None,
) -> Proposal:
    """The plan that creates a rate. Raises Conflict for a name that is taken."""
    bare = _named(name)
    parts = _parts(bare, percent, components)
    if not parts:
        raise invalid_argument("/percent", "is needed; or give components")
    reported = _reported(ctx, reported_as)
    there = await tax_rates(ctx.xero)
    _refuse_taken(there, bare)
    body: TaxRateBody = {"Name": bare, "TaxComponents": [_body(part) for part in parts]}
    if reported is not None:
        body["ReportTaxType"] = reported
    expects = {"Name": bare, "Status": "ACTIVE", **_expected(parts)}
    return Proposal(
        summary=f"Create the tax rate {in_sentence(bare)}.",
        steps=[
            Step(
                create(TAX_RATES, body),
                _KIND,
                expects=expects | ({} if reported is None else {"ReportTaxType": reported}),
                find={},
                besides=[each.tax_type for each in there.rates],
            )
        ],
        after={"name": bare, "components": parts, **({} if reported is None else {"reported_as": reported})},
        party=bare,
        undo=Undo("delete_tax_rate", {}, "delete_tax_rate can delete it.", written={"tax": RECORD}),
    )


async def propose_tax_rate_change(
    ctx: Context, named: str, name: str | None, percent: Decimal | None, components: Sequence[TaxComponentInput] | None
) -> Proposal:
    """The plan that changes name or parts of a rate.

    Raises Conflict for one of Xero's own and one out of use, and InvalidArguments for parts that are left out.
    """
    new_name = None if name is None else _named(name)
    given = _parts("", percent, components)
    rates = await tax_rates(ctx.xero)
    rate = rates.one(named, path="/tax")
    _refuse_fixed(rate, "changed")
    before = [_of_record(each) for each in rate.tax_components or ()]
    after = _with_percent(before, percent) if percent is not None else _with_all(before, given) if given else before
    final_name = new_name or rate.name or ""
    if after == before and final_name == rate.name:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    _refuse_taken(rates, final_name, besides=rate.tax_type)
    now = _shown_now(rate, before)
    expects = {"Name": final_name, "Status": "ACTIVE", **_expected(after)}
    body: TaxRateBody = {"Name": final_name, "TaxComponents": [_body(part) for part in after]}
    former = {"tax": rate.tax_type, "name": rate.name, "components": before}
    return Proposal(
        summary=f"Change the tax rate {in_sentence(rate.name)}.",
        steps=[
            Step(
                update_tax_rate(rate.tax_type, body),
                _KIND,
                expects={"TaxType": rate.tax_type, **expects},
                record_id=rate.tax_type,
                precondition=still_shows(_KIND, rate.tax_type, now),
            )
        ],
        before={"name": rate.name, "components": before},
        after={"name": final_name, "components": after},
        party=rate.name,
        warnings=[*([] if after == before else [_LATER_ONLY]), *_added(before, after)],
        undo=None
        if len(after) > len(before)
        else Undo("change_tax_rate", former, "change_tax_rate can set the old values."),
    )


async def propose_tax_rate_deletion(ctx: Context, named: str) -> Proposal:
    """The plan that deletes a rate. Raises Conflict for one of Xero's own and one out of use."""
    rate = (await tax_rates(ctx.xero)).one(named, path="/tax")
    _refuse_fixed(rate, "deleted")
    shown = tax_rate_view(ctx, rate)
    return Proposal(
        summary=f"Delete the tax rate {in_sentence(rate.name)}. This is final.",
        steps=[
            Step(
                update_tax_rate(rate.tax_type, {"Status": "DELETED"}),
                _KIND,
                expects={"TaxType": rate.tax_type, "Status!": "ACTIVE"},
                record_id=rate.tax_type,
                precondition=still_shows(_KIND, rate.tax_type, {"Name": rate.name or "", "Status": "ACTIVE"}),
            )
        ],
        before={"name": rate.name, "percent": shown.percent},
        after={"name": rate.name, "deleted": True},
        party=rate.name,
        warnings=[_FINAL, *await _named_by(ctx, rate.tax_type)],
    )


def _named(name: str) -> str:
    bare = one_line(name, "/name")
    if bare is None:
        raise invalid_argument("/name", "must not be blank")
    return bare


def _parts(
    name: str, percent: Decimal | None, components: Sequence[TaxComponentInput] | None
) -> list[TaxComponentInput]:
    """The parts that were given; the one part of a rate that is given by its per cent has the rate's name."""
    if percent is not None and components is not None:
        raise invalid_argument("/components", "cannot be given together with percent; give one of them")
    if percent is not None:
        return [TaxComponentInput(name=name, percent=percent)]
    names = [casefolded(each.name) for each in components or ()]
    for number, each in enumerate(names):
        if not each or each in names[:number]:
            raise invalid_argument(f"/components/{number}/name", "must not be blank, and no two may be the same")
    return list(components or ())


def _reported(ctx: Context, reported: str | None) -> str | None:
    """What tax reports count it as. Raises InvalidArguments where it is missing, or is none of the country's."""
    known = _REPORTED_AS.get(ctx.organisation.country)
    if reported is None and known is None:
        return None
    if known is None:
        raise invalid_argument("/reported_as", "means nothing in the organisation's country; leave it out")
    if reported in known:
        return reported
    problem = "is needed in the organisation's country" if reported is None else "is not used in this country"
    message = f"{problem}; one of {', '.join(known)}"
    raise InvalidArguments(
        f"reported_as {message}.", fields=[FieldError("/reported_as", message, allowed=tuple(known))]
    )


def _refuse_taken(there: TaxRates, name: str, *, besides: str | None = None) -> None:
    taken = [each for each in there.rates if each.tax_type != besides and casefolded(each.name) == casefolded(name)]
    if taken:
        status = (taken[0].status or "ACTIVE").lower()
        raise Conflict(
            f"Another tax rate has this name: {in_sentence(taken[0].name)} ({taken[0].tax_type}, {status}).",
            fields=[FieldError("/name", "is taken; Xero wants each name once")],
        )


def _refuse_fixed(rate: TaxRate, what: str) -> None:
    label = f"{in_sentence(rate.name)} ({rate.tax_type})"
    if not _MADE_BY_PEOPLE.fullmatch(rate.tax_type):
        raise Conflict(
            f"The tax rate {label} is one of Xero's own, so it cannot be {what}.",
            fields=[FieldError("/tax", "is one of Xero's own")],
            hint="create_tax_rate can create another one.",
        )
    if rate.status not in {None, "ACTIVE"}:
        raise Conflict(
            f"The tax rate {label} is {(rate.status or '').lower()}, so it cannot be {what}.",
            fields=[FieldError("/tax", "is out of use")],
            hint="Nothing brings it back; create_tax_rate can create another one.",
        )


def _of_record(part: TaxComponent) -> TaxComponentInput:
    return TaxComponentInput(
        name=part.name or "",
        percent=amount_or(part.rate),
        compound=bool(part.is_compound),
        non_recoverable=bool(part.is_non_recoverable),
    )


def _with_percent(before: list[TaxComponentInput], percent: Decimal) -> list[TaxComponentInput]:
    if len(before) != 1:
        message = "says too little for a rate of several components; give components"
        raise invalid_argument("/percent", message, hint=AFTER_READING)
    (only,) = before
    return [
        TaxComponentInput(name=only.name, percent=percent, compound=only.compound, non_recoverable=only.non_recoverable)
    ]


def _with_all(before: list[TaxComponentInput], given: list[TaxComponentInput]) -> list[TaxComponentInput]:
    """The parts that were given, which must have all that there are: Xero lets none be removed or renamed."""
    kept = {casefolded(each.name): each.name for each in before}
    missing = [name for folded, name in kept.items() if folded not in {casefolded(each.name) for each in given}]
    if missing:
        message = f"must have every component that there is: {', '.join(in_sentence(each) for each in missing)} too"
        raise invalid_argument("/components", message, hint=AFTER_READING)
    return [
        TaxComponentInput(
            name=kept.get(casefolded(each.name), each.name),
            percent=each.percent,
            compound=each.compound,
            non_recoverable=each.non_recoverable,
        )
        for each in given
    ]


def _added(before: list[TaxComponentInput], after: list[TaxComponentInput]) -> list[PlanWarning]:
    if len(after) <= len(before):
        return []
    return [PlanWarning("no_undo", "A component that is added can never be removed or renamed.")]


def _body(part: TaxComponentInput) -> Any:
    return {
        "Name": part.name,
        "Rate": part.percent,
        "IsCompound": part.compound,
        "IsNonRecoverable": part.non_recoverable,
    }


def _expected(parts: Sequence[TaxComponentInput]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts:
        at = f"TaxComponents.{element('Name', part.name)}"
        found |= {f"{at}.Rate": str(part.percent), f"{at}.IsCompound": str(part.compound)}
    return found


def _shown_now(rate: TaxRate, parts: Sequence[TaxComponentInput]) -> dict[str, str]:
    return {"Name": rate.name or "", "Status": rate.status or "ACTIVE", **_expected(parts)}


async def _named_by(ctx: Context, tax_type: str) -> list[PlanWarning]:
    """A warning of accounts and items that have the rate as their own: Xero may refuse their lines then."""
    accounts, known = await if_answered(chart(ctx.xero)), await if_answered(items(ctx.xero))
    codes = [f"account {each.code or each.name}" for each in (accounts.accounts if accounts else ())
             if each.tax_type == tax_type]  # fmt: skip
    codes += [
        f"item {each.code}"
        for each in (known.items if known else ())
        if tax_type in {side.tax_type for side in (each.sales_details, each.purchase_details) if side}
    ]
    if not codes:
        return []
    more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
    return [PlanWarning("named_by_others", f"It is the rate of {', '.join(codes[:_LISTED])}{more}.")]
