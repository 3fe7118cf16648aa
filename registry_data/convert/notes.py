"""The notes of the fact tables: facts in a fixed wording, one per part, separated by semicolons."""

import re
from dataclasses import dataclass, field

_CODES = (
    (re.compile(r"EHIS curriculum code (\d+), status registered"), "EHIS curriculum code"),
    (re.compile(r"also registered as code (\d+) \(.*\)"), "EHIS curriculum code (earlier)"),
    (re.compile(r"register code (\S+)"), "National Qualification Register code"),
    (re.compile(r"SAQA US ID (\d+)"), "SAQA unit standard id"),
    (re.compile(r"skills programme code (\S+)"), "South African skills programme code"),
    (
        re.compile(r"(?:qualification number|accreditation number|QAN) (\S+)"),
        "Qualification number",
    ),
    (re.compile(r"SkillsFuture course reference (\S+)"), "SkillsFuture course reference"),
    (re.compile(r"course code (\w+), \d+ level"), "Massey University course code"),
    (re.compile(r"qualification code (\w+)"), "Massey University qualification code"),
    (re.compile(r"unit ([A-Z]*\d+)"), "CMI unit number"),
)
_SENTENCES = (
    (re.compile(r"award as listed: (.+)"), "Award as listed: {}."),
    (re.compile(r"(part time|full time)"), "{}."),
    (re.compile(r"start (\S+), end (\S+)(?: \(.*\))?"), "A run was listed from {} to {}."),
    (re.compile(r"Springboard\+ funded"), "Listed as funded by Springboard+."),
    (re.compile(r"in English about: (.+)"), "In English about: {}."),
    (
        re.compile(r"past end date, last date for achievement (\S+)"),
        "Past its end date; last date for achievement {}.",
    ),
    (re.compile(r"guided learning (.+)"), "Guided learning {}."),
    (re.compile(r"last certification (\d\S+)"), "Last certification {}."),
    (re.compile(r"qualification type: (.+)"), "Qualification type in the register: {}."),
    (re.compile(r"group ([A-Z])"), "Belongs to group {} of its qualifications."),
    (re.compile(r"barred with unit\(s\) (.+)"), "Barred in combination with unit(s) {}."),
    (re.compile(r"distance offering (\d+), (.+)"), "Distance offering in {}: {}."),
    (
        re.compile(r"((?:a course of a degree|degree module), not marketed as a micro-credential)"),
        "{}.",
    ),
    (re.compile(r"hours split (.+)"), "Hours split: {}."),
    (re.compile(r"maximum duration (.+)"), "Maximum duration {}."),
    (re.compile(r"(adapted for learners with .+)"), "{}."),
    (re.compile(r"(those certified .+ do not expire)"), "{}."),
    (re.compile(r"(renewal by continuing education.*)"), "{}."),
    (re.compile(r"(retake after .+)"), "{}."),
    (re.compile(r"(\d+ mandatory units)"), "{}."),
    (re.compile(r"(\d+ compulsory and at least .+)"), "{}."),
    (re.compile(r"(\d+ modules: .+)"), "{}."),
    (re.compile(r"rule: (.+)"), "Rule: {}."),
    (re.compile(r"(made of SAQA unit standards .+)"), "{}."),
    (re.compile(r"(prior learning recognised)"), "{}."),
    (re.compile(r"(title says it prepares for .+|outcomes refer to .+)"), "{}."),
    (re.compile(r"(total qualification time .+)"), "{}."),
    (re.compile(r"(units? [A-Z]*\d+ .*\(\d+\).*)"), "Made of {}."),
    (re.compile(r"(also progresses to .+)"), "{}."),
    (re.compile(r"(credit-rated by .+)"), "{}, as the source names it."),
    (re.compile(r"(weekly effort: .+)"), "{}."),
    (re.compile(r"(carries university credit per the list)"), "{}."),
    (re.compile(r"(not for credit)"), "{}."),
    (
        re.compile(r"no status, dates, number or credits in this list, so (it may no longer .+)"),
        "The list gives no status: {}.",
    ),
    (re.compile(r"(completion recorded on the transcript)"), "{}."),
    (re.compile(r"(earned by completing all its badges)"), "{}."),
    (re.compile(r"(course is part of the master programme and can be taken alone)"), "{}."),
    (
        re.compile(
            r"(programme-wide range .+|suite-wide size .+|policy range .+|TalTech rule: .+"
            r"|platform rule: .+)"
        ),
        "{}.",
    ),
    (re.compile(r"(marked not currently available)"), "{}."),
    (re.compile(r"(delivered with .+)"), "{}."),
    (re.compile(r"(six courses of .+|built from separate modules|\d+ courses: .+)"), "{}."),
    (re.compile(r"(latest run in feed starts .+)"), "{}."),
)
_SUBJECT = re.compile(
    r"(?:(?:category|subject) as listed: )(.+)"
    # Fields of South African unit standards stand in the note without a word before them.
    r"|(Project Management|Human Resources|Hospitality, Tourism|Adult Learning|Nature Conservation)"
)
_FIELD = re.compile(r"ISCED-F .*(?:mapped|assigned).*")
_STATUS = re.compile(r"status: ((?:no |not yet )?(?:longer )?[a-z ]+?)(?: \((.*)\))?")
_STATUSES = {
    "available to learners": "active",
    "no longer available to new learners": "closing",
    "no longer awarded": "closed",
}
_PRICE = re.compile(
    r"(price (?:is|of|basis|=).+|free credit registration|fee \d+ .+|fees apply .+|waived .+)"
)
_HOURS = re.compile(r"(hours (?:=|from) .+|total hours .+ computed.*)")
_LEVEL = re.compile(
    r"(NZQCF level set from .+|level \d read from .+|level = .+|level as stated by .+"
    r"|from the title list of the register prototype: level and size word .+"
    r"|level as labelled by .+|source states SCQF Level .+)"
)
_PROVIDER = re.compile(
    r"(provider joined .+|provider read .+|provider name and country .+|awarding university not .+)"
)
_STACKING = re.compile(r"(stacks_into .+)")
_EQF = re.compile(r"register EQF level (\d)")
_REPLACES = re.compile(r"replaces US (\d+)")
_REPLACED = re.compile(r"replaced by US (\d+)")


