"""Small builders for the pieces every CTDL document is made of."""

from typing import Any

from ctdl.ctid import CTID

CTDL_CONTEXT = "https://credreg.net/ctdl/schema/context/json"
CTDL_ASN_CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"
TERMS = "https://credreg.net/ctdl/terms/"

Node = dict[str, Any]


def document(main: Node, *others: Node, context: str = CTDL_CONTEXT) -> Node:
    """The document of the record `main`, with the nodes that belong to it."""
    return {
        "@context": context,
        "@id": f"graph/{main['ceterms:ctid']}",
        "@graph": [main, *others],
    }


def record(kind: str, ctid: CTID, **properties: Any) -> Node:
    """A node with a CTID; `ceterms__name` stands for `ceterms:name`, empty values are left out."""
    return {"@id": reference(ctid), "@type": kind, "ceterms:ctid": ctid, **filled(properties)}


def node(kind: str, label: str | None = None, **properties: Any) -> Node:
    """A node without a CTID, addressable inside its document as `_:label` when one is given."""
    address = {"@id": f"_:{label}"} if label else {}
    return {**address, "@type": kind, **filled(properties)}


def filled(properties: dict[str, Any]) -> Node:
    """`properties` as CURIEs, without those that say nothing."""
    return {
        name.replace("__", ":"): value
        for name, value in properties.items()
        if value is not None and value not in ("", [], {}, ())
    }


def reference(ctid: CTID) -> str:
    """The address of a record, relative to wherever the registry is served."""
    return f"resources/{ctid}"


def references(*ctids: CTID) -> list[str]:
    """The addresses of several records, each once."""
    return [reference(ctid) for ctid in dict.fromkeys(ctids)]


def text(value: str, language: str = "en") -> dict[str, str]:
    """A language map with one text, or nothing when there is no text."""
    return {language: value} if value else {}


def texts(values: list[tuple[str, str]]) -> dict[str, Any]:
    """A language map of (language, text) pairs; several texts of one language become a list."""
    by_language: dict[str, list[str]] = {}
    for language, value in values:
        if value not in by_language.setdefault(language, []):
            by_language[language].append(value)
    return {key: found[0] if len(found) == 1 else found for key, found in by_language.items()}


def alignment(**properties: Any) -> Node:
    """A CredentialAlignmentObject: CTDL's way to point at an entry of some list."""
    return node("ceterms:CredentialAlignmentObject", **properties)


def concept(scheme: str, curie: str, label: str) -> Node:
    """A value of one of CTDL's own lists, such as `deliveryType:OnlineOnly` of `Delivery`."""
    return alignment(
        ceterms__framework=TERMS + scheme,
        ceterms__targetNode=curie,
        ceterms__targetNodeName=text(label),
    )


def identifier(type_name: str, value: str) -> Node:
    """An identifier given by somebody else, with the name of its kind."""
    return node(
        "ceterms:IdentifierValue",
        ceterms__identifierTypeName=text(type_name),
        ceterms__identifierValueCode=value,
    )
