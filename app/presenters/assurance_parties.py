"""What the parties of a statement of quality assurance are called on a page, and where they are."""

from flask_babel import gettext

from app.presenters.assurance_words import Words
from app.presenters.labels import quality_assurance_label
from app.presenters.links import Link, record_link, web_link
from app.presenters.text import Text, titled
from ctdl.assurance import AssuranceStatement, Party


def party_text(party: Party, words: Words) -> Text:
    """What a party is called, marked with its language where that is not the page's."""
    known = words.found.names.get(party.ctid) if party.ctid else None
    return titled(known[0].name if known else party.name, words.name(party))


def party_link(party: Party, words: Words) -> Link | None:
    """The page of a party here, else its own address."""
    known = words.found.names.get(party.ctid) if party.ctid else None
    if known is None or party.ctid is None:
        return web_link(party.iri)
    return record_link(party.ctid, known[1])


def statement_label(statement: AssuranceStatement) -> str:
    """The kind of a statement, or of the act that takes one back or gives it again."""
    if statement.claim.kind:
        return quality_assurance_label(statement.claim.kind)
    acts = {"revocation": gettext("Revocation"), "renewal": gettext("Renewal")}
    return acts.get(statement.claim.act, gettext("Quality assurance"))
