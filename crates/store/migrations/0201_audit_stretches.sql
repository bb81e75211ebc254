-- Who is looked for in the audit is looked for stretch by stretch, 16,384 entries each, newest first: an index over
-- all entries by account or customer has each new one go to a page of its own, and the disk writes a thousand pages
-- for a thousand entries. Within a stretch they share a hundred.
DROP INDEX audit_by_account;
DROP INDEX audit_by_customer;
DROP INDEX audit_by_contact;
CREATE INDEX audit_of_account ON audit ((place / 16384), account) WHERE account IS NOT NULL;
CREATE INDEX audit_of_customer ON audit ((place / 16384), customer) WHERE customer IS NOT NULL;
CREATE INDEX audit_of_contact ON audit ((place / 16384), contact) WHERE contact IS NOT NULL;
