-- What customers agreed to, and what not: each word in its order. The newest of a topic is in force.
CREATE TABLE consents (
    id       {int} NOT NULL PRIMARY KEY,
    customer TEXT  NOT NULL,
    topic    TEXT  NOT NULL,
    agreed   {int} NOT NULL CHECK (agreed IN (0, 1)),
    at_us    {int} NOT NULL,
    -- Who noted it.
    account  {int} NOT NULL,
    contact  {int},
    means    TEXT  NOT NULL,
    -- Which version of the text the customer was told.
    wording  TEXT  NOT NULL
){strict};
CREATE INDEX consents_of_customer ON consents (customer, topic, id);
