-- Whose rows an account's role reaches; of accounts of before, everybody's.
ALTER TABLE accounts ADD COLUMN scope TEXT;

-- Roles beside an account's own, for a time or until they are taken back.
CREATE TABLE grants (
    id       {int} NOT NULL PRIMARY KEY,
    account  {int} NOT NULL REFERENCES accounts (id),
    role     TEXT  NOT NULL,
    scope    TEXT  NOT NULL,
    from_us  {int} NOT NULL,
    until_us {int},
    made_us  {int} NOT NULL,
    -- None when it was made at the console.
    made_by  {int},
    ended_us {int}
){strict};
CREATE INDEX grants_of_account ON grants (account) WHERE ended_us IS NULL;

-- What somebody lends while away. What it comes to is what the lender has at that moment.
CREATE TABLE delegations (
    id          {int} NOT NULL PRIMARY KEY,
    lender      {int} NOT NULL REFERENCES accounts (id),
    holder      {int} NOT NULL REFERENCES accounts (id),
    permissions TEXT  NOT NULL,
    from_us     {int} NOT NULL,
    until_us    {int} NOT NULL,
    made_us     {int} NOT NULL,
    ended_us    {int},
    CHECK (lender <> holder AND from_us < until_us)
){strict};
CREATE INDEX delegations_of_holder ON delegations (holder) WHERE ended_us IS NULL;
