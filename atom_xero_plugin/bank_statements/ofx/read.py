"""An OFX or QFX statement, from its bytes to its lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only the tree, no XML parser
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple
from xml.sax.saxutils import unescape

from atom_xero_plugin.bank_statements import amounts
from atom_xero_plugin.bank_statements.balance_words import is_balance
from atom_xero_plugin.bank_statements.csv.accounts import alike
from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput, DecimalMark
from atom_xero_plugin.bank_statements.csv.sign_words import are_payments, doubtful, votes_of
from atom_xero_plugin.bank_statements.errors import LAYOUT, example, refused, shown, undecided
from atom_xero_plugin.bank_statements.line_ids import Content, line_ids
from atom_xero_plugin.bank_statements.ofx.balances import states_balance
from atom_xero_plugin.bank_statements.ofx.dates import day_of
from atom_xero_plugin.bank_statements.ofx.markup import ofx_text, parse
from atom_xero_plugin.bank_statements.statement import Statement, StatementLine

_OUT: Final = frozenset({"DEBIT", "FEE", "SRVCHG", "POS", "ATM", "DIRECTDEBIT"})
_IN: Final = frozenset({"CREDIT", "DEP", "DIRECTDEP"})
_OUT_BY_MEANING: Final = _OUT | {"CHECK", "PAYMENT", "CASH", "REPEATPMT"}
_IN_BY_MEANING: Final = _IN | {"DIV"}
"""Of the other kinds (OTHER, XFER, INT …) the standard does not say which way the money goes."""
_ENTITIES: Final = {"&nbsp;": " ", "&apos;": "'", "&quot;": '"'}
_NUMBERED: Final = re.compile(r"&#([0-9]{2,6});")
_CHARACTERS: Final = range(0x20, 0xD800)
"""Characters that a number may stand for: no controls and no surrogates."""
_CODE: Final = re.compile(r"[A-Z]{3}")


class _Transaction(NamedTuple):
    """One STMTTRN, its number counted from 1 over the account."""

    number: int
    day: date
    amount: amounts.ParsedCell
    kind: str | None
    content: tuple[str | None, str | None, str | None]
    bank_id: str | None


class _Account(NamedTuple):
    """All that the file holds of one account."""

    number: str | None
    statements: list[ET.Element]


def read_ofx(content: bytes, given: CsvLayoutInput, today: date | None, *, card: bool | None = None) -> Statement:
    """The statement of one account. Raises InvalidArguments or Ambiguous with the transaction and the reason.

    `card` says whether Xero has the account as a credit card, None if that is not known.
    """
    root = parse(ofx_text(content, given.encoding).text)
    account = _one(_accounts(root), given.account)
    currency = _currency(account, given.currency)
    notes: list[str] = []
    transactions = _transactions(account, currency, today, notes)
    mark, _ = amounts.decimal_mark([(each.number, each.amount) for each in transactions], given.decimal_mark)
    values = _signed(transactions, [_value(each, mark) for each in transactions], given)
    if given.sign is None and (card or any(each.tag == "CCSTMTRS" for each in account.statements)):
        _refuse_card_doubt(transactions, values)
    lines = _lines(transactions, values, currency, notes)
    days = [line.day for line in lines]
    return Statement(
        format="ofx",
        lines=lines,
        account=account.number,
        currency=currency,
        first=min(days, default=None),
        last=max(days, default=None),
        closing_balance=_closing(account, given.decimal_mark),
        layout=None,
        notes=notes if lines else [*notes, "The statement has no lines."],
    )


def _accounts(root: ET.Element) -> list[_Account]:
    """The accounts of the file, in its order; several statements of one account are one."""
    accounts: dict[str | None, _Account] = {}
    for statement in root.iter():
        if statement.tag in {"STMTRS", "CCSTMTRS"}:
            number = _text(statement, "BANKACCTFROM/ACCTID") or _text(statement, "CCACCTFROM/ACCTID")
            accounts.setdefault(number, _Account(number, [])).statements.append(statement)
    if not accounts:
        raise refused(_no_statement(root))
    return list(accounts.values())


def _no_statement(root: ET.Element) -> str:
    if root.find(".//INVSTMTRS") is not None:
        return "This OFX file is of investments, not of a bank account or card."
    message = next((said for status in root.iter("STATUS") if (said := _text(status, "MESSAGE"))), None)
    reported = f" The bank says: {shown(message)}." if message else ""
    return f"This OFX file holds no statement of a bank account or card.{reported}"


def _one(accounts: Sequence[_Account], requested: str | None) -> _Account:
    reported = f"The file holds {', '.join(shown(account.number or '') for account in accounts[:20])}."
    if requested is not None:
        for account in accounts:
            if account.number is not None and alike(account.number, requested):
                return account
        raise refused(f"There is no account {shown(requested)}.", path=f"{LAYOUT}/account", hint=reported)
    if len(accounts) > 1:
        raise undecided(
            f"The file holds statements of {len(accounts)} accounts.",
            choose=f"{LAYOUT}/account",
            hint=f"Give layout.account. {reported}",
            allowed=[account.number for account in accounts[:20] if account.number],
        )
    return accounts[0]


def _currency(account: _Account, given: str | None) -> str | None:
    codes = {code.upper() for statement in account.statements if (code := _text(statement, "CURDEF"))}
    if len(codes) > 1:
        raise refused(f"The account has amounts in {' and '.join(sorted(codes))}; a statement has one currency.")
    code = next(iter(codes), None)
    if code is not None and not _CODE.fullmatch(code):
        raise refused(f"{shown(code)} is not the code of a currency.")
    if given is not None and code is not None and given.strip().upper() != code:
        raise refused(f"The amounts are in {code}, not in {shown(given)}.", path=f"{LAYOUT}/currency")
    return code or (given.strip().upper() if given else None)


def _transactions(account: _Account, currency: str | None, today: date | None, notes: list[str]) -> list[_Transaction]:
    found: list[_Transaction] = []
    corrected: list[int] = []
    balances: list[str] = []
    moving: list[str] = []
    ledgers = {
        printed
        for each in account.statements
        for tag in ("LEDGERBAL", "AVAILBAL")
        if (printed := _text(each, f"{tag}/BALAMT"))
    }
    elements = [each for statement in account.statements for each in statement.iterfind("BANKTRANLIST/STMTTRN")]
    for number, element in enumerate(elements, 1):
        other = _text(element, "CURRENCY/CURSYM")
        if other and other.upper() != currency:
            raise refused(
                f"Transaction {number} is in {shown(other)}, the account in {currency}; a statement has one currency."
            )
        fields = {field.tag: _resolved(field.text) for field in element}
        action = fields.get("CORRECTACTION")
        if action:
            corrected.append(number)
        worded = is_balance(fields.get("NAME") or fields.get("MEMO") or "")
        if worded and states_balance(fields, ledgers, at_end=len(elements) > 1 and number in {1, len(elements)}):
            balances.append(str(number))
        elif action != "DELETE":
            found.append(_transaction(number, element, fields, today))
            if worded:
                moving.append(str(number))
    if moving:
        notes.append(f"Worded as balances, but read as movements (transactions {', '.join(moving)}).")
    if corrected:
        reported = ", ".join(str(number) for number in corrected)
        notes.append(f"The bank corrects earlier lines (transactions {reported}): search for what they replace.")
    if balances:
        notes.append(f"Balances that stand as transactions were left out (transactions {', '.join(balances)}).")
    return found


def _transaction(
    number: int, element: ET.Element, fields: Mapping[str, str | None], today: date | None
) -> _Transaction:
    printed = fields.get("TRNAMT")
    amount = amounts.take_apart(printed) if printed else None
    if amount is None or amount.currency or amount.word:
        reason = f"{shown(printed)} is not an amount" if printed else "there is no amount"
        raise refused(f"Transaction {number}: {reason}.")
    kind = fields.get("TRNTYPE")
    payee = fields.get("NAME") or _text(element, "PAYEE/NAME")
    reference = fields.get("REFNUM") or fields.get("CHECKNUM")
    words = dict.fromkeys(said for tag in ("MEMO", "EXTDNAME") if (said := fields.get(tag)) and said != payee)
    content = (payee, reference, " ".join(words) or None)
    day = day_of(number, fields.get("DTPOSTED") or fields.get("DTUSER"), today)
    return _Transaction(number, day, amount, kind.upper() if kind else None, content, fields.get("FITID"))


def _value(each: _Transaction, mark: DecimalMark) -> Decimal:
    value = amounts.signed(each.amount, mark)
    if value is None:
        raise refused(f"Transaction {each.number}: {shown(each.amount.number)} is not an amount of money.")
    return value


def _signed(transactions: Sequence[_Transaction], values: list[Decimal], given: CsvLayoutInput) -> list[Decimal]:
    """Negative for money out, as OFX demands; where a bank's own words all say otherwise a person must decide."""
    pairs = list(zip(transactions, values, strict=True))
    if given.sign == "out_positive":
        return [-value for value in values]
    if given.sign == "unsigned":
        return [_by_kind(each, value) for each, value in pairs]
    against = [each for each, value in pairs if (each.kind in _OUT and value > 0) or (each.kind in _IN and value < 0)]
    agree = any(each.kind in _OUT and value < 0 for each, value in pairs)
    if given.sign is None and against and not agree:
        raise undecided(
            f"Transaction {against[0].number} is called {against[0].kind}, but its sign says otherwise.",
            choose=f"{LAYOUT}/sign",
            hint="Give layout.sign: in_positive if positive is money in, out_positive if it is money out, unsigned if "
            "TRNTYPE says it.",
        )
    return values


