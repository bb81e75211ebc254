-- Versions of the master key: how each is recognised, and when it took the place of the one before. The keys
-- themselves stand elsewhere.
CREATE TABLE master_keys (
    version    {int} NOT NULL PRIMARY KEY,
    check_text TEXT  NOT NULL,
    made_us    {int} NOT NULL,
    -- When nothing was wrapped by an older one any more.
    done_us    {int}
){strict};

-- What is still wrapped by an older version.
CREATE INDEX data_keys_by_master ON data_keys (master_version, id) WHERE wrapped IS NOT NULL;
CREATE INDEX blob_keys_by_master ON blob_keys (master_version, id) WHERE wrapped IS NOT NULL;
