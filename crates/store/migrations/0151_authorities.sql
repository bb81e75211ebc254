-- The rules of authority that were in force, whole: a version is the name of one text, for good.
CREATE TABLE authorities (
    version  {int}  NOT NULL PRIMARY KEY,
    text     TEXT NOT NULL,
    first_us {int}  NOT NULL
){strict};
