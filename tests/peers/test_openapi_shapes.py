"""Xero's own spec as a witness: what the sandbox answers, and what our skills send, is what it declares.

Left aside, as known faults of the spec: the envelope, which no schema has, and a few fields that Xero sends and the
spec leaves out. Everything else holds strictly: types, closed lists of words, formats of ids, the form of dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from support.asking import LINE, plan, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
SPEC = Path(__file__).parents[3] / "shared" / "openapi" / "xero_accounting.yaml"
ANSWERS = {
    "Organisation": "Organisations",
    "Contacts": "Contacts",
    "Contacts/{customer}": "Contacts",
    "Invoices": "Invoices",
    "Invoices/{invoice}": "Invoices",
    "Payments": "Payments",
    "Payments/{payment}": "Payments",
    "BankTransactions": "BankTransactions",
    "Accounts": "Accounts",
    "Items": "Items",
    "TaxRates": "TaxRates",
    "Reports/ProfitAndLoss": "ReportWithRows",
    "Reports/BalanceSheet": "ReportWithRows",
    "Reports/TrialBalance": "ReportWithRows",
    "Reports/BankSummary": "ReportWithRows",
    "Reports/AgedReceivablesByContact": "ReportWithRows",
    "Reports/AgedPayablesByContact": "ReportWithRows",
}
"""The schema of each answer as a whole."""
ASKED: dict[str, dict[str, Any]] = {
    "create_contact": {"name": "Miramar Boat Hire", "email": "a@b.example", "phone": "+64 4 555 0134"},
    "change_contact": {"contact": "Capital Power", "email": "a@b.example"},
    "archive_contact": {"contact": "Ngaio Travel"},
    "create_invoice": {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 5},
    "create_bill": {"contact": "Capital Power", "lines": [LINE | {"account": "445"}], "due_in_days": 5},
    "create_bank_account": {"name": "Till", "number": "12-3456-0789012-51", "code": "095", "kind": "credit_card"},
    "change_bank_account": {"account": "091", "name": "Tax Savings", "number": "12-3456-0789012-52"},
    "archive_bank_account": {"account": "090"},
}
SETTLING = ("approve_invoice", "change_invoice", "void_invoice", "record_payment", "reverse_payment")
KIND_OF = {"Accounts": "Account", "Contacts": "Contact", "Invoices": "Invoice", "Payments": "Payment"}
ENVELOPE = {"Id", "Status", "ProviderName", "DateTimeUTC"}
LEFT_OUT = {
    "Invoice": {"DateString", "DueDateString"},
    "BankTransaction": {"DateString"},
    "ContactGroup": {"HasValidationErrors"},
}
"""What Xero sends and its spec does not declare; the last stands in the spec's own examples."""
AS_TEXT = {
    ("BatchPayment", "TotalAmount"): re.compile(r"-?\d+\.\d{2}"),
    ("BatchPayment", "IsReconciled"): re.compile("true|false"),
}
"""What Xero writes as text inside a payment, as in the spec's own examples, though the spec declares another type."""
MS_DATE = re.compile(r"/Date\(-?\d+(\+\d{4})?\)/")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def components() -> dict[str, Any]:
    """The spec's schemas, as JSON Schema reads them."""
    import yaml

    class Loader(yaml.CSafeLoader):  # type: ignore[misc]
        """Dates in examples stay text."""

    Loader.yaml_implicit_resolvers = {
        letter: [each for each in found if each[0] != "tag:yaml.org,2002:timestamp"]
        for letter, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    reported = yaml.load(SPEC.read_text(), Loader)  # noqa: S506 - a safe loader's child
    found: dict[str, Any] = _plain(reported["components"]["schemas"])
    return found


def _plain(node: Any) -> Any:
    """Without examples, and without what stands next to a reference."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            return {"$ref": node["$ref"]}
        return {name: _plain(value) for name, value in node.items() if name != "example"}
    return [_plain(each) for each in node] if isinstance(node, list) else node


def invalid(kind: str, record: Any, dates: re.Pattern[str]) -> list[str]:
    """What of a record is not as declared: its types, its names, the form of its dates."""
    schema = {"$ref": f"#/components/schemas/{kind}", "components": {"schemas": components()}}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
        for e in validator.iter_errors(record)
        if not _is_known_text(tuple(e.absolute_path)[-2:], e.instance)
    ]
    return [*found, *_strange(kind, record, components()[kind], dates)]


def _is_known_text(place: tuple[str | int, ...], value: Any) -> bool:
    return place in AS_TEXT and isinstance(value, str) and bool(AS_TEXT[place].fullmatch(value))


def _strange(kind: str, value: Any, schema: dict[str, Any], dates: re.Pattern[str]) -> Iterator[str]:
    """Names that no schema has, and dates in another form."""
    if "$ref" in schema:
        kind = schema["$ref"].rsplit("/", 1)[-1]
        schema = components()[kind]
    if isinstance(value, list):
        for each in value:
            yield from _strange(kind, each, schema.get("items", {}), dates)
    elif isinstance(value, dict):
        declared = schema.get("properties", {})
        for name, inner in value.items():
            if name in declared:
                yield from _strange(f"{kind}.{name}", inner, declared[name], dates)
            elif name not in LEFT_OUT.get(kind, ()):
                yield f"{kind}.{name} is not declared"
    elif (schema.get("x-is-msdate") or schema.get("x-is-msdate-time")) and not dates.fullmatch(str(value)):
        yield f"{kind}: {value} is no date"


if SPEC.exists():

    @pytest.mark.parametrize("path", ANSWERS)
    async def test_the_sandbox_answers_as_declared(house: House, path: str) -> None:
        """Each record of a list, of a single answer, of a report."""
        invoice, bill = (row(house, "Invoices", Type=kind, Status="AUTHORISED") for kind in ("ACCREC", "ACCPAY"))
        owner = (bill if "Payables" in path else invoice)["Contact"]["ContactID"]
        payment = row(house, "Payments", Status="AUTHORISED")["PaymentID"]
        connection = await house.runtime.organisations.choose("default", house.organisation)
        reply = await house.runtime.xero(connection, feature="test").get(
            path.format(customer=owner, invoice=invoice["InvoiceID"], payment=payment),
            {"contactId": owner} if "Aged" in path else {"page": "1", "pageSize": "1000"} if path in KIND_OF else {},
        )
        answer = {name: value for name, value in msgspec.json.decode(reply.body).items() if name not in ENVELOPE}

        assert any(isinstance(listed, list) and listed for listed in answer.values())
        assert invalid(ANSWERS[path], answer, MS_DATE) == []

    @pytest.mark.parametrize("skill", ASKED)
    async def test_a_skill_sends_what_is_declared(house: House, skill: str) -> None:
        """The very bytes of the plan."""
        await check_sent(house, skill, **ASKED[skill])

    @pytest.mark.parametrize("skill", SETTLING)
    async def test_a_skill_on_an_invoice_sends_what_is_declared(house: House, skill: str) -> None:
        """The very bytes of the plan."""
        draft, unpaid = (
            next(each for each in rows(house, "Invoices", Type="ACCREC", Status=status) if not each["AmountPaid"])
            for status in ("DRAFT", "AUTHORISED")
        )
        paid = row(house, "Payments", Status="AUTHORISED")
        arguments = {
            "approve_invoice": {"invoice": draft["InvoiceID"]},
            "change_invoice": {"invoice": draft["InvoiceID"], "date": "2026-06-15", "add_lines": [LINE]},
            "void_invoice": {"invoice": unpaid["InvoiceID"]},
            "record_payment": {"invoice": unpaid["InvoiceID"], "account": "090"},
            "reverse_payment": {"payment": paid["PaymentID"]},
        }[skill]
        await check_sent(house, skill, **arguments)

    def test_what_is_wrong_is_found() -> None:
        """A wrong type, an unknown word, an unknown name, a date in another form."""
        record = {"Type": "SALE", "Total": "1.00", "Totals": 1, "Date": "16 June"}

        assert len(invalid("Invoice", record, MS_DATE)) == len(record)


async def check_sent(house: House, skill: str, **arguments: Any) -> None:
    """Every record that a skill's plan would send."""
    proposed = await plan(house, skill, **arguments)
    stored = await house.runtime.plans.plan("default", proposed["id"])
    assert stored.proposal.steps
    for step in stored.proposal.steps:
        body = msgspec.json.decode(step.write.body)
        listed = step.write.path.split("/")[0]
        sent = body.get(listed, [body])
        assert sent
        for record in sent:
            assert invalid(KIND_OF[listed], record, ISO_DAY) == []
