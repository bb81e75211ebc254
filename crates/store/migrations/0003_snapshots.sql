CREATE TABLE snapshots (
    sequence {int}  NOT NULL PRIMARY KEY,
    body     {blob} NOT NULL
){strict};
