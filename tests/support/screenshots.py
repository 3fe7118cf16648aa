"""Pictures of the main pages for the documents, taken from a running site.

`python -m tests.support.screenshots docs/screenshots` while `make run` serves in another terminal.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import launch, new_context, visiting
from tests.support.samples import find_samples

PICTURES = {
    "home": "/",
    "search": "/search?q=data+analysis&mode=online",
    "credential": "/credentials/{levelled}",
    "compare": "/compare?id={levelled}&id={component}&id={certification}",
    "pathway": "/pathways/{parent}",
    "ladder": "/frameworks/nzqcf?with=eqf&with=scqf",
    "standard": "/standards/eu-2022",
}
WIDTHS = (1280, 320)
HEIGHT = 1200


def main() -> None:
    """Take every picture at each width and write it to the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width in WIDTHS:
            _take_pictures(browser, width, options.site, options.folder)
        browser.close()


def _take_pictures(browser: Browser, width: int, site: str, folder: Path) -> None:
    context = new_context(browser, width)
    samples = find_samples()
    for name, address in PICTURES.items():
        with visiting(context, site + address.format_map(samples)) as visit:
            picture = folder / f"{name}-{width}.png"
            visit.page.set_viewport_size({"width": width, "height": HEIGHT})
            visit.page.screenshot(path=picture, animations="disabled")
            print(f"{picture}: {picture.stat().st_size // 1000} kB, status {visit.status}")
    context.close()


if __name__ == "__main__":
    main()
