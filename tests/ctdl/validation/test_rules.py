"""The table of rules: each can be broken, and each finding says how to mend it."""

import re

import pytest

from ctdl.rules import RULES
from tests.ctdl.validation.faulty_documents import FAULTY, findings_on

# What a remedy tells one to do, beside what is not to be mended.
REMEDY = re.compile(
    r"\b(add|choose|correct|exchange|give|keep|lead|leave|list|look|make|merge|mend|move|name|"
    r"percent-encode|publish|put|remove|save|say|send|split|state|use|write)\b",
    re.IGNORECASE,
)
#: The schema contradicts itself there: nobody but its makers can mend it.
NOT_MENDED_HERE = {code for code in RULES if code.endswith("_CONFLICT")}


def test_every_rule_can_be_broken() -> None:
    assert set(FAULTY) == set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_document_that_breaks_a_rule_gets_its_finding_with_the_remedy(code: str) -> None:
    found = [each for each in findings_on(FAULTY[code]()) if each.code == code]

    assert found
    for each in found:
        assert (each.rule, each.source) == (RULES[code].statement, RULES[code].source)
        assert each.message.endswith((".", "?"))
        assert code in NOT_MENDED_HERE or REMEDY.search(each.message), each.message


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_says_where_it_comes_from_and_how_it_is_mended(code: str) -> None:
    rule = RULES[code]

    assert rule.statement.endswith(".")
    assert rule.source.startswith(("https://", "docs/adr/"))
    assert rule.remedy.endswith(".")
    assert code in NOT_MENDED_HERE or REMEDY.search(rule.remedy)


def test_a_sound_document_has_nothing_but_notes() -> None:
    severities = {each.severity for each in findings_on(FAULTY["POLICY_BENCHMARK_MISSING"]())}

    assert severities == {"info"}
