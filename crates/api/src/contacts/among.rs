//! Conditions that figures make on contacts: what a figure's link asks for, and how it is read.

use crate::problem::{Kind, Problem};
use crate::request::query::Given;
use crate::request::values::{Moment, Outcomes, Seconds, ShortRule};
use indicators::catalogue;
use indicators::table::Short;
use indicators::{Members, Recorded};
use std::str::FromStr;
use store::{Among, Without};
use utoipa::IntoParams;
use vocabulary::plan::Channel;
use vocabulary::{QueueName, SkillName, Span, Time};

/// All fields, for the list that knows every field of the query.
macro_rules! names {
    ($($own:literal),*) => {
        &[
            $($own,)* "indicator", "part", "short", "from", "to", "first_queue", "outcome", "waited_over", "waited_within",
            "talked_over", "talked_within", "talked_under", "in_time", "abandoned_short", "imported",
            "held", "transferred", "known", "tier", "skill", "without",
            "again_within", "recording", "callback", "callback_kept", "channel",
        ]
    };
}
pub(super) use names;

/// Which closed contacts a figure counts. With any of these, open contacts are left out.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the fields describe what is read into `Among`")]
pub(super) struct AmongQuery {
    /// Only those that this indicator counts. `queue` then means the queue reached first
    #[param(value_type = Option<String>, example = "abandonment")]
    indicator: Option<String>,
    /// With `indicator`: those of its `numerator` or of its `denominator`
    #[param(value_type = Option<String>, example = "numerator")]
    part: Option<Part>,
    /// What becomes of short abandons: `counted`, `out` by their queue's threshold, or out up to so many
    /// seconds
    #[param(value_type = Option<String>, example = "out")]
    short: Option<ShortRule>,
    /// Only those that count at this moment or later: arrival at the queue, else opening
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Moment>,
    /// Only those that count before this moment
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
    /// Only those that reached this queue first
    #[param(value_type = Option<String>, example = "cards")]
    first_queue: Option<QueueName>,
    /// Only those with one of these outcomes: answered, abandoned, interrupted, unreached, joined,
    /// left_in_flow, contained, turned_away, broken, phantom; several with commas between, or `offered` for
    /// the first four
    #[param(value_type = Option<String>, example = "answered,abandoned")]
    outcome: Option<Outcomes>,
    /// Only those that waited longer than this, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    waited_over: Option<Seconds>,
    /// Only those that waited so long at the most, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    waited_within: Option<Seconds>,
    /// Only those that talked longer than this, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    talked_over: Option<Seconds>,
    /// Only those that talked so long at the most, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    talked_within: Option<Seconds>,
    /// Only those that talked shorter than this, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    talked_under: Option<Seconds>,
    /// Only those answered within their queue's T, or only others
    in_time: Option<bool>,
    /// Only those abandoned within their queue's short time, or only others
    abandoned_short: Option<bool>,
    /// Only those imported from another system's log, or only live ones
    imported: Option<bool>,
    /// Only those that were put on hold, or only others
    held: Option<bool>,
    /// Only those that were given on, or only others
    transferred: Option<bool>,
    /// Only those of known customers, or only others
    known: Option<bool>,
    /// Only those of customers of this rank
    tier: Option<String>,
    /// Only those that needed this skill
    #[param(value_type = Option<String>, example = "lang.ko")]
    skill: Option<SkillName>,
    /// Only those without a `queue`, an `agent`, a `team`, a `skill` or a `tier`
    #[param(value_type = Option<String>, example = "agent")]
    without: Option<Lacking>,
    /// Only those of customers who reached a queue again within so long, in seconds
    #[param(value_type = Option<f64>, minimum = 0)]
    again_within: Option<Seconds>,
    /// Only those whose recording is `due`, or `playable`
    #[param(value_type = Option<String>, example = "playable")]
    recording: Option<Recording>,
    /// Only those that were promised a call-back, or only others
    callback: Option<bool>,
    /// Only those called back by the time that was told, or only others
    callback_kept: Option<bool>,
    /// Only calls (`voice`), or only chats (`chat`)
    #[param(value_type = Option<String>, example = "chat")]
    channel: Option<Channel>,
}

/// What a contact lacks: of its own, or a team that its agent is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacking {
    Own(Without),
    Team,
}

impl FromStr for Lacking {
    type Err = ();
    fn from_str(text: &str) -> Result<Lacking, ()> {
        let own = || Without::ALL.into_iter().find(|without| without.tag() == text).map(Lacking::Own);
        if text == "team" { Ok(Lacking::Team) } else { own().ok_or(()) }
    }
}

/// What is asked of a contact's recording.
#[derive(Debug, Clone, Copy)]
struct Recording(Recorded);

impl FromStr for Recording {
    type Err = ();
    fn from_str(text: &str) -> Result<Recording, ()> {
        match text {
            "due" => Ok(Recording(Recorded::Due)),
            "playable" => Ok(Recording(Recorded::Playable)),
            _ => Err(()),
        }
    }
}

/// The database counts in microseconds: what is over a time is at least one more.
const NEXT: Span = Span(1);

/// Above or below the line of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Numerator,
    Denominator,
}

impl FromStr for Part {
    type Err = ();
    fn from_str(text: &str) -> Result<Part, ()> {
        match text {
            "numerator" => Ok(Part::Numerator),
            "denominator" => Ok(Part::Denominator),
            _ => Err(()),
        }
    }
}

