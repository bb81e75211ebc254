CREATE TABLE store_facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
){strict};

-- The instance that may write this database. Only PostgreSQL needs the row: SQLite has the folder's lock.
CREATE TABLE lease (
    id    {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    host  TEXT  NOT NULL,
    pid   {int} NOT NULL,
    token TEXT  NOT NULL
){strict};

CREATE TABLE leadership (
    id    {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch {int} NOT NULL
){strict};
INSERT INTO leadership (id, epoch) VALUES (1, 0);

CREATE TABLE journal (
    sequence     {int} NOT NULL PRIMARY KEY,
    at_us        {int} NOT NULL,
    version      {int} NOT NULL,
    contact      {int},
    agent        {int},
    kind         TEXT  NOT NULL,
    cause_node   TEXT,
    cause_number {int},
    body         TEXT  NOT NULL
){strict};
CREATE INDEX journal_by_contact ON journal (contact, sequence) WHERE contact IS NOT NULL;

-- Places that were lost because neither database nor spill log took them.
CREATE TABLE journal_gaps (
    first {int} NOT NULL PRIMARY KEY,
    last  {int} NOT NULL,
    at_us {int} NOT NULL
){strict};
