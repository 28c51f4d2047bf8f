"""A session looked at when it is over: its parts with the heart in them, and what was decided, in sentences. Pure."""
