"""What a real browser tells of a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import axe_playwright_python
from playwright.sync_api import Browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Look(NamedTuple):
    """Addresses that were asked for, what the browser said, and what axe-core objects to."""

    asked: list[str]
    said: list[str]
    violations: list[tuple[str, str]]


def look_at(
    browser: Browser, path: Path, *, width: int, scheme: str, is_opened: bool = False
) -> Look:
    """Open a page without a network; with all its details where it is to be opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, offline=True
    )  # type: ignore[arg-type]  # fmt: skip
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    if is_opened:
        page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    context.close()
    return Look(asked, said, [(each["id"], each["nodes"][0]["html"]) for each in found])


def widths_too_narrow(browser: Browser, path: Path, widths: Sequence[int]) -> list[int]:
    """Widths of a screen at which a page is wider than it."""
    page = browser.new_page()
    page.goto(path.as_uri())
    narrow = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide, shown = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        narrow += [width] * (wide > shown)
    page.close()
    return narrow
