-- What is overdue counts among the figures of the time it was due.
CREATE INDEX promises_due ON promises (state, due_us);
