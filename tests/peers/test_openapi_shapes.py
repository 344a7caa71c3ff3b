"""Xero's own spec as a witness: what the sandbox answers, and what our skills send, has the types it declares.

Left aside as known faults of the spec: closed lists of words (Xero adds to them), nulls (nothing is declared nullable),
and batch payments whose amounts Xero writes as text.
"""

from __future__ import annotations

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
    "Organisation": ("Organisations", "Organisation"),
    "Contacts": ("Contacts", "Contact"),
    "Invoices": ("Invoices", "Invoice"),
    "Payments": ("Payments", "Payment"),
    "BankTransactions": ("BankTransactions", "BankTransaction"),
    "Accounts": ("Accounts", "Account"),
    "Items": ("Items", "Item"),
    "TaxRates": ("TaxRates", "TaxRate"),
    "Reports/ProfitAndLoss": ("Reports", "ReportWithRow"),
    "Reports/BalanceSheet": ("Reports", "ReportWithRow"),
    "Reports/TrialBalance": ("Reports", "ReportWithRow"),
    "Reports/BankSummary": ("Reports", "ReportWithRow"),
}
ASKED: dict[str, dict[str, Any]] = {
    "create_contact": {"name": "Miramar Boat Hire", "email": "a@b.example", "phone": "+64 4 555 0134"},
    "change_contact": {"contact": "Capital Power", "email": "a@b.example"},
    "archive_contact": {"contact": "Ngaio Travel"},
    "create_invoice": {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 5},
    "create_bill": {"contact": "Capital Power", "lines": [LINE | {"account": "445"}], "due_in_days": 5},
}
KIND_OF = {"Contacts": "Contact", "Invoices": "Invoice", "Payments": "Payment"}


@cache
def document() -> dict[str, Any]:
    """The components, closed lists of words opened."""
    import yaml

    class Loader(yaml.CSafeLoader):  # type: ignore[misc]
        """Dates in examples stay text."""

    Loader.yaml_implicit_resolvers = {
        letter: [each for each in found if each[0] != "tag:yaml.org,2002:timestamp"]
        for letter, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    told = yaml.load(SPEC.read_text(), Loader)  # noqa: S506 - a safe loader's child
    found: dict[str, Any] = _opened(told["components"]["schemas"])
    return found


def _opened(node: Any) -> Any:
    if isinstance(node, dict):
        kept = {
            name: _opened(value) for name, value in node.items() if name not in {"enum", "format", "example", "pattern"}
        }
        return {"$ref": kept["$ref"]} if isinstance(kept.get("$ref"), str) else kept
    return [_opened(each) for each in node] if isinstance(node, list) else node


def wrong(kind: str, record: Any) -> Iterator[str]:
    """What of a record is not of the declared type."""
    schema = {"$ref": f"#/components/schemas/{kind}", "components": {"schemas": document()}}
    for error in Draft202012Validator(schema).iter_errors(record):
        path = "/".join(map(str, error.absolute_path))
        if error.instance is None or "BatchPayment" in path:
            continue
        yield f"{path}: {error.message[:200]}"


if SPEC.exists():

    @pytest.mark.parametrize("path", ANSWERS)
    async def test_the_sandbox_answers_in_declared_types(house: House, path: str) -> None:
        """Each record of a list."""
        listed, kind = ANSWERS[path]
        connection = await house.runtime.choose("default", house.organisation)
        reply = await house.runtime.xero(connection, feature="test").get(path, {"page": "1"})
        records = msgspec.json.decode(reply.body)[listed]

        assert records
        assert [problem for record in records for problem in wrong(kind, record)] == []

    @pytest.mark.parametrize("skill", ASKED)
    async def test_a_skill_sends_declared_types(house: House, skill: str) -> None:
        """The very bytes of the plan."""
        await check_sent(house, skill, **ASKED[skill])

    @pytest.mark.parametrize("skill", ["approve_invoice", "void_invoice", "record_payment", "reverse_payment"])
    async def test_a_skill_on_an_invoice_sends_declared_types(house: House, skill: str) -> None:
        """The very bytes of the plan."""
        draft, unpaid = (
            next(each for each in rows(house, "Invoices", Type="ACCREC", Status=status) if not each["AmountPaid"])
            for status in ("DRAFT", "AUTHORISED")
        )
        paid = row(house, "Payments", Status="AUTHORISED")
        arguments = {
            "approve_invoice": {"invoice": draft["InvoiceID"]},
            "void_invoice": {"invoice": unpaid["InvoiceID"]},
            "record_payment": {"invoice": unpaid["InvoiceID"], "account": "090"},
            "reverse_payment": {"payment": paid["PaymentID"]},
        }[skill]
        await check_sent(house, skill, **arguments)


async def check_sent(house: House, skill: str, **arguments: Any) -> None:
    proposed = await plan(house, skill, **arguments)
    kept = await house.runtime.plans.plan("default", proposed["id"])
    for step in kept.proposal.steps:
        body = msgspec.json.decode(step.write.body)
        listed = step.write.path.split("/")[0]
        for record in body.get(listed, [body]):
            assert list(wrong(KIND_OF[listed], record)) == []
