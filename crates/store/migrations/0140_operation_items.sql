-- What an order is about beyond its card: a transaction, a fee or an earlier order by the bank's reference; and in how
-- many instalments.
ALTER TABLE operations ADD COLUMN item TEXT;
ALTER TABLE operations ADD COLUMN months {int};
