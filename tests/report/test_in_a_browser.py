"""The pages in a real browser, by `make pages`: two sheets of paper, and no wider than a phone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from biofeedback.report.session_page import session_page
from biofeedback.texts import Texts
from protocols.screening.terms import Terms
from tests.report.made import session, stopped

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
LONGEST_S = 60.0  # of wall time for one page, on a machine that does other things too
PHONE = 390  # pixels
MEASURE = "<script>document.title = 'wide ' + document.documentElement.scrollWidth</script></body>"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
MADE = {"whole": session(), "stopped": stopped(), "hidden": stopped(Terms(no_numbers=True))}

pytestmark = pytest.mark.slow


def browse(folder: Path, *asked: str) -> str:
    """What the browser writes."""
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here: the pages were not looked at in a browser")
    ran = subprocess.run(
        [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", *asked],
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=True,
    )
    return ran.stdout


def put(folder: Path, which: str, lang: str, *, script: str = "") -> Path:
    page = session_page(MADE[which], Texts(lang), began="2026-11-02 07:30")
    if script:  # the page's own policy forbids every script, ours too
        page = POLICY.sub("", page).replace("</body>", script)
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", MADE)
def test_two_sheets_of_paper(which: str, lang: str, tmp_path: Path) -> None:
    """No more and no less, also where the figures are folded away on a screen."""
    file, pdf = put(tmp_path, which, lang), tmp_path / "page.pdf"
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", file.as_uri())

    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", MADE)
def test_no_wider_than_a_phone(which: str, lang: str, tmp_path: Path) -> None:
    """Charts and tables are moved within themselves, not the page."""
    file = put(tmp_path, which, lang, script=MEASURE)
    seen = browse(tmp_path, f"--window-size={PHONE},800", "--dump-dom", file.as_uri())
    wide = re.search(r"<title>wide (\d+)</title>", seen)

    assert wide is not None
    assert int(wide[1]) <= max(PHONE, 500)  # a headless window is never narrower than 500