@dataclass
class NoteFacts:
    """What a note says, by subject; `rest` is what no pattern knows and is kept word for word."""

    codes: list[tuple[str, str]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    estonian_title: str = ""
    title_is_estonian: bool = False
    award_as_listed: str = ""
    status: str = ""
    eqf_level: str = ""
    replaces: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    on_field: str = ""
    on_price: list[str] = field(default_factory=list)
    on_hours: str = ""
    on_level: str = ""
    on_provider: str = ""
    on_stacking: str = ""
    country_is_ours: bool = False
    rest: list[str] = field(default_factory=list)


def read_note(note: str) -> NoteFacts:
    """The facts of a note."""
    found = NoteFacts()
    for part in split_parts(note):
        if not (_take_structured(part, found) or _take_code(part, found)):
            _take_sentence(part, found)
    return found


def split_parts(note: str) -> list[str]:
    """The parts of a note; a semicolon inside brackets separates nothing."""
    parts = [part.strip() for part in re.split(r";\s*(?![^()]*\))", note) if part.strip()]
    for place, part in enumerate(parts):
        # "5 modules: A; B; C; D; E" is one part, though its list uses the same sign.
        if counted := re.match(r"(\d+) modules: ", part):
            end = place + int(counted.group(1))
            return [*parts[:place], "; ".join(parts[place:end]), *parts[end:]]
    return parts


def _take_structured(part: str, found: NoteFacts) -> bool:
    for pattern, attribute in (
        (_FIELD, "on_field"),
        (_HOURS, "on_hours"),
        (_LEVEL, "on_level"),
        (_PROVIDER, "on_provider"),
        (_STACKING, "on_stacking"),
    ):
        if pattern.fullmatch(part):
            earlier = getattr(found, attribute)
            setattr(found, attribute, f"{earlier}; {part}" if earlier else part)
            return True
    return _take_lists(part, found) or _take_flags(part, found)


def _take_lists(part: str, found: NoteFacts) -> bool:
    for pattern, values in (
        (_SUBJECT, found.subjects),
        (_PRICE, found.on_price),
        (_REPLACES, found.replaces),
        (_REPLACED, found.replaced_by),
    ):
        if match := pattern.fullmatch(part):
            values.append(next(group for group in match.groups() if group))
            return True
    return False


def _take_flags(part: str, found: NoteFacts) -> bool:
    if part.startswith("Estonian title: "):
        found.estonian_title = part.removeprefix("Estonian title: ")
    elif part in ("title in Estonian", "title as printed, in Estonian"):
        found.title_is_estonian = True
    elif part.startswith("provider_country"):
        found.country_is_ours = True
    elif match := _EQF.fullmatch(part):
        found.eqf_level = match.group(1)
    elif match := _STATUS.fullmatch(part):
        _take_status(match.group(1), match.group(2) or "", found)
    else:
        return False
    return True


def _take_status(stated: str, bracket: str, found: NoteFacts) -> None:
    found.status = _STATUSES.get(stated, "")
    found.sentences.append(f"Register status: {stated}.")
    if bracket:
        found.rest.append(bracket)


def _take_code(part: str, found: NoteFacts) -> bool:
    for pattern, kind in _CODES:
        if match := pattern.fullmatch(part):
            found.codes.append((kind, match.group(1)))
            if "earlier" in kind:
                found.rest.append(part)
            return True
    return False


def _take_sentence(part: str, found: NoteFacts) -> None:
    if part.startswith("award as listed: "):
        found.award_as_listed = part.removeprefix("award as listed: ")
    for pattern, template in _SENTENCES:
        if match := pattern.fullmatch(part):
            # A fact that ends with a full stop brings its own.
            said = (fact.rstrip(".") for fact in match.groups())
            sentence = template.format(*said)
            found.sentences.append(sentence[:1].upper() + sentence[1:])
            return
    found.rest.append(part)
