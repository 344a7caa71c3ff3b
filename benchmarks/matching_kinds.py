"""The kinds of bank lines that matching is measured on. Each makes what it needs in the books, its lines, and their truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from benchmarks.matching_world import Truth, World

_CENT: Final = Decimal("0.01")
Kind = Callable[[World, str], None]
KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Have it among the kinds, by its name."""
    KINDS[make.__name__] = make
    return make


def pays(name: str, *documents: str, never_sure: bool = False) -> Truth:
    """The truth of a line that pays documents."""
    return Truth(name, documents=frozenset(documents), never_sure=never_sure)


def _by_name(world: World, name: str, write: Callable[[str], str], low: int = -6, high: int = 15) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    world.line(pays(name, paid.id), paid.amount_due, write(contact), day=world.around(paid.due, low, high))


@kind
def number_and_name(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact)
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), world.cited(paid.number or ""),
               day=world.around(paid.due))  # fmt: skip


@kind
def number_of_a_stranger(world: World, name: str) -> None:
    paid = world.open(world.pick(world.contacts))
    world.line(pays(name, paid.id), paid.amount_due, world.person().upper(), world.cited(paid.number or ""))


@kind
def name_in_full(world: World, name: str) -> None:
    _by_name(world, name, world.shouted)


@kind
def name_cut_off(world: World, name: str) -> None:
    _by_name(world, name, world.cut)


@kind
def name_cut_short(world: World, name: str) -> None:
    _by_name(world, name, lambda each: world.cut(each, world.rng.randint(10, 14)))


@kind
def name_behind_bank_words(world: World, name: str) -> None:
    _by_name(world, name, lambda each: (world.pick(["DIRECT CREDIT ", "FPS ", "AP#2231 ", "SEPA GUTSCHRIFT "]) + world.transliterated(each))[:32])


@kind
def name_without_spaces(world: World, name: str) -> None:
    _by_name(world, name, world.joined)


@kind
def name_with_umlauts(world: World, name: str) -> None:
    contact = world.pick([each for each in world.contacts if not each.isascii()])
    paid = world.open(contact)
    write = world.pick([world.transliterated, world.shouted, world.plain])
    world.line(pays(name, paid.id), paid.amount_due, write(contact), day=world.around(paid.due))


@kind
def name_misspelt(world: World, name: str) -> None:
    _by_name(world, name, world.misspelt)


@kind
def name_of_a_person_turned(world: World, name: str) -> None:
    contact = world.pick([each for each in world.contacts if each.count(" ") == 1 and each.split()[1][0].isupper()])
    paid = world.open(contact)
    world.line(pays(name, paid.id), paid.amount_due, " ".join(reversed(world.transliterated(contact).split())), day=world.around(paid.due))


@kind
def paid_late(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    day = world.day()
    paid = world.open(contact, due=day - timedelta(days=world.rng.randint(70, 200)))
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), day=day)


