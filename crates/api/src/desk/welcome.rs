//! How things stand, as the page is told.

use super::asked::{NOTE_BYTES, Reason, Window};
use super::told::{
    Agent, Away, Coded, Contact, How, Known, Level, Note, Recent, Script, Settings, Texts, Welcome,
};
use super::{chats, secure_entry, verification_call};
use crate::customers::transfer::CustomerView;
use crate::problem::Problem;
use crate::rooms::Rooms;
use centre::desk::presence::{BEAT, FROZEN_AFTER};
use centre::{CallerView, ContactView, DeskContact, DeskView, Proof};
use serde_json::Value;
use store::{ContactRow, Filter};
use trust::{Actor, may};
use vocabulary::journal::NotReady;
use vocabulary::plan::{self, Desk};
use vocabulary::{Language, Span};

/// Contacts in the list of work.
const WORK: u32 = 10;

/// What reasons agents give, and what they are called.
const REASONS: [(Reason, &str, &str, &str); 6] = [
    (Reason::Pause, "暂停", "일시 중지", "Pause"),
    (Reason::Break, "休息", "휴식", "Break"),
    (Reason::Meal, "用餐", "식사", "Meal"),
    (Reason::Training, "培训", "교육", "Training"),
    (Reason::Meeting, "会议", "회의", "Meeting"),
    (Reason::SignedOut, "签退", "퇴근", "Signed out"),
];

/// All of it.
pub(super) async fn welcome(
    rooms: &Rooms,
    actor: &Actor<may::DeskServe>,
    view: &DeskView,
    window: Window,
) -> Result<Welcome, Problem> {
    let contact = match &view.contact {
        Some(contact) => Some(self::contact(rooms, actor, view, contact).await),
        None => None,
    };
    Ok(Welcome {
        agent: Agent {
            id: view.agent.id.to_string(),
            name: actor.account().name.clone(),
            skills: view.agent.skills.iter().map(ToString::to_string).collect(),
            address: view.address.clone(),
        },
        window,
        at: view.at.to_string(),
        state: view.agent.doing.into(),
        since: view.agent.since.to_string(),
        not_ready: view.agent.not_ready.map(Into::into),
        away: away(view),
        reasons: REASONS.iter().map(reason).collect(),
        dispositions: view.desk.dispositions.iter().map(disposition).collect(),
        queues: view.queues.iter().map(ToString::to_string).collect(),
        settings: settings(&view.desk),
        contact,
        chats: view.chats.iter().map(|chat| chats::chat(rooms, actor, chat)).collect(),
        work: work(rooms, actor, view).await?,
    })
}

fn away(view: &DeskView) -> Option<Away> {
    let reason = view.agent.not_ready?;
    matches!(reason, NotReady::PageLost | NotReady::PageFrozen)
        .then(|| Away { reason: reason.into(), since: view.agent.since.to_string() })
}

fn reason((reason, zh, ko, en): &(Reason, &str, &str, &str)) -> Coded {
    let code = serde_json::to_value(reason).ok().and_then(|code| code.as_str().map(str::to_owned));
    Coded {
        code: code.unwrap_or_default(),
        texts: Texts { zh: (*zh).to_owned(), ko: (*ko).to_owned(), en: (*en).to_owned() },
    }
}

fn disposition(disposition: &plan::Disposition) -> Coded {
    Coded { code: disposition.code.to_string(), texts: (&disposition.texts).into() }
}

fn settings(desk: &Desk) -> Settings {
    Settings {
        beat_s: BEAT.as_seconds(),
        frozen_after_s: FROZEN_AFTER.as_seconds(),
        parted_s: desk.parted.as_seconds(),
        note_bytes: NOTE_BYTES,
        wrap_up_more_s: (desk.wrap_up_more > Span::ZERO).then(|| desk.wrap_up_more.as_seconds()),
    }
}

