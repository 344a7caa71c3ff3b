"""The words that banks print above their columns, by what the column then holds: the table, and nothing else.

Facts from exports of banks in Australia, New Zealand, the United Kingdom, Ireland, the United States, Canada, South
Africa, Singapore and Hong Kong, of payment services, and of banks that head in German, Dutch, French, Spanish, Italian,
Danish, Norwegian and Swedish; tests/bank_statements/layouts names them with their sources. All are written as
`csv_headings.plain` makes them: small letters without accents, words apart.
"""

from __future__ import annotations

from typing import Final, Literal

Role = Literal[
    "date", "amount", "debit", "credit", "fee", "net", "direction", "balance", "payee", "reference", "description",
    "line_id", "kind", "currency", "account", "status",
]  # fmt: skip

HEADINGS: Final[dict[Role, tuple[str, ...]]] = {
    "date": (
        "date", "posting date", "posted date", "post date", "date posted", "posted transactions date", "booking date",
        "entry date", "entered date", "completed date", "date completed", "finished on", "processed date",
        "process date", "date processed", "processed on", "transaction date", "trans date", "tran date", "txn date",
        "date of transaction", "transaction date time", "payment date", "effective date", "value date", "created",
        "created on", "settlement date", "settled on", "operation date",
        "buchungstag", "buchungsdatum", "buchung", "abschlussdatum", "wertstellung", "wertstellungsdatum",
        "valutadatum", "datum", "boekdatum", "transactiedatum", "rentedatum", "uitvoeringsdatum",
        "date operation", "date op", "date de comptabilisation", "date de valeur", "date valeur", "date val",
        "fecha", "fecha operacion", "fecha de operacion", "f operacion", "f valor", "fecha valor",
        "data", "data operazione", "data contabile", "data valuta",
        "dato", "bogfort", "bokforingsdag", "bokforingsdatum", "transaktionsdatum", "rentedato", "valuta",
    ),
    "amount": (
        "amount", "transaction amount", "amt", "value", "amount in account currency", "billing amount",
        "debit credit amount", "transaction value", "gross", "total collected", "total amount incl vat",
        "betrag", "umsatz", "brutto", "bedrag", "transactiebedrag", "montant", "montant euros", "importe", "importo",
        "belob", "belop", "belopp",
    ),
    "debit": (
        "debit", "debit amount", "debits", "debit amt", "withdrawal", "withdrawals", "withdrawal amount", "paid out",
        "money out", "out", "amount debited", "outgoing", "spent", "dr", "amount debit", "payments",
        "belastung", "soll", "debet", "af", "cargo", "cargos", "debe", "addebiti", "dare", "uscite", "ut fra konto",
    ),
    "credit": (
        "credit", "credit amount", "credits", "credit amt", "deposit", "deposits", "deposit amount", "paid in",
        "money in", "in", "amount credited", "incoming", "received", "cr", "amount credit",
        "gutschrift", "haben", "bij", "abono", "abonos", "haber", "accrediti", "avere", "entrate", "inn pa konto",
    ),
    "fee": ("fee", "fees", "fee amount", "service fee", "gebuhr"),
    "net": ("net", "net amount", "net total", "total amount", "netto"),
    "direction": (
        "dr cr", "cr dr", "debit credit", "credit debit", "debit credit indicator", "credit debit indicator",
        "debit credit flag", "debit or credit", "credit or debit", "dc", "direction", "sign",
        "soll haben", "af bij", "credit debet",
    ),
    "balance": (
        "balance", "running balance", "running bal", "account balance", "ledger balance", "closing balance",
        "balance after", "balance after transaction", "end balance", "bal", "available balance", "daily balance",
        "resulting balance",
        "saldo", "saldo na trn", "saldo na mutatie", "guthaben", "solde", "accountbalance",
    ),
    "payee": (
        "payee", "other party", "counter party", "counterparty name", "other party name", "merchant", "merchant name",
        "payee name", "payer name", "payer", "partner name", "name", "name description", "counterparty", "beneficiary",
        "beneficiary name", "paid to", "target name", "from to", "to from", "op name", "tp other party name",
        "originator",
        "beguenstigter zahlungspflichtiger", "begunstigter zahlungspflichtiger", "auftraggeber empfanger",
        "auftraggeber begunstigter", "naam tegenpartij", "naam omschrijving", "naam van de tegenpartij",
        "nom de la contrepartie", "beneficiario",
    ),
    "reference": (
        "reference", "payment reference", "ref", "customer reference", "your reference", "their reference",
        "end to end id", "bank reference", "transaction reference", "reference number",
        "kundenreferenz", "kundenreferenz end to end", "referenz", "betalingskenmerk", "referencia",
    ),
    "description": (
        "description", "details", "transaction details", "transaction description", "narrative", "narration", "memo",
        "particulars", "code", "analysis code", "original description", "extended details", "text", "subject",
        "remarks", "additional information", "message", "comment", "notes", "notes and tags", "desc", "note",
        "cheque number", "check number", "check or slip", "cheque no", "check no", "payer reference",
        "payee reference", "other party reference", "tran details", "memo description", "description 1",
        "description 2", "description 3", "description1", "description2", "description3", "sub description",
        "transaction ref1", "transaction ref2", "transaction ref3", "bank description", "statement description",
        "appears on your statement as", "notifications", "cheque", "transaction",
        "buchungstext", "verwendungszweck", "vorgang verwendungszweck", "zahlungspflichtige r",
        "zahlungsempfanger in", "auftraggeber zahlungsempfanger", "empfanger zahlungspflichtiger", "beschreibung1",
        "beschreibung2", "beschreibung3", "zahlungszweck", "mededelingen", "omschrijving", "omschrijving 1",
        "omschrijving 2", "omschrijving 3", "mededeling", "vrije mededeling", "gestructureerde mededeling",
        "libelle", "label", "libelle simplifie", "libelle operation", "concepto", "descripcion", "comentario",
        "descrizione", "causale", "tekst", "beskrivning", "meddelande",
    ),
    "line_id": (
        "unique id", "transaction id", "transfer wise id", "transferwise id", "wise id", "fitid", "transaction uid",
        "unique transaction id", "bank transaction id", "balance transaction id", "id", "transaktionscode",
    ),
    "kind": (
        "type", "transaction type", "tran type", "trans type", "txn type", "subcategory", "details type",
        "payment type", "type of transaction", "reporting category", "source code payment type",
        "umsatztyp", "umsatzart", "typ", "mutatiesoort", "mutatie soort",
    ),
    "currency": (
        "currency", "ccy", "currency code", "account currency", "amount currency", "payment currency",
        "posted currency", "wahrung", "waehrung", "munt", "muntsoort", "devise", "divisa",
    ),
    "account": (
        "account number", "bank account", "this party account", "account", "account no", "account id", "iban",
        "posted account", "source account", "first bank card", "account num",
        "auftragskonto", "iban auftragskonto", "iban kontoinhaber", "iban bban", "rekening", "rekeningnummer",
    ),
    "status": ("status", "state", "transaction status"),
}  # fmt: skip
"""In order of preference: where two headings of one role stand side by side, the first of this list counts. The day of
booking comes before the day on which a card was shown, as banks count by it."""
