"""The session as plain lines: for screen readers, closed eyes, pipes."""
