-- The versions of the plan, among millions of other entries.
CREATE INDEX journal_plans ON journal (sequence) WHERE kind = 'configured';
