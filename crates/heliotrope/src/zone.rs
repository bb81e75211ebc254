//! The time zone by which a command cuts days: the one asked for; of imported contacts alone, their log's;
//! else the configuration's, else that of the log that was imported.

use crate::Failure;
use indicators::Zone;
use jiff::civil::Date;
use store::Reader;
use vocabulary::plan::Plan;

/// A zone, and why it is this one.
pub struct Chosen {
    pub zone: Zone,
    why: &'static str,
    /// Imported contacts are cut by a zone that nobody chose.
    pub is_guess: bool,
}

impl Chosen {
    /// The zone in one line.
    pub fn told(&self) -> String {
        format!("time zone {} ({})", self.zone.name(), self.why)
    }

    /// What to do about a zone that nobody chose.
    pub const ADVICE: &str = "warning: this folder holds imported contacts, and nothing says in which time zone \
                              their days begin; give --zone, or run the replay again";
}

/// Chooses for a time before the day `to`.
pub async fn choose(asked: Option<&str>, plan: &Plan, reader: &Reader, to: Date) -> Result<Chosen, Failure> {
    let chosen = |name: &str, why| Ok(Chosen { zone: Zone::new(name)?, why, is_guess: false });
    if let Some(name) = asked {
        return chosen(name, "--zone");
    }
    let of_log = reader.imported_zone().await?;
    let first_live = reader.extent(false).await?.map(|(first, _)| first);
    let before_live = |name: &str| -> Result<bool, Failure> {
        let end = Zone::new(name)?.begin(to);
        Ok(first_live.is_none_or(|first| end.is_some_and(|end| end <= first)))
    };
    match (of_log, &plan.zone) {
        (Some(name), _) if before_live(&name)? => return chosen(&name, "the imported log's"),
        (_, Some(name)) => return chosen(name, "the configuration's"),
        (Some(name), None) => return chosen(&name, "the imported log's"),
        (None, None) => {}
    }
    let is_guess = !reader.imported().await?.is_empty();
    Ok(Chosen { zone: Zone::default(), why: "none is configured", is_guess })
}
