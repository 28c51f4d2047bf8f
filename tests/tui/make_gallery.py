"""`make gallery`: every screen of the table, drawn by the program itself as SVG; with a Chromium as PNG, too."""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from textual.pilot import WaitForScreenTimeout

from biofeedback.appearance import ThemeName
from biofeedback.languages import LANGUAGES
from biofeedback.tui.look import Look
from tests.tui.drawn_svg import drawn_svg
from tests.tui.every_screen.row import Shown
from tests.tui.every_screen.table import ROWS

SIZE = "usual"
NAMES = ("chromium", "chromium-browser", "google-chrome")
TRIES = 4
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


async def drawn(row: Shown, look: Look) -> str:
    """One screen as SVG."""
    async with row.bring(look, SIZE) as on:
        on.app.wear(look.theme)
        await on.settle()
        svg = drawn_svg(on.app, row.name)
        await on.app.end()
    return svg


def patiently(row: Shown, look: Look) -> str:
    """The same on a machine with much else to do, where a screen may not come within Textual's half a minute."""
    for _ in range(TRIES - 1):
        with suppress(WaitForScreenTimeout):
            return asyncio.run(drawn(row, look))
    return asyncio.run(drawn(row, look))


def as_png(svg: Path, browser: str) -> None:
    """The same picture for where SVG is not shown."""
    box = _BOX.search(svg.read_text(encoding="utf-8"))
    width, height = (1000, 640) if box is None else (round(float(box[1])), round(float(box[2])))
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                "--disable-background-networking", f"--user-data-dir={profile}", f"--window-size={width},{height}",
                f"--screenshot={svg.with_suffix('.png')}", svg.resolve().as_uri(),
            ],
            check=False, capture_output=True, timeout=120,
        )  # fmt: skip


def main() -> None:
    """Draw them all into a folder: SCREEN-LANG.svg, the first row in every theme, and a page that shows all."""
    folder = Path(sys.argv[1])
    wanted = sys.argv[2:]  # names; none: all
    folder.mkdir(parents=True, exist_ok=True)
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    looks = [(lang, Look(lang=lang)) for lang in LANGUAGES]
    themes = [(f"en-{theme}", Look(theme=theme)) for theme in ThemeName if theme is not ThemeName.DUSK]
    made: list[Path] = []
    for row in ROWS:
        if wanted and row.name not in wanted:
            continue
        for told, look in (*looks, *(themes if row is ROWS[0] or row.name == "tense" else ())):
            file = folder / f"{row.name}-{told}.svg"
            file.write_text(patiently(row, look), encoding="utf-8")
            made.append(file)
            if browser is not None:
                as_png(file, browser)
    shown = "".join(
        f'<p>{html.escape(file.stem)}<br><img src="{html.escape(file.name)}" width="800"></p>' for file in made
    )
    (folder / "index.html").write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>gallery</title>{shown}', "utf-8")
    print(f"{len(made)} pictures in {folder}")


if __name__ == "__main__":
    main()
