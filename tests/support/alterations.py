"""Faults put into sound documents, always the same ones: what two validators should both find."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from ctdl.contexts import COERCIONS, CTDL_ASN_CONTEXT, CTDL_CONTEXT
from ctdl.ctid import derive_ctid
from ctdl.vocabulary import vocabulary

Content = dict[str, Any]
_LOCAL: Final = "_:altered"
_OTHER: Final = derive_ctid("test:altered")
_PROPERTIES: Final = tuple(sorted(vocabulary().properties))
_CLASSES: Final = tuple(sorted(vocabulary().classes))
_REFERENCES: Final = tuple(
    name
    for name in _PROPERTIES
    if COERCIONS.get(name) == "@id" and vocabulary().properties[name].range - {"xsd:anyURI"}
)
_VERSIONS: Final = (
    "ceterms:latestVersion",
    "ceterms:nextVersion",
    "ceterms:previousVersion",
    "ceterms:supersededBy",
    "ceterms:supersedes",
)
_INVERSES: Final = tuple(name for name in _PROPERTIES if vocabulary().properties[name].inverse)


def altered(content: Content, seed: str) -> Iterator[tuple[str, Content]]:
    """`content` with each fault in turn, by the name of the fault; the same for the same `seed`."""
    for fault in FAULTS:
        name = fault.__name__.strip("_")
        chance = random.Random(f"{name} {seed}")
        made = copy.deepcopy(content)
        made["@context"] = [CTDL_CONTEXT, CTDL_ASN_CONTEXT]
        fault(made, chance)
        yield name, made


def _main(content: Content) -> Content:
    main: Content = content["@graph"][0]
    return main


def _add(content: Content, **node: Any) -> None:
    content["@graph"].append({"@id": _LOCAL, **node})


def _misspelled_property(content: Content, chance: random.Random) -> None:
    main = _main(content)
    name = chance.choice([each for each in sorted(main) if each[0] != "@" and "ctid" not in each])
    main[f"{name}s"] = main.pop(name)


def _misspelled_class(content: Content, chance: random.Random) -> None:
    name = chance.choice(_CLASSES)
    _add(content, **{"@type": f"{name}s"})


def _any_property(content: Content, chance: random.Random) -> None:
    name = chance.choice(_PROPERTIES)
    if name != "ceterms:ctid":
        _main(content)[name] = _value(name)


def _any_target(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = [_LOCAL]
    _add(content, **{"@type": chance.choice(_CLASSES)})


def _any_inline_target(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = [{"@type": chance.choice(_CLASSES)}]


def _missing_local_node(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = ["_:nobody"]


def _bare_uuid(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = [_OTHER.removeprefix("ce-")]


def _bare_ctid(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = [_OTHER]


def _text_for_an_address(content: Content, chance: random.Random) -> None:
    _main(content)[chance.choice(_REFERENCES)] = ["the college"]


def _registry_address(content: Content, chance: random.Random) -> None:
    place = chance.choice(("resources", "graph"))
    tail = chance.choice((_OTHER, _OTHER[3:], "ce-1", "", f"{_OTHER}/x", _OTHER.upper()))
    address = f"https://credentialengineregistry.org/{place}/{tail}"
    _main(content)[chance.choice(_REFERENCES)] = [address]


def _ctid(content: Content, chance: random.Random) -> None:
    main = _main(content)
    own = main["ceterms:ctid"]
    version_1 = f"{own[:17]}1{own[18:]}"
    made = chance.choice((f"ce-{own[3:].upper()}", own[3:], own[:-1], version_1, _OTHER))
    main["ceterms:ctid"] = made
    if made == version_1:
        main["@id"] = main["@id"].replace(own, made)
        content["@id"] = content["@id"].replace(own, made)


def _inverse(content: Content, chance: random.Random) -> None:
    name = chance.choice(_INVERSES)
    main = _main(content)
    main[name] = [_LOCAL]
    back = chance.choice((main["@id"], f"{main['@id']}#x", None))
    stated = {str(vocabulary().properties[name].inverse): [back]} if back else {}
    _add(content, **{"@type": main["@type"], **stated})


def _inline_inverse(content: Content, chance: random.Random) -> None:
    name = chance.choice(_INVERSES)
    main = _main(content)
    main[name] = [_LOCAL]
    inverse = str(vocabulary().properties[name].inverse)
    _add(content, **{"@type": main["@type"], inverse: [{"@type": main["@type"]}]})


def _version(content: Content, chance: random.Random) -> None:
    main = _main(content)
    name = chance.choice(sorted(_VERSIONS))
    kind = chance.choice(sorted(vocabulary().properties[name].domain))
    main["@type"] = kind
    main[name] = [_LOCAL]
    main["ceterms:sameAs"] = ["https://other.example/x"]
    _add(content, **{"@type": kind})


def _framework(content: Content, chance: random.Random) -> None:
    framework = f"https://credentialengineregistry.org/resources/{_OTHER}"
    named = chance.choice((framework, f"{framework[:-1]}0", _LOCAL, "https://other.example/x"))
    content["@graph"] += [
        {"@id": framework, "@type": "ceasn:CompetencyFramework", "ceterms:ctid": _OTHER},
        {"@id": _LOCAL, "@type": "ceasn:Competency", "ceasn:isPartOf": [named]},
        {"@id": "_:child", "@type": "ceasn:Competency", "ceasn:isChildOf": [framework]},
    ]


def _value(name: str) -> Any:
    coercion = COERCIONS.get(name)
    if coercion == "@language":
        return {"en": "x"}
    return ["https://other.example/x"] if coercion == "@id" else "1"


FAULTS: Final[tuple[Callable[[Content, random.Random], None], ...]] = (
    _misspelled_property,
    _misspelled_class,
    _any_property,
    _any_target,
    _any_inline_target,
    _missing_local_node,
    _bare_uuid,
    _bare_ctid,
    _text_for_an_address,
    _registry_address,
    _ctid,
    _inverse,
    _inline_inverse,
    _version,
    _framework,
)
