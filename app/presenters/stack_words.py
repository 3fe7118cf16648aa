"""Stacks in words: why one is suggested and what each reason adds, what records state and who.

Names of skills, occupations and fields are those of their classification in the page's language.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.alternatives import comparison_words
from app.presenters.facet_labels import level_label
from app.presenters.language import page_language
from app.presenters.text import titled
from app.services.confirming import Confirmed
from app.services.stacking import Asserted, Kind, Suggested
from app.services.stacking.model import MOST_POINTS, Lacking, Sorted
from app.services.stacking.reasons import (
    AskedTogether,
    Larger,
    LevelsUnknown,
    NextLevel,
    OpensOccupation,
    OtherField,
    OutcomesAlike,
    Reason,
    SameAudience,
    SameField,
    SameLevel,
    SharedParts,
    SkillsBuild,
    ThroughParts,
    TitlesAlike,
)
from app.services.summaries import CreditSummary, Named
from ctdl.concepts import thesaurus
from ctdl.crosswalk import Comparison
from ctdl.records import Amount

_MOST_NAMED: Final = 5
_MOST_PARTS: Final = 4


def kind_label(kind: Kind) -> str:
    """What a kind of stack is called."""
    return {
        "vertical": gettext("Towards something higher or larger (vertical)"),
        "horizontal": gettext("Beside it, for an occupation (horizontal)"),
        "complementary": gettext("From another area (complementary)"),
    }[kind]


def suggested_label() -> str:
    """What every suggestion is marked with."""
    return gettext("suggested, no agreement found")


def stated_label() -> str:
    """What everything that a record states is marked with."""
    return gettext("stated")


def reason_words(reason: Reason) -> str:
    """One reason with its facts, without the points."""
    match reason:
        case SharedParts(parts=parts, of=of, by=by):
            return _shared(parts, of, by)
        case Larger(sorted=sorted_):
            return _ground(sorted_) or ""
        case SameField(code=code):
            return _same_field(code)
        case OtherField(here=here, there=there):
            return gettext(
                "another area: %(there)s, here %(here)s", there=_field(there), here=_field(here)
            )
        case NextLevel(here=here, there=there, by=by):
            return _level(gettext("the next level"), here, there, by)
        case SameLevel(here=here, there=there, by=by):
            return _level(gettext("the same level"), here, there, by)
        case SameAudience(audience=audience):
            label = labels.audience_level_label(audience) or audience
            return gettext(
                "both are stated to be for learners at the level “%(level)s”", level=label
            )
        case LevelsUnknown():
            return gettext("no level is stated of either, so whether it is the same is not known")
        case ThroughParts(here=here, there=there):
            return "; ".join(_through(here, there))
        case SkillsBuild(again=again, deeper=deeper):
            return "; ".join(_build(again, deeper))
        case OutcomesAlike(shared=shared, of=of):
            return ngettext(
                "%(shared)s of the %(num)s learning outcome here comes up again",
                "%(shared)s of the %(num)s learning outcomes here come up again",
                of,
                shared=shared,
            )
        case TitlesAlike(nearness=nearness):
            return gettext(
                "the titles are about the same (%(nearness)s of 1)",
                nearness=formats.number(round(nearness, 2)),
            )
        case OpensOccupation():
            return _occupation(reason)
        case AskedTogether():
            return _together(reason)


def points_words(found: Suggested) -> str:
    """How much evidence there is in all; what it is made of is in the reasons."""
    return gettext("Evidence: %(points)s of %(most)s points", points=found.points, most=MOST_POINTS)


def point_words(points: int) -> str:
    """What one reason adds."""
    return ngettext("%(num)s point", "%(num)s points", points)


def stated_words(found: Asserted) -> Iterator[str]:
    """What is stated, line by line: the relation, the parts, the worth, and how it holds."""
    for relation in found.relations:
        if relation != "ceterms:transferValueFor":
            yield _relation(relation)
    if found.parts:
        yield _parts(found.parts, found.of_parts)
    if found.transfer is not None:
        yield from _transfer(found)
    if (words := _ground(found.sorted)) is not None:
        yield words
    yield confirmed_words(found.confirmed)


def confirmed_words(confirmed: Confirmed) -> str:
    """Whether the side that receives says so too; that it does not is no refusal."""
    return {
        "both": gettext("both sides state it"),
        "one source": gettext("both records state it, but not in the words of the receiving side"),
        "receiver": gettext("the receiving side states it"),
        "third party": gettext(
            "the record of the receiving side states it, but not in the words of that side"
        ),
        "giver": gettext("no record of the receiving side confirms it"),
        "others": gettext("no record of the receiving side confirms it"),
    }[confirmed]


def lacking_words(lacking: Iterable[Lacking]) -> str:
    """Why nothing can be suggested: what is not stated, or that nothing was found."""
    missing = [_lacking(each) for each in lacking]
    if not missing:
        return gettext("Nothing here gives enough evidence to suggest anything.")
    return gettext("Nothing can be suggested: %(reasons)s.", reasons="; ".join(missing))


def credit_words(amount: Amount | CreditSummary) -> str | None:
    """Credits as they are stated."""
    name = amount.unit_name if isinstance(amount, Amount) else amount.unit_label
    unit = titled(name, "").value or None
    return formats.credits(amount.minimum, amount.maximum, amount.unit, unit)


def _same_field(code: str) -> str:
    field = _field(code)
    return {
        2: gettext("the same broad field: %(field)s", field=field),
        3: gettext("the same narrow field: %(field)s", field=field),
    }.get(len(code), gettext("the same detailed field: %(field)s", field=field))


def _field(code: str) -> str:
    name = thesaurus().label(f"isced-f/{code}", page_language())
    return f"{name} ({code})" if name else code


def _level(what: str, here: str, there: str, by: Comparison | None) -> str:
    row = comparison_words(by)
    if row is not None:
        return gettext(
            "%(what)s: %(there)s, here %(here)s; %(row)s",
            what=what,
            there=level_label(there).value,
            here=level_label(here).value,
            row=row,
        )
    if here == there:
        return gettext("%(what)s: %(there)s", what=what, there=level_label(there).value)
    return gettext(
        "%(what)s: %(there)s, here %(here)s",
        what=what,
        there=level_label(there).value,
        here=level_label(here).value,
    )


def _build(again: tuple[str, ...], deeper: tuple[str, ...]) -> Iterator[str]:
    if again:
        yield gettext("takes up again: %(skills)s", skills=_names(again))
    if deeper:
        yield gettext("goes deeper into: %(skills)s", skills=_names(deeper))


def _through(here: tuple[Named, ...], there: tuple[Named, ...]) -> Iterator[str]:
    if here:
        yield gettext("skills here are named by its parts: %(names)s", names=_titles(here))
    if there:
        yield gettext("skills there are named by its parts: %(names)s", names=_titles(there))


def _titles(parts: tuple[Named, ...]) -> str:
    names = [titled(each.name, str(each.ctid)).value for each in parts]
    shown = ", ".join(names[:_MOST_PARTS])
    return shown if len(names) <= _MOST_PARTS else f"{shown} …"


def _occupation(reason: OpensOccupation) -> str:
    name = _names((reason.occupation,))
    values = {
        "occupation": name,
        "of": reason.of,
        "here": len(reason.covered),
        "covered": _names(reason.covered),
        "added": _names(reason.added),
    }
    if reason.is_group:
        return gettext(
            "of %(of)s skills listed for occupations in the group “%(occupation)s”, this one"
            " covers %(here)s (%(covered)s) and the other one adds: %(added)s",
            **values,
        )
    return gettext(
        "of %(of)s skills that are essential for “%(occupation)s”, this one covers %(here)s"
        " (%(covered)s) and the other one adds: %(added)s",
        **values,
    )


def _together(reason: AskedTogether) -> str:
    said = [
        ngettext(
            "“%(there)s” is asked for together with “%(here)s” in %(num)s occupation"
            " (%(times)s times as often as by chance)",
            "“%(there)s” is asked for together with “%(here)s” in %(num)s occupations"
            " (%(times)s times as often as by chance)",
            len(pair.occupations),
            there=_names((pair.there,)),
            here=_names((pair.here,)),
            times=formats.number(round(pair.times, 1)),
        )
        for pair in reason.pairs
    ]
    first = reason.pairs[0].occupations
    such = gettext("such as %(occupations)s", occupations=_names(first[:3]))
    return "; ".join([f"{said[0]}, {such}", *said[1:]])


def _names(ids: Iterable[str]) -> str:
    """The names of concepts, a few of them and how many more."""
    language = page_language()
    told = [thesaurus().label(each, language) or each for each in ids]
    shown = ", ".join(told[:_MOST_NAMED])
    more = len(told) - _MOST_NAMED
    if more <= 0:
        return shown
    return ngettext("%(shown)s and %(num)s more", "%(shown)s and %(num)s more", more, shown=shown)


def _relation(relation: str) -> str:
    if relation == "ceterms:corequisite":
        return gettext("Is asked for together with this one")
    return labels.relation_label(relation)


def _shared(parts: tuple[Named, ...], of: int, by: tuple[str, ...]) -> str:
    if not by:
        return _parts(parts, of)
    return gettext("%(parts)s (by %(who)s)", parts=_parts(parts, of), who=", ".join(by))


def _parts(parts: tuple[Named, ...], of: int) -> str:
    return ngettext(
        "%(num)s of its %(of)s parts is stated to be a part of the other one: %(names)s",
        "%(num)s of its %(of)s parts are stated to be parts of the other one: %(names)s",
        len(parts),
        of=of,
        names=_titles(parts),
    )


def _transfer(found: Asserted) -> Iterator[str]:
    worth = [words for each in found.credits if (words := credit_words(each))]
    receiver = titled(found.receiver.name, "").value if found.receiver else ""
    if worth and receiver:
        yield gettext(
            "Worth %(credits)s, in a transfer value of %(receiver)s",
            credits=", ".join(worth),
            receiver=receiver,
        )
    elif worth:
        yield gettext("Worth %(credits)s", credits=", ".join(worth))
    elif receiver:
        yield gettext(
            "Counts, in a transfer value of %(receiver)s; how much is not stated", receiver=receiver
        )
    else:
        yield gettext("Counts; how much is not stated")
    if found.since or found.until:
        yield _period(found.since, found.until)
    if found.in_force is None:
        yield gettext("Not known for this day: its status was seen on another day only")
    elif not found.in_force:
        yield gettext("Not in force on this day")


def _period(since: str | None, until: str | None) -> str:
    first, last = formats.day(since), formats.day(until)
    if first and last:
        return gettext("from %(first)s until %(last)s", first=first, last=last)
    if first:
        return gettext("from %(first)s", first=first)
    return gettext("until %(last)s", last=last)


def _ground(sorted_: Sorted) -> str | None:
    """By which stated fact it is of its kind; a part says so by itself."""
    here, there = sorted_.here or "", sorted_.there or ""
    match sorted_.ground:
        case "level":
            return _level(gettext("a higher level"), here, there, sorted_.by)
        case "degree":
            return gettext("a degree, which this one is not")
        case "size" if sorted_.sizes is not None:
            own, other = (credit_words(each) or "" for each in sorted_.sizes)
            return gettext("larger: %(there)s, here %(here)s", there=other, here=own)
        case "field":
            return gettext("at the same level, in a related field: %(field)s", field=_field(there))
        case "other field":
            return gettext(
                "at the same level, in another area: %(there)s, here %(here)s",
                there=_field(there),
                here=_field(here),
            )
        case "not stated":
            return gettext("no stated fact tells of which kind it is")
    return None


def _lacking(what: Lacking) -> str:
    return {
        "level": gettext("no level that can be used is stated"),
        "next level": gettext("which level comes next is not known"),
        "field": gettext("no field of study is stated narrowly enough"),
        "skills": gettext("of its skills too few are known of any occupation"),
    }[what]
