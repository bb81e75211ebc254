-- A password that was given out works for a while only. Older ones have no end.
ALTER TABLE passwords ADD COLUMN expires_us {int};