/// Reads the conditions, and whether an indicator makes them.
pub(super) fn take(given: &Given) -> Result<(Among, bool), Problem> {
    let indicator = indicator(given)?;
    let of_indicator = indicator.is_some();
    let mut among = explicit(given)?;
    if let Some(members) = indicator {
        narrow(&mut among, &members);
    }
    match given.optional::<ShortRule>("short", ShortRule::EXPECTED)?.unwrap_or_default().0 {
        Short::Counted => {}
        // Nobody is both short and not.
        Short::Out if among.short == Some(true) => nobody(&mut among),
        Short::Out => among.short = Some(false),
        Short::OutWithin(span) => among.short_within = Some(span),
    }
    Ok((among, of_indicator))
}

/// The contacts of the indicator that is asked about.
fn indicator(given: &Given) -> Result<Option<Members>, Problem> {
    let part = given.optional("part", "numerator or denominator")?.unwrap_or(Part::Numerator);
    let Some(key) = given.optional::<String>("indicator", "an indicator's key")? else { return Ok(None) };
    let refused = |detail: String| Problem::new(Kind::BadQuery, detail).about("indicator");
    let Some(definition) = catalogue::find(&key) else {
        return Err(refused("there is no such indicator; /api/figures/catalogue lists them".to_owned()));
    };
    let (numerator, denominator) = definition.formula.members();
    let members = match part {
        Part::Numerator => numerator,
        Part::Denominator => denominator,
    };
    let unlisted =
        || refused(format!("{key} has no list of contacts there; its definition says what it counts"));
    members.map(Some).ok_or_else(unlisted)
}

pub(super) fn lacking(given: &Given) -> Result<Option<Lacking>, Problem> {
    given.optional("without", "queue, agent, team, skill or tier")
}

/// Makes conditions as narrow as an indicator's.
fn narrow(among: &mut Among, members: &Members) {
    let outcomes = members.outcomes.iter().copied();
    let asked = std::mem::take(&mut among.outcomes);
    among.outcomes = outcomes.filter(|outcome| asked.is_empty() || asked.contains(outcome)).collect();
    if among.outcomes.is_empty() {
        nobody(among);
    }
    among.in_time = members.in_time.then_some(true).or(among.in_time);
    among.short = members.short.then_some(true).or(among.short);
    let imported_wanted = members.live && among.imported == Some(true);
    if imported_wanted || members.called && among.channel == Some(Channel::Chat) {
        nobody(among);
    }
    among.imported = members.live.then_some(false).or(among.imported);
    among.channel = members.called.then_some(Channel::Voice).or(among.channel);
    among.held = members.held.then_some(true).or(among.held);
    among.transferred = members.transferred.then_some(true).or(among.transferred);
    among.again = members.again.into_iter().chain(among.again).min();
    among.recording = members.recording.or(among.recording);
    among.known = members.known.then_some(true).or(among.known);
    among.callback = members.callback.then_some(true).or(among.callback);
    among.callback_kept = members.callback_kept.then_some(true).or(among.callback_kept);
    let over = |span: Option<Span>| span.map(|span| span + NEXT);
    let under = members.talked_under.map(|span| span - NEXT);
    among.waited_from = [among.waited_from, over(members.waited_over)].into_iter().flatten().max();
    among.waited_to = [among.waited_to, members.waited_within].into_iter().flatten().min();
    among.talked_from = [among.talked_from, over(members.talked_over)].into_iter().flatten().max();
    among.talked_to = [among.talked_to, members.talked_within, under].into_iter().flatten().min();
}

/// Conditions that contradict each other hold for nobody: nothing counts before time began.
fn nobody(among: &mut Among) {
    among.counted_to = Some(Time(i64::MIN));
}

fn explicit(given: &Given) -> Result<Among, Problem> {
    const BOOL: &str = "true or false";
    const SECONDS: &str = "seconds, such as 15 or 0.5";
    const MOMENT: &str = "a moment in RFC 3339, such as 2026-11-22T06:24:00Z";
    let known_outcomes = given.optional::<Outcomes>("outcome", Outcomes::EXPECTED)?;
    let seconds = |name| given.optional::<Seconds>(name, SECONDS).map(|given| given.map(|seconds| seconds.0));
    let moment = |name| given.optional::<Moment>(name, MOMENT).map(|given| given.map(|moment| moment.0));
    let (talked_within, talked_under) = (seconds("talked_within")?, seconds("talked_under")?);
    let under = talked_under.map(|span| span - NEXT);
    Ok(Among {
        counted_from: moment("from")?,
        counted_to: moment("to")?,
        first_queue: given.optional("first_queue", "a queue's name, such as cards")?,
        outcomes: known_outcomes.unwrap_or_default().0,
        waited_from: seconds("waited_over")?.map(|span| span + NEXT),
        waited_to: seconds("waited_within")?,
        talked_from: seconds("talked_over")?.map(|span| span + NEXT),
        talked_to: [talked_within, under].into_iter().flatten().min(),
        in_time: given.optional("in_time", BOOL)?,
        short: given.optional("abandoned_short", BOOL)?,
        short_within: None,
        imported: given.optional("imported", BOOL)?,
        held: given.optional("held", BOOL)?,
        transferred: given.optional("transferred", BOOL)?,
        known: given.optional("known", BOOL)?,
        tier: given.optional("tier", "a rank")?,
        skill: given.optional("skill", "a skill's name, such as lang.ko")?,
        agents: None,
        not_agents: None,
        without: match lacking(given)? {
            Some(Lacking::Own(without)) => Some(without),
            Some(Lacking::Team) | None => None,
        },
        again: seconds("again_within")?,
        recording: given.optional::<Recording>("recording", "due or playable")?.map(|recording| recording.0),
        callback: given.optional("callback", BOOL)?,
        callback_kept: given.optional("callback_kept", BOOL)?,
        channel: given.optional("channel", "voice or chat")?,
    })
}
