"""`make picture`: the README's picture, exported by the program itself from a simulated session."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from biofeedback.app.ports import Activity
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.decisions import Phase
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.look import Look
from tests.tui.drawn_svg import drawn_svg


async def picture(lang: str, phase: Phase, step: int) -> str:
    """The practise screen as SVG, in a phase of a step of the session."""
    request = SessionRequest(source="person:restless@60", lang=lang, seed=3)
    app = BiofeedbackApp(LiveSessionFactory(request), Look(lang=lang), begin=Activity.PRACTISE)
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(4000):
            await pilot.pause(0.02)
            view = None if app.session is None else app.session.runner.view()
            if view is None:
                continue
            if view.phase is Phase.ASK_BEFORE:
                await pilot.press("6", "enter")
            if view.phase is phase and (view.step or 0) >= step:
                await pilot.pause(0.3)
                return drawn_svg(app, "biofeedback")
    raise RuntimeError("the session ended before that phase")


def main() -> None:
    """Write the picture that was asked for."""
    target, lang, phase, step = sys.argv[1:5]
    svg = asyncio.run(picture(lang, Phase(phase), int(step)))
    Path(target).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
