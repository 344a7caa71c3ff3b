"""Plans that change, archive, restore or delete an account, as Xero allows it.

Source: developer.xero.com, Accounts: one account a request; a status is changed alone; what was used is archived, since
only an account that never was can be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.accounts import account_view, is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import account_label, compact
from atom_xero_plugin.accounting.resolve.chart import Chart
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError, InvalidArguments
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account, delete_account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransactionFilter
from atom_xero_plugin.xero.records.items import ITEMS
from atom_xero_plugin.xero.records.payments import PAYMENTS, PaymentFilter
from atom_xero_plugin.xero.write import update

_SHOWN: Final = ("id", "code", "name", "bank_number", "currency", "archived", "url")
_LISTED: Final = 5
"""Items that a warning names."""


def refuse_taken(accounts: Chart, *, name: str | None, code: str | None, besides: str | None = None) -> None:
    """Raises Conflict for a name or code that another account has, archived ones too."""
    others = [each for each in accounts.accounts if each.account_id != besides]
    for path, requested, of in (("/name", name, "name"), ("/code", code, "code")):
        taken = [each for each in others if requested and casefolded(getattr(each, of)) == casefolded(requested)]
        if taken:
            archived = ", which is archived" if is_archived(taken[0]) else ""
            raise Conflict(
                f"Another account has this {of}: {taken[0].code or 'no code'} {taken[0].name}{archived}.",
                fields=[FieldError(path, f"is taken; Xero wants each {of} once")],
            )


def number_warnings(accounts: Chart, number: str, *, besides: str | None = None) -> list[PlanWarning]:
    """Warnings for bank accounts of the same number."""
    return [
        PlanWarning("possible_duplicate", f"The {account_label(each)} has the same number.")
        for each in accounts.accounts
        if each.is_bank and each.account_id != besides and compact(each.bank_account_number or "") == number
    ]


class NewValue(NamedTuple):
    """What a field of an account gets."""

    xero: str
    """Xero's name of the field."""
    value: Any
    was: Any
    """What the skill takes to set it back."""
    shown: Any
    """The new value as a plan shows it."""
    kept: bool = False
    """Whether the field has to have a value, so that nothing takes a first one away again."""


def propose_fields(
    account: Account, skill: str, fields: Mapping[str, NewValue], other_warnings: Sequence[PlanWarning] = ()
) -> Proposal:
    """The plan that gives an account new values.

    Args:
        account: As it is.
        skill: The one that is asked, and that can set the old values.
        fields: By the skill's argument.
        other_warnings: What speaks against it.
    """
    lost = [name for name, each in fields.items() if each.kept and not each.was]
    former = {name: each.was for name, each in fields.items()}
    warnings = [PlanWarning("no_undo", f"No skill can take the {lost[0]} away again.")] if lost else []
    body = {each.xero: each.value for each in fields.values()}
    expects = {name: str(value) for name, value in body.items()}
    names = [name.replace("_", " ") for name in fields]
    return Proposal(
        summary=f"Change {' and '.join(names)} of the {account_label(account)}.",
        steps=[_step(account, update(ACCOUNTS, account.account_id, body), expects | {"Status": "ACTIVE"})],
        before={"name": account.name, **former},
        after={"name": account.name, **{name: each.shown for name, each in fields.items()}},
        party=account.name,
        warnings=[*other_warnings, *warnings],
        undo=None
        if lost
        else Undo(skill, {"account": account.account_id, **former}, f"{skill} can set the old values."),
    )


def propose_restoring(ctx: Context, account: Account, *, undo: str = "archive_account") -> Proposal:
    """The plan that takes an archived account into use again. Raises Conflict for one that is in use.

    `undo` is the skill that archives it again.
    """
    if not is_archived(account):
        raise Conflict(f"The {account_label(account)} is in use; it is not archived.", hint="Nothing needs to be done.")
    back = Undo(undo, {"account": account.account_id}, f"{undo} can archive it.")
    return _moved(ctx, account, f"Restore the archived {account_label(account)}.", archived=False, undo=back)


async def propose_archiving(ctx: Context, account: Account) -> Proposal:
    """The plan that archives an account. Raises Conflict for one that is archived, or that Xero itself uses."""
    _refuse_system(account)
    _refuse_archived(account)
    undo = Undo("restore_account", {"account": account.account_id}, "restore_account can restore it.")
    return _moved(
        ctx,
        account,
        f"Archive the {account_label(account)}.",
        archived=True,
        warnings=[_hidden(account), *await _named_by_items(ctx, account)],
        undo=undo,
    )


async def propose_deleting(ctx: Context, account: Account) -> Proposal:
    """The plan that deletes an account. Raises Conflict for one that was used, or that Xero itself uses."""
    _refuse_system(account)
    used = await if_answered(_is_used(ctx, account))
    if used:
        hint = "archive_account can archive it; its history stays."
        words = f"The {account_label(account)} was used, and Xero deletes no account that was."
        raise Conflict(words, fields=[FieldError("/account", "was used, so Xero does not delete it")], hint=hint)
    known = account.is_bank and used is False  # lines on other accounts cannot be looked up
    return _deleting(ctx, account, known=known, warnings=await _named_by_items(ctx, account))


