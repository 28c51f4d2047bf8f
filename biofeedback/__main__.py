"""`python -m biofeedback`."""

from biofeedback.cli import main

main()
