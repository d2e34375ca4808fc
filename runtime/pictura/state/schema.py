"""Knows the ledger's tables, in both of its databases, and how they came to be what they are.

A ledger has the version of the last step that was done to it; released steps never change.
"""

from typing import TypeAlias

Step: TypeAlias = tuple[str, ...]
"""Statements that bring a ledger from one version to the next."""

SQLITE: tuple[Step, ...] = (
    (
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY, started REAL NOT NULL, ended REAL, outcome TEXT,
            recipes TEXT NOT NULL, emulated INTEGER NOT NULL, made INTEGER, kept INTEGER,
            restored INTEGER, failed INTEGER, skipped INTEGER, requests INTEGER, cost_usd REAL
        )""",
        """CREATE TABLE requests (
            key TEXT PRIMARY KEY, digest TEXT NOT NULL, operation TEXT NOT NULL,
            recipe TEXT NOT NULL, job TEXT NOT NULL, emulated INTEGER NOT NULL, cost_usd REAL,
            state TEXT NOT NULL CHECK (state IN ('intent', 'unknown', 'paid', 'saved', 'failed')),
            tries INTEGER NOT NULL, doubts INTEGER NOT NULL, status INTEGER, headers TEXT,
            answer TEXT, expires REAL, severity TEXT, code TEXT, reason TEXT,
            created REAL NOT NULL, changed REAL NOT NULL
        )""",
        "CREATE INDEX requests_by_digest ON requests (digest)",
        """CREATE TABLE pictures (
            request TEXT NOT NULL REFERENCES requests (key), position INTEGER NOT NULL,
            sha256 TEXT NOT NULL, format TEXT NOT NULL, width INTEGER NOT NULL,
            height INTEGER NOT NULL, bytes INTEGER NOT NULL, revised_prompt TEXT NOT NULL,
            PRIMARY KEY (request, position)
        ) WITHOUT ROWID""",
        "CREATE INDEX pictures_by_hash ON pictures (sha256)",
        """CREATE TABLE files (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            sha256 TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX files_by_hash ON files (sha256)",
    ),
    # Without it, each answer that a run drops at its end is looked for among all.
    ("CREATE INDEX requests_by_answer ON requests (answer) WHERE answer IS NOT NULL",),
    # What an answer says besides its pictures is small: a file of its own would cost a sync.
    ("ALTER TABLE requests ADD COLUMN rest BLOB", "ALTER TABLE requests ADD COLUMN cuts TEXT"),
    # Another step may go on from a task that is done, long after its pictures are saved.
    ("ALTER TABLE requests ADD COLUMN task TEXT",),
    # Several runs may be at work at once; and a file is remembered for the folder that it lies in.
    (
        """CREATE TABLE leases (
            digest TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL
        ) WITHOUT ROWID""",
        "DROP INDEX files_by_hash",
        "ALTER TABLE files RENAME TO files_before",
        """CREATE TABLE files (
            place TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
            modified INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (place, path)
        ) WITHOUT ROWID""",
        "INSERT INTO files SELECT '', path, size, modified, sha256 FROM files_before",
        "DROP TABLE files_before",
        "CREATE INDEX files_by_hash ON files (sha256)",
    ),
    # Requests may be handed in together, to be answered hours later.
    (
        """CREATE TABLE batches (
            name TEXT PRIMARY KEY, operation TEXT NOT NULL, server TEXT NOT NULL,
            emulated INTEGER NOT NULL, id TEXT, outcome TEXT, created REAL NOT NULL, closed REAL
        )""",
        "ALTER TABLE requests ADD COLUMN batch TEXT",
        "CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL",
    ),
)

POSTGRES: tuple[Step, ...] = (
    (
        """CREATE TABLE runs (
            id BIGSERIAL PRIMARY KEY, started DOUBLE PRECISION NOT NULL, ended DOUBLE PRECISION,
            outcome TEXT, recipes TEXT NOT NULL, emulated INTEGER NOT NULL, made BIGINT,
            kept BIGINT, restored BIGINT, failed BIGINT, skipped BIGINT, requests BIGINT,
            cost_usd DOUBLE PRECISION
        )""",
        """CREATE TABLE requests (
            rowid BIGSERIAL NOT NULL, key TEXT PRIMARY KEY, digest TEXT NOT NULL,
            operation TEXT NOT NULL, recipe TEXT NOT NULL, job TEXT NOT NULL,
            emulated INTEGER NOT NULL, cost_usd DOUBLE PRECISION,
            state TEXT NOT NULL CHECK (state IN ('intent', 'unknown', 'paid', 'saved', 'failed')),
            tries BIGINT NOT NULL, doubts BIGINT NOT NULL, status INTEGER, headers TEXT,
            answer TEXT, rest BYTEA, cuts TEXT, task TEXT, expires DOUBLE PRECISION,
            severity TEXT, code TEXT, reason TEXT, created DOUBLE PRECISION NOT NULL,
            changed DOUBLE PRECISION NOT NULL
        )""",
        "CREATE INDEX requests_by_digest ON requests (digest)",
        "CREATE INDEX requests_by_answer ON requests (answer) WHERE answer IS NOT NULL",
        # Few are not saved yet, and they are asked for all at once.
        """CREATE INDEX requests_to_settle ON requests (digest)
            WHERE state IN ('intent', 'unknown', 'paid')""",
        """CREATE TABLE pictures (
            request TEXT NOT NULL, position INTEGER NOT NULL, sha256 TEXT NOT NULL,
            format TEXT NOT NULL, width BIGINT NOT NULL, height BIGINT NOT NULL,
            bytes BIGINT NOT NULL, revised_prompt TEXT NOT NULL, PRIMARY KEY (request, position)
        )""",
        "CREATE INDEX pictures_by_hash ON pictures (sha256)",
        # Paths are in the order of their bytes, as SQLite has them, in whatever language.
        """CREATE TABLE files (
            place TEXT NOT NULL, path TEXT COLLATE "C" NOT NULL, size BIGINT NOT NULL,
            modified BIGINT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (place, path)
        )""",
        "CREATE INDEX files_by_hash ON files (sha256)",
        """CREATE TABLE leases (
            digest TEXT PRIMARY KEY, owner TEXT NOT NULL, until DOUBLE PRECISION NOT NULL
        )""",
        "CREATE INDEX leases_by_owner ON leases (owner)",
    ),
    (
        """CREATE TABLE batches (
            name TEXT PRIMARY KEY, operation TEXT NOT NULL, server TEXT NOT NULL,
            emulated INTEGER NOT NULL, id TEXT, outcome TEXT, created DOUBLE PRECISION NOT NULL,
            closed DOUBLE PRECISION
        )""",
        "ALTER TABLE requests ADD COLUMN batch TEXT",
        "CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL",
    ),
)

COMMON: Step = (
    # A minute of memory, and no more: it need not survive the server.
    """CREATE UNLOGGED TABLE leaving (
        scope TEXT NOT NULL, kind TEXT NOT NULL, at DOUBLE PRECISION NOT NULL,
        number INTEGER NOT NULL, before BIGINT NOT NULL, until DOUBLE PRECISION NOT NULL
    )""",
    "CREATE INDEX leaving_by_number ON leaving (scope, kind, before)",
    "CREATE INDEX leaving_by_end ON leaving (until)",
)
"""What all projects of a PostgreSQL database have in common: what left for which server."""
