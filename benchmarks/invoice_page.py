"""A page of 100 invoices as Xero would send it, the same on every run: four lines each, tax, payments, a contact."""

from __future__ import annotations

import json
import random
import uuid
from typing import Any

DAY_MS = 86_400_000
FIRST_DAY_MS = 1_767_225_600_000  # 2026-01-01T00:00Z


def page(invoices: int = 100, seed: int = 1) -> bytes:
    """The JSON body of `GET /Invoices?page=1`, about 2.9 KB an invoice; slashes escaped as Xero does."""
    chance = random.Random(seed)
    answer = {
        "Id": _id(chance),
        "Status": "OK",
        "ProviderName": "Example",
        "DateTimeUTC": _instant(chance, 400),
        "pagination": {"page": 1, "pageSize": 100, "pageCount": 12, "itemCount": 1174},
        "Invoices": [_invoice(chance, number) for number in range(invoices)],
    }
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode()


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _instant(chance: random.Random, day: int) -> str:
    return f"/Date({FIRST_DAY_MS + day * DAY_MS + chance.randrange(DAY_MS)}+0000)/"


def _day(day: int) -> str:
    return f"/Date({FIRST_DAY_MS + day * DAY_MS}+0000)/"


def _local(day: int) -> str:
    return f"2026-{1 + day // 28:02}-{1 + day % 28:02}T00:00:00"


def _invoice(chance: random.Random, number: int) -> dict[str, Any]:
    day = chance.randrange(280)
    lines = [_line(chance) for _ in range(4)]
    net = round(sum(line["LineAmount"] for line in lines), 2)
    tax = round(sum(line["TaxAmount"] for line in lines), 2)
    paid = round((net + tax) / 2, 2)
    return {
        "Type": "ACCREC",
        "InvoiceID": _id(chance),
        "InvoiceNumber": f"INV-{number:05}",
        "Reference": f"PO {chance.randrange(10_000)}",
        "Payments": [_payment(chance, day, paid)],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "AmountDue": round(net + tax - paid, 2),
        "AmountPaid": paid,
        "AmountCredited": 0.00,
        "CurrencyRate": 1.0000000000,
        "IsDiscounted": False,
        "HasAttachments": False,
        "HasErrors": False,
        "InvoiceAddresses": [],
        "InvoicePaymentServices": [],
        "Contact": _contact(chance),
        "DateString": _local(day),
        "Date": _day(day),
        "DueDateString": _local(day + 20),
        "DueDate": _day(day + 20),
        "BrandingThemeID": "dfe23d27-a3a6-4ef3-a5ca-b9e02b142dde",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": lines,
        "SubTotal": net,
        "TotalTax": tax,
        "Total": round(net + tax, 2),
        "UpdatedDateUTC": _instant(chance, day),
        "CurrencyCode": "NZD",
    }


def _contact(chance: random.Random) -> dict[str, Any]:
    name = chance.choice(["Ridgeway University", "City Agency", "Marine Systems", "Basket Case", "Hamilton Smith Ltd"])
    return {
        "ContactID": _id(chance),
        "ContactStatus": "ACTIVE",
        "Name": name,
        "FirstName": "",
        "LastName": "",
        "EmailAddress": "accounts@example.com",
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }


def _payment(chance: random.Random, day: int, amount: float) -> dict[str, Any]:
    return {
        "PaymentID": _id(chance),
        "Date": _day(day + 10),
        "Amount": amount,
        "Reference": "",
        "CurrencyRate": 1.0000000000,
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def _line(chance: random.Random) -> dict[str, Any]:
    quantity, price = chance.randrange(1, 12), chance.randrange(1000, 90_000) / 100
    amount = round(quantity * price, 2)
    return {
        "ItemCode": chance.choice(["BOOK", "Train-MS", "DevH", "GB1-White"]),
        "Description": chance.choice(["Half day training - Microsoft Office", "Development work - developer onsite"]),
        "UnitAmount": price,
        "TaxType": "OUTPUT2",
        "TaxAmount": round(amount * 0.15, 2),
        "LineAmount": amount,
        "AccountCode": "200",
        "Item": {"ItemID": _id(chance), "Name": "Training", "Code": "Train-MS"},
        "Tracking": [],
        "Quantity": float(quantity),
        "LineItemID": _id(chance),
        "AccountID": "5040915e-8ce7-4177-8d08-fde416232f18",
        "ValidationErrors": [],
    }
