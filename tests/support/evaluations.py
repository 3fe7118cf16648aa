"""A small world to evaluate in: a college, its agency, a university with a programme, and records.

The university takes the college's credential: it is an entry condition of its diploma, and a
transfer value of the university's own says what it is worth. A list says something else.
"""

from datetime import date
from typing import Any, Final

from app.services import publishing, views
from app.services.evaluation import Evaluation, evaluate
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.evaluation import Answer, Evidence
from ctdl.provenance import Provenance, Statement
from tests.support.documents import a_credential, a_document, an_organization, ctid_of

DAY: Final = date(2024, 6, 1)
COLLEGE: Final = derive_ctid("test:evaluated college")
AGENCY: Final = derive_ctid("test:evaluating agency")
UNIVERSITY: Final = derive_ctid("test:receiving university")
OTHER_UNIVERSITY: Final = derive_ctid("test:other university")
DIPLOMA: Final = derive_ctid("test:receiving diploma")
PLAIN: Final = derive_ctid("test:plain credential")
POLICY: Final = derive_ctid("test:policy on prior learning")

_CAO: Final = {"@type": "ceterms:CredentialAlignmentObject"}
_OUTCOMES: Final = (
    "Plan how research data are kept and shared",
    "Describe data sets so that others can find them",
    "Judge the risks of publishing personal data",
)


def _size(credits: float) -> dict[str, Any]:
    unit = f"resources/{derive_ctid('concept:credit-units:ects')}"
    return {
        "@type": "ceterms:ValueProfile",
        "schema:value": credits,
        "ceterms:creditUnitType": [{**_CAO, "ceterms:targetNode": unit}],
    }


def _learned(*texts: str) -> list[dict[str, Any]]:
    return [{**_CAO, "ceterms:targetNodeDescription": {"en": text}} for text in texts]


def _common(level: str, credits: float, *outcomes: str) -> dict[str, Any]:
    return {
        "atLevel": [{**_CAO, "ceterms:codedNotation": level}],
        "instructionalProgramType": [
            {
                **_CAO,
                "ceterms:codedNotation": "0322",
                "ceterms:framework": f"resources/{derive_ctid('concept-scheme:isced-f-2013')}",
                "ceterms:targetNodeName": {"en": "Library, information and archival studies"},
            }
        ],
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "What is asked for."},
                "ceterms:creditValue": [_size(credits)],
                "ceterms:targetCompetency": _learned(*outcomes),
                "ceterms:targetAssessment": [
                    {
                        "@type": "ceterms:AssessmentProfile",
                        "ceterms:name": {"en": "Written examination"},
                        "ceterms:assessmentMethodDescription": {
                            "en": "Three hours in a hall. Identity is verified at the door."
                        },
                        "ceterms:isProctored": True,
                        "ceterms:scoringMethodDescription": {"en": "Half of the points pass."},
                    }
                ],
            }
        ],
    }


def the_credential(**stated: Any) -> dict[str, Any]:
    """The credential that is evaluated, with all that its issuer states."""
    provider = [f"resources/{COLLEGE}"]
    return a_credential(
        "data stewardship",
        **{
            "name": {"en": "Data stewardship"},
            "ownedBy": provider,
            "offeredBy": provider,
            "dateEffective": "2020-01-01",
            **_common("eqf:5", 10, *_OUTCOMES),
            **stated,
        },
    )


CREDENTIAL: Final = CTID(ctid_of(the_credential()))


def the_diploma() -> dict[str, Any]:
    """The university's programme, with the credential as an entry condition."""
    return a_document(
        DIPLOMA,
        "ceterms:LearningProgram",
        {
            "name": {"en": "Diploma in data services"},
            "description": {"en": "A programme of study."},
            "subjectWebpage": "https://university.example/diploma",
            "availableOnlineAt": ["https://university.example/diploma"],
            "inLanguage": ["en"],
            "lifeCycleStatusType": {**_CAO, "ceterms:targetNode": "lifeCycle:Active"},
            "ownedBy": [f"resources/{UNIVERSITY}"],
            "entryCondition": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:description": {"en": "One of these."},
                    "ceterms:targetCredential": [f"resources/{CREDENTIAL}"],
                }
            ],
            **_common("eqf:5", 8, *_OUTCOMES[:2], "Teach a class of beginners to swim"),
        },
    )


