"""The form of the planner: what was found for its words, what can be chosen, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from app.presenters import formats, labels
from app.presenters.links import Link
from app.presenters.stacked_things import ShownThing, shown_summary
from app.presenters.text import Text, language_name, titled
from app.services.plans.aims import Found
from app.services.plans.choices import Choices
from ctdl.concepts import thesaurus
from ctdl.pathways.things import Limits


@dataclass(frozen=True)
class ShownTarget:
    """What is aimed at."""

    title: Text
    link: Link
    type_label: str
    provider: Text | None
    not_taught: tuple[Text, ...] = ()


@dataclass(frozen=True)
class PlanForm:
    """The words of the form with what they found; `more` leads on to the whole search.

    `errors` say by field what is wrong with it, and `notices` what was not taken into account.
    """

    find: str
    aim: str
    found_held: tuple[ShownThing, ...]
    found_aims: tuple[ShownThing, ...]
    more_held: Link | None
    more_aims: Link | None
    choices: Choices
    errors: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    target: ShownTarget | None = None

    @property
    def modes(self) -> tuple[tuple[str, str], ...]:
        """The modes to choose from, with their labels."""
        return tuple((mode, labels.mode_label(mode)) for mode in ("online", "in-person", "blended"))

    def currencies(self, chosen: str) -> tuple[str, ...]:
        """The currencies to choose from, with the chosen one if it is none of them."""
        return _with(chosen, self.choices.currencies)

    def languages(self, chosen: str) -> tuple[tuple[str, str], ...]:
        """The languages to choose from, with their names in order."""
        named = ((each, language_name(each)) for each in _with(chosen, self.choices.languages))
        return tuple(sorted(named, key=lambda each: each[1].casefold()))


def plan_form(
    find: tuple[str, Found],
    aim: tuple[str, Found],
    held: Iterable[str],
    choices: Choices,
    errors: Mapping[str, str],
    notices: Iterable[str],
    target: ShownTarget | None,
) -> PlanForm:
    """The form; `find` and `aim` are words sought and what they found."""
    known = set(held)
    return PlanForm(
        find=find[0],
        aim=aim[0],
        found_held=tuple(
            shown_summary(hit.summary) for hit in find[1].hits if hit.summary.ctid not in known
        ),
        found_aims=(
            *map(_occupation, aim[1].occupations),
            *(shown_summary(hit.summary) for hit in aim[1].hits),
        ),
        more_held=_more(find),
        more_aims=_more(aim),
        choices=choices,
        errors=errors,
        notices=tuple(notices),
        target=target,
    )


def error_words(name: str, given: str) -> str:
    """What is wrong with a field, and how to mend it."""
    if name == "currency" and not given:
        return gettext("Choose the currency of the price: prices are not converted.")
    return {
        "max_cost": gettext("“%(given)s” is not a number from 0 up.", given=given),
        "max_hours": gettext("“%(given)s” is not a number from 0 up.", given=given),
        "currency": gettext(
            "“%(given)s” is not a currency; its code has three letters, such as EUR.", given=given
        ),
        "language": gettext(
            "“%(given)s” is not the code of a language, such as en or fr.", given=given
        ),
        "mode": gettext("“%(given)s” is not a mode to choose from.", given=given),
        "finish": gettext("“%(given)s” is not a day such as 2027-01-31.", given=given),
        "asof": gettext("“%(given)s” is not a day such as 2027-01-31.", given=given),
    }.get(name, gettext("“%(given)s” cannot be used here.", given=given))


def limit_words(limits: Limits) -> tuple[str, ...]:
    """The limits in words, for paper."""
    found = []
    if limits.max_cost is not None:
        price = formats.money(limits.max_cost, limits.currency) or ""
        found.append(gettext("It may cost %(price)s at most.", price=price))
    if limits.max_hours is not None:
        hours = formats.hours(limits.max_hours, limits.max_hours) or ""
        found.append(gettext("It may take %(hours)s at most.", hours=hours))
    if limits.mode:
        found.append(gettext("Mode: %(mode)s.", mode=labels.mode_label(limits.mode)))
    if limits.language:
        found.append(gettext("Language: %(name)s.", name=language_name(limits.language)))
    if limits.finish:
        day = formats.day(limits.finish) or ""
        found.append(gettext("Also what is first offered until %(day)s.", day=day))
    if limits.unstated and found:
        found.append(gettext("Also what does not state its price, hours, mode or language."))
    return tuple(found)


def _occupation(id_: str) -> ShownThing:
    concept = thesaurus().concept(id_)
    is_group = concept is not None and concept.kind == "group"
    return ShownThing(
        id=id_,
        title=titled(concept.labels if concept else None, id_),
        link=Link(url=concept.uri) if concept else None,
        type_label=gettext("Group of occupations (ISCO-08)")
        if is_group
        else gettext("Occupation (ESCO)"),
    )


def _more(asked: tuple[str, Found]) -> Link | None:
    words, found = asked
    shown = len(found.hits)
    return Link("search", {"q": words}) if words and found.total > shown else None


def _with(chosen: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *((chosen,) if chosen and chosen not in known else ()))