def _refuse_card_doubt(transactions: Sequence[_Transaction], values: Sequence[Decimal]) -> None:
    """Raises Ambiguous for a card whose words say that positive amounts are spent, where no TRNTYPE says otherwise."""
    pairs = list(zip(transactions, values, strict=True))
    if any((each.kind in _OUT and value < 0) or (each.kind in _IN and value > 0) for each, value in pairs):
        return
    words = [" ".join(filter(None, each.content)) for each in transactions]
    said = votes_of(values, words, [each.content[0] or "" for each in transactions])
    plus, minus = sum(1 for value in values if value > 0), sum(1 for value in values if value < 0)
    if doubtful(said, plus, minus) or are_payments(values, words):
        raise undecided(
            "On this card's statement positive amounts seem to be money spent, which OFX writes with a minus.",
            choose=f"{LAYOUT}/sign",
            hint="Give layout.sign: in_positive if positive is money in, out_positive if it is money out.",
            allowed=("in_positive", "out_positive"),
            examples=[
                example(each.number, [f"{value:f}", text]) for (each, value), text in zip(pairs, words, strict=True)
            ],
        )


def _by_kind(each: _Transaction, value: Decimal) -> Decimal:
    """The amount signed by TRNTYPE, whatever sign is printed; a minus and no kind that decides is money out."""
    if each.kind in _OUT_BY_MEANING or (each.kind not in _IN_BY_MEANING and value < 0):
        return -abs(value)
    if each.kind in _IN_BY_MEANING or not value:
        return abs(value)
    raise refused(
        f"Transaction {each.number}: {shown(each.kind or '')} does not say whether money went in or out.",
        path=f"{LAYOUT}/sign",
        hint="Give layout.sign as in_positive or out_positive, or export the statement as CSV.",
    )


