"""The browser that prints: found by its name, run without network and without anybody's profile."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from standardcheck.errors import Fault, Unwritable

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
SECONDS = 600
"""How long a browser may print: a city of many communities has some thousand pages."""

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # containers have none; the page is ours, runs nothing of a plan's, and its policy forbids loading
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
_TIME = re.compile(rb"/(CreationDate|ModDate)( ?)\(D:\d{14}([^)]*)\)")


def find_browser() -> str:
    """The path of a browser that can print. Raises ``Unwritable``."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise Unwritable([Fault("no-browser", {"names": ", ".join(NAMES[:-1])})])
    return found


def see_that_fonts_are_there() -> None:
    """Ask fontconfig for a font with Chinese characters; systems without fontconfig bring such fonts. Raises
    ``Unwritable``."""
    program = shutil.which("fc-list")
    if program is None:
        return
    done = subprocess.run([program, ":lang=zh", "family"], capture_output=True, check=False, timeout=60)
    if done.returncode == 0 and not done.stdout.strip():
        raise Unwritable([Fault("no-chinese-font", {})])


def printed(page: str) -> bytes:
    """A page of HTML as PDF. Raises ``Unwritable``."""
    program = find_browser()
    with TemporaryDirectory(prefix="standardcheck-") as folder:
        source, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={Path(folder) / 'profile'}"
        why = _run([program, *_ARGUMENTS, profile, f"--print-to-pdf={target}", source.as_uri()])
        if not target.is_file():
            raise Unwritable([Fault("browser-failed", {"program": program, "why": why})])
        return timeless(target.read_bytes())


def _run(command: list[str]) -> str:
    """Run it; what it said last, for where it did not do its work."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return f"> {SECONDS} s"
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else f"exit code {done.returncode}"


def timeless(pdf: bytes) -> bytes:
    """The same file with fixed times in the place of those of writing; of the same length, for offsets count bytes."""
    return _TIME.sub(rb"/\1\2(D:20000101000000\3)", pdf)
