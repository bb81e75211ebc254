-- An order that goes ahead by itself once a bill of the same card is paid: which bill, by the last day it covers, and
-- until when; and how often the bank closed its key without having had it, which is how far the key has moved on.
ALTER TABLE operations ADD COLUMN paid_bill TEXT;
ALTER TABLE operations ADD COLUMN due_day TEXT;
ALTER TABLE operations ADD COLUMN attempt {int} NOT NULL DEFAULT 0;
-- What it was judged as, so that other rules can be tried on it.
ALTER TABLE operations ADD COLUMN judged TEXT;
