//! The lines of a configuration file that faults of the whole are about.

/// The line on which the thing stands that a fault names: `queue cards` where the queue has its name,
/// `agent A-7` where the row begins that holds the agent.
pub fn line_of(text: &str, place: &str) -> Option<usize> {
    let (kind, name) = place.split_once(' ')?;
    let tables = tables(text);
    match kind {
        "queue" | "line" | "calendar" => tables.iter().filter(|table| table.kind == kind).find_map(|table| {
            table.keys.iter().find(|(key, value, _)| *key == "name" && *value == name).map(|(.., line)| *line)
        }),
        "agent" => {
            let number: u64 = name.strip_prefix("A-")?.parse().ok()?;
            tables
                .iter()
                .filter(|table| table.kind == "agents")
                .find(|table| table.has(number))
                .map(|table| table.line)
        }
        _ => None,
    }
}

/// A table of an array: `[[queue]]` and the keys below it.
struct Table<'a> {
    kind: &'a str,
    line: usize,
    keys: Vec<(&'a str, &'a str, usize)>,
}

impl Table<'_> {
    fn has(&self, agent: u64) -> bool {
        let number = |wanted: &str| {
            let found = self.keys.iter().find(|(key, ..)| *key == wanted);
            found.and_then(|(_, value, _)| value.parse::<u64>().ok())
        };
        match (number("number"), number("from"), number("to")) {
            (Some(one), ..) => one == agent,
            (None, Some(from), Some(to)) => (from..=to).contains(&agent),
            _ => false,
        }
    }
}

fn tables(text: &str) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    for (line, written) in (1..).zip(text.lines()) {
        let written = written.split('#').next().unwrap_or_default().trim();
        if let Some(header) = written.strip_prefix('[') {
            let kind = header.trim_matches(['[', ']']).trim();
            tables.push(Table { kind, line, keys: Vec::new() });
        } else if let (Some(table), Some((key, value))) = (tables.last_mut(), written.split_once('=')) {
            table.keys.push((key.trim(), value.trim().trim_matches('"'), line));
        }
    }
    tables
}
