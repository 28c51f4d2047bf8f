"""What the store is made of, version by version. What each column means, and in what unit, is said in SCHEMA.md."""

from __future__ import annotations

APPLICATION_ID = 0x42494F46
""""BIOF" in ASCII: tells our file from any other SQLite file."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started TEXT NOT NULL, version TEXT NOT NULL, protocol TEXT, digest TEXT,
            source TEXT NOT NULL, seed INTEGER, settings TEXT NOT NULL, lang TEXT NOT NULL,
            ended TEXT, summary TEXT
        ) STRICT""",
        """CREATE TABLE entries (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('event', 'decision')),
            t REAL NOT NULL, line TEXT NOT NULL,
            PRIMARY KEY (session, seq)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE notes (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('free', 'afterwards')), text TEXT NOT NULL,
            PRIMARY KEY (session, kind)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        # What a source was stood in its name, what a line is in its text: from here on each is a fact of its own.
        "ALTER TABLE sessions ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'recording'"
        " CHECK (source_kind IN ('strap', 'recording', 'participant', 'past'))",
        """UPDATE sessions SET source_kind = CASE
            WHEN substr(source, 1, 3) = 'ble' THEN 'strap'
            WHEN substr(source, 1, 7) = 'person:' THEN 'participant'
            WHEN substr(source, 1, 8) = 'session:' THEN 'past'
            ELSE 'recording' END""",
        "ALTER TABLE sessions ADD COLUMN practised TEXT",  # the protocol, as JSON; older sessions have only its name
        "ALTER TABLE entries ADD COLUMN type TEXT NOT NULL DEFAULT ''",
        # Without reading the lines as JSON: one that is damaged must not keep the others from being opened.
        """UPDATE entries SET type = substr(line, 10, instr(substr(line, 10), '"') - 1)
            WHERE substr(line, 1, 9) = '{"type":"'""",
    ),
    (
        "ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'recording'))",
        """CREATE TABLE blocks (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            type TEXT NOT NULL, first_seq INTEGER NOT NULL, last_t REAL NOT NULL, lines BLOB NOT NULL,
            PRIMARY KEY (session, type, first_seq)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE recordings (
            session INTEGER PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
            imported TEXT NOT NULL, format TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
            intervals INTEGER NOT NULL, duration_s REAL NOT NULL, remarks TEXT NOT NULL, beats BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE signals (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('ecg', 'acceleration')), part INTEGER NOT NULL,
            name TEXT NOT NULL, rate_hz REAL NOT NULL, samples BLOB NOT NULL,
            PRIMARY KEY (session, kind, part)
        ) STRICT""",
    ),
    ("ALTER TABLE sessions ADD COLUMN rated_later TEXT",),
)
"""Each entry leads from the version before it to its own (1, 2, ...). Never edited once released, only added to."""
