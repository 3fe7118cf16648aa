"""Five shipped records of five countries, read by a person against the words of six standards.

The verdicts were written down before the program was run. Where the two differ, `docs/standards.md`
says why; what the program had wrong has been mended. A second reader found that both were wrong in
some answers (bare skills, who only offers, a provider's accreditation): corrected here.
"""

import pytest

from ctdl.standards import STANDARDS, check
from tests.support.prerequisites import PROJECT
from tests.support.shipped_standards import shipped

# One letter an element, in order, as `Conformance.pattern` writes them.
BY_HAND = {
    # Self-Driving Car Engineer Nanodegree: assessed in New Zealand
    "ce-af561340-b2d9-4d86-8934-8581f31ace1c": {
        "eu-2022": "ammmasmmsmmssasm",
        "nz-nzqa-2022": "mmaxmssssssmsssss",
        "au-nmf-2021": "ssmsmmmssssssssssssmssssssassasss",
        "emc-cmf-2019": "xxmssssssm",
        "ce-minimum": "mmmmsssmsssmssssmss",
        "orr-2020-cis": "mmamsmmmssssmms",
    },
    # An Introduction to Augmented & Virtual Reality: Ireland
    "ce-615d4502-d631-4ee7-affb-f863b0e5214a": {
        "eu-2022": "ammsasmmsmsssasm",
        "nz-nzqa-2022": "mmaxsssssssssssss",
        "au-nmf-2021": "ssssmmmsssmsssmssssmssssssassasss",
        "emc-cmf-2019": "xxmssssssm",
        "ce-minimum": "mmmmsmsmsssmssssmss",
        "orr-2020-cis": "mmamsmmmsssssms",
    },
    # Auditeerimise baasteadmised: Estonia
    "ce-4f8825a2-302d-4c4f-8151-2ad6927eec54": {
        "eu-2022": "ammmasmssmsssasm",
        "nz-nzqa-2022": "mmamsssssssmsssss",
        "au-nmf-2021": "smmsmmmsmsssssssssssssssssasmasss",
        "emc-cmf-2019": "xxsssssssm",
        "ce-minimum": "mmmmsmmmssmmssssmss",
        "orr-2020-cis": "mmamsmmmsssssms",
    },
    # DSST Introduction to Geology: United States
    "ce-7a653eeb-29d5-422b-a5ef-5264b686ee88": {
        "eu-2022": "ammmasssmmmmsasm",
        "nz-nzqa-2022": "mmsssssssssmsssss",
        "au-nmf-2021": "msmsmmmsmssssssmsmssssssssamsasss",
        "emc-cmf-2019": "smsssssssm",
        "ce-minimum": "mammssmmssmmsssssms",
        "orr-2020-cis": "mmamsmmmmsmsmms",
    },
    # Service Now System Administrator: India
    "ce-3c6d29e7-a01f-49ee-9641-6812215a5403": {
        "eu-2022": "ammmasmsssxssasm",
        "nz-nzqa-2022": "mmsssssssssmsssss",
        "au-nmf-2021": "smmsmmmsssssssssxssmssssssasmmsss",
        "emc-cmf-2019": "xssssssmss",
        "ce-minimum": "mmmmsssmsssmsssssms",
        "orr-2020-cis": "mmamsssmssssxms",
    },
}
# What a person reads in words that the program does not, or judges where it leaves the judgement.
DIFFERENT = {
    ("ce-af561340-b2d9-4d86-8934-8581f31ace1c", "eu-2022", "qa"),
    ("ce-af561340-b2d9-4d86-8934-8581f31ace1c", "orr-2020-cis", "qa"),
    ("ce-af561340-b2d9-4d86-8934-8581f31ace1c", "nz-nzqa-2022", "title-names"),
    ("ce-af561340-b2d9-4d86-8934-8581f31ace1c", "au-nmf-2021", "ms-2"),
    ("ce-af561340-b2d9-4d86-8934-8581f31ace1c", "emc-cmf-2019", "credit-equivalent"),
    ("ce-615d4502-d631-4ee7-affb-f863b0e5214a", "nz-nzqa-2022", "title-names"),
    ("ce-615d4502-d631-4ee7-affb-f863b0e5214a", "au-nmf-2021", "ci-dates"),
    ("ce-615d4502-d631-4ee7-affb-f863b0e5214a", "au-nmf-2021", "ms-2"),
    ("ce-4f8825a2-302d-4c4f-8151-2ad6927eec54", "nz-nzqa-2022", "title-names"),
    ("ce-4f8825a2-302d-4c4f-8151-2ad6927eec54", "au-nmf-2021", "ms-2"),
    ("ce-7a653eeb-29d5-422b-a5ef-5264b686ee88", "au-nmf-2021", "ms-2"),
    ("ce-3c6d29e7-a01f-49ee-9641-6812215a5403", "au-nmf-2021", "ms-2"),
}


@pytest.mark.parametrize("ctid", BY_HAND)
def test_the_program_answers_as_a_person_does_but_where_it_is_said(ctid: str) -> None:
    record = shipped().known_of(ctid)

    for standard, pattern in BY_HAND[ctid].items():
        results = check(record, STANDARDS[standard]).results
        program = check(record, STANDARDS[standard]).pattern
        differing = {
            (ctid, standard, each.element.id)
            for each, by_hand, by_program in zip(results, pattern, program, strict=True)
            if by_hand != by_program
        }
        assert differing == {each for each in DIFFERENT if each[:2] == (ctid, standard)}


def test_where_they_differ_the_program_never_says_met_or_not_met() -> None:
    for ctid, standard, element in DIFFERENT:
        results = check(shipped().known_of(ctid), STANDARDS[standard]).results
        assert next(each.result for each in results if each.element.id == element) == "not stated"


def test_every_difference_is_explained_where_standards_are() -> None:
    page = (PROJECT / "docs" / "standards.md").read_text("utf-8")

    for _, standard, element in DIFFERENT:
        assert f"`{standard}` {element}" in page
