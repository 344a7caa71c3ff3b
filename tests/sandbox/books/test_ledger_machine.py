"""Any order of legal and illegal writes leaves books that agree with themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sandbox.books.conftest import Xero
from support.long_run import examples

from atom_xero_plugin.sandbox.books.outstanding import outstanding

money = st.decimals(min_value="0.01", max_value=5000, places=4)
line = st.builds(
    lambda price, quantity, discount, account: {
        "Description": "Work",
        "UnitAmount": price,
        "Quantity": quantity,
        "AccountCode": account,
        **({"DiscountRate": discount} if discount is not None else {}),
    },
    money,
    st.decimals(min_value=0, max_value=9, places=2),
    st.none() | st.decimals(min_value=0, max_value=100, places=1),
    st.just("200"),
)
some_lines = st.lists(line, max_size=4)
kinds = st.sampled_from(["Exclusive", "Inclusive", "NoTax"])
statuses = st.sampled_from(["DRAFT", "SUBMITTED", "AUTHORISED", "VOIDED", "DELETED", "PAID"])


def as_bill(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same lines on an account for expenses, without discounts."""
    return [{**each, "AccountCode": "400", "DiscountRate": None} for each in lines]


class BooksMachine(RuleBasedStateMachine):
    """Writes as they come; after each, the books must agree."""

    invoices = Bundle("invoices")
    payments = Bundle("payments")
    spent = Bundle("spent")

    def __init__(self) -> None:
        super().__init__()
        self.xero = Xero()

    @rule(target=invoices, lines=some_lines, kind=kinds, status=statuses, sale=st.booleans(), places=st.booleans())
    def create(self, lines: list[dict[str, Any]], kind: str, status: str, sale: bool, places: bool) -> Any:
        fields = {"LineItems": lines if sale else as_bill(lines), "LineAmountTypes": kind, "Status": status}
        body = self.xero.invoice_body(Type="ACCREC" if sale else "ACCPAY", **fields)
        answer = self.xero.put("Invoices", body, **({"unitdp": "4"} if places else {}))
        return answer.only() if answer.status == 200 else multiple()

    @rule(invoice=invoices, lines=some_lines, kind=st.none() | kinds)
    def update(self, invoice: dict[str, Any], lines: list[dict[str, Any]], kind: str | None) -> None:
        lines = lines if invoice["Type"] == "ACCREC" else as_bill(lines)
        self.write(f"Invoices/{invoice['InvoiceID']}", {"LineItems": lines, "LineAmountTypes": kind})

    @rule(invoice=invoices, status=statuses)
    def move(self, invoice: dict[str, Any], status: str) -> None:
        self.write(f"Invoices/{invoice['InvoiceID']}", {"Status": status})

    @rule(
        target=payments,
        invoice=invoices,
        part=st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.01"), Decimal(2)]),
    )
    def pay(self, invoice: dict[str, Any], part: Decimal) -> Any:
        due = self.xero.books["Invoices"].get(invoice["InvoiceID"])["AmountDue"]
        answer = self.xero.pay(invoice, str((due * part).quantize(Decimal("0.01"))))
        return answer.only() if answer.status == 200 else multiple()

    @rule(payment=payments)
    def unpay(self, payment: dict[str, Any]) -> None:
        self.write(f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})

    @rule(target=spent, lines=some_lines, receive=st.booleans())
    def spend(self, lines: list[dict[str, Any]], receive: bool) -> Any:
        body = {
            "Type": "RECEIVE" if receive else "SPEND",
            "Contact": {"ContactID": self.xero.contact["ContactID"]},
            "BankAccount": {"Code": "090"},
            "LineItems": as_bill(lines),
        }
        answer = self.xero.put("BankTransactions", body)
        return answer.only() if answer.status == 200 else multiple()

    @rule(transaction=spent)
    def delete(self, transaction: dict[str, Any]) -> None:
        self.write(f"BankTransactions/{transaction['BankTransactionID']}", {"Status": "DELETED"})

    def write(self, address: str, body: Any) -> None:
        """A write that the books may refuse, but only with a ValidationException."""
        answer = self.xero.post(address, body)
        assert answer.status in {200, 400}
        assert answer.status == 200 or answer.json["ErrorNumber"] == 10

    @invariant()
    def due_paid_and_credited_make_the_total(self) -> None:
        for row in self.xero.books["Invoices"].rows.values():
            settled = row["AmountPaid"] + row["AmountCredited"]
            if row["Status"] in {"VOIDED", "DELETED"}:
                assert (row["AmountDue"], settled) == (0, 0)
            else:
                assert row["AmountDue"] + settled == row["Total"]
                assert row["AmountDue"] >= 0
            assert row["Total"] == row["SubTotal"] + row["TotalTax"]

    @invariant()
    def paid_means_nothing_due_on_an_approved_invoice(self) -> None:
        for row in self.xero.books["Invoices"].rows.values():
            if row["Status"] in {"AUTHORISED", "PAID"}:
                assert (row["Status"] == "PAID") == (row["AmountDue"] == 0)
                assert (row["FullyPaidOnDate"] is not None) == (row["Status"] == "PAID")

    @invariant()
    def the_ledger_sums_to_zero(self) -> None:
        assert sum((posting.amount for posting in self.xero.books.ledger.postings()), Decimal(0)) == 0

    @invariant()
    def the_bank_holds_what_came_less_what_went(self) -> None:
        books = self.xero.books
        bank = books["Accounts"].find("code", "090")["AccountID"]
        moved = Decimal(0)
        for payment in books["Payments"].rows.values():
            sign = 1 if payment["PaymentType"] == "ACCRECPAYMENT" else -1
            moved += sign * payment["Amount"] * (payment["Status"] == "AUTHORISED")
        for transaction in books["BankTransactions"].rows.values():
            sign = 1 if transaction["Type"] == "RECEIVE" else -1
            moved += sign * transaction["Total"] * (transaction["Status"] == "AUTHORISED")
        assert self.xero.sums().get(bank, 0) == moved

    @invariant()
    def the_control_accounts_are_what_contacts_owe(self) -> None:
        books = self.xero.books
        sums = self.xero.sums()
        owed = outstanding(books["Invoices"].rows.values(), books.today())
        for kind, side, sign in (("DEBTORS", "AccountsReceivable", 1), ("CREDITORS", "AccountsPayable", -1)):
            total = sum((each[side]["Outstanding"] for each in owed.values()), Decimal(0))
            control = books["Accounts"].find("system", kind)
            assert total == sign * (sums.get(control["AccountID"], 0) if control else 0)

    @invariant()
    def what_is_printed_is_what_is_kept(self) -> None:
        for identity, row in self.xero.books["Invoices"].rows.items():
            shown = self.xero.get(f"Invoices/{identity}").only()
            assert (shown["Status"], shown["AmountDue"]) == (row["Status"], row["AmountDue"])


TestBooks = BooksMachine.TestCase
TestBooks.settings = settings(max_examples=examples(60), stateful_step_count=25, deadline=None)
