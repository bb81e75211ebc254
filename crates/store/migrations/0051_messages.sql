-- What was written in chats. Numbers run from 1 within a contact, in the order in which it was said.
CREATE TABLE messages (
    contact  {int}  NOT NULL,
    number   {int}  NOT NULL,
    -- The agent's account; none of what the customer wrote.
    account  {int},
    -- The writer's own number: what comes again is known by it.
    sent     {int}  NOT NULL,
    at_us    {int}  NOT NULL,
    data_key {int}  NOT NULL REFERENCES data_keys (id),
    sealed   {blob} NOT NULL,
    PRIMARY KEY (contact, number)
){strict};
