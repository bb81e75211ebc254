CREATE TABLE accounts (
    id         {int}  NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    role       TEXT   NOT NULL,
    -- SHA-256 of the token; the token itself is never stored.
    token_hash {blob} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_us {int}  NOT NULL,
    -- Set once. A name is never given to somebody else: old records name it.
    revoked_us {int}
){strict};
