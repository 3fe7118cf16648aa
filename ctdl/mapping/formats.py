"""The formats this registry reads: how each is recognised, taken apart and mapped."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.mapping import learning_model, open_badges, schema_org
from ctdl.mapping.kinds import OPEN_BADGE, kind_called, kind_of_achievement, opportunity_called
from ctdl.mapping.notes import Notes
from ctdl.mapping.source import Dialect, Node, nested_nodes, types_of
from ctdl.mapping.table import Table

CTDL: Final = "ctdl"
OPEN_BADGES_2: Final = "open-badges-2"
OPEN_BADGES_3: Final = "open-badges-3"
LEARNING_MODEL: Final = "elm"
SCHEMA_ORG: Final = "schema-org"

#: The formats by the name a command or request gives them, with what they are.
FORMATS: Final[Mapping[str, str]] = {
    OPEN_BADGES_2: "Open Badges 2.0 BadgeClass",
    OPEN_BADGES_3: "Open Badges 3.0 Achievement",
    LEARNING_MODEL: "European Learning Model 3: qualification or learning opportunity",
    SCHEMA_ORG: "schema.org EducationalOccupationalCredential or Course",
    CTDL: "a document, envelope or page of another CTDL registry",
}

Pick = Callable[[Any], tuple[list[Any], bool]]


@dataclass(frozen=True)
class Format:
    """How one format is read; `tables` by class, `holders` the classes of awards to persons.

    `linked` are terms whose value, where it is described, is imported as well.
    """

    name: str
    dialect: Dialect
    tables: Mapping[str, Table]
    kind: Callable[[Node, str, Notes], str]
    pick: Pick
    holders: frozenset[str] = frozenset()
    linked: tuple[str, ...] = ()
    by_address: bool = False

    def recognises(self, content: Any) -> bool:
        """Whether `content` holds anything of this format."""
        wanted = self.tables.keys() | self.holders
        return any(
            wanted.intersection(types_of(node, self.dialect)) for node in nested_nodes([content])
        )

    def table_of(self, node: Node) -> tuple[str, Table] | None:
        """The class and the table that `node` is read with."""
        for name in types_of(node, self.dialect):
            if name in self.tables:
                return name, self.tables[name]
        return None


def _everything(content: Any) -> tuple[list[Any], bool]:
    return [content], False


def _badge_kind(_node: Node, _type: str, _notes: Notes) -> str:
    return OPEN_BADGE


def _achievement_kind(node: Node, _type: str, notes: Notes) -> str:
    return kind_of_achievement(node.get("achievementType"), notes)


def _learning_kind(node: Node, type_name: str, notes: Notes) -> str:
    if type_name == "LearningOpportunity":
        return opportunity_called(_listed(node.get("dcType")))
    return kind_called(_listed(node.get("dcType")), "dcType", notes)


def _schema_kind(node: Node, type_name: str, notes: Notes) -> str:
    if type_name in ("Course", "CourseInstance"):
        return "ceterms:Course"
    return kind_called(_listed(node.get("credentialCategory")), "credentialCategory", notes)


def _listed(value: Any) -> list[Any]:
    members = value if isinstance(value, list) else [value]
    return [member for member in members if member not in (None, "", {})]


_QUALIFICATION: Final = learning_model.QUALIFICATION_TABLE
_READ: Final = (
    Format(
        LEARNING_MODEL,
        learning_model.DIALECT,
        {
            "Qualification": _QUALIFICATION,
            "LearningAchievementSpecification": _QUALIFICATION,
            "LearningOpportunity": learning_model.OPPORTUNITY_TABLE,
        },
        _learning_kind,
        learning_model.pick_specifications,
        frozenset({"EuropeanDigitalCredential"}),
        ("learningAchievementSpecification",),
    ),
    Format(
        OPEN_BADGES_3,
        open_badges.ACHIEVEMENT,
        {"Achievement": open_badges.ACHIEVEMENT_TABLE},
        _achievement_kind,
        open_badges.pick_achievement,
        frozenset({"OpenBadgeCredential", "AchievementCredential"}),
    ),
    Format(
        OPEN_BADGES_2,
        open_badges.BADGE_CLASS,
        {"BadgeClass": open_badges.BADGE_CLASS_TABLE},
        _badge_kind,
        open_badges.pick_badge_class,
        frozenset({"Assertion"}),
    ),
    Format(
        SCHEMA_ORG,
        schema_org.DIALECT,
        {
            "EducationalOccupationalCredential": schema_org.CREDENTIAL_TABLE,
            "Course": schema_org.COURSE_TABLE,
            "CourseInstance": schema_org.COURSE_TABLE,
        },
        _schema_kind,
        _everything,
        frozenset(),
        ("educationalCredentialAwarded",),
        by_address=True,
    ),
)
READ_BY_TABLE: Final[Mapping[str, Format]] = {each.name: each for each in _READ}


def formats_in(contents: list[Any]) -> Iterator[str]:
    """The table-read formats that `contents` hold something of, the most telling first."""
    for each in _READ:
        if any(each.recognises(content) for content in contents):
            yield each.name
