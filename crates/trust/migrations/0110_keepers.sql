-- Who had an account in hand, and when last: whoever made it, gave it a password, or reset its second factor. Of
-- what the console did there is none. (Roles that were granted stand in `grants`.)
CREATE TABLE account_keepers (
    account {int} NOT NULL REFERENCES accounts (id),
    keeper  {int} NOT NULL REFERENCES accounts (id),
    act     TEXT  NOT NULL CHECK (act IN ('made', 'password', 'factor')),
    at_us   {int} NOT NULL,
    PRIMARY KEY (account, keeper, act),
    CHECK (account <> keeper)
){strict};
CREATE INDEX account_keepers_by_time ON account_keepers (at_us);
