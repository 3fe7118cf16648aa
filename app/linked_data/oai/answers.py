"""Answers of the protocol as XML: the envelope, headers, records and lists."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from app.http.current import registry, resource_iri
from app.linked_data.oai.dublin_core import dublin_core
from app.services.revisions import Revision
from app.services.summaries import Named
from app.store.harvest import Stamped
from ctdl.ctid import CTID
from ctdl.documents import serialize

_OAI: Final = "http://www.openarchives.org/OAI/2.0/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

OAI_DC: Final = "oai_dc"
CTDL_RDF: Final = "ctdl_rdf"
FORMATS: Final[dict[str, tuple[str, str]]] = {
    OAI_DC: (f"{_OAI}oai_dc.xsd", _OAI_DC),
    CTDL_RDF: (f"{_OAI}rdf.xsd", _RDF),
}
"""Each format with the address of its schema and its namespace."""
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Answer:
    """An answer under construction: the envelope, and one element for what was asked."""

    def __init__(self, at: str, address: str, arguments: Mapping[str, str]) -> None:
        self.root = etree.Element(
            f"{{{_OAI}}}OAI-PMH",
            {f"{{{_XSI}}}schemaLocation": f"{_OAI} {_OAI}OAI-PMH.xsd"},
            nsmap={None: _OAI, "xsi": _XSI},
        )
        child(self.root, "responseDate", at)
        request = child(self.root, "request", address)
        for name, value in arguments.items():
            request.set(name, _NOT_XML.sub("\ufffd", value))

    def error(self, code: str, message: str) -> None:
        """Say what is wrong with the request."""
        child(self.root, "error", message).set("code", code)

    def to_bytes(self) -> bytes:
        """The answer as UTF-8."""
        written: bytes = etree.tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return written


def child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """A new element of the protocol in `parent`."""
    made = etree.SubElement(parent, f"{{{_OAI}}}{name}")
    if text is not None:
        made.text = text
    return made


def seconds(at: str) -> str:
    """An instant of the log in the granularity of the repository."""
    return f"{at[:19]}Z"


def add_header(parent: etree._Element, found: Stamped) -> None:
    """Which record it is, when it is stamped, its sets, and whether it is withdrawn."""
    header = child(parent, "header")
    if found.change.is_withdrawal:
        header.set("status", "deleted")
    child(header, "identifier", resource_iri(found.change.ctid))
    child(header, "datestamp", seconds(found.at))
    for each in found.sets:
        child(header, "setSpec", each)


def add_record(
    parent: etree._Element, found: Stamped, prefix: str, names: Mapping[CTID, Named]
) -> None:
    """A record with its metadata in a format; of a withdrawn one, the header is all."""
    record = child(parent, "record")
    add_header(record, found)
    if not found.change.is_withdrawal:
        metadata = child(record, "metadata")
        revision = Revision(found.change)
        if prefix == OAI_DC:
            _add_dublin_core(metadata, revision, names)
        else:
            metadata.append(_rdf(revision))


def add_token(parent: etree._Element, token: str, given: int, total: int | None) -> None:
    """How to go on; an empty token says that a list in parts ends here."""
    made = child(parent, "resumptionToken", token)
    if total is not None:
        made.set("completeListSize", str(total))
    made.set("cursor", str(given))


def add_formats(parent: etree._Element) -> None:
    """The formats that every record can be had in."""
    for prefix, (schema, namespace) in FORMATS.items():
        made = child(parent, "metadataFormat")
        child(made, "metadataPrefix", prefix)
        child(made, "schema", schema)
        child(made, "metadataNamespace", namespace)


def add_sets(parent: etree._Element, named: Iterable[tuple[str, str]]) -> None:
    """Sets by their setSpec and name."""
    for spec, name in named:
        made = child(parent, "set")
        child(made, "setSpec", spec)
        child(made, "setName", name)


def _add_dublin_core(
    parent: etree._Element, revision: Revision, names: Mapping[CTID, Named]
) -> None:
    schema, _ = FORMATS[OAI_DC]
    made = etree.SubElement(
        parent,
        f"{{{_OAI_DC}}}dc",
        {f"{{{_XSI}}}schemaLocation": f"{_OAI_DC} {schema}"},
        nsmap={"oai_dc": _OAI_DC, "dc": _DC},
    )
    for element in dublin_core(revision, names):
        each = etree.SubElement(made, f"{{{_DC}}}{element.name}")
        each.text = element.text
        if element.lang and _LANGUAGE.fullmatch(element.lang):
            each.set(f"{{{_XML}}}lang", element.lang)


def _rdf(revision: Revision) -> etree._Element:
    written = serialize(revision.document, registry().base, "rdf")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(written, parser)