/// The contact on the desk. A slow database costs it the note, not the ring: the page that then
/// writes is told the newest.
pub(super) async fn contact(
    rooms: &Rooms,
    actor: &Actor<may::DeskServe>,
    view: &DeskView,
    at_hand: &DeskContact,
) -> Contact {
    let contact = &at_hand.contact;
    Contact {
        id: contact.id.to_string(),
        leg: at_hand.leg.map(|leg| leg.to_string()),
        queue: contact.queue.as_ref().map(ToString::to_string),
        line: contact.line.to_string(),
        language: contact.language.into(),
        opened: contact.opened.to_string(),
        waited_s: at_hand.waited.as_seconds(),
        caller: at_hand.caller.clone(),
        level: level(contact),
        known: known(contact),
        phase: view.agent.doing.into(),
        since: at_hand.since.to_string(),
        view: rooms.customer_of(actor, contact.id).map(|view| shown(view, contact.caller.third_party)),
        script: script(at_hand, contact.language, &actor.account().name),
        note: rooms.quick_note(actor, contact.id).await.map_or_else(Note::default, |note| Note {
            version: note.version,
            text: note.text.expose().to_owned(),
        }),
        disposition: at_hand.disposition.as_ref().map(ToString::to_string),
        held: at_hand.held,
        secure_entry: at_hand.keying.map(secure_entry::shown),
        verification_call: at_hand.verifying.map(verification_call::shown),
        callback: contact.callback,
        dialling: at_hand.dialling,
        parted_until: at_hand.parted_until.map(|until| until.to_string()),
        wrap_up_until: at_hand.wrap_up_until.map(|until| until.to_string()),
    }
}

/// A view as the outside sees it: behind its masks, and little of it when the caller is not the customer.
pub(super) fn shown(view: centre::CustomerView, third_party: bool) -> Value {
    let view = CustomerView::shown(view, third_party);
    serde_json::to_value(view).expect("a view is made of strings and numbers")
}

pub(super) fn level(customer: &ContactView) -> Level {
    match customer {
        ContactView { strong: true, .. } => Level::Strong,
        ContactView { verified: true, .. } => Level::Verified,
        ContactView { customer: Some(_), caller: CallerView { identified: true, .. }, .. } => {
            Level::Identified
        }
        ContactView { customer: Some(_), .. } => Level::Matched,
        _ => Level::Unknown,
    }
}

pub(super) fn known(contact: &ContactView) -> Known {
    let how = match (level(contact), contact.caller.proof) {
        (Level::Unknown, _) => None,
        (Level::Matched, _) if contact.channel == plan::Channel::Chat => Some(How::Invitation),
        (Level::Matched, _) => Some(How::Number),
        (Level::Identified, _) => Some(How::Agent),
        (Level::Verified, Some(Proof::SecureEntry)) => Some(How::SecureEntry),
        (Level::Verified, Some(Proof::RegisteredNumber)) => Some(How::RegisteredNumber),
        (Level::Verified, _) => Some(How::Flow),
        (Level::Strong, _) => Some(How::OneTimeCode),
    };
    let CallerView { third_party, ref holders, .. } = contact.caller;
    Known { how, third_party, holders: holders.len() }
}

/// In the customer's language: it is what the customer hears.
fn script(at_hand: &DeskContact, language: Language, agent: &str) -> Option<Script> {
    let script = at_hand.script.as_ref()?;
    let say = |texts: &vocabulary::Texts| texts.say(language).replace("{agent}", agent);
    Some(Script { title: say(&script.title), text: say(&script.text) })
}

async fn work(rooms: &Rooms, actor: &Actor<may::DeskServe>, view: &DeskView) -> Result<Vec<Recent>, Problem> {
    let filter = Filter { agent: Some(view.agent.id), open: Some(false), limit: WORK, ..Filter::default() };
    let mut work = Vec::new();
    for row in rooms.own_contacts(actor, &filter).await? {
        work.push(recent(rooms, actor, row).await?);
    }
    Ok(work)
}

async fn recent(rooms: &Rooms, actor: &Actor<may::DeskServe>, row: ContactRow) -> Result<Recent, Problem> {
    Ok(Recent {
        contact: row.contact.to_string(),
        opened: row.opened_at.to_string(),
        closed: row.closed_at.map(|at| at.to_string()),
        queue: row.queue.as_ref().map(ToString::to_string),
        line: row.line.to_string(),
        language: row.language.into(),
        caller: rooms.masked_number(actor, &row).await?,
        reason: row.reason.map(Into::into),
        talk_s: row.talk.map(Span::as_seconds),
        disposition: row.disposition.as_ref().map(ToString::to_string),
        noted: rooms.is_noted(actor, row.contact).await?,
    })
}

impl From<&vocabulary::Texts> for Texts {
    fn from(texts: &vocabulary::Texts) -> Texts {
        Texts { zh: texts.zh.clone(), ko: texts.ko.clone(), en: texts.en.clone() }
    }
}
