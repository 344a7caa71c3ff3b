"""Words of a column that says whether the bank has booked a line: the table, and nothing else.

Facts: exports of PayPal, Revolut, Wise, Mercury, Starling, DKB, Sparkasse, BNP Paribas Fortis, DNB, Nordea, mBank and
others, as bank2ynab's list of formats and public importers show them. Compared as `words.casefolded` makes them.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.bank_statements.letters import plain_letters

_DONE: Final = (
    "completed|complete|posted|settled|cleared|booked|processed|success|successful|succeeded|paid|executed|accepted|"
    "sent|received|"
    "final|finalised|finalized|confirmed|done|ok|closed|refunded|partially refunded|available|transferred|delivered|"
    "gebucht|verbucht|umsatz gebucht|abgerechnet|ausgefuhrt|abgeschlossen|erfolgreich|bestatigt|geaccepteerd|"
    "uitgevoerd|verwerkt|geboekt|"
    "voltooid|afgerond|accepte|acceptee|execute|executee|comptabilise|comptabilisee|termine|terminee|regle|effectue|"
    "effectuee|valide|"
    "completado|completada|contabilizado|contabilizada|ejecutado|ejecutada|liquidado|liquidada|realizado|realizada|"
    "aceptado|aceptada|"
    "eseguito|eseguita|contabilizzato|contabilizzata|completato|completata|concluido|concluida|efetuado|efetuada|"
    "efetivado|"
    "efetivada|executado|executada|aprovado|pago|utfort|bokfort|gjennomfort|fullfort|bokford|genomford|utford|"
    "bogfort|gennemfort|udfort|"
    "kirjattu|toteutunut|suoritettu|maksettu|zrealizowana|zrealizowano|zrealizowane|zaksiegowano|zaksiegowana|"
    "wykonana|wykonane|"
    "rozliczona|rozliczone|zauctovano|zauctovana|zauctovane|provedeno|realizovano|konyvelt|teljesult|teljesitett|"
    "sikeres|lekonyvelt|"
    "gerceklesti|tamamlandi|basarili|исполнено|исполнен|выполнено|выполнен|проведено|проведен|успешно|finalizat|"
    "finalizata|"
    "taidetud|izpildits|ivykdyta"
)
_NOT_DONE: Final = (
    "pending|declined|failed|cancelled|canceled|rejected|denied|blocked|scheduled|upcoming|expired|void|voided|"
    "processing|in progress|"
    "on hold|held|hold|temporary hold|waiting|awaiting|unposted|uncleared|not posted|not booked|refused|reverted|"
    "error|planned|future|"
    "authorisation|authorization|preauth|pre authorisation|reserved|unsettled|incomplete|"
    "vorgemerkt|umsatz vorgemerkt|ausstehend|abgelehnt|offen|geplant|in bearbeitung|fehlgeschlagen|zuruckgewiesen|"
    "nicht gebucht|abgebrochen|"
    "reserviert|en attente|en cours|en cours de traitement|prevu|refuse|refusee|rejete|rejetee|annule|annulee|echoue|"
    "echouee|echec|a venir|"
    "pendiente|en proceso|retenido|retenida|rechazado|rechazada|anulado|anulada|cancelado|cancelada|fallido|fallida|"
    "programado|programada|"
    "in attesa|da contabilizzare|non contabilizzato|non contabilizzata|in sospeso|rifiutato|rifiutata|annullato|"
    "annullata|respinto|"
    "respinta|prenotato|pendente|agendado|agendada|em processamento|recusado|recusada|rejeitado|rejeitada|falhou|"
    "falhado|negado|negada|"
    "insufficient funds|onvoldoende saldo|openstaand|in behandeling|gereserveerd|reservering|wachtend|geweigerd|"
    "afgewezen|geannuleerd|mislukt|gepland|"
    "niet uitgevoerd|in afwachting|"
    "venter|pa vent|reservert|avvist|avslatt|kansellert|mislyktes|ikke bokfort|under behandling|avbrutt|afventer|"
    "reserveret|afvist|annulleret|"
    "reserverad|vantande|vantar|kommande|avvisad|nekad|avbruten|misslyckad|ej bokford|preliminar|"
    "odottaa|varaus|varattu|reservation|reservierung|reservasjon|reservation en cours|katevaraus|hylatty|peruttu|"
    "peruutettu|epaonnistui|odrzucona|odrzucone|odrzucono|anulowana|"
    "anulowane|oczekujaca|"
    "oczekujace|oczekuje|w realizacji|w trakcie realizacji|blokada|zablokowana|nieudana|zamitnuto|zamitnuta|zruseno|"
    "zrusena|ceka|cekajici|"
    "nezauctovano|blokace|odmietnuta|odmietnute|fuggoben|zarolt|zarolva|elutasitott|elutasitva|sikertelen|torolt|"
    "beklemede|bekliyor|"
    "reddedildi|iptal|iptal edildi|basarisiz|в ожидании|в обработке|ожидает|отклонено|отклонен|отменено|отменен|"
    "ошибка|in asteptare|respins|"
    "respinsa|anulat|anulata|esuat|ootel|tagasi lukatud"
)
_PENDING_HEADINGS: Final = frozenset({
    "pending", "is pending", "vorgemerkt", "ausstehend", "en attente", "pendiente", "pendente", "in sospeso",
    "openstaand", "reserverad", "reservert", "declined", "failed", "cancelled", "rejected",
})  # fmt: skip
_DONE_HEADINGS: Final = frozenset({
    "booked", "posted", "cleared", "settled", "completed", "processed", "is booked", "is posted", "gebucht",
    "bokford",
    "bokfort", "geboekt", "comptabilise", "contabilizado", "contabilizzato",
})  # fmt: skip
_YES: Final = frozenset({"true", "yes", "y", "1", "x", "ja", "oui", "si", "sim"})
_NO: Final = frozenset({"false", "no", "n", "0", "nein", "nee", "non", "nao", "nei", "nej"})
DONE: Final = frozenset(_DONE.split("|"))
NOT_DONE: Final = frozenset(_NOT_DONE.split("|"))


def plain(word: str) -> str:
    """A word of such a column as it is compared."""
    return " ".join(plain_letters(word).replace("-", " ").replace("_", " ").strip("'\" .()[]*").split())


def is_done(word: str) -> bool | None:
    """Whether a word says that the line was booked; None for a word that is not known."""
    reported = plain(word)
    return False if reported in NOT_DONE else True if reported in DONE else None


def flag_means_done(heading: str, word: str) -> bool | None:
    """The same for yes and no under a heading like Pending or Booked; None for any other heading or word."""
    reported = plain(word)
    if heading in _PENDING_HEADINGS and reported in _YES | _NO:
        return reported in _NO
    if heading in _DONE_HEADINGS and reported in _YES | _NO:
        return reported in _YES
    return None


def is_flag(heading: str) -> bool:
    """Whether a heading asks for yes or no."""
    return heading in _PENDING_HEADINGS or heading in _DONE_HEADINGS
