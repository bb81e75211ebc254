-- The account under seal: there is one. Its secret opens it once.
CREATE TABLE emergency (
    id          {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    account     {int} NOT NULL REFERENCES accounts (id),
    hash        TEXT  NOT NULL,
    sealed_us   {int} NOT NULL,
    -- None when it was sealed at the console.
    sealed_by   {int},
    opened_us   {int},
    opened_from TEXT
){strict};
