"""What a sound pathway keeps to: for each warning its rule, and how it is mended."""

from typing import Final

SOURCE: Final = "docs/adr/0082-what-becomes-a-rule.md"
SOUNDNESS: Final[dict[str, tuple[str, str]]] = {
    "PATHWAY_IN_CIRCLES": (
        "A component is not needed for itself, neither directly nor through others.",
        "Remove one of the conditions, or say which comes first.",
    ),
    "PATHWAY_COMPONENT_MISSING": (
        "The components a pathway refers to are described in its document.",
        "Add the component to the document.",
    ),
    "PATHWAY_WITHOUT_DESTINATION": (
        "A pathway names where it leads.",
        "State ceterms:hasDestinationComponent.",
    ),
    "PATHWAY_CONDITION_UNCLEAR": (
        "A condition says how many of which components it needs, and can be met.",
        "State ceterms:requiredNumber, or correct the condition.",
    ),
    "PATHWAY_TOO_LARGE": (
        "A pathway can be read to its end.",
        "Split it, or make fewer levels of conditions.",
    ),
}
