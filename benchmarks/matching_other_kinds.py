"""More kinds of bank lines that matching is measured on: fees, doubles, reversals, records, and nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from benchmarks.matching_kinds import KINDS, kind, pays
from benchmarks.matching_world import SyncDependencies, Truth

__all__ = ["KINDS"]
_CENT: Final = Decimal("0.01")


@kind
def card_payout_net(world: SyncDependencies, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    fee = (made.amount_due * world.rng.randint(140, 390) / 10_000 + Decimal("0.30")).quantize(_CENT)
    service = world.pick(["STRIPE", "PAYPAL", "GOCARDLESS", "SQUARE", "EFTPOS SETTLEMENT"])
    text = world.pick([f"{made.number}", f"{world.cut(made.contact)} {made.number}"])
    world.line(pays(name, made.id, never_sure=True), made.amount_due - fee, service, text)


@kind
def payout_of_many(world: SyncDependencies, name: str) -> None:
    made = [world.open(world.pick(world.contacts)) for _ in range(world.rng.randint(2, 6))]
    total = sum((each.amount_due for each in made), Decimal(0))
    net = (total * world.rng.randint(965, 986) / 1_000).quantize(_CENT)
    world.line(Truth(name), net, world.pick(["STRIPE PAYOUT", "PAYPAL TRANSFER", "GOCARDLESS LTD", "SQUARE INC"]))


@kind
def bank_fee_on_the_way(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(200, 5_000))
    fee = Decimal(world.pick([10, 12, 15, 20, 25]))
    world.line(
        pays(name, made.id, never_sure=True),
        made.amount_due - fee,
        world.written(contact),
        world.pick([made.number, None]),
    )


@kind
def early_discount(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    less = (made.amount_due * world.pick([2, 3, 5]) / 100).quantize(_CENT)
    world.line(
        pays(name, made.id, never_sure=True),
        made.amount_due - less,
        world.written(contact),
        world.cited(made.number or ""),
    )


@kind
def cents_apart(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    apart = Decimal(world.rng.choice([-9, -5, -2, -1, 1, 2, 5, 9])) / 100
    truth = pays(name, made.id, never_sure=True) if apart < 0 else Truth(name)
    world.line(truth, made.amount_due + apart, world.written(contact), world.cited(made.number or ""))


@kind
def overpaid(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    world.line(
        Truth(name), made.amount_due + world.pick([10, 20, 50]), world.written(contact), world.cited(made.number or "")
    )


@kind
def paid_ahead(world: SyncDependencies, name: str) -> None:
    world.line(
        Truth(name),
        Decimal(world.rng.randint(5, 300) * 10),
        world.written(world.pick(world.contacts)),
        world.pick(["deposit", "on account", None]),
    )


@kind
def refund_to_a_customer(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    amount = world.open(contact).amount_due
    if world.rng.random() < 0.5:
        world.open(contact, amount, kind="bill")
    world.line(Truth(name), -amount, world.written(contact), world.pick(["REFUND", "Refund overpayment", "Erstattung"]))


@kind
def reversed_payment(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    day, text = world.day(0, 24), world.written(contact)
    world.line(Truth(name), made.amount_due, text, world.cited(made.number or ""), day=day)
    world.line(
        Truth(name),
        -made.amount_due,
        world.pick([f"REVERSAL {text}", f"DISHONOUR {text}", f"RTN {text}"]),
        day=day + timedelta(days=world.rng.randint(1, 5)),
    )


@kind
def number_with_a_typo(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    digits = list((made.number or "").rsplit("-", 1)[-1])
    at = world.rng.randint(1, len(digits) - 1)
    digits[at] = world.pick([each for each in "0123456789" if each != digits[at]])
    world.line(pays(name, made.id), made.amount_due, world.written(contact), f"INV-{''.join(digits)}")


@kind
def number_that_was_paid_before(world: SyncDependencies, name: str) -> None:
    contact, amount, number = world.pick(world.contacts), world.amount(), world.paid_number()
    world.open(contact, amount)
    day = world.day(8)
    if world.rng.random() < 0.5:
        world.record(contact, amount, day=day - timedelta(days=8), about=number, done=True)
    world.line(Truth(name), amount, world.written(contact), number, day=day)


@kind
def paid_twice(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    day, text = world.day(0, 20), world.written(contact)
    world.line(pays(name, made.id), made.amount_due, text, world.cited(made.number or ""), day=day)
    world.line(
        Truth(name),
        made.amount_due,
        text,
        world.cited(made.number or ""),
        day=day + timedelta(days=world.rng.randint(1, 6)),
    )


@kind
def transfer_in_books(world: SyncDependencies, name: str) -> None:
    amount, day = Decimal(world.rng.randint(5, 200) * 100) * world.pick([1, -1]), world.day()
    made = world.record(None, amount, day=day, kind="bank_transaction")
    world.line(
        Truth(name, booked=frozenset({made.id})),
        amount,
        world.pick(["TRANSFER 12-3140-0011", "TFR SAVINGS", "INTERNAL TRANSFER"]),
        day=day,
    )


@kind
def transfer_unknown(world: SyncDependencies, name: str) -> None:
    world.line(
        Truth(name),
        Decimal(world.rng.randint(5, 200) * 100) * world.pick([1, -1]),
        world.pick(["TRANSFER TO 12-3140-0011-50", "FROM SAVINGS"]),
    )


@kind
def wages(world: SyncDependencies, name: str) -> None:
    amount, day = -world.amount(900, 9_000), world.day()
    known = world.rng.random() < 0.5
    made = (
        world.record("Payroll Clearing", amount, day=day, kind="bank_transaction", about="Pay run") if known else None
    )
    truth = Truth(name, booked=frozenset({made.id})) if made else Truth(name)
    world.line(truth, amount, world.pick(["SALARIES", "WAGES PAY RUN", f"SALARY {world.person().upper()}"]), day=day)


@kind
def taxes(world: SyncDependencies, name: str) -> None:
    world.line(
        Truth(name),
        -world.amount(100, 9_000),
        world.pick(["INLAND REVENUE", "HMRC VAT", "ATO BAS", "FINANZAMT"]),
        f"{world.rng.randint(10**7, 10**8)} GST",
    )


@kind
def fees_and_interest(world: SyncDependencies, name: str) -> None:
    world.line(
        Truth(name),
        world.amount(1, 40) * world.pick([1, -1]),
        world.pick(["ACCOUNT FEE", "CREDIT INTEREST", "MONTHLY CHARGE"]),
    )


@kind
def cash_of_a_known_amount(world: SyncDependencies, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    world.line(Truth(name), made.amount_due, world.pick(["CASH DEPOSIT", "ATM DEPOSIT", "COUNTER DEPOSIT BRANCH 4"]))


@kind
def amount_by_chance(world: SyncDependencies, name: str) -> None:
    made = world.open(world.pick(world.contacts), kind=world.pick(["sales", "bill"]))
    world.line(Truth(name), made.signed, world.pick([world.shop(), world.person().upper()]), day=world.around(made.due))


@kind
def other_customer_by_chance(world: SyncDependencies, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    other = world.pick([each for each in world.contacts if each != made.contact])
    world.line(Truth(name), made.amount_due, world.written(other), day=world.around(made.due))


@kind
def payment_in_books(world: SyncDependencies, name: str) -> None:
    contact, amount, day = world.pick(world.contacts), world.amount() * world.pick([1, -1]), world.day()
    made = world.record(contact, amount, day=day - timedelta(days=world.rng.randint(0, 3)), about=world.paid_number())
    world.line(Truth(name, booked=frozenset({made.id})), amount, world.written(contact), day=day)


@kind
def purchase_in_books(world: SyncDependencies, name: str) -> None:
    amount, day, shop = -world.amount(5, 400), world.day(), world.shop()
    contact = world.pick([shop.title(), shop.split()[0].title(), world.pick(world.contacts)])
    made = world.record(contact, amount, day=day - timedelta(days=world.rng.randint(0, 2)), kind="bank_transaction")
    world.line(Truth(name, booked=frozenset({made.id})), amount, shop, day=day)


@kind
def record_of_another(world: SyncDependencies, name: str) -> None:
    one, other = world.rng.sample(world.contacts, 2)
    amount, day = world.amount(), world.day()
    world.record(one, amount, day=day - timedelta(days=world.rng.randint(0, 9)))
    world.line(Truth(name), amount, world.written(other), day=day)


@kind
def recurring_in_books(world: SyncDependencies, name: str) -> None:
    contact, amount, day = world.pick(world.contacts), Decimal(world.rng.randint(5, 100) * 10), world.day()
    made = world.record(contact, amount, day=day, about=world.paid_number())
    world.open(contact, amount, due=day + timedelta(days=25))
    world.line(Truth(name, booked=frozenset({made.id})), amount, world.written(contact), day=day)


@kind
def batch_in_books(world: SyncDependencies, name: str) -> None:
    amount, day = -world.amount(1_000, 9_000), world.day()
    made = world.record(None, amount, day=day, kind="batch_payment", about="of 4 payments")
    world.line(Truth(name, booked=frozenset({made.id})), amount, "BULK PAYMENT 4 ITEMS", day=day)


@kind
def takings_banked_together(world: SyncDependencies, name: str) -> None:
    day = world.day()
    made = [
        world.record(world.pick(world.contacts), world.amount(20, 900), day=day) for _ in range(world.rng.randint(2, 4))
    ]
    total = sum((each.amount for each in made), Decimal(0))
    world.line(Truth(name, booked=frozenset(each.id for each in made)), total, "DEPOSIT", day=day)


@kind
def customer_of_a_group(world: SyncDependencies, name: str) -> None:
    one, other = world.pick(world.groups)
    amount = world.amount()
    paid = world.open(one, amount)
    if world.rng.random() < 0.5:
        world.open(other, amount)
    world.line(pays(name, paid.id), amount, world.shouted(one), day=world.around(paid.due))


@kind
def sister_pays_by_number(world: SyncDependencies, name: str) -> None:
    one, other = world.pick(world.groups)
    paid = world.open(one)
    world.open(other)
    world.line(pays(name, paid.id), paid.amount_due, world.shouted(other), world.cited(paid.number or ""))


@kind
def foreign_invoice(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    world.open(contact)
    world.line(Truth(name), world.amount(), world.written(contact), world.pick([world.paid_number(), "USD 1200.00"]))


@kind
def unknown_purchase(world: SyncDependencies, name: str) -> None:
    world.line(Truth(name), -world.amount(5, 300), world.shop(), f"CARD {world.rng.randint(1_000, 9_999)}")


@kind
def month_end_rush(world: SyncDependencies, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, due=world.day(29, 29))
    text = world.pick([world.written(contact), world.cut(contact)])
    world.line(
        pays(name, paid.id), paid.amount_due, text, world.pick(["", "SEPTEMBER", "09/2026"]), day=world.day(27, 29)
    )
