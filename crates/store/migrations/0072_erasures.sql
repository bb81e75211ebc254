-- Customers that were erased: when, on whose word, and what had to stay. The customer stands here by the bank's
-- own reference, so that it can be proven again that nothing opens.
CREATE TABLE erasures (
    id        {int} NOT NULL PRIMARY KEY,
    customer  TEXT  NOT NULL,
    at_us     {int} NOT NULL,
    account   {int} NOT NULL,
    kept      TEXT  NOT NULL
){strict};
CREATE INDEX erasures_of_customer ON erasures (customer, id);
