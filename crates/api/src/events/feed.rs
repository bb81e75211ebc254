//! One client's stream of events.
//!
//! Records come live; whenever the next one is not the next place, what lies between is read from
//! the journal. So a client that resumes and one that fell behind go the same way, nothing is told
//! twice, and nothing is left out without saying so.

use super::near::Near;
use super::seats::Seat;
use super::transfer::{Missed, Over};
use crate::journal::{Sight, event};
use crate::rooms::{Reached, Rooms};
use crate::serve::Closing;
use axum::response::sse::Event;
use futures_util::Stream;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};
use trust::{Actor, may};
use vocabulary::Sequence;
use vocabulary::journal::Record;

/// Records read from the journal at a time. They wait in the feed until the client has taken them.
const PAGE: u32 = 500;

/// How long records that were decided may take to reach the database, before the client is told to
/// come again later. They take 50 ms, unless the database is away.
const REACH_THE_DATABASE_WITHIN: Duration = Duration::from_secs(5);

/// How long a stream goes on while nobody can say whether its token is still in force: longer than
/// a database takes to be started again.
const UNCONFIRMED_AT_MOST: Duration = Duration::from_secs(60);

/// How often the database is asked meanwhile.
const ASK_AGAIN: Duration = Duration::from_millis(20);

pub(super) struct Feed {
    rooms: Rooms,
    actor: Actor<may::EventsRead>,
    near: Near,
    live: broadcast::Receiver<Arc<Record>>,
    /// The place to be told next.
    next: Sequence,
    /// Up to here the journal is to be read before anything live is told.
    behind: Option<Behind>,
    /// A live record that came before those between.
    held: Option<Arc<Record>>,
    ready: VecDeque<Event>,
    over: bool,
    confirm: Interval,
    confirmed_at: Instant,
    closing: Closing,
    _seat: Seat,
}

#[derive(Clone, Copy)]
struct Behind {
    up_to: Sequence,
    asked_since: Instant,
}

/// What the feed does next.
enum Step {
    Record(Arc<Record>),
    FellBehind(u64),
    Page(Result<Vec<Record>, store::Error>),
    Confirmed(Result<Actor<may::EventsRead>, trust::Refused>),
    Closing,
}

impl Feed {
    /// From after `last` on, or from now on; `now` is the last record's place, and `live` holds all
    /// later ones.
    pub fn new(
        rooms: Rooms,
        (actor, reached): (Actor<may::EventsRead>, Reached),
        seat: Seat,
        closing: Closing,
        live: broadcast::Receiver<Arc<Record>>,
        last: Option<Sequence>,
        now: Sequence,
    ) -> Feed {
        let next = last.unwrap_or(now).next();
        let period = rooms.limits().confirm;
        let mut confirm = interval_at(Instant::now() + period, period);
        confirm.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let behind = (next <= now).then(|| Behind::new(now));
        let near = Near::new(reached);
        Feed {
            rooms,
            actor,
            near,
            live,
            next,
            behind,
            held: None,
            ready: VecDeque::new(),
            over: false,
            confirm,
            confirmed_at: Instant::now(),
            closing,
            _seat: seat,
        }
    }

    /// The stream for the answer's body.
    pub fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        futures_util::stream::unfold(self, |mut feed| async move {
            let event = feed.next().await?;
            Some((Ok(event), feed))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            match self.step().await {
                Step::Record(record) => self.take(record).await,
                Step::FellBehind(count) => self.fell_behind(count),
                Step::Page(Ok(page)) => self.take_page(page).await,
                Step::Page(Err(error)) => self.page_failed(&error).await,
                Step::Confirmed(answer) => self.confirmed(answer).await,
                Step::Closing => self.end("the service is closing; connect again in a moment"),
            }
        }
    }