@kind
def paid_early(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    day = world.day()
    paid = world.open(contact, due=day + timedelta(days=world.rng.randint(3, 7)))
    world.line(pays(name, paid.id), paid.amount_due, world.written(contact), day=day)


@kind
def digits_alone(world: World, name: str) -> None:
    paid = world.open(world.pick(world.contacts))
    digits = (paid.number or "").rsplit("-", 1)[-1]
    text = world.pick([world.person().upper(), world.written(paid.contact)])
    world.line(pays(name, paid.id), paid.amount_due, text, world.pick([digits, digits.lstrip("0")]))


@kind
def purchase_order(world: World, name: str) -> None:
    order = f"PO{world.rng.randint(10_000, 99_999)}"
    paid = world.open(world.pick(world.contacts), reference=order)
    world.line(pays(name, paid.id), paid.amount_due, world.cut(paid.contact), world.pick([order, f"PO {order[2:]}"]))


@kind
def bill_by_its_number(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, kind="bill")
    world.line(pays(name, paid.id), -paid.amount_due, world.written(contact), paid.number, day=world.around(paid.due))


@kind
def direct_debit(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, kind="bill")
    customer = f"CUST {world.rng.randint(10**7, 10**8)}"
    world.line(pays(name, paid.id), -paid.amount_due, f"DD {world.cut(contact)}", customer, day=paid.due and world.around(paid.due, 0, 2))


@kind
def standing_order(world: World, name: str) -> None:
    contact, amount = world.pick(world.contacts), Decimal(world.rng.randint(10, 200) * 10)
    day = world.day()
    for months in (-1, 0, 1):
        made = world.open(contact, amount, due=day + timedelta(days=30 * months))
        if not months:
            paid = made
    world.line(pays(name, paid.id), amount, f"SO {world.cut(contact)}", day=day)


@kind
def same_amount_twice(world: World, name: str) -> None:
    contact, amount = world.pick(world.contacts), world.amount()
    day = world.day()
    one = world.open(contact, amount, due=day - timedelta(days=world.rng.randint(0, 20)))
    world.open(contact, amount, due=day + timedelta(days=world.rng.randint(1, 20)))
    world.line(pays(name, one.id), amount, world.written(contact), day=day)


@kind
def same_amount_twice_numbered(world: World, name: str) -> None:
    contact, amount = world.pick(world.contacts), world.amount()
    for _ in range(2):
        made = world.open(contact, amount)
        world.line(pays(name, made.id), amount, world.written(contact), world.cited(made.number or ""))


@kind
def several_named(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = [world.open(contact) for _ in range(world.rng.randint(2, 4))]
    numbers = " ".join(each.number or "" for each in made)
    total = sum((each.amount_due for each in made), Decimal(0))
    world.line(pays(name, *(each.id for each in made)), total, world.written(contact), numbers)


@kind
def several_unnamed(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = [world.open(contact) for _ in range(world.rng.randint(3, 6))]
    paid = world.rng.sample(made, world.rng.randint(2, min(3, len(made) - 1)))
    total = sum((each.amount_due for each in paid), Decimal(0))
    world.line(pays(name, *(each.id for each in paid)), total, world.written(contact), day=world.day(20))


@kind
def a_month_of_invoices(world: World, name: str) -> None:
    contact = f"{world.pick(world.contacts)} {world.rng.randint(2, 99)}"
    made = [world.open(contact, due=world.day(0, 20)) for _ in range(world.rng.randint(8, 24))]
    total = sum((each.amount_due for each in made), Decimal(0))
    world.line(pays(name, *(each.id for each in made)), total, world.shouted(contact), day=world.day(20))


@kind
def several_the_last_in_part(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    one, other = world.open(contact, world.amount(50, 800)), world.open(contact, world.amount(1_000, 4_000))
    paid = one.amount_due + Decimal(world.rng.randint(10, 80) * 10)
    world.line(pays(name, one.id, other.id), paid, world.written(contact), f"{one.number} {other.number}")


@kind
def part_by_number(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(600, 5_000))
    paid = (made.amount_due * world.rng.randint(20, 70) / 100).quantize(Decimal(10))
    world.line(pays(name, made.id), paid, world.written(contact), world.cited(made.number or ""))


@kind
def two_lines_for_one(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(400, 5_000))
    half = (made.amount_due / world.pick([2, 3])).quantize(_CENT)
    for paid in (half, made.amount_due - half):
        world.line(pays(name, made.id), paid, world.written(contact), world.cited(made.number or ""))


@kind
def card_payout_net(world: World, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    fee = (made.amount_due * world.rng.randint(140, 390) / 10_000 + Decimal("0.30")).quantize(_CENT)
    service = world.pick(["STRIPE", "PAYPAL", "GOCARDLESS", "SQUARE", "EFTPOS SETTLEMENT"])
    text = world.pick([f"{made.number}", f"{world.cut(made.contact)} {made.number}"])
    world.line(pays(name, made.id, never_sure=True), made.amount_due - fee, service, text)


@kind
def payout_of_many(world: World, name: str) -> None:
    made = [world.open(world.pick(world.contacts)) for _ in range(world.rng.randint(2, 6))]
    total = sum((each.amount_due for each in made), Decimal(0))
    net = (total * world.rng.randint(965, 986) / 1_000).quantize(_CENT)
    world.line(Truth(name), net, world.pick(["STRIPE PAYOUT", "PAYPAL TRANSFER", "GOCARDLESS LTD", "SQUARE INC"]))


@kind
def bank_fee_on_the_way(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact, world.amount(200, 5_000))
    fee = Decimal(world.pick([10, 12, 15, 20, 25]))
    world.line(pays(name, made.id, never_sure=True), made.amount_due - fee, world.written(contact), world.pick([made.number, None]))


@kind
def early_discount(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    less = (made.amount_due * world.pick([2, 3, 5]) / 100).quantize(_CENT)
    world.line(pays(name, made.id, never_sure=True), made.amount_due - less, world.written(contact), world.cited(made.number or ""))


@kind
def cents_apart(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    apart = Decimal(world.rng.choice([-9, -5, -2, -1, 1, 2, 5, 9])) / 100
    truth = pays(name, made.id, never_sure=True) if apart < 0 else Truth(name)
    world.line(truth, made.amount_due + apart, world.written(contact), world.cited(made.number or ""))


@kind
def overpaid(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    world.line(Truth(name), made.amount_due + world.pick([10, 20, 50]), world.written(contact), world.cited(made.number or ""))


@kind
def paid_ahead(world: World, name: str) -> None:
    world.line(Truth(name), Decimal(world.rng.randint(5, 300) * 10), world.written(world.pick(world.contacts)), world.pick(["deposit", "on account", None]))


@kind
def refund_to_a_customer(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    amount = world.open(contact).amount_due
    if world.rng.random() < 0.5:
        world.open(contact, amount, kind="bill")
    world.line(Truth(name), -amount, world.written(contact), world.pick(["REFUND", "Refund overpayment", "Erstattung"]))


@kind
def reversed_payment(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    day, text = world.day(0, 24), world.written(contact)
    world.line(Truth(name), made.amount_due, text, world.cited(made.number or ""), day=day)
    world.line(Truth(name), -made.amount_due, world.pick([f"REVERSAL {text}", f"DISHONOUR {text}", f"RTN {text}"]), day=day + timedelta(days=world.rng.randint(1, 5)))


@kind
def number_with_a_typo(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    digits = list((made.number or "").rsplit("-", 1)[-1])
    at = world.rng.randint(1, len(digits) - 1)
    digits[at] = world.pick([each for each in "0123456789" if each != digits[at]])
    world.line(pays(name, made.id), made.amount_due, world.written(contact), f"INV-{''.join(digits)}")


@kind
def number_that_was_paid_before(world: World, name: str) -> None:
    contact, amount, number = world.pick(world.contacts), world.amount(), world.paid_number()
    world.open(contact, amount)
    day = world.day(8)
    if world.rng.random() < 0.5:
        world.record(contact, amount, day=day - timedelta(days=8), about=number, done=True)
    world.line(Truth(name), amount, world.written(contact), number, day=day)


@kind
def paid_twice(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    made = world.open(contact)
    day, text = world.day(0, 20), world.written(contact)
    world.line(pays(name, made.id), made.amount_due, text, world.cited(made.number or ""), day=day)
    world.line(Truth(name), made.amount_due, text, world.cited(made.number or ""), day=day + timedelta(days=world.rng.randint(1, 6)))


@kind
def transfer_in_books(world: World, name: str) -> None:
    amount, day = Decimal(world.rng.randint(5, 200) * 100) * world.pick([1, -1]), world.day()
    made = world.record(None, amount, day=day, kind="bank_transaction")
    world.line(Truth(name, booked=frozenset({made.id})), amount, world.pick(["TRANSFER 12-3140-0011", "TFR SAVINGS", "INTERNAL TRANSFER"]), day=day)


@kind
def transfer_unknown(world: World, name: str) -> None:
    world.line(Truth(name), Decimal(world.rng.randint(5, 200) * 100) * world.pick([1, -1]), world.pick(["TRANSFER TO 12-3140-0011-50", "FROM SAVINGS"]))


@kind
def wages(world: World, name: str) -> None:
    amount, day = -world.amount(900, 9_000), world.day()
    known = world.rng.random() < 0.5
    made = world.record("Payroll Clearing", amount, day=day, kind="bank_transaction", about="Pay run") if known else None
    truth = Truth(name, booked=frozenset({made.id})) if made else Truth(name)
    world.line(truth, amount, world.pick(["SALARIES", "WAGES PAY RUN", f"SALARY {world.person().upper()}"]), day=day)


@kind
def taxes(world: World, name: str) -> None:
    world.line(Truth(name), -world.amount(100, 9_000), world.pick(["INLAND REVENUE", "HMRC VAT", "ATO BAS", "FINANZAMT"]), f"{world.rng.randint(10**7, 10**8)} GST")


@kind
def fees_and_interest(world: World, name: str) -> None:
    world.line(Truth(name), world.amount(1, 40) * world.pick([1, -1]), world.pick(["ACCOUNT FEE", "CREDIT INTEREST", "MONTHLY CHARGE"]))


@kind
def cash_of_a_known_amount(world: World, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    world.line(Truth(name), made.amount_due, world.pick(["CASH DEPOSIT", "ATM DEPOSIT", "COUNTER DEPOSIT BRANCH 4"]))


@kind
def amount_by_chance(world: World, name: str) -> None:
    made = world.open(world.pick(world.contacts), kind=world.pick(["sales", "bill"]))
    world.line(Truth(name), made.signed, world.pick([world.shop(), world.person().upper()]), day=world.around(made.due))


@kind
def other_customer_by_chance(world: World, name: str) -> None:
    made = world.open(world.pick(world.contacts))
    other = world.pick([each for each in world.contacts if each != made.contact])
    world.line(Truth(name), made.amount_due, world.written(other), day=world.around(made.due))


@kind
def payment_in_books(world: World, name: str) -> None:
    contact, amount, day = world.pick(world.contacts), world.amount() * world.pick([1, -1]), world.day()
    made = world.record(contact, amount, day=day - timedelta(days=world.rng.randint(0, 3)), about=world.paid_number())
    world.line(Truth(name, booked=frozenset({made.id})), amount, world.written(contact), day=day)


@kind
def purchase_in_books(world: World, name: str) -> None:
    amount, day, shop = -world.amount(5, 400), world.day(), world.shop()
    contact = world.pick([shop.title(), shop.split()[0].title(), world.pick(world.contacts)])
    made = world.record(contact, amount, day=day - timedelta(days=world.rng.randint(0, 2)), kind="bank_transaction")
    world.line(Truth(name, booked=frozenset({made.id})), amount, shop, day=day)


@kind
def record_of_another(world: World, name: str) -> None:
    one, other = world.rng.sample(world.contacts, 2)
    amount, day = world.amount(), world.day()
    world.record(one, amount, day=day - timedelta(days=world.rng.randint(0, 9)))
    world.line(Truth(name), amount, world.written(other), day=day)


@kind
def recurring_in_books(world: World, name: str) -> None:
    contact, amount, day = world.pick(world.contacts), Decimal(world.rng.randint(5, 100) * 10), world.day()
    made = world.record(contact, amount, day=day, about=world.paid_number())
    world.open(contact, amount, due=day + timedelta(days=25))
    world.line(Truth(name, booked=frozenset({made.id})), amount, world.written(contact), day=day)


@kind
def batch_in_books(world: World, name: str) -> None:
    amount, day = -world.amount(1_000, 9_000), world.day()
    made = world.record(None, amount, day=day, kind="batch_payment", about="of 4 payments")
    world.line(Truth(name, booked=frozenset({made.id})), amount, "BULK PAYMENT 4 ITEMS", day=day)


@kind
def takings_banked_together(world: World, name: str) -> None:
    day = world.day()
    made = [world.record(world.pick(world.contacts), world.amount(20, 900), day=day) for _ in range(world.rng.randint(2, 4))]
    total = sum((each.amount for each in made), Decimal(0))
    world.line(Truth(name, booked=frozenset(each.id for each in made)), total, "DEPOSIT", day=day)


@kind
def customer_of_a_group(world: World, name: str) -> None:
    one, other = world.pick(world.groups)
    amount = world.amount()
    paid = world.open(one, amount)
    if world.rng.random() < 0.5:
        world.open(other, amount)
    world.line(pays(name, paid.id), amount, world.shouted(one), day=world.around(paid.due))


@kind
def sister_pays_by_number(world: World, name: str) -> None:
    one, other = world.pick(world.groups)
    paid = world.open(one)
    world.open(other)
    world.line(pays(name, paid.id), paid.amount_due, world.shouted(other), world.cited(paid.number or ""))


@kind
def foreign_invoice(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    world.open(contact)
    world.line(Truth(name), world.amount(), world.written(contact), world.pick([world.paid_number(), "USD 1200.00"]))


@kind
def unknown_purchase(world: World, name: str) -> None:
    world.line(Truth(name), -world.amount(5, 300), world.shop(), f"CARD {world.rng.randint(1_000, 9_999)}")


@kind
def month_end_rush(world: World, name: str) -> None:
    contact = world.pick(world.contacts)
    paid = world.open(contact, due=world.day(29, 29))
    text = world.pick([world.written(contact), world.cut(contact)])
    world.line(pays(name, paid.id), paid.amount_due, text, world.pick(["", "SEPTEMBER", "09/2026"]), day=world.day(27, 29))
