"""Sessions on disk: one private SQLite file."""
