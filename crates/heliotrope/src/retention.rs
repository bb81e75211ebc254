//! Carries out the rules of how long what is personal is kept, while the program serves; and `heliotrope retention`.

use crate::Failure;
use crate::command_line::Retention;
use crate::configuration::Configuration;
use crate::contacts::{blocking, say};
use crate::{figures, recordings};
use centre::Centre;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use store::erasure::Replayed;
use store::retention::{Due, Rule};
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked whether something has been kept for long enough.
const EVERY: Duration = Duration::from_secs(3_600);

/// Removes what is due until the centre stops.
pub async fn carry_out(rules: Vec<Rule>, centre: Centre, store: Arc<Store>) {
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = centre.stopped() => return,
        }
        if let Err(failed) = store.carry_out_retention(&rules).await {
            tracing::warn!(%failed, "what has been kept for long enough could not be removed; it is tried again");
        }
    }
}

/// Erases whoever came back with a backup, before anybody can ask for them.
pub async fn erase_again(store: &Store, rules: &[Rule]) -> Result<(), Failure> {
    let Replayed { again, held } = match store.replay_erasures(rules).await {
        Ok(replayed) => replayed,
        Err(failed) => {
            store.close().await;
            return Err(failed.into());
        }
    };
    if again > 0 {
        tracing::warn!(
            customers = again,
            "came back with a backup although they were erased, and were erased again"
        );
    }
    if held > 0 {
        tracing::warn!(
            customers = held,
            "came back with a backup and are held: they are erased at the first start after their hold was lifted"
        );
    }
    Ok(())
}

/// Shows what the rules would remove now. Nothing is removed.
pub fn show(options: Retention) -> Result<(), Failure> {
    let path = options.config.clone().unwrap_or_else(|| options.data.data.join("heliotrope.toml"));
    let (_, recorded) = recordings::load(None)?;
    let rules = if path.is_file() {
        Configuration::load(&path, &recorded)?.retention
    } else {
        Configuration::usual_retention()
    };
    blocking(async move {
        let reader = Store::read_only(figures::opening(&options.data)).await?;
        say(&table(&rules, &reader.retention_due(&rules).await?))
    })
}

fn table(rules: &[Rule], due: &[Due]) -> String {
    let mut text = String::new();
    for (rule, due) in rules.iter().zip(due) {
        let keep = match &due.before {
            Some(before) => format!("{} due (older than {before}), {} held", due.due, due.held),
            None => "kept for good".to_owned(),
        };
        let _ = writeln!(text, "{:<11} {keep}\n            {}", rule.kind, rule.source);
    }
    text
}
