-- What waits for a second person, and what became of it.
CREATE TABLE approvals (
    id         {int} NOT NULL PRIMARY KEY,
    operation  TEXT  NOT NULL,
    subject    TEXT  NOT NULL,
    asked_by   {int} NOT NULL REFERENCES accounts (id),
    asked_us   {int} NOT NULL,
    expires_us {int} NOT NULL,
    state      TEXT  NOT NULL
        CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'running', 'done', 'failed')),
    decided_by {int},
    decided_us {int},
    run_us     {int},
    CHECK (decided_by IS NULL OR decided_by <> asked_by OR state = 'withdrawn')
){strict};
CREATE INDEX approvals_by_time ON approvals (asked_us);
