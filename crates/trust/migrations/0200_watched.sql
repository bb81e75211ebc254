-- Customers at whom looks are unusual: of everybody (account 0), or of one account.
CREATE TABLE audit_watched (
    customer TEXT  NOT NULL,
    reason   TEXT  NOT NULL CHECK (reason IN ('vip', 'relative')),
    account  {int} NOT NULL,
    PRIMARY KEY (customer, reason, account)
){strict};
