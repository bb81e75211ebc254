//! What the agent sees of a secret that the customer keys in: how far it has come, and how many keys were
//! pressed. Never which.

use floor::{Contact, KeyingStage, State};
use tokio::sync::broadcast;
use vocabulary::ContactId;
use vocabulary::voice::{Event, SecretKind};

/// Keys that wait for a window: more than anybody presses in a second. What a slower window misses is of no
/// use to it any more.
const WAITING: usize = 64;

/// One more key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyed {
    /// By the customer of this contact.
    pub contact: ContactId,
    /// How far it has come.
    pub view: KeyedView,
}

/// How far a secure entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyedView {
    /// Which secret.
    pub kind: SecretKind,
    /// What goes on.
    pub stage: KeyingStage,
    /// How many keys of it were pressed, as far as known.
    pub keys: u8,
}

/// Where keys are told.
pub(crate) fn channel() -> broadcast::Sender<Keyed> {
    broadcast::Sender::new(WAITING)
}

/// What stands on the agent's desk.
pub(crate) fn view(contact: &Contact, keys: u8) -> Option<KeyedView> {
    let keying = contact.keying.as_ref()?;
    Some(KeyedView { kind: keying.kind, stage: keying.stage, keys })
}

/// Tells a key that a voice node reports; all other events are the floor's.
pub(crate) fn tell(state: &State, event: &Event, to: &broadcast::Sender<Keyed>) {
    let Event::Keyed { leg, gather, keys } = event else { return };
    let Some(contact) = state.contact_of(*leg) else { return };
    if contact.keying.as_ref().is_some_and(|keying| keying.act == *gather)
        && let Some(view) = view(contact, *keys)
    {
        // No receiver: no agent's page is open.
        let _ = to.send(Keyed { contact: contact.id, view });
    }
}
