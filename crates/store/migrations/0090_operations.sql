-- What the bank was told to do for customers, each order with a key of its own, written down before the bank hears of
-- it. Cards stand here behind their masks.
CREATE TABLE operations (
    order_key     TEXT NOT NULL PRIMARY KEY,
    contact       {int}  NOT NULL,
    customer      TEXT NOT NULL,
    agent         {int}  NOT NULL,
    account       {int}  NOT NULL,
    operation     TEXT NOT NULL,
    card          TEXT NOT NULL,
    amount_minor  {int},
    currency      TEXT,
    -- What counts against budgets: of a raised limit, by how much it is raised.
    counted_minor {int},
    until_day     TEXT,
    bill          TEXT,
    reason        TEXT NOT NULL,
    -- The version of the rules of authority, and the rule.
    rule          TEXT NOT NULL,
    state         TEXT NOT NULL,
    reference     TEXT,
    why           TEXT,
    asked_us      {int}  NOT NULL,
    decided_by    {int},
    settled_us    {int}
){strict};
CREATE INDEX operations_contact ON operations (contact, asked_us);
CREATE INDEX operations_customer ON operations (customer, operation, asked_us);
CREATE INDEX operations_agent ON operations (agent, operation, asked_us);
CREATE INDEX operations_state ON operations (state, asked_us);
