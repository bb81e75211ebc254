-- Second factors: a secret that the person's own device has as well, sealed outside the database's reach.
CREATE TABLE second_factors (
    account      {int}  NOT NULL PRIMARY KEY REFERENCES accounts (id),
    secret       {blob} NOT NULL,
    made_us      {int}  NOT NULL,
    -- Set when the device was shown to know it.
    confirmed_us {int},
    -- The step of the last code that was taken: none works twice.
    last_step    {int}  NOT NULL
){strict};

CREATE TABLE recovery_codes (
    account   {int}  NOT NULL REFERENCES accounts (id),
    code_hash {blob} NOT NULL CHECK (length(code_hash) = 32),
    used_us   {int},
    PRIMARY KEY (account, code_hash)
){strict};
