"""Small documents to test with: each states only what a test does not care about."""

from typing import Any

from ctdl.ctid import CTID, derive_ctid

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
PROVIDER = derive_ctid("test:provider")


def a_credential(key: str = "first aid", **stated: Any) -> dict[str, Any]:
    """A complete credential document; `stated` properties (without prefix) replace or add."""
    ctid = derive_ctid(f"test:{key}")
    return a_document(
        ctid,
        "ceterms:MicroCredential",
        {
            "name": {"en": key.capitalize()},
            "description": {"en": f"A short course in {key}."},
            "subjectWebpage": "https://provider.example/course",
            "inLanguage": ["en"],
            "credentialStatusType": {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": "credentialStat:Active",
            },
            "ownedBy": [f"resources/{PROVIDER}"],
            **stated,
        },
    )


def an_organization(name: str = "Example College", ctid: CTID = PROVIDER) -> dict[str, Any]:
    """A complete organisation document."""
    concept = {"@type": "ceterms:CredentialAlignmentObject"}
    return a_document(
        ctid,
        "ceterms:CredentialOrganization",
        {
            "name": {"en": name},
            "description": {"en": "A college."},
            "subjectWebpage": "https://provider.example/",
            "agentType": {**concept, "ceterms:targetNode": "orgType:Postsecondary"},
            "agentSectorType": {**concept, "ceterms:targetNode": "agentSector:Public"},
            "address": [
                {"@type": "ceterms:Place", "ceterms:addressCountry": {"en": "New Zealand"}}
            ],
        },
    )


def a_document(ctid: CTID, type_: str, stated: dict[str, Any]) -> dict[str, Any]:
    """The document whose main resource states these properties of CTDL."""
    main = {"@id": f"resources/{ctid}", "@type": type_, "ceterms:ctid": ctid}
    main |= {f"ceterms:{name}": value for name, value in stated.items()}
    return {"@context": CONTEXT, "@id": f"graph/{ctid}", "@graph": [main]}


def ctid_of(document: dict[str, Any]) -> CTID:
    """The CTID of a document made here."""
    return CTID(document["@graph"][0]["ceterms:ctid"])
