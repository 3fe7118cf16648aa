"""Records that break a careless page: hostile and right-to-left names, endless words, 40 outcomes.

They join the shipped records on the site that the browser visits; two are asked to be corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ctdl.ctid import CTID, derive_ctid
from tests.support.registries import run_command

if TYPE_CHECKING:
    from app.config import Settings

AWKWARD: Final = derive_ctid("test:awkward credential")
AWKWARD_ORGANIZATION: Final = derive_ctid("test:awkward organization")
WITHDRAWN: Final = derive_ctid("test:withdrawn credential")

_CONTEXT = "https://credreg.net/ctdl/schema/context/json"
_HOSTILE = "</script><script>alert('title')</script> & \"quoted\" <b>bold</b>"
_ENDLESS = "Micro" + "credentialisation" * 12
_ARABIC = "جامعة المثال للتعليم المستمر"
_HEBREW = "תעודה קצרה בניתוח נתונים"


def publish_awkward_records(settings: Settings) -> None:
    """Load the awkward records into a registry that is set up, and withdraw one of them."""
    file = settings.home / "awkward.jsonl"
    lines = (json.dumps(_item(node), ensure_ascii=False) for node in _records())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_command(settings, "load", str(file))
    reason = ("--reason", "Replaced <b>for good</b>.")
    run_command(settings, "withdraw", WITHDRAWN, *reason, "--replaced-by", AWKWARD)
    _ask_for_corrections(settings)


def awkward_documents() -> list[dict[str, Any]]:
    """The same records as documents, none of them withdrawn."""
    return [_item(node)["document"] for node in _records()]


def _ask_for_corrections(settings: Settings) -> None:
    """Requests 1 and 2: one waits for an answer, one was answered in as awkward words."""
    from app.services import correction_answers, corrections
    from app.services.correction_answers import Answering
    from app.services.corrections import Asked
    from app.services.publishing import OPERATOR
    from app.services.registry import open_registry

    registry = open_registry(settings)
    evidence = f'https://provider.example/{_ENDLESS}?"<b>&%'
    for subject, field in ((AWKWARD, "outcomes"), (AWKWARD_ORGANIZATION, "description")):
        asked = Asked(field, f"{_HOSTILE}\n\n{_ENDLESS}", evidence, proposed=_ARABIC)
        corrections.ask(registry, subject, asked, [field], corrections.new_code())
    declined = Answering("declined", f"{_HEBREW} {_HOSTILE}")
    correction_answers.answer(registry, 2, OPERATOR.ctid, declined)
    registry.close()


def _records() -> Iterable[dict[str, Any]]:
    yield _node(AWKWARD_ORGANIZATION, "CredentialOrganization", {"ar": _ARABIC, "en": _HOSTILE})
    yield _node(
        AWKWARD,
        "MicroCredential",
        {"en": f"{_HOSTILE} {_ENDLESS}", "he": _HEBREW},
        description={"en": f"{_ENDLESS} {_HOSTILE}"},
        alternateName={"ar": [_ARABIC], "en": [_ENDLESS]},
        ownedBy=[f"resources/{AWKWARD_ORGANIZATION}"],
        requires=[_outcomes(40)],
        isPartOf=[f"resources/{derive_ctid('test:never published')}"],
        isPreparationFor=[f"resources/{WITHDRAWN}"],
    )
    yield _node(
        WITHDRAWN,
        "MicroCredential",
        {"en": _HOSTILE},
        ownedBy=[f"resources/{AWKWARD_ORGANIZATION}"],
    )


def _node(ctid: CTID, type_name: str, name: dict[str, str], **properties: Any) -> dict[str, Any]:
    stated = {f"ceterms:{key}": value for key, value in properties.items()}
    return {
        "@id": f"resources/{ctid}",
        "@type": f"ceterms:{type_name}",
        "ceterms:ctid": ctid,
        "ceterms:name": name,
        **stated,
    }


def _outcomes(count: int) -> dict[str, Any]:
    return {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": {"en": "Learning outcomes"},
        "ceterms:description": {"en": "Learning outcomes"},
        "ceterms:targetCompetency": [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNodeDescription": {"en": f"Outcome {number}: {_HOSTILE}"},
            }
            for number in range(1, count + 1)
        ],
    }


def _item(node: dict[str, Any]) -> dict[str, Any]:
    graph = f"graph/{node['ceterms:ctid']}"
    return {
        "document": {"@context": _CONTEXT, "@id": graph, "@graph": [node]},
        "provenance": {
            "default": {"source": "Test of awkward records", "asserted_by": "The tests"},
            "collected": True,
        },
    }
