"""The sixteen milestones of an evaluation, as data: what is asked, of which facts, in which order.

Rebuilt from the gates that BCCAT describes for admission and transfer (2020, the text around its
Figure 5, its section on quality and its concluding questions). Milestone 11 is turned round, so
that "no" is the obstacle everywhere.
"""

from dataclasses import dataclass
from typing import Final, Literal

from ctdl.messages import Said, say

Gate = Literal[
    "provider",
    "issuer",
    "channel",
    "learning",
    "quality",
    "level",
    "size",
    "outcomes",
    "assessment",
    "currency",
    "duplication",
    "admissibility",
    "comparability",
    "value",
    "purpose",
    "other route",
]

GATES_OF_TRUST: Final = frozenset({1, 2, 3})
"""Trust in the source: nothing that is found later repairs a "no" here."""

BCCAT: Final = say("BCCAT 2020, Figure 5")
BCCAT_QUALITY: Final = say("BCCAT 2020, Figure 5, quality")
BCCAT_CHECKLIST: Final = say("BCCAT 2020, Figure 5, checklist")
BCCAT_TRANSFER: Final = say("BCCAT 2020, Figure 5, transfer")


@dataclass(frozen=True)
class Part:
    """What a milestone consists of: any of these facts answers it.

    Without a needed part the milestone is unknown; another part counts only where it speaks
    against. A part that `needs_programme` counts only where one is named.
    """

    facts: tuple[str, ...]
    label: Said
    is_needed: bool = True
    needs_programme: bool = False


@dataclass(frozen=True)
class Milestone:
    """One question of an evaluation; `means` is what follows from a "no" or a gap."""

    id: int
    gate: Gate
    question: Said
    parts: tuple[Part, ...]
    means: Said
    source: Said = BCCAT


def _beside(label: Said, *facts: str) -> Part:
    """Evidence that goes with a milestone and decides nothing by being absent."""
    return Part(facts, label, is_needed=False)


MILESTONES: Final[tuple[Milestone, ...]] = (
    Milestone(
        1,
        "provider",
        say("Who gave the learning experience, and is that provider recognised?"),
        (
            Part(("provider",), say("who provides it")),
            Part(("provider-recognition",), say("recognition of the provider on that day")),
            _beside(say("kind of provider"), "provider-kind"),
        ),
        say("Without a recognised provider, look for a recognised partner (milestone 2)."),
    ),
    Milestone(
        2,
        "issuer",
        say("Who issued the credential, and is the issuer recognised?"),
        (
            Part(("issuer",), say("who issues it")),
            Part(("issuer-recognition",), say("recognition of the issuer on that day")),
            _beside(say("relation of issuer and provider"), "relation"),
        ),
        say("Units for continuing education often stand outside institutional quality assurance."),
    ),
    Milestone(
        3,
        "channel",
        say("Did it come by a channel that can be verified, and is it official?"),
        (
            Part(("verification",), say("a way to verify it")),
            _beside(say("form of the proof"), "form", "revocation"),
        ),
        say("Ask for an official copy."),
    ),
    Milestone(
        4,
        "learning",
        say("Is the learning experience real, structured and assessed by trusted parties?"),
        (
            Part(("description",), say("a description")),
            Part(("structure",), say("its structure: outcomes, parts or a source course")),
            Part(("assessment",), say("an assessment")),
            Part(
                ("provider-recognition", "issuer-recognition", "quality"),
                say("a trusted party behind it on that day"),
            ),
            _beside(say("kind of learning and offering"), "learning-kind", "offering"),
        ),
        say("Without learning that can be told and trusted there is nothing to assess."),
    ),
    Milestone(
        5,
        "quality",
        say("Is its quality assured: by whom, and was that valid on that day?"),
        (
            Part(("quality",), say("quality assurance on that day")),
            _beside(say("the provider's own quality assurance"), "own-quality", "standards-used"),
        ),
        say("Without quality assurance, prior learning assessment is left (milestone 16)."),
        BCCAT_QUALITY,
    ),
    Milestone(
        6,
        "level",
        say("At what framework level is it, and how does that compare with the receiving one?"),
        (
            Part(("level",), say("a level of a known framework")),
            Part(
                ("level-comparison",),
                say("the level beside that of the programme"),
                needs_programme=True,
            ),
            _beside(say("level in other words"), "level-elsewhere", "audience"),
        ),
        say("A gap in level: admission only, or no credit."),
    ),
    Milestone(
        7,
        "size",
        say("How much learning is it, in which unit, and does it bear credit?"),
        (
            Part(("size",), say("credits with a unit, or hours of work")),
            _beside(say("whether it bears credit"), "credit-bearing"),
            _beside(say("duration"), "duration"),
        ),
        say("Without credit nothing transfers by itself; a smaller size gives partial credit."),
    ),
    Milestone(
        8,
        "outcomes",
        say("What does the holder know, and what can they do?"),
        (
            Part(("outcomes",), say("learning outcomes as statements")),
            _beside(say("skills and criteria"), "skills", "criteria"),
        ),
        say("It cannot be matched to a course."),
    ),
    Milestone(
        9,
        "assessment",
        say("How was it assessed and supervised, was identity verified, what counted as success?"),
        (
            Part(("assessment",), say("an assessment")),
            Part(("supervision",), say("supervision")),
            Part(("identity",), say("verification of identity")),
            Part(("success",), say("what counts as success")),
            _beside(say("use of the assessment"), "assessment-use"),
        ),
        say("Without an identity check a new assessment may be needed."),
    ),
    Milestone(
        10,
        "currency",
        say("Is it current: was it in effect on that day, and has it not ended?"),
        (
            Part(("in-effect",), say("that it was in effect on that day")),
            _beside(say("version, review and what replaces it"), "version", "review"),
        ),
        say("If it has expired, it is refreshed or refused."),
    ),
    Milestone(
        11,
        "duplication",
        say(
            "Can it be credited without repeating learning that the programme credits or quality"
            " assures already?"
        ),
        (Part(("repetition",), say("how it stands to the parts of the programme")),),
        say("Credit it once only."),
    ),
    Milestone(
        12,
        "admissibility",
        say("Does it meet an admission rule of the receiving programme?"),
        (Part(("admission",), say("an admission rule in the words of the receiver")),),
        say("The learner applies without an advantage."),
        BCCAT_TRANSFER,
    ),
    Milestone(
        13,
        "comparability",
        say("Is it comparable or equivalent to something at the receiver?"),
        (
            Part(("equivalence",), say("a decision or an agreement of the receiver")),
            _beside(say("how it compares"), "comparison"),
        ),
        say("No credit, or unspecified credit."),
        BCCAT_TRANSFER,
    ),
    Milestone(
        14,
        "value",
        say("What credit is it worth, where does that count, and for how long?"),
        (Part(("transfer-value",), say("a transfer value in the words of the receiver")),),
        say("Credit may be granted and still not count towards the programme."),
        BCCAT_TRANSFER,
    ),
    Milestone(
        15,
        "purpose",
        say("Is the learning aligned with the programme that the learner wants?"),
        (
            Part(("field-match",), say("the field beside that of the programme")),
            _beside(say("field, purpose and industry"), "field", "purpose"),
        ),
        say("It counts as an elective only."),
        BCCAT_CHECKLIST,
    ),
    Milestone(
        16,
        "other route",
        say("If the gates fail, can prior learning assessment open the way?"),
        (Part(("prior-learning",), say("an assessment that can be taken by itself")),),
        say("Refer the learner to somebody who can tell."),
        BCCAT_CHECKLIST,
    ),
)
