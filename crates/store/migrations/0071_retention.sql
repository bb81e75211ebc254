-- What must not go, whatever the rules say: all that is kept of a customer, for a matter that has a name.
CREATE TABLE legal_holds (
    id        {int} NOT NULL PRIMARY KEY,
    customer  TEXT  NOT NULL,
    matter    TEXT  NOT NULL,
    placed_us {int} NOT NULL,
    placed_by {int} NOT NULL,
    lifted_us {int},
    lifted_by {int},
    CHECK ((lifted_us IS NULL) = (lifted_by IS NULL))
){strict};
CREATE INDEX legal_holds_in_force ON legal_holds (customer) WHERE lifted_us IS NULL;

-- What went because its time was over.
CREATE TABLE retention_runs (
    at_us     {int} NOT NULL,
    kind      TEXT  NOT NULL,
    before_us {int} NOT NULL,
    removed   {int} NOT NULL,
    held      {int} NOT NULL,
    PRIMARY KEY (at_us, kind)
){strict};
CREATE INDEX recordings_by_time ON recordings (started_at_us) WHERE archive IS NOT NULL OR source IS NOT NULL;
CREATE INDEX notes_by_time ON notes (at_us);
CREATE INDEX messages_by_time ON messages (at_us);
CREATE INDEX contacts_with_caller ON contacts (closed_at_us) WHERE caller IS NOT NULL;
