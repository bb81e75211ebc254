-- The agent an account serves as. One agent has one account at the most.
ALTER TABLE accounts ADD COLUMN agent {int};
CREATE UNIQUE INDEX accounts_agent ON accounts (agent) WHERE agent IS NOT NULL AND revoked_us IS NULL;
