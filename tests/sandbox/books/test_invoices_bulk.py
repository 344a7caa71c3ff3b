"""Many elements in one write: who stands, who falls, and how Xero tells."""

from __future__ import annotations

from typing import Any

from sandbox.books.conftest import Xero


def bad(xero: Xero) -> dict[str, Any]:
    """What makes an approved invoice that lacks its due date."""
    return xero.invoice_body(DueDate=None, Reference="bad")


def test_by_default_one_bad_element_answers_400_with_it_alone_but_the_good_ones_are_saved(xero: Xero) -> None:
    """xero-ruby issue 247."""
    refused = xero.put("Invoices", {"Invoices": [xero.invoice_body(Reference="good"), bad(xero)]})
    assert refused.messages() == ["DueDate cannot be empty"]
    (element,) = refused.json["Elements"]
    assert element["Reference"] == "bad"
    assert element["HasErrors"] is True
    assert [row["Reference"] for row in xero.books["Invoices"].rows.values()] == ["good"]


def test_without_summarising_the_answer_is_200_with_every_element_in_order(xero: Xero) -> None:
    """Each element says whether it was saved; one that was not has the id of nothing."""
    answer = xero.put(
        "Invoices", {"Invoices": [bad(xero), xero.invoice_body(Reference="good")]}, summarizeErrors="false"
    )
    first, second = answer.records()
    assert (first["StatusAttributeString"], second["StatusAttributeString"]) == ("ERROR", "OK")
    assert first["ValidationErrors"] == [{"Message": "DueDate cannot be empty"}]
    assert first["InvoiceID"] == "00000000-0000-0000-0000-000000000000"
    assert second["InvoiceNumber"] == "INV-0001"


def test_a_refused_change_echoes_the_invoice_as_it_is(xero: Xero) -> None:
    """Not as it was sent."""
    made = xero.invoice()
    refused = xero.post("Invoices", {"InvoiceID": made["InvoiceID"], "Status": "DELETED"})
    element = refused.json["Elements"][0]
    assert element["AmountDue"] == 115
    assert element["InvoiceNumber"] == made["InvoiceNumber"]


def test_an_element_alone_a_list_and_a_bare_list_all_work(xero: Xero) -> None:
    """Xero reads all three."""
    body = xero.invoice_body()
    assert len(xero.put("Invoices", body).records()) == 1
    assert len(xero.put("Invoices", {"Invoices": [body, body]}).records()) == 2
    assert len(xero.put("Invoices", [body]).records()) == 1


def test_the_envelope_is_xeros(xero: Xero) -> None:
    """Its keys in their order, with the instant of the answer."""
    answer = xero.put("Invoices", xero.invoice_body())
    assert list(answer.json) == ["Id", "Status", "ProviderName", "DateTimeUTC", "Invoices"]
    assert answer.json["Status"] == "OK"
    assert b'"DateTimeUTC":"\\/Date(1781571600000)\\/"' in answer.raw
