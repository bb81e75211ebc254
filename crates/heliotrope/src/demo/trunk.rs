//! The world outside: the bank's customers at their registered numbers, so that whoever signs in as an agent can call one
//! back and so find out who it is.

use super::callers::speech;
use super::visitor::PATIENCE;
use phones::{AgentOptions, Agents, Behaviour, InCall, Length, OnRing, Voice};
use sandbox_bank::fictional_range;
use std::net::SocketAddr;
use std::sync::Arc;
use vocabulary::plan::Trunk;
use vocabulary::{Language, Span};
use voice::media::Prompts;

/// One line is enough for one agent in the browser: a second call meanwhile finds it engaged.
const LINES: u32 = 1;

/// A customer's telephones: each rings a little, and whoever answers speaks the language of the number.
pub fn telephones(prompts: Arc<Prompts>, seed: u64) -> AgentOptions {
    let voice_at = move |called: &str| {
        let clip = speech(&prompts, "demo.caller.1", spoken_at(called));
        clip.map_or_else(Voice::silence, |clip| Voice::speech(&clip))
    };
    AgentOptions {
        behaviour: Behaviour {
            on_ring: OnRing::Answer(Length::Between(Span::millis(2_500), Span::millis(5_000))),
            in_call: InCall::HangUpAfter(Length::Fixed(PATIENCE)),
        },
        own_sockets: true,
        voice_at: Some(Arc::new(voice_at)),
        seed,
        ..AgentOptions::new(LINES)
    }
}

/// The trunk that leads there: to the demonstration bank's customers, and to nobody else.
pub fn planned(outside: &Agents) -> Trunk {
    leading_to(outside.address(1))
}

fn leading_to(outside: SocketAddr) -> Trunk {
    Trunk {
        address: Some(format!("sip:{outside}")),
        numbers: Language::ALL.map(fictional_range).map(str::to_owned).to_vec(),
        except: Vec::new(),
    }
}

fn spoken_at(called: &str) -> Language {
    let is_spoken = |language: &Language| called.starts_with(fictional_range(*language));
    Language::ALL.into_iter().find(is_spoken).unwrap_or(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandbox_bank::SandboxBank;
    use vocabulary::PhoneNumber;

    #[test]
    fn every_customer_and_nobody_else_can_be_called_and_speaks_the_own_language() {
        let trunk = leading_to("127.0.0.1:5070".parse().unwrap());
        let bank = SandboxBank::generate(1, 500);
        for known in (0..500).map(|place| bank.credentials(place).unwrap()) {
            assert!(trunk.may_call(&known.telephone));
            assert_eq!(spoken_at(known.telephone.expose()), known.language);
        }
        for other in ["+8613800138000", "+821012345678", "+12025550123"] {
            assert!(!trunk.may_call(&PhoneNumber::new(other).unwrap()), "{other} may belong to somebody");
        }
    }
}
