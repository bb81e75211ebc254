-- What agents promised customers. The text is sealed as a note is, under the key of whoever the contact belongs to;
-- whose promise it is follows from the contact.
CREATE TABLE promises (
    promise_key TEXT  NOT NULL PRIMARY KEY,
    contact     {int}  NOT NULL,
    -- Who promised, and when.
    account     {int}  NOT NULL,
    at_us       {int}  NOT NULL,
    due_us      {int}  NOT NULL,
    -- Who is to keep it: an agent, or a team of the plan.
    agent       {int},
    team        TEXT,
    -- open, kept, not_kept
    state       TEXT  NOT NULL,
    reason      TEXT,
    settled_us  {int},
    settled_by  {int},
    data_key    {int}  NOT NULL REFERENCES data_keys (id),
    sealed      {blob} NOT NULL
){strict};
CREATE INDEX promises_contact ON promises (contact, at_us);
CREATE INDEX promises_agent ON promises (agent, state, due_us);
CREATE INDEX promises_team ON promises (team, state, due_us);
