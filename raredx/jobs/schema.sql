CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL CHECK (lane IN ('heavy', 'light')),
    config TEXT NOT NULL CHECK (json_valid(config)),
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'lost')),
    attempt INTEGER NOT NULL DEFAULT 1,
    resume INTEGER NOT NULL DEFAULT 0,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    version TEXT NOT NULL,
    created REAL NOT NULL,
    started REAL,
    finished REAL,
    heartbeat REAL,
    pid INTEGER,
    pid_started REAL,
    done REAL NOT NULL DEFAULT 0,
    total REAL,
    rate REAL,
    message TEXT NOT NULL DEFAULT '',
    result TEXT CHECK (result IS NULL OR json_valid(result)),
    error TEXT
);
CREATE INDEX jobs_by_status ON jobs (status, lane, id);

CREATE TABLE metrics (
    job INTEGER NOT NULL REFERENCES jobs (id),
    name TEXT NOT NULL,
    step REAL NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (job, name, step)
) WITHOUT ROWID;

CREATE TABLE previews (
    job INTEGER NOT NULL REFERENCES jobs (id),
    file TEXT NOT NULL,
    caption TEXT NOT NULL,
    PRIMARY KEY (job, file)
) WITHOUT ROWID;

CREATE TABLE worker (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    pid INTEGER NOT NULL,
    pid_started REAL NOT NULL,
    heartbeat REAL NOT NULL
);
