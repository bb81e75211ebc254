//! What is done for figures now and then: agents' time is kept every minute, and every night the
//! kept facts are compared with the journal.

use crate::check::{Checked, check};
use crate::{Centre, FiguresView, Stopped};
use indicators::{INTERVAL, Zone};
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::time::{MissedTickBehavior, interval};
use vocabulary::{Span, Time};

/// How often agents' time is kept. What a crash takes comes back with the journal.
const EVERY: Duration = Duration::from_secs(60);
/// Quarter-hours that may still change: the running one and the one before it.
const RUNNING: Span = Span(2 * INTERVAL.0);
/// The check runs so long after midnight, when few call.
const AFTER_MIDNIGHT: Span = Span::seconds(3 * 3_600 + 30 * 60);
/// How long the journal may take to be durable before a check goes without.
const CATCH_UP: Duration = Duration::from_secs(5);

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The centre is shutting down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// Journal or facts cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Keeps until the centre stops.
pub(crate) async fn keep(centre: Centre, store: Arc<Store>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut written_from = Time(i64::MIN);
    let mut next_check = None;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = centre.stopped() => return,
        }
        let Ok(view) = centre.figures().await else { return };
        keep_times(&store, &view, &mut written_from).await;
        let due = *next_check.get_or_insert_with(|| check_after(&view.zone, view.at));
        if view.at >= due {
            next_check = Some(check_after(&view.zone, view.at));
            nightly(&centre, &store, view.at).await;
        }
    }
}

/// The first time it writes all that is known: the last stop may have come in between.
async fn keep_times(store: &Store, view: &FiguresView, written_from: &mut Time) {
    let cells: Vec<_> = view.times.iter().filter(|cell| cell.start >= *written_from).copied().collect();
    match store.put_times(&cells).await {
        Ok(()) => *written_from = view.at - RUNNING,
        Err(refused) => tracing::warn!(%refused, "agents' time was not kept; it is tried again in a minute"),
    }
}

/// The next moment for a check after `at`.
fn check_after(zone: &Zone, at: Time) -> Time {
    let today = zone.midnight(at) + AFTER_MIDNIGHT;
    if today > at { today } else { zone.end(zone.midnight(at), indicators::Interval::Day) + AFTER_MIDNIGHT }
}

async fn nightly(centre: &Centre, store: &Store, at: Time) {
    match check_running(centre, store).await {
        Ok(checked) => {
            if checked.differences() > 0 {
                tracing::error!(differences = checked.differences(), first = ?checked.said.first(),
                    "figures differ from the journal; `heliotrope figures check --mend` makes them anew");
            }
            if let Err(refused) = store.add_figure_check(&checked.kept(at)).await {
                tracing::warn!(%refused, "the result of the figures' check was not kept");
            }
        }
        Err(failed) => tracing::warn!(%failed, "figures were not compared with the journal tonight"),
    }
}

/// Compares what is kept, and the fold as it runs, with the journal.
///
/// # Errors
/// [`Error`].
pub async fn check_running(centre: &Centre, store: &Store) -> Result<Checked, Error> {
    let fold = centre.fold().await?;
    let mut durable = store.journal().durable();
    let reached = tokio::time::timeout(CATCH_UP, durable.wait_for(|place| *place >= fold.0)).await;
    // While entries are spilling the database is behind, and a comparison would accuse the fold.
    let fold = reached.is_ok_and(|reached| reached.is_ok()).then_some(fold);
    Ok(check(store, fold).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_come_once_a_night_through_changes_of_the_clocks() {
        let zone = Zone::new("Europe/London").unwrap();
        let mut at: Time = "2026-03-27T12:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let mut seen = Vec::new();
        for _ in 0..4 {
            at = check_after(&zone, at);
            seen.push(zone.wall(at).strftime("%d %H:%M").to_string());
        }
        // On the 29th 3:30 h after midnight the clock reads an hour more.
        assert_eq!(seen, ["28 03:30", "29 04:30", "30 03:30", "31 03:30"]);
    }
}
