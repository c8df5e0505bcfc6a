"""A Chromium for tests, and what axe-core says of a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

DRIVER, CHROMIUM = "chromedriver", "chromium"
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (shutil.which(DRIVER) and shutil.which(CHROMIUM)), reason="needs chromium, chromedriver"),
]
"""Marks of a module of tests in the browser."""


@contextmanager
def open_browser(*, scripts: bool = True) -> Iterator[Any]:
    """Start a headless Chromium; it is closed at the end."""
    import pytest_socket
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    pytest_socket.enable_socket()  # a fixture of the module is made before the mark of its tests counts
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which(CHROMIUM) or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1440,1000"):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def violations(driver: Any) -> list[str]:
    """Return what axe-core finds wrong with the page that is open: rule, help, first places."""
    from axe_core_python.selenium import Axe

    found = Axe().run(driver)["violations"]
    return [f"{v['id']}: {v['help']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
