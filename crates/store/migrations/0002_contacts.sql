CREATE TABLE data_keys (
    id              {int}  NOT NULL PRIMARY KEY,
    owner_kind      TEXT   NOT NULL CHECK (owner_kind IN ('contact', 'customer')),
    owner           TEXT   NOT NULL,
    wrapped         {blob},
    master_version  {int}  NOT NULL,
    destroyed_at_us {int},
    CHECK ((wrapped IS NULL) = (destroyed_at_us IS NOT NULL))
){strict};
CREATE UNIQUE INDEX data_keys_in_use ON data_keys (owner_kind, owner) WHERE destroyed_at_us IS NULL;

CREATE TABLE contacts (
    id           {int}  NOT NULL PRIMARY KEY,
    opened_at_us {int}  NOT NULL,
    closed_at_us {int},
    reason       TEXT,
    line         TEXT   NOT NULL,
    language     TEXT   NOT NULL,
    customer     TEXT,
    verified     {int}  NOT NULL CHECK (verified IN (0, 1)),
    data_key     {int}  REFERENCES data_keys (id),
    caller       {blob},
    caller_index {blob},
    queue        TEXT,
    agent        {int},
    wait_us      {int},
    talk_us      {int}
){strict};
CREATE INDEX contacts_open ON contacts (id) WHERE closed_at_us IS NULL;
CREATE INDEX contacts_by_line ON contacts (line, id);
CREATE INDEX contacts_by_queue ON contacts (queue, id) WHERE queue IS NOT NULL;
CREATE INDEX contacts_by_agent ON contacts (agent, id) WHERE agent IS NOT NULL;
CREATE INDEX contacts_by_customer ON contacts (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX contacts_by_caller ON contacts (caller_index, id) WHERE caller_index IS NOT NULL;
