//! Where the columns of one file stand.

use crate::call::Skipped;
use crate::mapping::Mapping;
use crate::read::Error;
use std::borrow::Cow;

/// The fields of a row.
pub(crate) type Fields<'t> = [Cow<'t, [u8]>];

/// The columns of one file, by what the mapping says of them.
pub(crate) struct Layout<'m> {
    pub mapping: &'m Mapping,
    names: Vec<String>,
    key: Vec<usize>,
    pub at: Places,
}

/// Places of columns in a row; none for what the mapping does not name.
pub(crate) struct Places {
    pub date: Option<usize>,
    pub entered: usize,
    pub left_flow: Option<usize>,
    pub in_flow: Option<usize>,
    pub queued: Option<usize>,
    pub left_queue: Option<usize>,
    pub waited: Option<usize>,
    pub served: Option<usize>,
    pub ended: Option<usize>,
    pub talked: Option<usize>,
    pub outcome: usize,
    pub queue: Option<usize>,
    pub agent: Option<usize>,
    pub customer: Option<usize>,
    pub tier: Option<usize>,
}

impl<'m> Layout<'m> {
    /// Finds the mapped columns among a file's.
    ///
    /// # Errors
    /// When one is not there, or there twice.
    pub fn new(mapping: &'m Mapping, names: Vec<String>) -> Result<Layout<'m>, Error> {
        let find = |name: &String| {
            let mut places = (0..names.len()).filter(|place| names[*place].eq_ignore_ascii_case(name));
            match (places.next(), places.next()) {
                (Some(place), None) => Ok(place),
                (Some(_), Some(_)) => Err(Error::TwoColumns { column: name.clone() }),
                (None, _) => Err(Error::NoColumn { column: name.clone() }),
            }
        };
        let maybe = |name: &Option<String>| name.as_ref().map(find).transpose();
        let columns = &mapping.written.columns;
        let at = Places {
            date: maybe(&columns.date)?,
            entered: find(&columns.entered)?,
            left_flow: maybe(&columns.left_flow)?,
            in_flow: maybe(&columns.in_flow)?,
            queued: maybe(&columns.queued)?,
            left_queue: maybe(&columns.left_queue)?,
            waited: maybe(&columns.waited)?,
            served: maybe(&columns.served)?,
            ended: maybe(&columns.ended)?,
            talked: maybe(&columns.talked)?,
            outcome: find(&columns.outcome)?,
            queue: maybe(&columns.queue)?,
            agent: maybe(&columns.agent)?,
            customer: maybe(&columns.customer)?,
            tier: maybe(&columns.tier)?,
        };
        let key = mapping.written.key.iter().map(find).collect::<Result<_, _>>()?;
        Ok(Layout { mapping, names, key, at })
    }

    /// The name of a column.
    pub fn name(&self, column: usize) -> &str {
        &self.names[column]
    }

    /// The names of the key's columns.
    pub fn key_names(&self) -> String {
        let names: Vec<&str> = self.key.iter().map(|column| self.name(*column)).collect();
        names.join(", ")
    }

    /// What tells a row from every other one, and whether the row lacks a part of it: such a row is
    /// known by all of its fields.
    pub fn key(&self, fields: &Fields<'_>) -> (Vec<u8>, bool) {
        // No field holds a line feed, for lines end there: ("a", "bc") is not ("ab", "c").
        let joined = |parts: &[&[u8]]| parts.join(&b'\n');
        let parts: Vec<&[u8]> = self.key.iter().map(|column| &*fields[*column]).collect();
        if parts.iter().any(|part| part.is_empty()) {
            let all: Vec<&[u8]> = fields.iter().map(|field| &**field).collect();
            return (joined(&all), true);
        }
        (joined(&parts), false)
    }

    /// Whether a row is the names of the columns once more.
    pub fn is_header(&self, fields: &Fields<'_>) -> bool {
        fields.len() == self.names.len()
            && fields.iter().zip(&self.names).all(|(field, name)| name.as_bytes().eq_ignore_ascii_case(field))
    }

    /// A short row lost something, and nobody knows where; a long one has something too much.
    pub fn check_width(&self, line: u64, fields: &Fields<'_>) -> Result<(), Skipped> {
        let (has, due) = (fields.len(), self.names.len());
        let column = self.names.get(has).cloned().unwrap_or_default();
        let rest_is_empty = fields.iter().skip(due).all(|field| field.is_empty());
        if has < due {
            let reason = format!("the row has {has} of {due} fields");
            return Err(Skipped { line, column, reason });
        }
        if !rest_is_empty {
            let reason = format!("the row has {has} fields, and there are {due} columns");
            return Err(Skipped { line, column, reason });
        }
        Ok(())
    }
}
