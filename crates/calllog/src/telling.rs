//! What a row tells of a call: voice unit, queue, service.
//!
//! Logs say the same thing twice, by moments and by durations. The durations are believed, for
//! figures are made of them; where one is missing its moments give it, and where the two disagree the
//! call is flagged.

use crate::call::{Call, Outcome, Skipped};
use crate::mapping::Meaning;
use crate::odd::{Oddities, Oddity};
use crate::row::Row;
use vocabulary::{Span, Time};

/// Clocks of two machines may disagree by so much before it counts as odd.
const CLOCKS_AGREE: Span = Span::seconds(60);
/// A queue's moment this far from the others, with a duration that disagrees, is not believed.
const BELIEVED: Span = Span::seconds(3_600);
const HOUR: Span = Span::seconds(3_600);

/// The call that a row is about.
pub(crate) fn call(row: &mut Row<'_, '_>) -> Result<Call, Skipped> {
    let mut odd = Oddities::default();
    let meaning = row.meaning()?;
    let (in_flow, left_flow) = flow(row, &mut odd)?;
    let (queued, waited) = queueing(row, left_flow, &mut odd)?;
    let outcome = outcome(meaning, waited);
    let Service { by_clock, talked } = service(row, queued, outcome, &mut odd)?;
    let agent = row.agent(&mut odd);
    odd.add_if(outcome == Outcome::Answered && agent.is_none(), Oddity::AnsweredWithoutAgent);
    let left = matches!(meaning, Meaning::Left | Meaning::Abandoned | Meaning::LeftInFlow);
    odd.add_if(left && talked > Span::ZERO, Oddity::LeftWithService);
    odd.add_if(talked > HOUR, Oddity::OverAnHour);
    odd.add_if(waited > HOUR, Oddity::LongWait);
    odd.add_if(row.never_was(), Oddity::NonexistentTime);
    let (key, lacks_part) = row.key();
    odd.add_if(lacks_part, Oddity::IncompleteKey);
    Ok(Call {
        line: row.line(),
        key,
        entered: row.entered,
        in_flow,
        queued,
        waited,
        outcome,
        service: by_clock,
        talked,
        queue: row.queue(&mut odd),
        agent,
        customer: row.customer(&mut odd),
        tier: row.tier(&mut odd),
        odd,
    })
}

fn outcome(meaning: Meaning, waited: Span) -> Outcome {
    match meaning {
        Meaning::Answered => Outcome::Answered,
        Meaning::Left if waited > Span::ZERO => Outcome::Abandoned,
        Meaning::Left | Meaning::LeftInFlow => Outcome::LeftInFlow,
        Meaning::Abandoned => Outcome::Abandoned,
        Meaning::Phantom => Outcome::Phantom,
    }
}

/// How long it was in the voice unit, and when it left there.
fn flow(row: &mut Row<'_, '_>, odd: &mut Oddities) -> Result<(Span, Time), Skipped> {
    let at = &row.layout.at;
    let left = row.moment(at.left_flow)?;
    let between = left.map(|left| left - row.entered);
    let written = row.duration(at.in_flow)?;
    odd.add_if(row.lacks(at.left_flow) || row.lacks(at.in_flow), Oddity::MissingTime);
    let in_flow = written.or(between).unwrap_or(Span::ZERO);
    odd.add_if(in_flow < Span::ZERO, Oddity::NegativeFlowTime);
    odd.add_if(between.is_some_and(|between| between != in_flow), Oddity::DurationsDisagree);
    Ok((in_flow, left.unwrap_or(row.entered + in_flow)))
}

/// When it reached the queue, and how long it waited there. What never waited reached it when it left
/// the voice unit, whatever the log has for the moments of a queue.
fn queueing(row: &mut Row<'_, '_>, left_flow: Time, odd: &mut Oddities) -> Result<(Time, Span), Skipped> {
    let at = &row.layout.at;
    let (queued, left) = (row.moment(at.queued)?, row.moment(at.left_queue)?);
    let written = row.duration(at.waited)?;
    // Both at 0:00:00 is how logs write that there was no queue.
    let unqueued = row.is_blank(at.queued) && row.is_blank(at.left_queue);
    let between = queued.zip(left).map(|(queued, left)| left - queued);
    let waited = written.or(between.filter(|_| !unqueued)).unwrap_or(Span::ZERO);
    odd.add_if(row.lacks(at.waited) && !unqueued, Oddity::MissingTime);
    odd.add_if(waited < Span::ZERO, Oddity::NegativeTime);
    odd.add_if(!unqueued && between.is_some_and(|between| between != waited), Oddity::DurationsDisagree);
    odd.add_if(!unqueued && between.is_some_and(|between| between < Span::ZERO), Oddity::OutOfOrder);
    if waited <= Span::ZERO {
        return Ok((left_flow, Span::ZERO));
    }
    odd.add_if(row.lacks(at.queued) || row.lacks(at.left_queue), Oddity::MissingTime);
    odd.add_if(unqueued && between.is_some_and(|between| between != waited), Oddity::DurationsDisagree);
    let arrived = queued.or(left.map(|left| left - waited)).unwrap_or(left_flow);
    let far = arrived - left_flow > BELIEVED || left_flow - arrived > BELIEVED;
    odd.add_if(far, Oddity::OutOfOrder);
    let disagrees = between.is_none_or(|between| between != waited);
    Ok((if far && disagrees { left_flow } else { arrived }, waited))
}

/// A service.
struct Service {
    /// When it began and ended by the log's clock; none when it gives none.
    by_clock: Option<(Time, Time)>,
    /// How long it was.
    talked: Span,
}

fn service(
    row: &mut Row<'_, '_>,
    queued: Time,
    outcome: Outcome,
    odd: &mut Oddities,
) -> Result<Service, Skipped> {
    let at = &row.layout.at;
    let (served, ended) = (row.moment(at.served)?, row.moment(at.ended)?);
    let by_clock = served.zip(ended).map(|(served, ended)| (served, row.ended_after(served, ended)));
    let between = by_clock.map(|(served, ended)| ended - served);
    let answered = outcome == Outcome::Answered;
    let talked = match row.duration(at.talked)?.or(between) {
        Some(talked) => talked,
        // A talk of unknown length would count as one of no length: that cannot be taken for read.
        None if answered => {
            let column = at.talked.or(at.ended).unwrap_or(at.outcome);
            return Err(row.skipped(column, "is empty, and nothing else says how long the service was"));
        }
        None => Span::ZERO,
    };
    let lacking = [at.served, at.ended, at.talked].into_iter().any(|column| row.lacks(column));
    odd.add_if(answered && lacking, Oddity::MissingTime);
    odd.add_if(talked < Span::ZERO, Oddity::NegativeTime);
    let talked = talked.max(Span::ZERO);
    if talked == Span::ZERO && (!answered || row.is_blank(at.served)) {
        return Ok(Service { by_clock: None, talked });
    }
    if let Some((served, ended)) = by_clock {
        odd.add_if(ended - served != talked, Oddity::DurationsDisagree);
        odd.add_if(ended < served || queued - served > CLOCKS_AGREE, Oddity::OutOfOrder);
    }
    Ok(Service { by_clock, talked })
}
