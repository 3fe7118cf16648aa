"""Whether words about an assessment say that the learner's identity is verified there.

CTDL has no property for it, so whole sentences are read, each by itself. One counts only where it
says so plainly: of the learner, at the assessment, without a "no", a "may" or an "if". What speaks
of it otherwise is doubtful, and what speaks of another identity is nothing at all.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from ctdl.evaluation.evidence import Evidence, Teller
from ctdl.messages import Said, say
from ctdl.records.reading import DESCRIPTIONS
from ctdl.standards.facts import carriers, shortened
from ctdl.standards.known import Known

Reading = Literal["plain", "negated", "doubtful"]

_TRUSTED_WORDS: Final = 100_000
_DOUBTFUL_IDENTITY: Final[Mapping[Reading, Said]] = {
    "negated": say("The words about identity say no as well; read them."),
    "doubtful": say("It does not say plainly that the learner is identified when assessed."),
    "plain": say("Other words about identity speak otherwise, or were not read."),
}
_TOO_LONG: Final = say("The words about the assessment are too long to be read to their end.")
_EXAMINATION: Final = "ceterms:AssessmentProfile"
_METHOD: Final = "ceterms:assessmentMethodDescription"

_SENTENCE: Final = re.compile(r"[^.;!?\n]+[.;!?\n]?")
_WORD_BEFORE: Final = re.compile(r"([\w’'-]+)\s+$")

_IDENTITY: Final = re.compile(
    r"\b(?:identit(?:y|ies)|identité|photo[- ]?ids?|(?-i:IDs?)|(?:photo )?identification)\b"
    r"(?!\s+(?:and\s+access|management|theft|fraud|governance|provider|federation|politics|code))",
    re.IGNORECASE,
)
_VERIFIED: Final = re.compile(
    r"\b(?:verif(?:y|ies|ied|ication)|check(?:s|ed|ing)?|confirm(?:s|ed|ation)?|proved|proven"
    r"|authenticat(?:es?|ed|ion)|vérifi\w*|contrôl\w*)\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    # What may stand before the word: "cultural identity" and "brand identity" are another thing.
    r"the|their|his|her|your|whose|each|every|any|no|and|or|nor|of|by|with|without|where|when|that"
    r"|is|are|was|were|verif(?:y|ies|ied)|check(?:s|ed)?|confirm(?:s|ed)?|authenticate|l|leur|son"
    r"|d|votre|(?:learner|student|candidate|participant|examinee)s?|.*(?:['’]s|s['’])",
    re.IGNORECASE,
)

_PERSON: Final = (
    r"(?:learner|student|candidate|participant|examinee|test[- ]?taker|trainee|apprentice)"
)
_PERSONS: Final = rf"(?:(?:the|each|every|all)\s+)?{_PERSON}s?"
_THEIRS: Final = rf"(?:{_PERSONS}['’]s?\s+|{_PERSONS}\s+|(?:the|their|his|her|your)\s+)?"
_ID: Final = (
    r"(?:identity(?:\s+(?:documents?|cards?))?|identities|photo[- ]?ids?|ids?"
    r"|(?:photo\s+)?identification)"
)
_DONE: Final = r"(?:verified|checked|confirmed|proved|proven|authenticated)"
_CHECK: Final = r"(?:verif(?:y|ies|ied)|check(?:s|ed)?|confirm(?:s|ed)?|authenticat(?:es?|ed))"
_STAFF: Final = (
    r"(?:we|staff|(?:(?:a|an|the)\s+)?(?:invigilator|proctor|examiner|assessor|supervisor)s?)"
)
_APPRENANT: Final = r"(?:candidat|apprenant|étudiant|participant)(?:\(?e\)?)?"
_DES_APPRENANTS: Final = rf"(?:\s+(?:des|du|de\s+la|de\s+l['’]|de\s+chaque)\s*{_APPRENANT}s?)"
_PLAIN: Final = re.compile(
    "|".join(
        (
            rf"\b{_THEIRS}{_ID}(?:\s+of\s+{_PERSONS})?\s+(?:is|are|was|were|must\s+be|will\s+be"
            rf"|has\s+to\s+be|have\s+to\s+be)\s+(?:(?:always|also|\w+ly)\s+)?{_DONE}\b",
            rf"\b{_THEIRS}(?:identity|id|photo[- ]?id)[- ](?:verification|checks?)\b",
            rf"\b(?:verification|confirmation)\s+of\s+{_THEIRS}{_ID}\b",
            rf"\b{_STAFF}\s+(?:(?:will|must|always)\s+)?{_CHECK}\s+{_THEIRS}{_ID}\b",
            rf"\b{_CHECK}\s+(?:the\s+)?{_ID}\s+of\s+{_PERSONS}\b",
            rf"\b{_CHECK}\s+{_PERSONS}['’]s?\s+{_ID}\b",
            rf"\b{_PERSONS}\s+(?:must\s+|have\s+to\s+)?{_CHECK}\s+their\s+{_ID}\b",
            rf"\bidentité{_DES_APPRENANTS}?\s+(?:est|sera|doit\s+être)\s+(?:vérifi|contrôl)ée\b",
            r"\b(?:vérification|contrôle)\s+(?:de\s+(?:l['’]|leur\s+|son\s+)|d['’])identité\b",
            rf"\b(?:vérifient?|contrôlent?)\s+l['’]identité{_DES_APPRENANTS}",
        )
    ),
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(
    r"\b(?:no|not|never|without|nor|neither|none|nobody|cannot|hardly|seldom|rarely|lacks?|fail\w*"
    r"|waived|exempt\w*|longer|unless|except|instead|un(?:verified|checked)"
    r"|sans|pas|aucune?|jamais|ni|ne|sauf)\b|n['’]t\b|\bn['’]",
    re.IGNORECASE,
)
_DOUBTFUL: Final = re.compile(
    r"\b(?:may|might|can|could|should|would|if|whether|optional\w*|voluntar\w*|sometimes|usually"
    r"|some|planned|future|request|peut|peuvent|pourra\w*|si|facultati\w*|parfois)\b|\?"
    # At another time than the assessment.
    r"|\b(?:enrol\w*|regist\w*|admission|appl(?:y|ication)\w*|pay\w*|paid|fees?|account|log[- ]?in"
    r"|inscri\w*|paie\w*|compte)\b",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(
    # What is learned about the identity of somebody else, and no check of the learner.
    r"\b(?:patients?|customers?|clients?|users?|guests?|visitors?|citizens?|employees?|buyers?"
    r"|suspects?|animals?|devices?|systems?|software|compounds?|covers?|covering|topics?|modules?"
    r"|skills?|knowledge|understand\w*|explains?|describes?|learns?\s+(?:how|to|about)|how\s+to"
    r"|concepts?|principles?|usagers?|usagères?|clientèle|comment)\b",
    re.IGNORECASE,
)
_ASSESSMENT: Final = re.compile(
    r"\b(?:assess\w*|exam\w*|tests?|testing|proctor\w*|invigilat\w*|supervis\w*|épreuves?"
    r"|évaluations?|surveill\w*)\b",
    re.IGNORECASE,
)


def identity(known: Known, told: Teller) -> Iterator[Evidence]:
    """Sentences that speak of verifying who is assessed: CTDL has no property for it.

    They settle it only where none of them says no, and all of the words were read.
    """
    origin = told(("ceterms:requires", _METHOD))
    found: list[tuple[str, Reading]] = []
    unread = _TRUSTED_WORDS
    for text, is_of_assessment in _texts_about_assessment(known):
        found += about_identity(text[: max(0, unread)], is_of_assessment=is_of_assessment)
        unread -= len(text)
    is_open = unread < 0 or any(how == "negated" for _, how in found)
    for sentence, how in found:
        counts = how == "plain" and not is_open
        doubt = "" if counts else _DOUBTFUL_IDENTITY[how]
        yield Evidence(shortened(sentence), "yes" if counts else "aside", origin, doubt)
    if unread < 0:
        yield Evidence(_TOO_LONG, "aside", origin)


def _texts_about_assessment(known: Known) -> Iterator[tuple[str, bool]]:
    """Each text, and whether it is the assessment's own, described wherever in the record."""
    for carrier in carriers(known):
        names = [_METHOD, *(DESCRIPTIONS if _EXAMINATION in carrier.types else ())]
        for text in carrier.texts(*names):
            yield from ((words, True) for words in text.values())
    for requirement in (*known.record.requirements, *known.record.prerequisites):
        yield from ((text, False) for text in requirement.values())


def about_identity(text: str, *, is_of_assessment: bool) -> Iterator[tuple[str, Reading]]:
    """The sentences of `text` about verifying who is assessed, each with how it reads.

    Words that do not belong to an assessment have to name one in the same sentence.
    """
    for sentence in _SENTENCE.findall(text):
        if (
            _is_about_verifying(sentence)
            and not _OF_OTHERS.search(sentence)
            and (is_of_assessment or _ASSESSMENT.search(sentence))
        ):
            yield sentence.strip().rstrip(".;"), _reading(sentence)


def _is_about_verifying(sentence: str) -> bool:
    return _VERIFIED.search(sentence) is not None and any(
        _may_be_of_a_person(sentence[: found.start()]) for found in _IDENTITY.finditer(sentence)
    )


def _may_be_of_a_person(before: str) -> bool:
    word = _WORD_BEFORE.search(before[-40:])
    return word is None or _BEFORE.fullmatch(word[1]) is not None


def _reading(sentence: str) -> Reading:
    if _NEGATED.search(sentence):
        return "negated"
    is_plain = _PLAIN.search(sentence) and not _DOUBTFUL.search(sentence)
    return "plain" if is_plain else "doubtful"
