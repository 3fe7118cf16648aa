"""Walking through a page with the Tab key, as a person without a mouse does."""

from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 400
_MARK_CONTROLS = """
() => {
  const selector = "a[href], button, input, select, textarea, summary, [tabindex]";
  const radioGroups = new Set();
  window.controlsToReach = new Set([...document.querySelectorAll(selector)].filter((element) => {
    if (element.disabled || element.type === "hidden" || element.tabIndex < 0) return false;
    if (!element.checkVisibility({visibilityProperty: true})) return false;
    if (element.type !== "radio") return true;
    // One stop for a whole group of radio buttons.
    if (radioGroups.has(element.name)) return false;
    radioGroups.add(element.name);
    return true;
  }));
}
"""
_DESCRIBE_FOCUS = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.controlsToReach.delete(element);
  if (element.type === "radio") {
    for (const other of [...window.controlsToReach]) {
      if (other.type === "radio" && other.name === element.name) {
        window.controlsToReach.delete(other);
      }
    }
  }
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const box = [...element.getClientRects()].find((rect) => rect.width && rect.height)
    || element.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 0), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  const labels = element.labels ? [...element.labels] : [];
  return {
    html: element.outerHTML.slice(0, 160),
    is_visible: outlined || style.boxShadow !== "none",
    is_covered: !above || !(element.contains(above) || above.contains(element)
      || labels.some((label) => label.contains(above))),
    is_in_main: element.closest("main") !== null,
  };
}
"""
_NOT_REACHED = "() => [...window.controlsToReach].map((e) => e.outerHTML.slice(0, 160))"


@dataclass(frozen=True)
class Stop:
    """One place the Tab key stopped at."""

    html: str
    is_visible: bool
    is_covered: bool
    is_in_main: bool


@dataclass(frozen=True)
class Walk:
    """All stops from the top of the page, and the controls that were never reached."""

    stops: list[Stop]
    not_reached: list[str]

    @property
    def faults(self) -> list[str]:
        """What a person using the keyboard would miss."""
        unseen = [f"focus not visible: {s.html}" for s in self.stops if not s.is_visible]
        covered = [f"focus behind something: {s.html}" for s in self.stops if s.is_covered]
        return unseen + covered + [f"not reached: {html}" for html in self.not_reached]


def walk(page: Page) -> Walk:
    """Press Tab from the top of the page until the focus leaves it."""
    page.evaluate(_MARK_CONTROLS)
    stops: list[Stop] = []
    while len(stops) < MOST_STOPS:
        stop = press_tab(page)
        if stop is None:
            break
        stops.append(stop)
    not_reached: list[str] = page.evaluate(_NOT_REACHED)
    return Walk(stops, not_reached)


def press_tab(page: Page) -> Stop | None:
    """Where one press of Tab moves the focus; None when it leaves the page."""
    page.keyboard.press("Tab")
    described = page.evaluate(_DESCRIBE_FOCUS)
    return Stop(**described) if described else None
