"""What a page of plans says where something counts only because a statement takes it."""

import json

from app import create_app
from app.services import importing, views
from app.services.registry import Registry
from tests.ctdl.mapping.sources import sample
from tests.services.plans.test_imported_samples import COURSE, STAGE, a_course, asking_for
from tests.site.pages import open_page
from tests.support.documents import a_credential, ctid_of

TRANSFER = "ce-c9a9e566-afd9-46e5-b3a0-9adb10f33aca"


def test_a_step_says_as_what_it_counts_who_says_so_and_where(registry: Registry) -> None:
    for content in (
        sample("ctdl-old-transfer.json"),
        json.dumps(a_course(COURSE, "Stage lighting", STAGE)),
        json.dumps(asking_for("stage award", f"resources/{COURSE}")),
    ):
        importing.publish_import(registry, content)
    views.catch_up(registry)
    app = create_app(registry.settings)

    page = open_page(app.test_client(), f"/plan?target={ctid_of(a_credential('stage award'))}")
    app.extensions["registry"].close()

    steps = [step for steps in page.all("ol", class_="plan-steps") for step in steps.all("li")]
    told = {step.one("strong").text: step for step in steps}
    assert set(told) == {"Stage lighting", "Lighting I"}
    transferred = told["Lighting I"].text
    assert "Counts as “Stage lighting” (somebody else says so, neither side):" in transferred
    [link] = told["Lighting I"].all("a")
    assert (link.text, TRANSFER in link.attributes["href"]) == ("Transfer of stage courses", True)
    assert "Counts as" not in told["Stage lighting"].text
