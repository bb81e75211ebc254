-- Who did it, where a person acted.
ALTER TABLE journal ADD COLUMN account {int};

-- What happened to an agent, for the time line of a day.
CREATE INDEX journal_by_agent ON journal (agent, at_us) WHERE agent IS NOT NULL;

-- What the matter was.
ALTER TABLE contacts ADD COLUMN disposition TEXT;

-- What people remember of a contact. Every text that was ever sent stands here; `aside` marks those
-- that came from a window that did not know the newest version, so that they are no version of it.
CREATE TABLE notes (
    contact  {int}  NOT NULL,
    version  {int}  NOT NULL,
    aside    {int}  NOT NULL CHECK (aside IN (0, 1)),
    account  {int}  NOT NULL,
    at_us    {int}  NOT NULL,
    data_key {int}  NOT NULL REFERENCES data_keys (id),
    sealed   {blob} NOT NULL,
    PRIMARY KEY (contact, version)
){strict};

-- Lists that somebody looks at again and again, by name.
CREATE TABLE saved_views (
    account {int} NOT NULL,
    name    TEXT  NOT NULL,
    page    TEXT  NOT NULL,
    query   TEXT  NOT NULL,
    PRIMARY KEY (account, name)
){strict};
