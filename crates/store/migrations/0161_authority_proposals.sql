-- When rules of authority last came into force: what is in force after a start that finds no file of them.
ALTER TABLE authorities ADD COLUMN last_us {int};
-- Rules that somebody asks to be brought into force, until a second person decides; by a name that follows from the text.
CREATE TABLE authority_proposals (
    name  TEXT  NOT NULL PRIMARY KEY,
    text  TEXT  NOT NULL,
    at_us {int} NOT NULL
){strict};
