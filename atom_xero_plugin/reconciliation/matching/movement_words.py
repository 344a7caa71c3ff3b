"""Words by which banks say what kind of movement a line is, in the languages of the banks that are read."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.bank_statements import text as words


def _words(text: str) -> frozenset[str]:
    return frozenset(words.letters(each) for each in text.split())


RETURNED: Final = _words(
    "reversal reversed refund refunded rfnd returned rtn dishonour dishonoured dishonor "
    "dishonored bounced chargeback recalled cancelled storno stornierung rückbuchung rueckbuchung "
    "rücklastschrift ruecklastschrift rückgabe rueckgabe erstattung retoure rückzahlung rueckzahlung "
    "rückerstattung rueckerstattung impayé rejet rejeté remboursement devolucion devolución reembolso devuelto "
    "storting terugboeking stornering terugbetaling stornato rimborso retur återbetalning tilbageførsel refusjon"
)
"""The line gives money back, or undoes a line before it; it pays no invoice."""
TAKING_BACK: Final = RETURNED | _words("return reverse reversing recall unpaid")
"""The same next to a line that moved as much the other way; alone, `tax return` says nothing."""
PROCESSORS: Final = _words(
    "stripe paypal gocardless square sumup adyen zettle izettle worldpay mollie klarna braintree shopify eftpos "
    "windcave tyro worldline payoneer wise afterpay clearpay zip laybuy amazon ebay airbnb uber doordash etsy "
    "checkout elavon barclaycard nets poli dojo takepayments opayo sagepay paymentsense teya payout payouts "
    "merchant settlement"
)
"""Services that pay out what others paid, most of them less their fee."""
INTERNAL: Final = _words(
    "transfer tfr trf xfer internal umbuchung übertrag uebertrag virement interne savings sparkonto tagesgeld "
    "traspaso overboeking giroconto interest zinsen intérêts fee fees charge charges gebühr gebuehr entgelt "
    "commission frais payroll salary salaries wages lohn gehalt salaire paye hmrc ird ato irs finanzamt urssaf "
    "vat gst bas tax steuer atm withdrawal cash bargeld loan darlehen dividend drawings superannuation kiwisaver "
    "pension"
)
"""Movements that as a rule pay no invoice: between own accounts, to authorities and staff, the bank's own."""
UNTRADED: Final = _words(
    "interest zinsen intérêts fee fees charges gebühr gebuehr entgelt payroll salary salaries wages lohn gehalt "
    "salaire hmrc ird irs finanzamt urssaf atm withdrawal loan darlehen dividend drawings superannuation kiwisaver "
    "pension"
)
"""Those that speak against an invoice or bill, unless its number stands there too."""
_PLAIN: Final = _words(
    "payment payments pay paid deposit direct credit debit card transfer to from the for and of at bill invoice "
    "inv ref reference no nr number automatic bank banking online internet mobile visa mastercard eft eftpos sepa "
    "faster bacs standing order purchase pos contactless bp ap dd dc fp tfr zahlung überweisung ueberweisung "
    "lastschrift gutschrift rechnung verwendungszweck virement prélèvement facture pago recibo transferencia "
    "factura betaling account acct received receipt client customer supplier thank you thanks part balance value "
    "date counter branch mr mrs ms dr"
)
PLAIN: Final = _PLAIN | TAKING_BACK | PROCESSORS | INTERNAL
"""Words that name nobody."""
