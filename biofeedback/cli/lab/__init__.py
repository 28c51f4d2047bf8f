"""The commands of the lab, for who tests the engine, the detectors and protocols. They answer in English."""

from __future__ import annotations

from biofeedback.cli.lab import campaigns, lists, scenarios, sweeps
from biofeedback.cli.lab.app import lab_app

__all__ = ["campaigns", "lab_app", "lists", "scenarios", "sweeps"]
