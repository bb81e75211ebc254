-- What became of the call-back that a contact was promised: kept or late; none when none was promised.
ALTER TABLE contacts ADD COLUMN callback TEXT;
