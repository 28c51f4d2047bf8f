"""The same participants with the same seeds, once with the protocol as written and once adapted."""
