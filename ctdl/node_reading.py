"""Reading the nodes of a document into canonical form, value by value, with findings on the way."""

import json
from decimal import Decimal
from typing import Any

from ctdl.contexts import COERCIONS, known_url
from ctdl.declared_context import DeclaredContext
from ctdl.findings import DocumentError, Finding, finding
from ctdl.iris import IRIError, IRIReader, split_curie
from ctdl.language import is_language_tag, primary_language
from ctdl.nodes import Node, kind_of

_MAX_FINDINGS = 100


class NodeReader:
    """Rewrites nodes value by value, gathering findings on the way."""

    def __init__(self, context: DeclaredContext, base: str | None) -> None:
        self.findings: list[Finding] = []
        self.iris = IRIReader(context.prefixes, context.own_prefixes, base)
        self._prefixes = context.prefixes
        self._urls = context.urls
        self._entity = "document"

    def stop_on_errors(self) -> None:
        """Raise DocumentError when anything was found."""
        if self.findings:
            raise DocumentError(self.findings[:_MAX_FINDINGS])

    def report(self, code: str, message: str, property: str | None = None) -> None:
        """Add a finding about the node being read."""
        self.findings.append(finding(code, message, entity=self._entity, property=property))

    def node(self, value: Any) -> Node | None:
        """The top-level node `value` in canonical form."""
        if not isinstance(value, dict):
            self._entity = "document"
            self.report("VALUE_WRONG_TYPE", f"@graph holds {kind_of(value)}; list only nodes.")
            return None
        identifier = value.get("@id")
        self._entity = identifier if isinstance(identifier, str) else "a node without @id"
        return self._node(value)

    def iri(self, text: Any, property: str) -> str | None:
        """The IRI `text` in canonical form; None, with a finding, when it is not one."""
        if not isinstance(text, str):
            self.report(
                "VALUE_WRONG_TYPE", f"{property} is {kind_of(text)}; write an address.", property
            )
            return None
        try:
            return self.iris.read(text)
        except IRIError as error:
            found = error.finding
            self.report(found.code, f"{property}: {found.message}", property)
            return None

    def _node(self, value: Node) -> Node:
        node: Node = {}
        for name in sorted(value):
            member = value[name]
            if member is None or member == []:
                continue
            if name[:1] == "@":
                read = self._keyword(name, member)
            elif split_curie(name, self._prefixes) is None or name.startswith("rdf:"):
                self.report(
                    "PROPERTY_NOT_A_TERM",
                    f"{name[:80]!r} is not a property of the context and would be lost or "
                    "misread; write it as prefix:name, such as ceterms:name.",
                    name,
                )
                continue
            else:
                read = self._values(name, member, COERCIONS.get(name, ""))
            if read is not None and read != []:
                node[name] = read
        return node

    def _keyword(self, name: str, value: Any) -> Any:
        if name == "@id":
            return self.iri(value, "@id")
        if name == "@type":
            classes = value if isinstance(value, list) else [value]
            read = [found for member in classes if (found := self._class(member))]
            unique = list(dict.fromkeys(read))
            return unique[0] if len(unique) == 1 else unique
        # Real documents repeat their context in a node, which changes nothing.
        if name != "@context" or not isinstance(value, str) or known_url(value) not in self._urls:
            self.report("KEYWORD_NOT_SUPPORTED", f"{name!r} is not taken inside a node; remove it.")
        return None

    def _class(self, value: Any) -> str | None:
        if not isinstance(value, str):
            self.report("VALUE_WRONG_TYPE", f"@type holds {kind_of(value)}; write a class name.")
            return None
        written = self._short_class(value)
        if split_curie(written, self._prefixes) is None:
            self.report(
                "CLASS_NOT_A_TERM",
                f"{value[:80]!r} is not a class of the context; write it as prefix:Name, such as "
                "ceterms:MicroCredential.",
                "@type",
            )
            return None
        return written

    def _short_class(self, text: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if text.startswith(namespace):
                return f"{prefix}:{text[len(namespace) :]}"
        return text

    def _values(self, name: str, value: Any, coercion: str) -> Any:
        if coercion == "@language" and isinstance(value, dict):
            return self._language_map(name, value)
        if not isinstance(value, list):
            return self._value(name, value, coercion)
        read: list[Any] = []
        for member in value:
            found = None if member is None else self._value(name, member, coercion)
            if found is not None:
                read += found if isinstance(found, list) else [found]
        return read

    def _value(self, name: str, value: Any, coercion: str) -> Any:
        if isinstance(value, list):
            self._wrong_type(name, "a list inside a list; write one list")
            return None
        if isinstance(value, dict):
            return self._object(name, value, coercion)
        if coercion == "@id":
            return self.iri(value, name)
        if coercion == "@language" and not isinstance(value, str):
            self._wrong_type(name, f"{kind_of(value)}; write a text or a language map")
            return None
        return _canonical_literal(value, coercion)

    def _object(self, name: str, value: Node, coercion: str) -> Any:
        if "@value" in value:
            return self._value_object(name, value)
        if coercion == "@language":
            self._wrong_type(name, 'a list of language maps; write one map, {"en": [...]}')
            return None
        if COERCIONS.get(name) not in ("@id", None):
            self._wrong_type(name, "an object; write a plain value")
            return None
        if _looks_like_language_map(value):
            if name not in COERCIONS:
                return self._tagged_texts(name, value)
            self._wrong_type(name, "a language map; write an address or a node")
            return None
        return self._node(value) or None

    def _tagged_texts(self, name: str, value: Node) -> list[Node]:
        """The texts of a language map under a property that the context does not know.

        Most often its name is misspelt, which validation says. JSON-LD reads a map only where the
        context defines one, so each text is kept with its tag.
        """
        texts = self._language_map(name, value) or {}
        return [
            {"@language": tag, "@value": text}
            for tag, members in texts.items()
            for text in (members if isinstance(members, list) else [members])
        ]

    def _value_object(self, name: str, value: Node) -> Any:
        content = value["@value"]
        if value.keys() - {"@value", "@type", "@language"} or isinstance(content, dict | list):
            self._wrong_type(name, "a @value with something else; give @value, @type or @language")
            return None
        if content is None:
            return None
        if "@language" in value:
            return self._tagged(name, value)
        if "@type" not in value:
            return {"@value": _canonical_literal(content, "")}
        datatype = value["@type"]
        if not isinstance(datatype, str) or not datatype.startswith(("xsd:", "schema:")):
            self._wrong_type(name, "a @value whose @type is not an xsd: or schema: datatype")
            return None
        return {"@type": datatype, "@value": _canonical_literal(content, datatype)}

    def _tagged(self, name: str, value: Node) -> Node | None:
        if not isinstance(value["@value"], str) or "@type" in value:
            self._wrong_type(name, "a @value with @language that is not a text")
            return None
        if not self._is_language(name, value["@language"]):
            return None
        return {"@language": value["@language"], "@value": _lines(value["@value"])}

    def _language_map(self, name: str, value: Node) -> Node | None:
        texts: Node = {}
        for tag in sorted(value):
            text = value[tag]
            if text is None or text == [] or not self._is_language(name, tag):
                continue
            members = text if isinstance(text, list) else [text]
            if all(isinstance(member, str) for member in members):
                kept = [_lines(member) for member in members]
                texts[tag] = kept if isinstance(text, list) else kept[0]
            else:
                self._wrong_type(name, f"{kind_of(text)} for {tag!r}; write a text there")
        return texts or None

    def _is_language(self, name: str, tag: Any) -> bool:
        if isinstance(tag, str) and is_language_tag(tag):
            return True
        self.report(
            "LANGUAGE_TAG_INVALID",
            f"{name}: {str(tag)[:40]!r} is not a language tag; use one such as en, fr-CA, or und "
            "when the language is not known.",
            name,
        )
        return False

    def _wrong_type(self, name: str, what: str) -> None:
        self.report("VALUE_WRONG_TYPE", f"{name} is {what}.", name)


def _looks_like_language_map(value: Node) -> bool:
    """Whether every name is a tag that begins with the code of a language."""
    return bool(value) and all(
        len(primary_language(name)) in (2, 3) and is_language_tag(name) for name in value
    )


def _canonical_literal(value: Any, coercion: str) -> Any:
    """`value` as the same text or number in every format and to every JSON-LD processor.

    JSON-LD writes fractions as doubles ("7.505E2"), which is no xsd:decimal: such a number is kept
    as a text. Elsewhere a whole number has no ".0", and an xsd:float always has one.
    """
    if isinstance(value, str):
        return _lines(value)
    if coercion == "xsd:string" and value is not None:
        return json.dumps(value)
    if isinstance(value, bool):
        return value
    if coercion == "xsd:float":
        return float(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return int(value)
        if coercion == "xsd:decimal":
            return f"{Decimal(repr(value)):f}"
    return value


def _lines(text: str) -> str:
    # Reading XML turns every line end into a line feed, so nothing else can be kept.
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
