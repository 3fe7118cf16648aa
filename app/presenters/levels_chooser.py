"""The form in which a reader chooses the frameworks that levels are shown in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext

from app.presenters.facet_labels import framework_short_name
from app.presenters.text import Text, content
from ctdl.crosswalk import BRIDGE
from ctdl.frameworks import FRAMEWORKS, Framework


@dataclass(frozen=True)
class FrameworkChoice:
    """A framework one can tick."""

    id: str
    short_name: str
    name: Text | None
    jurisdiction: Text | None
    is_chosen: bool


@dataclass(frozen=True)
class LevelsChooser:
    """The form: where it leads, what of the address it keeps, and what can be ticked.

    `cleared` is the same page with levels as they are stated. `is_cut` says that more were asked
    for than are shown at once.
    """

    action: str
    kept: tuple[tuple[str, str], ...]
    choices: tuple[FrameworkChoice, ...]
    words: str
    cleared: str
    is_cut: bool

    @property
    def has_choice(self) -> bool:
        """Whether any framework is chosen."""
        return any(each.is_chosen for each in self.choices)


def levels_chooser(
    path: str, kept: Iterable[tuple[str, str]], chosen: Sequence[str], *, is_cut: bool = False
) -> LevelsChooser:
    """The form on the page at `path`, whose other parameters are `kept`."""
    parameters = tuple((name, value) for name, value in kept if value)
    names = ", ".join(map(framework_short_name, chosen))
    return LevelsChooser(
        action=path,
        kept=parameters,
        choices=tuple(_choice(each, chosen) for each in _in_order()),
        words=gettext("Show levels in: %(frameworks)s", frameworks=names)
        if names
        else gettext("Show levels in other frameworks"),
        cleared=f"{path}?{urlencode(parameters, safe=':')}" if parameters else path,
        is_cut=is_cut,
    )


def _choice(framework: Framework, chosen: Sequence[str]) -> FrameworkChoice:
    return FrameworkChoice(
        id=framework.id,
        short_name=framework_short_name(framework.id),
        name=content({"en": framework.name}),
        jurisdiction=content({"en": framework.jurisdiction}),
        is_chosen=framework.id in chosen,
    )


def _in_order() -> list[Framework]:
    """The one that most are compared with first, the others by their initials."""
    known = FRAMEWORKS.frameworks.values()
    return sorted(known, key=lambda each: (each.id != BRIDGE, framework_short_name(each.id)))