def a_transfer(
    key: str, receiver: CTID, since: str | None = None, until: str | None = None
) -> dict[str, Any]:
    """A transfer value of the receiver for the credential, worth six ECTS credits."""
    dates = {"startDate": since, "endDate": until}
    return a_document(
        derive_ctid(f"test:evaluated transfer {key}"),
        "ceterms:TransferValueProfile",
        {
            "name": {"en": f"Transfer {key}"},
            "description": {"en": "Credit for it."},
            "subjectWebpage": "https://university.example/transfer",
            "ownedBy": [f"resources/{receiver}"],
            "transferValue": [_size(6)],
            "transferValueFrom": [f"resources/{CREDENTIAL}"],
            **{name: value for name, value in dates.items() if value},
        },
    )


def an_accreditation(until: str | None = "2024-12-31", **stated: Any) -> dict[str, Any]:
    """The agency's accreditation of the college, from 2019 on."""
    end = {"endDate": until} if until else {}
    return a_document(
        derive_ctid("test:evaluated accreditation"),
        "ceterms:AccreditAction",
        {
            "name": {"en": "Accreditation"},
            "description": {"en": "Institutional accreditation"},
            "actingAgent": [f"resources/{AGENCY}"],
            "object": [f"resources/{COLLEGE}"],
            "startDate": "2019-01-01",
            **end,
            **stated,
        },
    )


def a_comparison(level: str, other: str) -> dict[str, Any]:
    """A document that compares two levels of different frameworks."""
    models = [derive_ctid(f"progression-model:{each.partition(':')[0]}") for each in (level, other)]
    return a_document(
        derive_ctid(f"test:comparison {level} {other}"),
        "ceterms:AlignmentMap",
        {
            "name": {"en": f"{level} beside {other}"},
            "description": {"en": "A comparison."},
            "compares": [f"resources/{each}" for each in models],
            "hasPart": [
                {
                    "@type": "ceterms:AlignmentObject",
                    "ceterms:sourceNode": f"resources/{derive_ctid(f'level:{level}')}",
                    "ceterms:targetNode": f"resources/{derive_ctid(f'level:{other}')}",
                    "ceterms:alignmentType": "alignment:CloseMatch",
                    "dct:type": "comparison report",
                }
            ],
        },
    )


def publish_world(registry: Registry) -> None:
    """Everybody says what is theirs, and the views follow."""
    agency = an_organization("Example Agency", AGENCY)
    agency["@graph"][0]["@type"] = "ceterms:QACredentialOrganization"
    college = an_organization("Example College", COLLEGE)
    college["@graph"][0]["ceterms:hasVerificationService"] = [
        {
            "@type": "ceterms:VerificationServiceProfile",
            "ceterms:description": {"en": "Look up a certificate by its number"},
            "ceterms:verificationMethodDescription": {"en": "A page with a field"},
        }
    ]
    own(registry, AGENCY, "Example Agency", agency, an_accreditation())
    own(registry, COLLEGE, "Example College", college, the_credential())
    own(
        registry,
        UNIVERSITY,
        "Example University",
        an_organization("Example University", UNIVERSITY),
        the_diploma(),
        a_transfer("own", UNIVERSITY, "2021-01-01", "2025-12-31"),
    )
    own(
        registry,
        OTHER_UNIVERSITY,
        "Other University",
        an_organization("Other University", OTHER_UNIVERSITY),
    )
    listed = Provenance(
        Statement(source="A list on a page", asserted_by="A list", seen="2023-05-01"),
        collected=True,
    )
    publishing.publish(
        registry, a_transfer("listed", OTHER_UNIVERSITY), OPERATOR, provenance=listed
    )
    own(registry, COLLEGE, "Example College", _called(a_credential("plain"), PLAIN))
    views.catch_up(registry)


def own(registry: Registry, ctid: CTID, name: str, *documents: dict[str, Any]) -> None:
    """Publish these as their owner does, stated since March 2023."""
    provenance = Provenance(Statement(source=name, asserted_by=name, seen="2023-03-01"))
    for document in documents:
        publishing.publish(registry, document, PublisherRef(ctid, name), provenance=provenance)


def _called(document: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    main = document["@graph"][0]
    main["@id"], main["ceterms:ctid"] = f"resources/{ctid}", ctid
    return {**document, "@id": f"graph/{ctid}"}


def evaluated(registry: Registry, day: date = DAY, **asked: CTID) -> Evaluation:
    """The evaluation of the credential of this world."""
    return evaluate(registry, CREDENTIAL, day, today=date(2026, 11, 22), **asked)


def answers(found: Evaluation) -> dict[int, Answer]:
    """The answers by the number of the milestone."""
    return {each.milestone.id: each.answer for each in found.milestones}


def evidence(found: Evaluation, number: int) -> tuple[Evidence, ...]:
    """The evidence of one milestone."""
    return found.milestones[number - 1].evidence
