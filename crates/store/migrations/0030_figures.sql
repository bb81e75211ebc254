-- What a contact contributes to figures: none while it is open.
ALTER TABLE contacts ADD COLUMN counted_at_us {int};
ALTER TABLE contacts ADD COLUMN first_queue TEXT;
ALTER TABLE contacts ADD COLUMN outcome TEXT;
ALTER TABLE contacts ADD COLUMN waited_us {int};
ALTER TABLE contacts ADD COLUMN talked_us {int};
ALTER TABLE contacts ADD COLUMN held_us {int};
ALTER TABLE contacts ADD COLUMN wrapped_up_us {int};
ALTER TABLE contacts ADD COLUMN services {int};
ALTER TABLE contacts ADD COLUMN holds {int};
ALTER TABLE contacts ADD COLUMN transfers {int};
ALTER TABLE contacts ADD COLUMN in_time {int};
ALTER TABLE contacts ADD COLUMN short {int};
ALTER TABLE contacts ADD COLUMN imported {int};
ALTER TABLE contacts ADD COLUMN tier TEXT;
-- ",cards,lang.ko,": each name between two commas.
ALTER TABLE contacts ADD COLUMN skills TEXT;
ALTER TABLE contacts ADD COLUMN odd TEXT;

-- Lists are in the order of time: the ids of imported contacts are in none.
DROP INDEX contacts_by_line;
DROP INDEX contacts_by_queue;
DROP INDEX contacts_by_agent;
CREATE INDEX contacts_by_time ON contacts (opened_at_us, id);
CREATE INDEX contacts_by_line ON contacts (line, opened_at_us, id);
CREATE INDEX contacts_by_queue ON contacts (queue, opened_at_us, id) WHERE queue IS NOT NULL;
CREATE INDEX contacts_by_agent ON contacts (agent, opened_at_us, id) WHERE agent IS NOT NULL;
CREATE INDEX contacts_by_count ON contacts (counted_at_us, id) WHERE counted_at_us IS NOT NULL;

-- How agents spent their time, by quarter-hour.
CREATE TABLE agent_times (
    start_us      {int} NOT NULL,
    agent         {int} NOT NULL,
    available_us  {int} NOT NULL,
    talking_us    {int} NOT NULL,
    wrapping_us   {int} NOT NULL,
    not_ready_us  {int} NOT NULL,
    PRIMARY KEY (start_us, agent)
){strict};

-- What other rooms feed to indicators.
CREATE TABLE figure_feed (
    indicator   TEXT  NOT NULL,
    id          TEXT  NOT NULL,
    at_us       {int} NOT NULL,
    agent       {int},
    queue       TEXT,
    tier        TEXT,
    numerator   TEXT  NOT NULL,
    denominator TEXT  NOT NULL,
    PRIMARY KEY (indicator, id)
){strict};
CREATE INDEX figure_feed_by_time ON figure_feed (at_us);

-- Comparisons of the kept facts with the journal, and runs of scheduled reports.
CREATE TABLE figure_checks (
    at_us       {int} NOT NULL PRIMARY KEY,
    compared    {int} NOT NULL,
    differences {int} NOT NULL,
    first       TEXT  NOT NULL
){strict};
CREATE TABLE report_runs (
    report  TEXT  NOT NULL,
    due_us  {int} NOT NULL,
    ran_us  {int} NOT NULL,
    file    TEXT,
    failure TEXT,
    PRIMARY KEY (report, due_us)
){strict};
