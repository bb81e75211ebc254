//! Agents' telephones side by side: who is free, who talks, what they did.

use crate::agent::{AgentCall, State};
use crate::behaviour::{AgentOptions, Behaviour, VoiceAt};
use crate::reception::Listening;
use crate::slab::Key;
use crate::voice::Voice;
use crate::watched::Watched;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// Records kept until somebody takes them; later ones are counted only.
const MOST_RECORDS: usize = 200_000;

/// What a telephone is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doing {
    /// Nothing.
    #[default]
    Idle,
    /// Ringing.
    Ringing,
    /// In a call.
    Talking,
    /// It answers nothing.
    Gone,
}

/// The agents as a board would show them.
#[derive(Debug, Clone, Default)]
pub struct AgentsView {
    /// Each agent, in order of number.
    pub doing: Vec<Doing>,
    /// Calls that reached a telephone.
    pub offered: u64,
    /// Calls answered.
    pub answered: u64,
    /// Calls over.
    pub ended: u64,
    /// Calls that reached a telephone which already had one, and were refused with 486: the
    /// server took a busy agent for a free one.
    pub clashes: u64,
    /// Records that were dropped because nobody took the earlier ones.
    pub records_dropped: u64,
}

impl AgentsView {
    /// How many are in a call.
    pub fn talking(&self) -> usize {
        self.doing.iter().filter(|doing| **doing == Doing::Talking).count()
    }
}

/// One telephone.
pub struct Agent {
    /// Its number.
    pub number: u32,
    /// What it does.
    pub behaviour: Behaviour,
    /// What it says.
    pub voice: Voice,
    /// The call it has.
    pub call: Option<Key>,
    /// It has vanished.
    pub gone: bool,
    /// Where it takes SIP.
    pub address: SocketAddr,
}

/// The telephones of a bank.
pub struct Bank {
    /// Each.
    pub agents: Vec<Agent>,
    /// Number of the first one.
    pub first: u32,
    /// What each listens for.
    pub listening: Listening,
    /// What is said at the number that was called, in place of what each says.
    pub voice_at: Option<VoiceAt>,
    /// Calls by Call-ID.
    pub calls: HashMap<String, Key>,
    /// Finished calls.
    pub records: Vec<AgentCall>,
    /// For those who watch.
    pub view: Arc<Watched<AgentsView>>,
    seed: u64,
    drawn: u64,
}

impl Bank {
    /// Telephones at these addresses: one for all, or one each.
    pub fn new(options: &AgentOptions, addresses: &[SocketAddr], view: Arc<Watched<AgentsView>>) -> Bank {
        let agent = |place: u32| Agent {
            number: options.first + place,
            behaviour: options.behaviour,
            voice: (options.voice)(options.first + place),
            call: None,
            gone: false,
            address: addresses[place as usize % addresses.len()],
        };
        view.change(|view| view.doing = vec![Doing::Idle; options.count as usize]);
        Bank {
            agents: (0..options.count).map(agent).collect(),
            first: options.first,
            listening: options.listening.clone(),
            voice_at: options.voice_at.clone(),
            calls: HashMap::new(),
            records: Vec::new(),
            view,
            seed: options.seed,
            drawn: 0,
        }
    }

    /// The place of the telephone a user part names: `a7`.
    pub fn place_of(&self, user: &str) -> Option<usize> {
        let number: u32 = user.strip_prefix('a')?.parse().ok()?;
        let place = number.checked_sub(self.first)? as usize;
        (place < self.agents.len()).then_some(place)
    }

    /// A generator for the lengths of one more call.
    pub fn random(&mut self) -> ChaCha8Rng {
        self.drawn += 1;
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(self.drawn);
        random
    }

    /// Shows what a telephone does now.
    pub fn show(&mut self, place: usize, state: Option<State>) {
        let doing = match state {
            _ if self.agents[place].gone => Doing::Gone,
            Some(State::Ringing) => Doing::Ringing,
            Some(State::Up) => Doing::Talking,
            Some(State::Leaving | State::Over) | None => Doing::Idle,
        };
        if self.view.look().doing[place] != doing {
            self.view.change(|view| {
                view.answered += u64::from(doing == Doing::Talking);
                view.doing[place] = doing;
            });
        }
    }

    /// Keeps the record of a finished call.
    pub fn keep(&mut self, record: AgentCall) {
        let fits = self.records.len() < MOST_RECORDS;
        self.view.change(|view| {
            view.ended += 1;
            view.records_dropped += u64::from(!fits);
        });
        if fits {
            self.records.push(record);
        }
    }
}
