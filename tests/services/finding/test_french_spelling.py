"""A French word that is right is not taken for a misspelt English one."""

from app.services import publishing, searching, views
from app.services.registry import Registry
from app.services.searching import SearchRequest
from tests.support.documents import a_credential, an_organization


def test_a_french_word_is_offered_no_other_spelling_and_a_misspelt_one_is(
    registry: Registry,
) -> None:
    publishing.publish(registry, an_organization())
    for key in ("course in marketing", "course on projects", "management of a project"):
        publishing.publish(registry, a_credential(key))
    views.catch_up(registry)

    french = searching.search(registry, SearchRequest(q="cours marketing"))
    misspelt = searching.search(registry, SearchRequest(q="marketign"))

    assert french.corrected is None
    assert french.total >= 1
    assert misspelt.corrected == "marketing"
