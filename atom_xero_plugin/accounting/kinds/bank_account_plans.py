"""Plans that make, change, archive, restore or delete a bank account, as Xero allows it.

Source: developer.xero.com, Accounts: one account a request; a status is changed alone; what was used is archived, since
only an account that never was can be deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.accounts import account_view, is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import account_label, compact
from atom_xero_plugin.accounting.resolve.chart import Chart
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict, FieldError, InvalidArguments
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step, Undo
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account, delete_account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransactionFilter
from atom_xero_plugin.xero.records.payments import PAYMENTS, PaymentFilter
from atom_xero_plugin.xero.write import update

_SHOWN: Final = ("id", "code", "name", "bank_number", "currency", "archived", "url")


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


def propose_fields(account: Account, fields: dict[str, tuple[str, str]], other_warnings: list[PlanWarning]) -> Proposal:
    """The plan that gives a bank account new values.

    Args:
        account: As it is.
        fields: Of each argument of change_bank_account, Xero's name and the new value.
        other_warnings: What speaks against it.
    """
    before = {"name": account.name, "code": account.code, "number": account.bank_account_number}
    lost = [name for name in fields if not before[name]]
    former = {name: before[name] for name in fields}
    warnings = (
        [*other_warnings, PlanWarning("no_undo", f"No skill can take the {lost[0]} away again.")]
        if lost
        else other_warnings
    )
    body = dict(fields.values())
    return Proposal(
        summary=f"Change {' and '.join(fields)} of the {account_label(account)}.",
        steps=[_step(account, update(ACCOUNTS, account.account_id, body), body | {"Status": "ACTIVE"})],
        before={"name": account.name, **former},
        after={"name": account.name, **{name: value for name, (_, value) in fields.items()}},
        party=account.name,
        warnings=warnings,
        undo=None
        if lost
        else Undo(
            "change_bank_account", {"account": account.account_id, **former},
            "change_bank_account can set the old values.",
        ),
    )  # fmt: skip


def propose_restoring(ctx: Context, account: Account) -> Proposal:
    """The plan that takes an archived bank account into use again. Raises Conflict for one that is in use."""
    if not is_archived(account):
        raise Conflict(f"The {account_label(account)} is in use; it is not archived.", hint="Nothing needs to be done.")
    return _moved(
        ctx, account, [_status_step(account, "ACTIVE")],
        summary=f"Restore the archived {account_label(account)}.", archived=False, warnings=[],
        undo=Undo("archive_bank_account", {"account": account.account_id}, "archive_bank_account can archive it."),
    )  # fmt: skip


async def propose_ending(ctx: Context, account: Account, *, delete: bool) -> Proposal:
    """The plan that archives a bank account, or deletes it if that is asked for and it was never used.

    Raises Conflict for one that is archived already, unless it is to be deleted, and for a system account.
    """
    if account.system_account:
        raise Conflict(f"Xero itself uses the {account_label(account)}, so it can be neither archived nor deleted.")
    used = await _is_used(ctx, account)
    if delete and not used:
        return _deleting(ctx, account, known=used is not None)
    if is_archived(account):
        why = "; it was used, so it cannot be deleted" if delete else ""
        raise Conflict(f"The {account_label(account)} is archived already{why}.", hint="Nothing more can be done.")
    warnings = [PlanWarning("hidden", "It can no longer be booked on or paid with; a bank feed may stop.")]
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
        ctx, account, [_status_step(account, "ARCHIVED")],
        summary=f"Archive the {account_label(account)}{because}.", archived=True, warnings=warnings,
        undo=Undo("change_bank_account", {"account": account.account_id, "restore": True},
                  "change_bank_account can restore it."),
    )  # fmt: skip


def _deleting(ctx: Context, account: Account, *, known: bool) -> Proposal:
    reported = {"AccountID": account.account_id, "Name": account.name or "", "Type": account.type or "",
            "Class": account.class_ or "", "Status": "DELETED"}  # fmt: skip
    reported |= {"Code": account.code} if account.code else {}
    words = "It cannot be brought back. Xero refuses if anything was ever booked on it, be it an opening balance."
    warnings = [PlanWarning("final", words)]
    if not known:
        warnings.append(
            PlanWarning("use_unknown", "Whether it was ever used could not be looked up in books this big.")
        )
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
        warnings=warnings,
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
    ctx: Context, account: Account, steps: list[Step], *, summary: str, archived: bool, warnings: Sequence[PlanWarning],
    undo: Undo,
) -> Proposal:  # fmt: skip
    before = _snapshot(ctx, account)
    return Proposal(
        summary=summary,
        steps=steps,
        before={**before, "archived": not archived},
        after={**before, "archived": archived},
        party=account.name,
        warnings=list(warnings),
        undo=undo,
    )


def _snapshot(ctx: Context, account: Account) -> dict[str, Any]:
    shown = snapshot(account_view(ctx, account))
    return {name: shown[name] for name in _SHOWN if name in shown}