async def propose_ending(ctx: Context, account: Account, *, delete: bool) -> Proposal:
    """The plan that archives a bank account, or deletes it if that is asked for and it was never used.

    Raises Conflict for one that is archived already, unless it is to be deleted, and for a system account.
    """
    _refuse_system(account)
    used = await _is_used(ctx, account)
    if delete and not used:
        return _deleting(ctx, account, known=used is not None)
    _refuse_archived(account, "; it was used, so it cannot be deleted" if delete else "")
    warnings = [_hidden(account)]
    if delete:
        warnings.append(
            PlanWarning("not_deleted", "It was used, and Xero deletes none that was: it is archived instead.")
        )
    elif used is False:
        warnings.append(
            PlanWarning("never_used", "No payment or bank transaction was found on it; with delete it may be deleted.")
        )
    because = ": it was used, so it cannot be deleted" if delete else ""
    return _moved(
        ctx, account, f"Archive the {account_label(account)}{because}.", archived=True, warnings=warnings,
        undo=Undo("change_bank_account", {"account": account.account_id, "restore": True},
                  "change_bank_account can restore it."),
    )  # fmt: skip


def _refuse_system(account: Account) -> None:
    if account.system_account:
        raise Conflict(f"Xero itself uses the {account_label(account)}, so it can be neither archived nor deleted.")


def _refuse_archived(account: Account, why: str = "") -> None:
    if is_archived(account):
        raise Conflict(f"The {account_label(account)} is archived already{why}.", hint="Nothing more can be done.")


def _hidden(account: Account) -> PlanWarning:
    more = "or paid with; a bank feed may stop" if account.is_bank else "by new lines"
    return PlanWarning("hidden", f"It can no longer be booked on {more}.")


async def _named_by_items(ctx: Context, account: Account) -> list[PlanWarning]:
    """A warning of items whose lines would be booked on it."""
    page = await if_answered(list_of(ctx.xero, ITEMS)) if account.code else None
    sides = [
        (each, side) for each in (page.items if page else ()) for side in (each.sales_details, each.purchase_details)
    ]
    codes = {
        each.code: None for each, side in sides if side and account.code in {side.account_code, side.cogs_account_code}
    }
    if not codes:
        return []
    shown = ", ".join(in_sentence(code) for code in list(codes)[:_LISTED])
    more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
    return [PlanWarning("named_by_items", f"Items book on it, and Xero may refuse for them: {shown}{more}.")]


def _deleting(ctx: Context, account: Account, *, known: bool, warnings: Sequence[PlanWarning] = ()) -> Proposal:
    reported = {"AccountID": account.account_id, "Name": account.name or "", "Type": account.type or "",
            "Class": account.class_ or "", "Status": "DELETED"}  # fmt: skip
    reported |= {"Code": account.code} if account.code else {}
    words = "It cannot be brought back. Xero refuses if anything was ever booked on it, be it an opening balance."
    found = [PlanWarning("final", words), *warnings]
    if not known:
        why = "in books this big" if account.is_bank else "for an account that lines are booked on"
        found.append(PlanWarning("use_unknown", f"Whether it was ever used could not be looked up {why}."))
    step = Step(
        delete_account(account.account_id),
        "account",
        expects={"AccountID": account.account_id, "Status": "DELETED"},
        record_id=account.account_id,
        unchanged_since=account.updated_date_utc,
        keyed=False,
        gone=reported,
    )
    unused = ": nothing was found booked on it" if known else ""
    return Proposal(
        summary=f"Delete the {account_label(account)}{unused}. This is final.",
        steps=[step],
        before=_snapshot(ctx, account),
        after={"name": account.name, "deleted": True},
        party=account.name,
        warnings=found,
    )


async def _is_used(ctx: Context, account: Account) -> bool | None:
    """Whether money went over it; None if big books do not say. Opening balances are not seen: Xero refuses then."""
    try:
        spent = BankTransactionFilter(account_id=account.account_id)
        if (await list_of(ctx.xero, BANK_TRANSACTIONS, spent, page_size=1)).items:
            return True
        return bool(
            (await list_of(ctx.xero, PAYMENTS, PaymentFilter(account_id=account.account_id), page_size=1)).items
        )
    except InvalidArguments:  # Xero calls the question too large
        return None


def _status_step(account: Account, status: str) -> Step:
    return _step(account, update(ACCOUNTS, account.account_id, {"Status": status}), {"Status": status})


def _step(account: Account, write: Any, expects: dict[str, str]) -> Step:
    return Step(
        write,
        "account",
        expects={"AccountID": account.account_id, **expects},
        record_id=account.account_id,
        unchanged_since=account.updated_date_utc,
    )


def _moved(
    ctx: Context, account: Account, summary: str, *, archived: bool, undo: Undo, warnings: Sequence[PlanWarning] = ()
) -> Proposal:
    before = _snapshot(ctx, account)
    return Proposal(
        summary=summary,
        steps=[_status_step(account, "ARCHIVED" if archived else "ACTIVE")],
        before={**before, "archived": not archived},
        after={**before, "archived": archived},
        party=account.name,
        warnings=list(warnings),
        undo=undo,
    )


def _snapshot(ctx: Context, account: Account) -> dict[str, Any]:
    shown = snapshot(account_view(ctx, account))
    return {name: shown[name] for name in _SHOWN if name in shown}
