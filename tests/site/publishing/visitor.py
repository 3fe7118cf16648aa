"""A browser without scripts, as far as forms go: it sends back what a page's form holds."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ctdl.ctid import derive_ctid
from tests.site.pages import Element, read_page

BASE = "https://registry.test"
COLLEGE = derive_ctid("test:provider")
RIVAL = derive_ctid("test:rival")
COURSE = {
    "c-type": "MicroCredential",
    "c-name": "Harvest by drone",
    "c-description": "For farm staff.",
    "c-webpage": "https://college.example/drone",
    "c-languages": "en",
    "c-status": "Active",
}
"""What the form of a credential cannot do without."""


@dataclass
class Visitor:
    """Somebody at a browser, and the page that is open."""

    client: FlaskClient
    status: int = 0
    page: Element = None  # type: ignore[assignment]
    answer: TestResponse = None  # type: ignore[assignment]

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.page.one("main").text

    @property
    def heading(self) -> str:
        """The title of the page."""
        return self.page.one("h1").text

    def open(self, address: str) -> Element:
        """Go to an address, following redirections."""
        return self._read(
            self.client.get(
                address, base_url=BASE, headers={"Accept": "text/html"}, follow_redirects=True
            )
        )

    def sign_in(self, key: str) -> None:
        """Sign in at the front page."""
        self.open("/publish")
        self.send("/publish/sign-in", key=key)

    def form(self, action: str, place: int = 0) -> MultiDict[str, str]:
        """What the form on the page that goes to `action` holds."""
        forms = [each for each in self.page.all("form") if each.attributes["action"] == action]
        return fields_of(forms[place])

    def send(
        self, action: str, place: int = 0, *, headers: dict[str, str] | None = None, **typed: Any
    ) -> Element:
        """Fill in the form on the page that goes to `action` and send it; `__` stands for `-`."""
        fields: MultiDict[str, Any] = self.form(action, place)
        for name, value in typed.items():
            fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
        return self.post(action, fields, headers)

    def post(self, action: str, fields: Any, headers: dict[str, str] | None = None) -> Element:
        """Send these fields, whatever the page says."""
        return self._read(
            self.client.post(
                action,
                data=fields,
                base_url=BASE,
                headers={"Accept": "text/html", "Origin": BASE, **(headers or {})},
                follow_redirects=True,
            )
        )

    def publish_course(self, **typed: str) -> str:
        """Publish a credential through the form; its CTID."""
        self.open("/publish/records/new")
        ctid = self.form("/publish/records/new")["ctid"]
        filled: dict[str, Any] = {name.replace("-", "__"): text for name, text in COURSE.items()}
        self.send("/publish/records/new", step="check", **{**filled, **typed})
        assert self.status == 200, self.text
        self.send("/publish/records")
        assert "published" in self.heading
        return str(ctid)

    def _read(self, answer: TestResponse) -> Element:
        self.answer, self.status = answer, answer.status_code
        self.page = read_page(answer.text)
        return self.page


def fields_of(form: Element) -> MultiDict[str, str]:
    """The fields a browser would send: no button, and of boxes only those that are ticked."""
    fields: MultiDict[str, str] = MultiDict()
    for each in form.all("input"):
        kind = each.attributes.get("type", "text")
        is_off = kind in ("checkbox", "radio") and "checked" not in each.attributes
        if kind != "file" and not is_off:
            fields.add(each.attributes["name"], each.attributes.get("value", ""))
    for each in form.all("textarea"):
        fields.add(each.attributes["name"], _raw(each).removeprefix("\n"))
    for each in form.all("select"):
        options = each.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        fields.add(each.attributes["name"], chosen[0].attributes["value"])
    return fields


def _raw(element: Element) -> str:
    return "".join(each if isinstance(each, str) else _raw(each) for each in element.children)
