//! The page has a copy of these shapes, made by hand. Both are held to the same frames.

use super::asked::{Asked, Numbered};
use super::told::Told;
use serde_json::Value;
use std::collections::BTreeSet;

const FRAMES: &str = include_str!("frames.json");

fn frames(side: &str) -> Vec<Value> {
    let frames: Value = serde_json::from_str(FRAMES).unwrap();
    frames[side].as_array().unwrap().clone()
}

/// Every tag that the code knows; a new variant has to be added here, and to the frames.
fn tags<T>(names: &[&str], of: impl Fn(&Value) -> T, frames: &[Value]) -> BTreeSet<String>
where
    T: serde::Serialize,
{
    let mut left: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    for frame in frames {
        let read = serde_json::to_value(of(frame)).unwrap();
        assert_eq!(read, *frame, "what is read is what is written");
        left.remove(frame["type"].as_str().unwrap());
    }
    left
}

#[test]
fn every_frame_is_in_the_sample_and_reads_as_it_is_written() {
    let asked = |frame: &Value| -> Numbered { serde_json::from_value(frame.clone()).unwrap() };
    let told = |frame: &Value| -> Told { serde_json::from_value(frame.clone()).unwrap() };
    let unseen = tags(ASKED, asked, &frames("client"));
    assert!(unseen.is_empty(), "no sample of {unseen:?}");
    let unseen = tags(TOLD, told, &frames("server"));
    assert!(unseen.is_empty(), "no sample of {unseen:?}");
    for frame in frames("client") {
        let name = frame["type"].as_str().unwrap().to_owned();
        assert_eq!(asked_name(&asked(&frame).asked), name);
    }
    for frame in frames("server") {
        let name = frame["type"].as_str().unwrap().to_owned();
        assert_eq!(told_name(&told(&frame)), name);
    }
}

macro_rules! named {
    ($list:ident, $function:ident, $kind:ident { $($variant:ident $name:literal),+ $(,)? }) => {
        const $list: &[&str] = &[$($name),+];

        /// Does not compile when a variant is added and forgotten here.
        fn $function(frame: &$kind) -> &'static str {
            match frame {
                $($kind::$variant { .. } => $name),+
            }
        }
    };
}

named!(ASKED, asked_name, Asked {
    Hello "hello", Beat "beat", PhoneOffer "phone_offer", PhoneTest "phone_test", Ready "ready",
    NotReady "not_ready", Answer "answer", Refuse "refuse", HangUp "hang_up", Hold "hold",
    Retrieve "retrieve", Transfer "transfer", WrapUpDone "wrap_up_done", WrapUpMore "wrap_up_more",
    Disposition "disposition", Note "note", ViewAgain "view_again", Accept "accept", Decline "decline",
    Say "say", EndChat "end_chat", SecureEntry "secure_entry", StopSecureEntry "stop_secure_entry",
    CallRegistered "call_registered", Identify "identify", UndoIdentify "undo_identify", ThirdParty "third_party",
});
named!(TOLD, told_name, Told {
    Done "done", Refused "refused", Welcome "welcome", State "state", Ring "ring", Dialling "dialling",
    RingEnded "ring_ended", Connected "connected", Held "held", Retrieved "retrieved",
    SecureEntry "secure_entry", VerificationCall "verification_call", Parted "parted", Returned "returned", Ended "ended", WrapUp "wrap_up", Closed "closed",
    View "view", Level "level", Disposition "disposition", NoteKept "note_kept",
    Chat "chat", ChatSaid "chat_said", ChatGone "chat_gone", NoteNewer "note_newer",
    PhoneAnswer "phone_answer", Phone "phone", Beat "beat", Superseded "superseded", Over "over",
});