def _lines(
    transactions: Sequence[_Transaction], values: Sequence[Decimal], currency: str | None, notes: list[str]
) -> list[StatementLine]:
    """A line for each transaction that moves money; one that the file lists twice, id and all, is one."""
    stored: list[tuple[_Transaction, Content]] = []
    seen: set[Content] = set()
    zeros = twice = 0
    for each, value in zip(transactions, values, strict=True):
        content = Content(each.day, value, each.content, each.bank_id)
        again = each.bank_id is not None and content in seen
        seen.add(content)
        zeros += not value
        twice += again
        if value and not again:
            stored.append((each, content))
    for count, what in ((zeros, "of zero left out"), (twice, "that the file lists twice left out")):
        if count:
            notes.append(f"{count} {'transaction' if count == 1 else 'transactions'} {what}.")
    ids = line_ids([content for _, content in stored])
    return [_line(each, content, line_id, currency) for (each, content), line_id in zip(stored, ids, strict=True)]


def _line(each: _Transaction, content: Content, line_id: str, currency: str | None) -> StatementLine:
    payee, reference, description = each.content
    return StatementLine(
        line_id=line_id,
        row=each.number,
        day=each.day,
        amount=content.amount,
        currency=currency,
        payee=payee,
        reference=reference,
        description=description,
        kind=each.kind,
    )


def _closing(account: _Account, given: DecimalMark | None) -> Decimal | None:
    """The ledger balance of the latest statement of the account."""
    dated = [(_text(each, "LEDGERBAL/DTASOF") or "", _text(each, "LEDGERBAL/BALAMT")) for each in account.statements]
    printed = max(dated, key=lambda balance: balance[0])[1]
    parts = amounts.take_apart(printed) if printed else None
    if parts is None:
        return None
    mark, _ = amounts.decimal_mark([(0, parts)], given)
    return amounts.signed(parts, mark)


def _text(element: ET.Element, path: str) -> str | None:
    """The text of the first such element, its entities resolved and its spaces tidied; None if there is none."""
    return _resolved(element.findtext(path))


def _resolved(raw: str | None) -> str | None:
    if raw is None:
        return None
    if "&" in raw:
        numbered = _NUMBERED.sub(lambda match: chr(int(match[1])) if int(match[1]) in _CHARACTERS else " ", raw)
        raw = unescape(numbered, _ENTITIES)
    return " ".join(raw.split()) or None
