"""What is missing to know whether quality was assured, each in one sentence."""

from flask_babel import gettext

from app.presenters.assurance_words import IN_SENTENCE, Words, link_state, was_against
from app.presenters.formats import day as day_words
from app.presenters.language import page_language
from app.services.assurance import AssuranceAnswer
from ctdl.assurance import ChainLink, Gap, Judged
from ctdl.language import best_text


def gap_words(gap: Gap, found: AssuranceAnswer) -> str:
    """What is missing, in one sentence."""
    words = Words(found)
    if gap.link is not None:
        return _of_link(gap, gap.link, words)
    if gap.about is not None:
        return _of_statement(gap, gap.about, words)
    return _of_record(gap)


def _of_record(gap: Gap) -> str:
    date = day_words(gap.facts.get("date")) or ""
    texts = {
        "no-statement": gettext(
            "No record here says who accredits, approves, recognises or regulates it or its"
            " provider, and from when until when."
        ),
        "no-provider": gettext(
            "No provider is stated, so nothing is known of the provider either."
        ),
        "provider-unidentified": gettext(
            "Its provider has no record here, so nothing is known of the provider's quality"
            " assurance."
        ),
        "before-record": gettext(
            "The record says that it was in effect only from %(date)s.", date=date
        ),
        "after-record": gettext("The record says that it was in effect until %(date)s.", date=date),
        "future": gettext(
            "The day is yet to come: this is what is stated today, and it may change until then."
        ),
        "chain-too-long": gettext("The chain goes on; only its first links were followed."),
        "too-many": gettext("More is stated here than was weighed for this answer."),
    }
    return texts.get(gap.code, gap.code)


def _of_statement(gap: Gap, one: Judged, words: Words) -> str:
    said = _capital(words.statement(one))
    told = one.statement.told
    seen = day_words(told.seen)
    if gap.code in ("undated", "renewal-unknown", "not-begun", "planned", "inherited-ended"):
        return f"{_capital(IN_SENTENCE[gap.code](words, one))}."
    if gap.code == "between":
        return gettext(
            "The day lies in a gap: what was in force before ended on %(ended)s, and %(it)s begins"
            " on %(date)s.",
            ended=day_words(gap.facts.get("ended")),
            it=words.statement(one),
            date=day_words(one.statement.claim.start),
        )
    if gap.code == "against":
        return gettext("Against it: %(it)s.", it=was_against(words, one))
    if gap.code == "contradicted":
        return gettext(
            "Sources disagree: as %(name)s states, %(it)s; a source nearer to the agency states"
            " other dates, and its word goes before.",
            name=words.name(told.asserted_by),
            it=words.statement(one),
        )
    if gap.code == "unconfirmed":
        return gettext(
            "%(body)s does not say so itself here; %(name)s does.",
            body=words.name(one.statement.claim.by),
            name=words.name(told.asserted_by),
        )
    if gap.code == "open-ended" and seen and not told.stands:
        return gettext(
            "No end is stated: it was in force when the source was read (%(seen)s); what came later"
            " is not known here.",
            seen=seen,
        )
    if gap.code == "disagree":
        return gettext(
            "Sources disagree: as %(name)s states, %(it)s; neither goes before the other.",
            name=words.name(told.asserted_by),
            it=was_against(words, one),
        )
    if gap.code == "place":
        place = best_text(one.statement.claim.jurisdiction, page_language())[0]
        return gettext("It is stated for %(place)s; of elsewhere nothing is said.", place=place)
    if gap.code == "revocation-doubted":
        return gettext(
            "%(name)s states that %(body)s revoked it on %(date)s; the agency's own word goes"
            " before.",
            name=words.name(told.asserted_by),
            body=words.name(one.statement.claim.by),
            date=day_words(one.since.first) if one.since else "",
        )
    texts = {
        "listing-only": gettext(
            "Only an entry in a register is stated (%(it)s); it is no judgement of quality.",
            it=words.name(one.statement.claim.by),
        ),
        "own": gettext("%(it)s is its own word about itself and does not count.", it=said),
        "nobody": gettext("%(it)s names nobody who vouches, and does not count.", it=said),
        "reversed": gettext("%(it)s ends before it begins, and does not count.", it=said),
        "renews-nothing": gettext(
            "A renewal by %(body)s is stated, but not what it renews; it does not count.",
            body=words.name(one.statement.claim.by),
        ),
        "open-ended": gettext("No end is stated."),
        "no-dates": gettext(
            "No dates are stated; it counts for the time since its source was seen to say so."
        ),
        "no-start": gettext("It is not stated when it began."),
        "inherited": gettext(
            "This is inherited: it is said %(of_subject)s, not of what was asked about.",
            of_subject=words.of_subject(one),
        ),
        "also-conditional": gettext("%(it)s has conditions.", it=said),
        "rough-date": gettext(
            "A date of %(it)s is stated as a month or a year only, and the day lies within it.",
            it=words.statement(one),
        ),
    }
    return texts.get(gap.code, gap.code)


def _of_link(gap: Gap, link: ChainLink, words: Words) -> str:
    of, to = words.name(link.of), words.name(link.to)
    if gap.code == "own-recogniser":
        return gettext("%(name)s vouches for itself, which counts for nothing.", name=to)
    if gap.code == "loop":
        return gettext(
            "The chain runs in a circle: %(to)s, which vouches for %(of)s, stands in the chain"
            " before.",
            to=to,
            of=of,
        )
    if gap.code == "chain-undated":
        return gettext(
            "Whether %(to)s vouched for %(of)s on this day is not known: %(state)s.",
            to=to,
            of=of,
            state=link_state(link),
        )
    if gap.code == "chain-ends":
        return gettext(
            "The chain ends with %(name)s: no record here says who vouches for it.", name=to
        )
    return gettext(
        "The chain is broken between %(of)s and %(to)s: %(state)s.",
        of=of,
        to=to,
        state=link_state(link),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
