"""Words that banks print above their columns in more languages: the table, and nothing else.

Hungarian, Polish, Czech and Slovak, Portuguese, Romanian, Finnish, the Baltic languages, Turkish, Indonesian, Russian and
Bulgarian; and more of German, Dutch, French, Spanish, Italian and the languages of the North. Facts from bank2ynab's
list of formats, from Firefly III's import configurations, and from public importers of ofxstatement and beancount.
Written as `csv_headings.plain` makes them.
"""

from __future__ import annotations

from typing import Final

MORE_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "date": (
        "konyveles datuma", "konyvelesi datum", "konyveles napja", "tranzakcio datuma", "tranzakcio idopontja",
        "ertekkonyveles", "esedekesseg napja", "erteknap", "datum konyveles",
        "data ksiegowania", "data operacji", "data transakcji", "data waluty", "data zaksiegowania",
        "datum zauctovani", "datum uctovani", "datum provedeni", "datum transakce", "datum splatnosti", "datum zuctovania",
        "data lancamento", "data mov", "data movimento", "data do movimento", "data valor", "data de valor",
        "data da compra", "data da transacao", "data e hora", "data hora",
        "data tranzactiei", "data inregistrarii", "data procesarii", "data decontarii",
        "kirjauspaiva", "kirjauspvm", "arvopaiva", "maksupaiva", "pvm", "tapahtumapaiva", "paivamaara",
        "kuupaev", "tehingu kuupaev", "datums", "darijuma datums", "gramatojuma datums", "sandorio data", "operacijos data",
        "tarih", "islem tarihi", "valor tarihi", "tanggal", "tanggal transaksi", "tgl",
        "дата", "дата операции", "дата платежа", "дата проводки", "дата списания", "вальор",
        "belegdatum", "buchungszeit", "datum buchung", "buchdatum", "transaktionstag", "kaufdatum",
        "boekingsdatum", "datum transactie", "transactie datum", "verwerkingsdatum", "date comptable", "date d operation",
        "date de l operation", "date de transaction", "date transaction", "date d execution", "date operation comptable",
        "fecha contable", "fecha de la operacion", "fecha del movimiento", "fecha movimiento", "fecha transaccion",
        "data registrazione", "data movimento contabile", "data contabilizzazione", "data disposizione",
        "bokforingsdato", "bokfort dato", "bokfort", "utforingsdato", "transaksjonsdato", "bogforingsdato", "posteringsdato",
        "bokford", "bokforingsdatum datum", "kopdatum", "valutadag",
    ),
    "amount": (
        "osszeg", "tranzakcio osszege", "konyvelt osszeg", "terheles jovairas osszege", "forgalom",
        "kwota", "kwota operacji", "kwota transakcji", "kwota w walucie rachunku", "castka", "objem", "suma", "ciastka",
        "castka v mene uctu", "valor", "valor eur", "valor transacao", "valor da transacao", "quantia", "montante",
        "summa", "maara", "maara euroa", "maara eur", "tutar", "islem tutari", "jumlah", "nominal",
        "сумма", "сумма операции", "сумма платежа", "сумма в валюте счета", "сума",
        "umsatz in eur", "betrag in eur", "buchungsbetrag", "betrag in kontowahrung", "transaktionsbetrag", "betrag chf",
        "bedrag af bij", "bedrag eur", "montant en euros", "montant de l operation", "montant en devise du compte",
        "importe eur", "importe euros", "importe de la operacion", "monto", "importo eur", "importo in euro", "importo operazione",
        "belop nok", "belop i nok", "belop inn ut", "belob dkk", "belob i dkk", "beloeb", "belopp sek", "belopp i sek",
    ),
    "debit": (
        "terheles", "kiadas", "obciazenia", "obciazenie", "wydatki", "vydaje", "vydaj", "debito", "debitos", "saida", "saidas",
        "saques", "debito eur", "debitare", "plati", "debiteering", "deebet", "debets", "debetas", "veloitus", "borc", "giden",
        "debet idr", "расход", "списание", "дебет", "belastung in chf", "lastschrift", "ausgang", "ausgaben", "ausgabe",
        "belastungen", "afschrijving", "uitgaven", "uit", "debit euros", "debit eur", "montant debit", "depense", "depenses",
        "cargos eur", "retiros", "retiro", "egresos", "egreso", "gasto", "gastos", "salidas", "uscita", "addebito",
        "importo addebito", "ut", "uttag", "utbetaling", "ud", "ut av konto", "belop ut", "charges", "charge", "outflow",
        "money withdrawn", "payments out", "debited", "amount out", "expense", "expenses", "withdrawals dr", "debit dr",
    ),
    "credit": (
        "jovairas", "bevetel", "uznania", "uznanie", "wplywy", "prijmy", "prijem", "credito", "creditos", "entrada", "entradas",
        "depositos", "credito eur", "creditare", "incasari", "krediteering", "kreedit", "kredits", "kreditas", "hyvitys",
        "alacak", "gelen", "kredit", "приход", "зачисление", "кредит", "gutschrift in chf", "eingang", "einnahmen", "einnahme",
        "gutschriften", "bijschrijving", "inkomsten", "credit euros", "credit eur", "montant credit", "recette", "recettes",
        "abonos eur", "deposito", "ingresos", "ingreso", "entrata", "accredito", "importo accredito", "insattning",
        "innbetaling", "ind", "inn pa konto nok", "belop inn", "inflow", "payments in", "credited", "amount in", "income",
        "deposits cr", "credit cr", "receipts",
    ),
    "fee": ("dij", "oplata", "prowizja", "poplatek", "taxa", "comision", "frais", "commission", "kosten", "transaction fee"),
    "direction": (
        "bevetel kiadas", "terheles jovairas", "jovairas terheles", "debit kredit", "kredit debit", "belastung gutschrift",
        "gutschrift belastung", "eingang ausgang", "haben soll", "lastschrift gutschrift", "sens", "entree sortie",
        "debit credit c", "cargo abono", "abono cargo", "debe haber", "ingreso gasto", "ingreso egreso", "dare avere",
        "entrata uscita", "debito credito", "credito debito", "entrada saida", "debit credit mark", "credit debit flag",
        "credit debit code", "debit credit code", "debit credit type", "deebet kreedit", "deebet kreedit d c", "d c", "c d", "d k",
        "k d", "debet kredit", "ind ud", "inn ut", "in ut", "cr or dr", "dr or cr", "db cr", "cr db", "indicator",
        "dr cr indicator", "cr dr indicator", "inflow outflow", "money in out", "in out",
    ),
    "balance": (
        "egyenleg", "konyvelt egyenleg", "saldo po operacji", "saldo koncowe", "saldo po transakcji", "zustatek", "zostatok",
        "zustatek po transakci", "saldo contabilistico", "saldo disponivel", "saldo apos", "sold", "sold final", "saldo eur",
        "saldo i nok", "jaak", "atlikums", "likutis", "bakiye", "остаток", "баланс", "saldo nach buchung", "kontostand",
        "saldo in chf", "saldo chf", "solde apres operation", "solde eur", "saldo contable", "saldo contabile", "saldo dopo",
        "bokfort saldo", "balance after this transaction", "remaining balance", "current balance", "balance gbp",
    ),
    "payee": (
        "partner neve", "partner", "kedvezmenyezett neve", "kedvezmenyezett", "ellenoldali nev", "nadawca odbiorca",
        "kontrahent", "nadawca", "odbiorca", "nazwa odbiorcy", "nazev protiuctu", "protistrana", "nazev protistrany",
        "nome do beneficiario", "destinatario", "favorecido", "contraparte", "saaja", "maksaja", "saaja maksaja",
        "saaja maksaja nimi", "saajan nimi", "saaja makstja nimi", "sanemejs", "gavejas", "alici", "получатель", "контрагент",
        "empfanger", "auftraggeber", "zahlungsempfanger", "name zahlungsbeteiligter", "beguenstigter", "begunstigter",
        "gegenpartei", "partnername", "zahlungspartner", "handler", "tegenpartij", "tegenpartij naam", "begunstigde",
        "naam", "opdrachtgever", "tiers", "contrepartie", "nom contrepartie", "beneficiaire", "nom du tiers",
        "ordenante", "concepto beneficiario", "nombre", "controparte", "ordinante", "mottaker", "avsender", "mottaker navn",
        "mottakernavn", "navn", "modtager", "afsender", "modtager afsender", "mottagare", "namn", "avsandare", "customer",
        "supplier", "vendor", "received from", "paid by", "title",
    ),
    "reference": (
        "kozlemeny azonosito", "variabilni symbol", "viite", "viitenumero", "viitenumber", "kmakse viitenumber", "referens",
        "kid", "kid nummer", "betalings id", "ref no", "zahlungsreferenz", "referenz nummer", "reference client",
        "referentie", "riferimento", "ocr",
    ),
    "description": (
        "kozlemeny", "reszletek", "megjegyzes", "leiras", "opis", "opis operacji", "opis transakcji", "tytul", "tytulem",
        "tytul operacji", "popis", "zprava pro prijemce", "poznamka", "descricao", "descritivo", "historico", "detalhes",
        "titulo", "lancamento", "descriere", "detalii", "detalii tranzactie", "viesti", "selitys", "selgitus", "maksajums",
        "mokejimo paskirtis", "paskirtis", "aciklama", "keterangan", "uraian", "описание", "назначение", "назначение платежа",
        "beschreibung", "buchungsdetails", "details zur buchung", "umsatztext", "zusatzinformationen", "mitteilung",
        "omschrijving mededeling", "mededeling 1", "communication", "communications", "motif", "details de l operation", "nature",
        "observaciones", "detalle", "movimiento", "concepto ampliado", "dettagli", "descrizione operazione",
        "descrizione estesa", "forklaring", "beskrivelse", "betalingsinformasjon", "melding", "posteringstekst",
        "text meddelande", "specifikation", "avser", "handelse", "raw description", "activity",
    ),
    "line_id": (
        "numer transakcji", "id transakce", "id pohybu", "arkiveeringstunnus", "archive id", "arkistointitunnus",
        "transaction no", "transaction number", "volgnr", "volgnummer", "identificador", "megbizas azonosito",
    ),
    "kind": (
        "tranzakcio tipusa", "forgalom tipusa", "tipus", "typ transakcji", "typ operacji", "rodzaj operacji", "typ transakce",
        "tipo", "tipo de movimento", "tipo operazione", "laji", "selgitus tehingu tuup", "tehingu tuup", "islem tipi",
        "tip", "transaktionsart", "buchungsart", "vorgang", "art", "soort", "type verrichting", "transactietype",
        "type d operation", "type operation", "nature de l operation", "tipo movimiento", "tipo de operacion", "transaksjonstype", "type transaksjon",
        "transaktionstyp", "transaktionstype", "type transaktion",
    ),
    "currency": (
        "devizanem", "tranzakcio devizaneme", "penznem", "waluta", "mena", "moeda", "moneda", "valuutta", "valuuta", "valiuta",
        "para birimi", "mata uang", "валюта", "waehrung buchung", "valuta rekening", "devise du compte", "divisa cuenta",
        "valuta conto", "valutakode", "valutakod",
    ),
    "account": (
        "szamlaszam", "sajat szamlaszam", "numer rachunku", "numer konta", "rachunek", "cislo uctu", "conta", "numero da conta",
        "cont", "tilinumero", "tili", "kliendi konto", "kontu", "hesap no", "nomor rekening", "номер счета", "kontonummer",
        "konto", "konto nr", "eigene iban", "numero de compte", "compte", "numero cuenta", "cuenta", "numero conto", "conto",
        "account iban", "my account", "own account", "kontonr",
    ),
    "status": (
        "allapot", "statusz", "stan", "stav", "estado", "estatus", "situacao", "stare", "tila", "olek", "staatus", "statuss",
        "busena", "durum", "статус", "zustand", "buchungsstatus", "booking status", "payment status", "posting status",
        "statut", "etat", "stato", "status transakcji", "transaktionsstatus", "transaction state", "settlement status",
        "clearing status", "posted status", "statut de l operation",
    ),
}  # fmt: skip
"""They come after those of csv_heading_words in the order of preference."""
