"""How well the detectors do on recordings that experts have annotated: `biofeedback validate`.

No recording is opened here. `record` says what a recording is, `episodes` what in it must be found, `scoring` what was
found of it and what was stopped for nothing, `figures` the numbers of it all, `floors` whether they are good enough.
"""
