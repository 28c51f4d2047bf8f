"""The terminal interface: shows and asks. It knows a session only through `ports.SessionRunner`."""
