"""Visiting a page in Debian's Chromium and noticing everything that goes wrong meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Playwright,
    Request,
    Response,
)
from playwright.sync_api import Page as BrowserPage

from tests.support.prerequisites import AXE_SCRIPT

WIDTHS = {320: 640, 768: 1024, 1280: 900}
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content-Security-Policy: ${event.effectiveDirective} ${event.blockedURI}`);
});
"""
_RUN_AXE = """
async (within) => {
  const found = await axe.run(within || document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations", "incomplete"],
  });
  const told = (rule, node) => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`;
  // What axe could not measure of contrast counts as a fault: a person could not either. In a
  // drawing it never can, because the shapes behind a text are not its ancestors.
  const unsure = found.incomplete.filter((rule) => rule.id === "color-contrast").flatMap((rule) =>
    rule.nodes.filter((node) => !node.html.startsWith("<text")).map((node) => told(rule, node)));
  return found.violations.flatMap((rule) => rule.nodes.map((node) => told(rule, node)))
    .concat(unsure);
}
"""
_MEASURE_DRAWINGS = """
() => {
  const channels = (colour) => {
    const parts = (colour.match(/[0-9.]+/g) || []).map(Number);
    return parts.length === 4 && parts[3] === 0 ? null : parts.slice(0, 3);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (text) => {
    const shapes = [...text.closest("g").querySelectorAll("polygon, path, ellipse, rect")];
    const filled = shapes.map((shape) => getComputedStyle(shape).fill)
      .filter((fill) => fill !== "none" && channels(fill));
    for (let box = text; box && !filled.length; box = box.parentElement) {
      const colour = getComputedStyle(box).backgroundColor;
      if (channels(colour)) filled.push(colour);
    }
    return filled.at(-1) || "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("svg text")].flatMap((text) => {
    const [fill, back] = [getComputedStyle(text).fill, behind(text)];
    const [dark, light] = [fill, back].map((colour) => luminance(channels(colour)))
      .sort((one, other) => one - other);
    const ratio = (light + 0.05) / (dark + 0.05);
    return ratio >= 4.5 ? [] : [`${fill} on ${back} is ${ratio.toFixed(1)}: ${text.textContent}`];
  });
}
"""


@dataclass
class Visit:
    """A page open in the browser, and what the browser complained about."""

    page: BrowserPage
    status: int
    complaints: list[str] = field(default_factory=list)
    finished: list[Request] = field(default_factory=list)

    def bytes_on_the_wire(self) -> dict[str, int]:
        """How many bytes each part that was fetched took on the wire, by address."""
        return {request.url: request.sizes()["responseBodySize"] for request in self.finished}

    def resize(self, width: int) -> None:
        """Make the window as wide as one of `WIDTHS`, and as high as goes with it."""
        self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})

    def axe_findings(self, within: str = "") -> list[str]:
        """The accessibility faults axe finds on the page, or a part of it, as it is now."""
        # Evaluated rather than added as an element, which the site's security policy refuses.
        self.page.evaluate(_axe_source())
        findings: list[str] = self.page.evaluate(_RUN_AXE, within)
        return findings

    def drawing_findings(self) -> list[str]:
        """The texts in drawings that stand out too little from the shape behind them (4.5:1)."""
        findings: list[str] = self.page.evaluate(_MEASURE_DRAWINGS)
        return findings

    def width_needed(self) -> int:
        """How wide the page's content is, in CSS pixels."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium; the browsers that Playwright would download are not used."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), headless=True, args=list(_FLAGS)
    )


def new_context(browser: Browser, width: int, *, scripts: bool = True) -> BrowserContext:
    """A fresh profile with a window of this width, with or without JavaScript."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        java_script_enabled=scripts,
        # What moves is measured where it ends, not on its way.
        reduced_motion="reduce",
    )
    if scripts:
        context.add_init_script(_REPORT_VIOLATIONS)
    return context


@contextmanager
def visiting(context: BrowserContext, address: str) -> Iterator[Visit]:
    """The page at `address`, closed afterwards."""
    page = context.new_page()
    visit = Visit(page, 0)
    page.on("console", lambda message: _note_console(visit, message, address))
    page.on("pageerror", lambda error: visit.complaints.append(f"script error: {error}"))
    page.on("requestfailed", lambda request: _note_failure(visit, request))
    # Not the list's own method: Playwright keeps a note on each handler, which that cannot take.
    page.on("requestfinished", lambda request: visit.finished.append(request))
    page.on("response", lambda response: _note_response(visit, response, address))
    try:
        response = page.goto(address, wait_until="load")
        assert response is not None, address
        visit.status = response.status
        yield visit
    finally:
        page.close()


def follow(control: Locator) -> None:
    """Click a link or a button, and wait until the page it leads to is there whole.

    A click alone returns once that page begins to arrive: what is read off a long page then is its
    first part on a slow machine.
    """
    with control.page.expect_navigation():
        control.click()


def _note_console(visit: Visit, message: ConsoleMessage, address: str) -> None:
    if message.type not in ("error", "warning"):
        return
    # Chromium also reports the status of an error page itself.
    if message.location.get("url") == address and "responded with a status of" in message.text:
        return
    visit.complaints.append(f"console {message.type}: {message.text}")


def _note_failure(visit: Visit, request: Request) -> None:
    # What the browser gives up itself, because its reader has gone on to another page, is no fault.
    if request.failure != "net::ERR_ABORTED":
        visit.complaints.append(f"failed: {request.url}: {request.failure}")


def _note_response(visit: Visit, response: Response, address: str) -> None:
    if response.status >= 400 and response.url != address:
        visit.complaints.append(f"{response.status}: {response.url}")


@cache
def _axe_source() -> str:
    return AXE_SCRIPT.read_text(encoding="utf-8")
