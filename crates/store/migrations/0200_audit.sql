-- Who did what, each entry bound to the one before by its hash. Rows are only ever added.
CREATE TABLE audit (
    place     {int}  NOT NULL PRIMARY KEY,
    at_us     {int}  NOT NULL,
    account   {int},
    operation TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    contact   {int},
    customer  TEXT,
    about     TEXT,
    outcome   TEXT   NOT NULL,
    reason    TEXT,
    purpose   TEXT,
    origin    TEXT   NOT NULL,
    times     {int}  NOT NULL,
    hash      {blob} NOT NULL
){strict};
CREATE INDEX audit_by_account ON audit (account, place) WHERE account IS NOT NULL;
CREATE INDEX audit_by_customer ON audit (customer, place) WHERE customer IS NOT NULL;
CREATE INDEX audit_by_contact ON audit (contact, place) WHERE contact IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at_us);

-- The last entry: whoever appends locks this row first, so that two processes never fork the chain.
CREATE TABLE audit_head (
    id    {int}  NOT NULL PRIMARY KEY CHECK (id = 1),
    place {int}  NOT NULL,
    hash  {blob} NOT NULL
){strict};
INSERT INTO audit_head (id, place, hash) VALUES (1, 0, CAST('' AS {blob}));

CREATE TABLE audit_checkpoints (
    place     {int}  NOT NULL PRIMARY KEY,
    at_us     {int}  NOT NULL,
    hash      {blob} NOT NULL,
    signer    {blob} NOT NULL,
    signature {blob} NOT NULL
){strict};
