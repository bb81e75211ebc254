-- Keys that seal files: one a customer, one a contact while its customer is unknown.
CREATE TABLE blob_keys (
    id              {int}  NOT NULL PRIMARY KEY,
    owner_kind      TEXT   NOT NULL CHECK (owner_kind IN ('contact', 'customer')),
    owner           TEXT   NOT NULL,
    wrapped         {blob},
    master_version  {int}  NOT NULL,
    destroyed_at_us {int},
    CHECK ((wrapped IS NULL) = (destroyed_at_us IS NOT NULL))
){strict};
CREATE UNIQUE INDEX blob_keys_in_use ON blob_keys (owner_kind, owner) WHERE destroyed_at_us IS NULL;

-- What the journal says of a recording (contact, started, ended, outcome), and what became of it.
CREATE TABLE recordings (
    id            {int} NOT NULL PRIMARY KEY,
    contact       {int} NOT NULL,
    started_at_us {int} NOT NULL,
    ended_at_us   {int},
    outcome       TEXT,
    state         TEXT  NOT NULL CHECK (state IN ('running', 'sealing', 'ready', 'failed', 'erased')),
    reason        TEXT,
    source        {int},
    source_key    {int},
    archive       {int},
    archive_key   {int},
    facts         {blob}
){strict};
CREATE INDEX recordings_unfinished ON recordings (state, id) WHERE state IN ('running', 'sealing');
CREATE INDEX recordings_by_key ON recordings (archive_key) WHERE archive_key IS NOT NULL;
