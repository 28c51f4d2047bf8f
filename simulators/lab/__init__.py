"""The lab: the engine tried on thousands of made sessions, and its figures measured against truths that only it knows.

It stands above the engine and its loop and below the command line; nothing that runs in a session knows it.
"""
