"""Screens about what is over: a session along its time, and what many come to. Each is loaded when it is opened."""
