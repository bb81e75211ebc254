-- Passwords (argon2id), and errors in a row: whoever tries takes an attempt before it is looked at, so
-- that many at the same moment get no more attempts than one after the other.
CREATE TABLE passwords (
    account  {int} NOT NULL PRIMARY KEY REFERENCES accounts (id),
    hash     TEXT  NOT NULL,
    -- It was given out, and is to be exchanged when it is used.
    one_time {int} NOT NULL CHECK (one_time IN (0, 1)),
    errors   {int} NOT NULL,
    set_us   {int} NOT NULL
){strict};

-- Who is signed in by name and password.
CREATE TABLE sessions (
    id         {int}  NOT NULL PRIMARY KEY,
    account    {int}  NOT NULL REFERENCES accounts (id),
    token_hash {blob} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    origin     TEXT   NOT NULL,
    begun_us   {int}  NOT NULL,
    used_us    {int}  NOT NULL,
    ended_us   {int}
){strict};
CREATE INDEX sessions_of_account ON sessions (account, id) WHERE ended_us IS NULL;