    /// Waits for whatever comes first. Nothing is lost when another thing comes first.
    async fn step(&mut self) -> Step {
        let Feed { rooms, actor, live, confirm, closing, behind, next, .. } = self;
        tokio::select! {
            biased;
            () = closing.wait() => Step::Closing,
            _ = confirm.tick() => Step::Confirmed(rooms.confirm(actor).await),
            page = read(rooms, actor, *next), if behind.is_some() => Step::Page(page),
            record = live.recv(), if behind.is_none() => match record {
                Ok(record) => Step::Record(record),
                Err(RecvError::Lagged(count)) => Step::FellBehind(count),
                Err(RecvError::Closed) => Step::Closing,
            },
        }
    }

    async fn take(&mut self, record: Arc<Record>) {
        if record.sequence > self.next {
            let before = Sequence(record.sequence.0 - 1);
            self.behind = Some(Behind::new(before));
            self.held = Some(record);
        } else {
            self.tell(&record).await;
        }
    }

    /// The records it missed follow from the journal, as soon as a live one shows the gap.
    fn fell_behind(&mut self, count: u64) {
        self.ready.push_back(Missed { entries: count, from: self.next.to_string(), lost: false }.event());
    }

    async fn take_page(&mut self, page: Vec<Record>) {
        for record in &page {
            self.tell(record).await;
        }
        let Some(behind) = &mut self.behind else { return };
        if !page.is_empty() {
            behind.asked_since = Instant::now();
            self.catch_up().await;
        } else if behind.asked_since.elapsed() > REACH_THE_DATABASE_WITHIN {
            self.end("entries have not reached the database yet; connect again in a moment");
        }
    }

    async fn page_failed(&mut self, error: &store::Error) {
        match error {
            store::Error::Gap { first, last } => {
                let entries = last.0 - first.0 + 1;
                self.ready.push_back(Missed { entries, from: first.to_string(), lost: true }.event());
                self.next = last.next();
                self.catch_up().await;
            }
            error => {
                tracing::error!(%error, "the journal cannot be read for a stream of events");
                self.end("the journal cannot be read now; connect again in a moment");
            }
        }
    }

    /// Goes back to what comes live when the journal has been read far enough.
    async fn catch_up(&mut self) {
        if self.behind.is_some_and(|behind| self.next > behind.up_to) {
            self.behind = None;
            if let Some(held) = self.held.take() {
                self.tell(&held).await;
            }
        }
    }

    /// Tells a record, unless it has been told.
    async fn tell(&mut self, record: &Record) {
        if record.sequence < self.next {
            return;
        }
        self.next = record.sequence.next();
        let is_near = self.near.is_near(&self.rooms, record).await;
        let sight = if is_near { Sight::of(&self.actor) } else { Sight::NOTHING };
        let data = event(record, sight);
        let entry = Event::default().event("entry").id(record.sequence.to_string()).data(data.to_string());
        self.ready.push_back(entry);
    }

    async fn confirmed(&mut self, answer: Result<Actor<may::EventsRead>, trust::Refused>) {
        match answer {
            Ok(actor) => {
                (self.actor, self.confirmed_at) = (actor, Instant::now());
                // Grants begin and end, and people change teams.
                match self.rooms.reached(&self.actor).await {
                    Ok(reached) => self.near.reaches(reached),
                    Err(_) => self.end("nobody can say now whom you reach; connect again in a moment"),
                }
            }
            // Whoever was let in stays for a while when nobody can say more.
            Err(trust::Refused::Unavailable) if self.confirmed_at.elapsed() < UNCONFIRMED_AT_MOST => {}
            Err(why) => self.end(&why.to_string()),
        }
    }

    fn end(&mut self, reason: &str) {
        self.over = true;
        self.ready.push_back(Over { reason: reason.to_owned() }.event());
    }
}

impl Behind {
    fn new(up_to: Sequence) -> Behind {
        Behind { up_to, asked_since: Instant::now() }
    }
}

/// A page of the journal; when the database has nothing there yet, not at once.
async fn read(rooms: &Rooms, actor: &Actor<may::EventsRead>, from: Sequence) -> store::Result<Vec<Record>> {
    let page = rooms.records(actor, from, PAGE).await?;
    if page.is_empty() {
        sleep(ASK_AGAIN).await;
    }
    Ok(page)
}
