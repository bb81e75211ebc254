-- By what customers are found by name: pieces of their names, each blinded, so that nobody reads a name out of them.
CREATE TABLE name_tokens (
    token    {blob} NOT NULL,
    customer TEXT   NOT NULL,
    PRIMARY KEY (token, customer)
){strict};
CREATE INDEX name_tokens_of_customer ON name_tokens (customer);

-- Which name somebody's tokens are of, blinded as well.
CREATE TABLE named (
    customer TEXT   NOT NULL PRIMARY KEY,
    print    {blob} NOT NULL
){strict};
