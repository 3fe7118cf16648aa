"""Quality assurance on a date in words: the sentence, what is missing, and the links of a chain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters.formats import day as day_words
from app.presenters.language import page_language
from app.presenters.quality_assurance import period_words
from app.services.assurance import AssuranceAnswer
from app.services.families import ORGANIZATION, family_of
from ctdl.assurance import ROLES, AssuranceStatement, ChainLink, Judged, Party, Role, Scope
from ctdl.language import best_text

_MOST_NAMED = 300


@dataclass(frozen=True)
class Words:
    """Says the parts of one answer in the language of the page."""

    found: AssuranceAnswer

    def name(self, party: Party) -> str:
        """What a party is called now, else as the statement calls it, else its address."""
        known = self.found.names.get(party.ctid) if party.ctid else None
        for each in (known[0] if known else None, party):
            text = best_text(each.name, page_language())[0] if each else ""
            if text:
                return text[:_MOST_NAMED]
        return (party.iri or party.ctid or gettext("a body that is not named"))[:_MOST_NAMED]

    def statement(self, one: Judged) -> str:
        """A statement as a part of a sentence: kind, subject, body and dates."""
        claim = one.statement.claim
        return gettext(
            "%(kind)s %(of_subject)s by %(body)s (%(period)s)",
            kind=kind_noun(claim.kind),
            of_subject=self.of_subject(one),
            body=self.name(claim.by),
            period=period_words(claim.start, claim.until),
        )

    def of_subject(self, one: Judged) -> str:
        """What a statement is about, as seen from what was asked about."""
        subject, role = one.statement.claim.subject, one.statement.role
        name = self.name(subject)
        if subject.key == self.found.ctid:
            if role == "provider":
                return gettext("of %(name)s", name=name)
            return gettext("of %(name)s itself", name=name)
        if family_of(self.found.type) == ORGANIZATION:
            return self._of_kin(name, role)
        if role == "programme":
            return gettext("of the programme %(name)s", name=name)
        if role == "parent":
            return gettext("of %(name)s (to which its provider belongs)", name=name)
        if role == "former name":
            return gettext("of %(name)s (which came before its provider)", name=name)
        if role == "successor":
            return gettext("of %(name)s (which came after its provider)", name=name)
        return gettext("of its provider %(name)s", name=name)

    def _of_kin(self, name: str, role: Role) -> str:
        """What a statement is about that is not said of the asked organization itself."""
        if role == "parent":
            return gettext("of %(name)s (to which it belongs)", name=name)
        if role == "former name":
            return gettext("of %(name)s (which came before it)", name=name)
        return gettext("of %(name)s (which came after it)", name=name)


def kind_noun(kind: str | None) -> str:
    """The kind of a statement inside a sentence."""
    nouns: dict[str | None, str] = {
        "accreditation": gettext("accreditation"),
        "approval": gettext("approval"),
        "recognition": gettext("recognition"),
        "regulation": gettext("regulation"),
        "registration": gettext("entry in a register"),
    }
    return nouns.get(kind, gettext("quality assurance"))


def status_words(found: AssuranceAnswer) -> str:
    """The status in a word or two, and where what is nearer no longer holds, of what it is."""
    if found.answer.no_longer and found.status == "assured with conditions":
        return gettext("Assured with conditions (of the %(what)s)", what=scope_noun(found.of))
    if found.answer.no_longer:
        return gettext("Assured (of the %(what)s)", what=scope_noun(found.of))
    return {
        "assured": gettext("Assured"),
        "assured with conditions": gettext("Assured with conditions"),
        "not assured": gettext("Not assured"),
        "unknown": gettext("Unknown"),
    }[found.status]


def scope_noun(scope: Scope | None) -> str:
    """What is assured, after an article."""
    return gettext("programme") if scope == "programme" else gettext("provider")


def sentence(found: AssuranceAnswer) -> str:
    """The answer in one sentence, with what it rests on."""
    words = Words(found)
    on = day_words(found.day) or ""
    if found.status == "unknown":
        return gettext("Unknown on %(day)s: %(why)s.", day=on, why=_why_unknown(words))
    main = found.answer.relied_on[0]
    if found.status == "not assured":
        return gettext("Not assured on %(day)s: %(why)s.", day=on, why=_why_not(words, main))
    covered = _covered(words, main)
    contrary = _contrary(words)
    if found.answer.no_longer:
        on = gettext("%(day)s, only of its %(what)s", day=on, what=scope_noun(found.of))
    if contrary:
        covered = gettext(
            "%(contrary)s; covered by %(covered)s", contrary=contrary, covered=covered
        )
    if found.status == "assured with conditions":
        covered = gettext("%(covered)s, with conditions", covered=covered)
    covered = f"{covered}{_but_broken(words)}"
    if found.status == "assured with conditions":
        return gettext("Assured with conditions on %(day)s: %(covered)s.", day=on, covered=covered)
    return gettext("Assured on %(day)s: %(covered)s.", day=on, covered=covered)


def _but_broken(words: Words) -> str:
    """That the one who vouches is not vouched for, to follow what stands all the same."""
    main = words.found.answer.relied_on[0]
    for link in words.found.chain.broken:
        if link.state == "own":
            return gettext(
                "; it stands, but only %(name)s vouches for %(name)s", name=words.name(link.to)
            )
        if link.judged is not main:
            return gettext(
                "; it stands, but the chain behind it is broken between %(of)s and %(to)s"
                " (%(state)s)",
                of=words.name(link.of),
                to=words.name(link.to),
                state=link_state(link),
            )
    return ""


def _covered(words: Words, main: Judged) -> str:
    said = words.statement(main)
    more = len(words.found.answer.relied_on) - 1
    if not words.found.answer.is_confirmed:
        who = words.name(main.statement.told.asserted_by)
        said = gettext("%(statement)s, as stated by %(name)s", statement=said, name=who)
    if more:
        said = ngettext(
            "%(statement)s, and %(number)s more statement",
            "%(statement)s, and %(number)s more statements",
            more,
            statement=said,
            number=more,
        )
    return said


def _contrary(words: Words) -> str:
    """What does not cover the day although a reader might look for it first; often nothing.

    What ended is said only of something nearer than what covers the day, and first.
    """
    if words.found.answer.no_longer:
        return _over(words, words.found.answer.no_longer[0])
    nearness = ROLES.index(words.found.answer.relied_on[0].statement.role)
    for gap in words.found.answer.gaps:
        if gap.about is None or gap.code not in _CONTRARY:
            continue
        is_nearer = ROLES.index(gap.about.statement.role) < nearness
        if gap.code != "against" or gap.about.outcome != "ended" or is_nearer:
            return gettext("not covered by %(why)s", why=_CONTRARY[gap.code](words, gap.about))
    return ""


def _over(words: Words, one: Judged) -> str:
    """That something no longer holds, or is not known to; since when is told."""
    if one.reason == "renewal unknown":
        return _was_to_end(words, one)
    if one.outcome == "refused":
        return gettext("%(it)s was refused", it=words.statement(one))
    if one.outcome == "suspended":
        return gettext("%(it)s does not hold: it was suspended", it=words.statement(one))
    if one.outcome == "revoked":
        return gettext(
            "%(it)s no longer holds: it was revoked on %(date)s",
            it=words.statement(one),
            date=day_words(one.since.first if one.since else None),
        )
    return gettext(
        "%(it)s no longer holds: it ended on %(date)s",
        it=words.statement(one),
        date=day_words(one.statement.claim.until),
    )


def no_longer_words(found: AssuranceAnswer) -> str:
    """What was nearer than what the answer rests on, and does not hold or may not any more."""
    return "; ".join(_over(Words(found), each) for each in found.answer.no_longer)


def _why_unknown(words: Words) -> str:
    codes = {each.code: each for each in reversed(words.found.gaps)}
    for code in ("renewal-unknown", "undated", "inherited-ended", "not-begun", "planned"):
        gap = codes.get(code)
        if gap is not None and gap.about is not None:
            return IN_SENTENCE[code](words, gap.about)
    if "own" in codes:
        return gettext("only its provider's own word about it is stated")
    if "renews-nothing" in codes:
        return gettext("a renewal is stated, but not what it renews")
    if "listing-only" in codes:
        return gettext("only an entry in a register is stated, which is no judgement of quality")
    if "no-statement" in codes:
        return gettext("no record here says that anybody assured its quality then")
    return gettext("what is stated does not decide it")


def _why_not(words: Words, main: Judged) -> str:
    said = words.statement(main)
    since = main.since
    if main.outcome == "revoked":
        stated = since.first if since else words.found.day
        return gettext("%(it)s was revoked on %(date)s", it=said, date=day_words(stated))
    if main.outcome == "suspended":
        return gettext("%(it)s was suspended", it=said)
    if main.outcome == "refused":
        return gettext("%(it)s was refused", it=said)
    return _ended_until(words, main)


def _ended_until(words: Words, one: Judged) -> str:
    """When it ended, and when the next begins if that is stated."""
    until = day_words(one.statement.claim.until)
    ended = gettext("%(it)s ended on %(date)s", it=words.statement(one), date=until)
    for gap in words.found.answer.gaps:
        later = gap.about.statement if gap.about and gap.code == "between" else None
        if later is not None and later.decision == one.statement.decision:
            begins = day_words(later.claim.start)
            return gettext("%(ended)s, and the next begins on %(date)s", ended=ended, date=begins)
    return ended


def _lapsed(words: Words, one: Judged) -> str:
    """What was inherited and ran out, which says nothing of the thing itself."""
    return gettext(
        "%(ended)s, which decides nothing of %(name)s itself",
        ended=_ended_until(words, one),
        name=words.name(words.found.subject),
    )


def _was_to_end(words: Words, one: Judged) -> str:
    """What a source tells of an end that was still to come when it was read."""
    return gettext(
        "%(it)s was stated to run until %(date)s, in a source of %(seen)s; nothing seen since"
        " tells whether it was renewed",
        it=words.statement(one),
        date=day_words(one.statement.claim.until),
        seen=day_words(one.statement.told.seen),
    )


def _begins(words: Words, one: Judged) -> str:
    return gettext(
        "%(it)s, which begins on %(date)s",
        it=words.statement(one),
        date=day_words(one.statement.claim.start),
    )


def was_against(words: Words, one: Judged) -> str:
    """What does not hold on the day, and why."""
    if one.outcome == "ended":
        return gettext(
            "%(it)s, which ended on %(date)s",
            it=words.statement(one),
            date=day_words(one.statement.claim.until),
        )
    if one.reason == "renewal unknown":
        return gettext(
            "%(it)s, which was stated to run until %(date)s, in a source of %(seen)s",
            it=words.statement(one),
            date=day_words(one.statement.claim.until),
            seen=day_words(one.statement.told.seen),
        )
    if one.outcome == "revoked":
        first = one.since.first if one.since else None
        return gettext(
            "%(it)s, which was revoked on %(date)s",
            it=words.statement(one),
            date=day_words(first) or "",
        )
    if one.outcome == "refused":
        return gettext("%(it)s, which was refused", it=words.statement(one))
    return gettext("%(it)s, which was suspended", it=words.statement(one))


def _undated(words: Words, one: Judged) -> str:
    told = one.statement.told
    seen = day_words(told.seen)
    if told.stands:
        return gettext(
            "%(it)s has been stated since %(date)s, which tells nothing of the time before",
            it=words.statement(one),
            date=seen or day_words(told.stated_at[:10]),
        )
    if seen:
        return gettext(
            "%(it)s stands in a source of %(seen)s, which tells nothing of this day",
            it=words.statement(one),
            seen=seen,
        )
    return gettext("when %(it)s was in force is not stated", it=words.statement(one))


_CONTRARY: Final[dict[str, Callable[[Words, Judged], str]]] = {
    "not-begun": _begins,
    "between": _begins,
    "against": was_against,
}
IN_SENTENCE: Final[dict[str, Callable[[Words, Judged], str]]] = {
    "undated": _undated,
    "renewal-unknown": _was_to_end,
    "inherited-ended": _lapsed,
    "not-begun": lambda words, one: gettext(
        "%(it)s begins only on %(date)s",
        it=words.statement(one),
        date=day_words(one.statement.claim.start),
    ),
    "planned": lambda words, one: gettext(
        "%(it)s is planned, and no record says that it was given", it=words.statement(one)
    ),
}


def confirmation_words(statement: AssuranceStatement) -> str:
    """Whether the agency says so itself, and if that was read in a copy, of what."""
    told = statement.told
    if told.side == "agency" and told.stands:
        return gettext("the agency says so itself")
    if told.side == "agency" and told.source:
        return gettext("the agency's word in a copy: %(source)s", source=told.source)
    if told.side == "agency":
        return gettext("the agency's word in a copy")
    if statement.confirmed:
        return gettext("another statement is the agency's own word")
    return gettext("not confirmed by the agency")


def link_state(link: ChainLink) -> str:
    """Whether a link of the chain holds on the day, in words."""
    claim = link.judged.statement.claim if link.judged else None
    since = link.judged.since if link.judged else None
    from_day = day_words(since.first) if since else ""
    texts = {
        "holds": gettext("in force"),
        "holds with conditions": gettext("in force with conditions"),
        "ended": gettext("ended on %(date)s", date=day_words(claim.until if claim else None) or ""),
        "revoked": gettext("revoked on %(date)s", date=from_day),
        "suspended": gettext("suspended"),
        "refused": gettext("refused"),
        "not begun": gettext(
            "begins on %(date)s", date=day_words(claim.start if claim else None) or ""
        ),
        "no dates": gettext("not known on this day, for want of dates"),
        "renewal unknown": gettext(
            "stated to run until %(date)s in a source read before; nothing seen since",
            date=day_words(claim.until if claim else None) or "",
        ),
        "stated": gettext("stated in the record"),
        "loop": gettext("a circle: it stands in the chain before"),
        "own": gettext("its own word about itself"),
    }
    return texts[link.state]
