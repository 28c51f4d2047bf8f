"""What is heard of a session: for each decision that a person must act on or know of, a tone and spoken lines. Pure."""
