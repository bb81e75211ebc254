-- Masked fields that were shown in clear: which, of whom, by whom, what for. The value stands nowhere here; what
-- was said about why is sealed under the customer's key of files, so that erasing the customer erases it.
CREATE TABLE unmaskings (
    id          {int}  NOT NULL PRIMARY KEY,
    at_us       {int}  NOT NULL,
    account     {int}  NOT NULL REFERENCES accounts (id),
    contact     {int}  NOT NULL,
    -- None of a caller whom nobody knows.
    customer    TEXT,
    field       TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    reason      {blob} NOT NULL,
    reason_key  {int}  NOT NULL,
    -- Whoever did it was not permitted: somebody else looks into it.
    broke_glass {int}  NOT NULL CHECK (broke_glass IN (0, 1)),
    reviewed_us {int},
    reviewed_by {int},
    verdict     TEXT   CHECK (verdict IN ('justified', 'unjustified')),
    CHECK (reviewed_by IS NULL OR reviewed_by <> account)
){strict};
CREATE INDEX unmaskings_to_review ON unmaskings (id) WHERE broke_glass = 1 AND reviewed_us IS NULL;
CREATE INDEX unmaskings_of_customer ON unmaskings (customer, id) WHERE customer IS NOT NULL;
