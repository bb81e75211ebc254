-- How many fields an account unmasked within the hour is asked before each.
CREATE INDEX unmaskings_of_account ON unmaskings (account, at_us);
