//! What the agent does, carried out.

use super::asked::{Asked, Id, NOTE_BYTES, Reason};
use super::told::Told;
use crate::chats;
use crate::problem::{Kind, Problem};
use crate::rooms::Rooms;
use centre::Wish;
use store::{Kept, NoteText};
use trust::{Actor, may};
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, DispositionCode};

/// What a frame led to: whether it was obeyed, and what else the page is told.
pub(super) struct Outcome {
    pub obeyed: Result<(), Problem>,
    pub frames: Vec<Told>,
}

impl From<Result<(), Problem>> for Outcome {
    fn from(obeyed: Result<(), Problem>) -> Outcome {
        Outcome { obeyed, frames: Vec::new() }
    }
}

/// Carries out one frame.
pub(super) async fn act(
    rooms: &Rooms,
    actor: &Actor<may::DeskServe>,
    agent: AgentId,
    asked: Asked,
) -> Outcome {
    let wish = match asked {
        Asked::Hello { .. } => {
            let detail = "say hello once, as the first frame; open another window for another language";
            return Err(Problem::new(Kind::Conflict, detail)).into();
        }
        Asked::Beat { .. } => return Ok(()).into(),
        Asked::Note { contact: Id(contact), version, text } => {
            return note(rooms, actor, contact, version, &text).await;
        }
        Asked::PhoneOffer { sdp } => {
            return match rooms.connect_telephone(actor, agent, &sdp).await {
                Ok(sdp) => Outcome { obeyed: Ok(()), frames: vec![Told::PhoneAnswer { sdp }] },
                Err(problem) => Err(problem).into(),
            };
        }
        Asked::PhoneTest { on } => return rooms.test_telephone(actor, agent, on).into(),
        Asked::Answer { contact: Id(contact) } => return rooms.pick_up(actor, agent, contact).await.into(),
        Asked::Refuse { contact: Id(contact) } => return rooms.refuse(actor, agent, contact).await.into(),
        Asked::HangUp { contact: Id(contact) } => return rooms.hang_up(actor, agent, contact).await.into(),
        Asked::ViewAgain { contact: Id(contact), panel } => {
            return rooms.ask_again(actor, agent, contact, panel).await.into();
        }
        Asked::SecureEntry { contact: Id(contact), what } => {
            return rooms.ask_for_secret(actor, agent, contact, what.into()).await.into();
        }
        Asked::CallRegistered { contact: Id(contact) } => {
            return rooms.call_registered(actor, agent, contact).await.into();
        }
        Asked::Identify { contact: Id(contact), customer } => {
            return rooms.identify(actor, agent, contact, customer).await.into();
        }
        Asked::UndoIdentify { contact: Id(contact) } => {
            return rooms.undo_identify(actor, agent, contact).await.into();
        }
        Asked::ThirdParty { contact: Id(contact), is } => {
            return rooms.third_party(actor, agent, contact, is).await.into();
        }
        Asked::Say { contact: Id(contact), sent, text } => {
            let text = match chats::fit(sent, &text) {
                Ok(text) => text,
                Err(problem) => return Err(problem).into(),
            };
            return rooms.agent_says(actor, agent, contact, sent, &text).await.map(drop).into();
        }
        Asked::Accept { contact: Id(contact) } => Wish::Accept(agent, contact),
        Asked::Decline { contact: Id(contact) } => Wish::Decline(agent, contact),
        Asked::EndChat { contact: Id(contact) } => Wish::EndChat(agent, contact),
        Asked::Disposition { contact: Id(contact), code } => {
            let detail = "there is no such disposition; welcome lists those there are";
            let Ok(code) = code.parse::<DispositionCode>() else {
                return Err(Problem::not_found(detail)).into();
            };
            if let Err(problem) = rooms.may_write(actor, contact).await {
                return Err(problem).into();
            }
            Wish::Dispose(contact, code)
        }
        Asked::Ready => Wish::Ready(agent),
        Asked::NotReady { reason } => Wish::NotReady(agent, reason.into()),
        Asked::Hold { contact: Id(contact) } => Wish::Hold(agent, contact),
        Asked::Retrieve { contact: Id(contact) } => Wish::Retrieve(agent, contact),
        Asked::StopSecureEntry { contact: Id(contact) } => Wish::StopSecureEntry(agent, contact),
        Asked::Transfer { contact: Id(contact), queue } => Wish::Transfer(agent, contact, queue),
        Asked::WrapUpDone { contact: Id(contact) } => Wish::EndWrapUp(agent, contact),
        Asked::WrapUpMore { contact: Id(contact) } => Wish::ExtendWrapUp(agent, contact),
    };
    rooms.wish_at_desk(actor, wish).await.into()
}

/// Whatever was typed is kept; a window that did not know the newest is told it.
async fn note(
    rooms: &Rooms,
    actor: &Actor<may::DeskServe>,
    contact: ContactId,
    version: u64,
    text: &str,
) -> Outcome {
    if text.len() > NOTE_BYTES {
        let detail =
            format!("a note holds {NOTE_BYTES} bytes at the most; shorten it, or begin a work order");
        return Err(Problem::new(Kind::TooLarge, detail)).into();
    }
    match rooms.keep_note(actor, contact, version, &NoteText::new(text)).await {
        Ok(Kept::Newest { version, at, .. }) => Outcome {
            obeyed: Ok(()),
            frames: vec![Told::NoteKept { contact: contact.to_string(), version, at: at.to_string() }],
        },
        Ok(Kept::Aside(newer)) => Outcome {
            obeyed: Err(Problem::new(
                Kind::Conflict,
                "there is a newer note; yours is kept aside, join the two and send the result",
            )),
            frames: vec![Told::NoteNewer {
                contact: contact.to_string(),
                version: newer.version,
                text: newer.text.expose().to_owned(),
                at: newer.at.to_string(),
            }],
        },
        Err(problem) => Err(problem).into(),
    }
}

impl From<Reason> for NotReady {
    fn from(reason: Reason) -> NotReady {
        match reason {
            Reason::Pause => NotReady::Pause,
            Reason::Break => NotReady::Break,
            Reason::Meal => NotReady::Meal,
            Reason::Training => NotReady::Training,
            Reason::Meeting => NotReady::Meeting,
            Reason::SignedOut => NotReady::SignedOut,
        }
    }
}
