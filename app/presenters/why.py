"""Why a result is there and stands where it stands, in words; the API adds the numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext

from app.presenters import formats
from app.presenters.levels_elsewhere import level_reason
from app.presenters.text import language_name
from app.services.finding import NamedBy
from app.services.finding.evidence import LEAST_LIKENESS, Evidence
from app.services.searching import Hit
from ctdl.concepts import Concept

_CLOSE: Final = 0.45
"""From this likeness on a record may be called close to a text in meaning."""
Kind = Literal["words", "concept", "meaning", "language", "hours", "level"]


@dataclass(frozen=True)
class Why:
    """One reason: its kind, a sentence, and what it rests on by itself (`cyber, certificate`)."""

    kind: Kind
    sentence: str
    text: str
    source: str | None = None


def reasons(hit: Hit, language: str) -> tuple[Why, ...]:
    """Every reason for a result, the strongest kind of evidence first.

    What was found because nothing is near says just that: no result of a text is without a reason.
    """
    found = (*_words(hit), *_concepts(hit, language), *_meaning(hit))
    return (*(found or _far(hit)), *_language(hit), *_hours(hit), *_levels(hit))


def numbers(evidence: Evidence) -> dict[str, float]:
    """What each kind of evidence weighs and the measures behind it; the weights add up to `total`.

    Measures are shares and cosines from 0 to 1 (`Evidence`); weights compare within one search.
    """
    return {
        "words_coverage": round(evidence.coverage, 4),
        "words_strength": round(evidence.strength, 4),
        "concept_coverage": round(evidence.named, 4),
        "meaning_likeness": round(evidence.likeness, 4),
        "liking": round(evidence.liking, 4),
        "kinship": round(evidence.kinship, 4),
        "exact_name": float(evidence.exact),
        **{f"weight_{kind}": round(value, 4) for kind, value in evidence.weights.items()},
        "total": round(evidence.weight, 4),
    }


def _words(hit: Hit) -> Iterable[Why]:
    in_english = [each for each in hit.in_english if each not in hit.matched]
    if in_english:
        words = ", ".join(in_english)
        yield Why(
            "words", gettext("Has in English what your words say: %(words)s", words=words), words
        )
    if not hit.matched:
        return
    words = ", ".join(hit.matched)
    if hit.evidence is not None and hit.evidence.exact:
        yield Why("words", gettext("Your words are its name: %(words)s", words=words), words)
    else:
        yield Why("words", gettext("Has the words: %(words)s", words=words), words)


def _concepts(hit: Hit, language: str) -> Iterable[Why]:
    for each in hit.evidence.concepts if hit.evidence is not None else ():
        sentence = _concept_sentence(each, language)
        yield Why("concept", sentence, sentence, each.named.concept.uri)


def _concept_sentence(each: NamedBy, language: str) -> str:
    concept = each.named.concept
    values = {
        "label": each.named.label,
        "concept": _label(concept, language),
        "source": concept.source if each.label is None else each.named.source,
        "other": each.label or "",
    }
    if each.label is not None:
        return gettext(
            "“%(label)s” is a name of “%(concept)s” (%(source)s), and so is “%(other)s”, which is"
            " among its words",
            **values,
        )
    if each.by_skill:
        return gettext("Names a skill that “%(concept)s” (%(source)s) asks for", **values)
    if values["label"].casefold() == values["concept"].casefold():
        return gettext("Is about “%(concept)s” (%(source)s) or a part of it", **values)
    return gettext(
        "Is about “%(concept)s” (%(source)s) or a part of it, which “%(label)s” names", **values
    )


def _label(concept: Concept, language: str) -> str:
    return concept.name_in(language)


def _meaning(hit: Hit) -> Iterable[Why]:
    if hit.evidence is None or hit.evidence.likeness < LEAST_LIKENESS:
        return
    if hit.evidence.likeness < _CLOSE:
        words = gettext("Only a little like your words in meaning")
    else:
        words = gettext("Close in meaning to your words")
    yield Why("meaning", words, words)


def _far(hit: Hit) -> Iterable[Why]:
    if hit.evidence is None:
        return
    words = gettext("Has none of your words and is far from them in meaning")
    yield Why("meaning", words, words)


def _language(hit: Hit) -> Iterable[Why]:
    if hit.evidence is not None and hit.evidence.taught_in:
        language = language_name(hit.evidence.taught_in)
        words = gettext("Taught in the language of your words: %(language)s", language=language)
        yield Why("language", words, words)


def _hours(hit: Hit) -> Iterable[Why]:
    if hit.may_take_longer and hit.summary.hours:
        hours = formats.hours(hit.summary.hours.minimum, hit.summary.hours.maximum) or ""
        words = gettext("May take longer than you ask for: %(hours)s", hours=hours)
        yield Why("hours", words, words)


def _levels(hit: Hit) -> Iterable[Why]:
    for each in hit.compared:
        sentence = level_reason(each).sentence
        yield Why("level", sentence, sentence)
