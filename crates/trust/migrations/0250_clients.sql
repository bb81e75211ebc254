-- Keys of programs. A key says what it may do, for which rows, and until when.
CREATE TABLE client_keys (
    id          {int}  NOT NULL PRIMARY KEY,
    account     {int}  NOT NULL REFERENCES accounts (id),
    -- How it begins, so that people can tell one from another.
    prefix      TEXT   NOT NULL,
    key_hash    {blob} NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    permissions TEXT   NOT NULL,
    scope       TEXT   NOT NULL,
    made_us     {int}  NOT NULL,
    made_by     {int},
    until_us    {int}  NOT NULL,
    used_us     {int},
    revoked_us  {int}
){strict};
CREATE INDEX client_keys_of_account ON client_keys (account, id);
