"""`biofeedback serve` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    """Its process and its address."""

    process: asyncio.subprocess.Process
    address: str

    async def ended(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return await self.process.wait()


@asynccontextmanager
async def served(data: Path, *more: str) -> AsyncGenerator[Served]:
    environ = {**os.environ, "BIOFEEDBACK_DATA": str(data), "PYTHONPATH": str(ROOT), "BIOFEEDBACK_SOUND": "off"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "biofeedback", "serve", "--lang", "en", *more,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=environ,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield Served(process, (await process.stdout.readline()).decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
