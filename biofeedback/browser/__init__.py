"""The screens in a browser on this machine: a page, its terminal, the program behind it. Nothing leaves it."""

MARK = "BIOFEEDBACK_BROWSER"
"""The environment variable that tells the program behind a page that its screens are shown there."""
