"""A browser for the tests: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def missing(why: str) -> Any:
    """No browser: wrong in CI, where one is installed; elsewhere the tests that need one are left out."""
    if os.environ.get("CI"):
        pytest.fail(f"{why} (CI must have it)")
    pytest.skip(f"{why}; install chromium and the extra “browser” to run the tests in a browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing(f"none of {', '.join(NAMES)} is on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


class Opened:
    """A page in the browser, with everything that it asked for and said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Opens the text of a page as a file; afterwards the page must have loaded and complained of nothing else."""
    contexts = []

    def opened(text: str, width: int = 1280, place: str = "", **options: Any) -> Page:
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", offline=True, **options
        )
        contexts.append((context, Opened(context.new_page()), file.as_uri()))
        page = contexts[-1][1].page
        page.goto(file.as_uri() + place)
        return page

    yield opened
    for context, watched, address in contexts:
        assert all(request.partition("#")[0] == address for request in watched.requests)
        assert not watched.said
        context.close()
