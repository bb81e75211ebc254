//! What a caller does: whom it calls, as whom, and the steps it takes once it is answered.

use crate::g711::Codec;
use crate::reception::Listening;
use crate::voice::Voice;
use std::net::SocketAddr;
use vocabulary::{PhoneNumber, SecretDigits, Span};

/// How SIP travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transport {
    /// Datagrams from the port all callers share, with retransmission.
    #[default]
    Udp,
    /// A connection of the call's own.
    Tcp,
}

/// How keys travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeysBy {
    /// As RTP events (RFC 4733).
    #[default]
    Rtp,
    /// As SIP INFO with `application/dtmf-relay`.
    Info,
}

/// Keys to press.
#[derive(Debug, Clone)]
pub struct Keys {
    /// `0`–`9`, `*`, `#`, `A`–`D`. They may be a PIN: printing shows a mask.
    pub digits: SecretDigits,
    /// How they travel.
    pub by: KeysBy,
    /// How long each is held.
    pub hold: Span,
    /// The pause after each.
    pub gap: Span,
}

impl Keys {
    /// Keys at a usual speed: held for 100 ms, 100 ms apart.
    pub fn new(digits: impl Into<SecretDigits>, by: KeysBy) -> Keys {
        Keys { digits: digits.into(), by, hold: Span::millis(100), gap: Span::millis(100) }
    }
}

/// A step of an answered call. A step that waits is bounded; when its time is up the call is hung up
/// with [`End::StepFailed`](crate::End::StepFailed), unless stated otherwise.
#[derive(Debug, Clone)]
pub enum Step {
    /// Let time pass: think, talk, listen.
    Wait(Span),
    /// Wait until there is something to hear: a packet louder than background noise.
    HearAudio {
        /// Patience.
        within: Span,
    },
    /// Wait until there has been nothing to hear for a while: the prompt is over.
    HearSilence {
        /// How long a while.
        lasting: Span,
        /// Patience.
        within: Span,
    },
    /// Wait for a tone, which has to be among those listened for ([`Script::listening`]).
    HearTone {
        /// Its frequency.
        hertz: u16,
        /// Patience.
        within: Span,
    },
    /// Wait until so many keys, all in all, were heard (RFC 4733).
    HearKeys {
        /// How many.
        count: usize,
        /// Patience.
        within: Span,
    },
    /// Wait for an agent's [marker](crate::marker). One heard before counts. When patience is
    /// over the call is hung up with [`End::Abandoned`](crate::End::Abandoned).
    HearAgent {
        /// How long the caller stays in the queue.
        patience: Span,
    },
    /// Wait for another agent's marker than the one heard last. Patience as above.
    HearNextAgent {
        /// How long the caller stays in the queue.
        patience: Span,
    },
    /// Wait until the agent is no longer heard: audio goes on for 200 ms without a marker, as when
    /// music takes the place of an agent who sends [`Voice::marker`].
    LoseAgent {
        /// Patience.
        within: Span,
    },
    /// Press keys, and wait until they are sent.
    Press(Keys),
    /// Say something else from now on.
    Say(Voice),
    /// Describe the session anew (re-INVITE) and wait for the answer.
    Reinvite,
    /// Wait for the other side to hang up.
    AwaitHangUp {
        /// Patience.
        within: Span,
    },
    /// Hang up. The end of the list does the same.
    HangUp,
    /// Stop sending and answering anything, without a BYE.
    Vanish,
}

/// One call.
#[derive(Debug, Clone)]
pub struct Script {
    /// Where the server, or a telephone, takes SIP.
    pub server: SocketAddr,
    /// User part of the URI that is called.
    pub to: String,
    /// The caller's number; withheld when there is none.
    pub from: Option<PhoneNumber>,
    /// How SIP travels.
    pub transport: Transport,
    /// Codings offered, best first.
    pub codecs: Vec<Codec>,
    /// What the caller says from the answer on.
    pub voice: Voice,
    /// What the caller listens for.
    pub listening: Listening,
    /// Steps from the answer on.
    pub steps: Vec<Step>,
    /// Give up an unanswered call after this time: CANCEL.
    pub cancel_after: Option<Span>,
    /// Never acknowledge the answer: a broken telephone.
    pub withhold_ack: bool,
    /// The whole call's time; then it is hung up, with [`End::OutOfTime`](crate::End::OutOfTime).
    pub limit: Span,
}

impl Script {
    /// A call from a withheld number that hangs up when answered; to be built upon. At most two
    /// minutes.
    pub fn new(server: SocketAddr, to: &str) -> Script {
        Script {
            server,
            to: to.to_owned(),
            from: None,
            transport: Transport::Udp,
            codecs: vec![Codec::Pcmu, Codec::Pcma],
            voice: Voice::silence(),
            listening: Listening::default(),
            steps: Vec::new(),
            cancel_after: None,
            withhold_ack: false,
            limit: Span::seconds(120),
        }
    }

    /// The same with these steps.
    pub fn steps(mut self, steps: impl IntoIterator<Item = Step>) -> Script {
        self.steps = steps.into_iter().collect();
        self
    }

    /// The same from this number.
    pub fn from(mut self, number: PhoneNumber) -> Script {
        self.from = Some(number);
        self
    }

    /// The same saying this.
    pub fn saying(mut self, voice: Voice) -> Script {
        self.voice = voice;
        self
    }
}
