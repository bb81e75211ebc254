-- By which way a contact came; none: a call of a release that had nothing else.
ALTER TABLE contacts ADD COLUMN channel TEXT;
