"""A data folder of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.store.sessions import About, SourceKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data" / "biofeedback"


@pytest.fixture
def about() -> About:
    """What a session was begun with."""
    return About(
        started="2026-01-02T03:04:05+00:00",
        version="0.1.0",
        protocol="seven_groups",
        digest="ab" * 32,
        source_kind=SourceKind.PARTICIPANT,
        source="person:calm",
        seed=7,
        settings='{"adaptation": "on"}',
        lang="en",
    )
