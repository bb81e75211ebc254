//! Callers against agents: every way a call can go, over real sockets.

// A helper that cannot set the scene fails its test.
#![allow(clippy::unwrap_used)]

use phones::{
    AgentCall, AgentEnd, AgentOptions, Agents, Behaviour, Codec, Doing, End, InCall, Keys, KeysBy, Length,
    Listening, OnRing, Options, Outcome, Phones, Script, Stage, Step, Transport, Voice,
};
use std::sync::Arc;
use std::time::Duration;
use vocabulary::Span;

const LIMIT: Duration = Duration::from_secs(20);

/// Telephones that wait for no last word for long: some of the others here never say it.
fn quick() -> Options {
    Options { linger: Span::millis(300), ..Options::default() }
}

fn hear_agent() -> Step {
    Step::HearAgent { patience: Span::seconds(10) }
}

/// Agent 1 as told, and a script that calls it.
fn with_agent(change: impl FnOnce(&mut AgentOptions)) -> (Phones, Agents, Script) {
    let phones = Phones::start(quick()).unwrap();
    let mut options = AgentOptions::new(1);
    change(&mut options);
    let agents = phones.agents(options).unwrap();
    let script = Script::new(agents.address(1), "a1");
    (phones, agents, script)
}

fn run(
    change: impl FnOnce(&mut AgentOptions),
    script: impl FnOnce(Script) -> Script,
) -> (Outcome, AgentCall) {
    let (phones, agents, base) = with_agent(change);
    let outcome = phones.call(script(base)).unwrap().wait().unwrap();
    (outcome, only_record(&agents))
}

fn only_record(agents: &Agents) -> AgentCall {
    agents.wait_for(LIMIT, |view| view.ended == 1).expect("the agent's call ends");
    let mut records = agents.take_records().unwrap();
    assert_eq!(records.len(), 1);
    records.remove(0)
}

#[test]
fn a_call_is_answered_heard_on_both_sides_and_hung_up() {
    for transport in [Transport::Udp, Transport::Tcp] {
        for codec in [Codec::Pcmu, Codec::Pcma] {
            let (outcome, agent) = run(
                |_| {},
                |mut script| {
                    (script.transport, script.codecs) = (transport, vec![Codec::G729, codec]);
                    script.saying(Voice::marker(77)).steps([hear_agent(), Step::Wait(Span::millis(300))])
                },
            );
            assert_eq!((outcome.end, outcome.status, outcome.agent()), (End::HungUp, Some(200), Some(1)));
            assert!(outcome.bye_answered && outcome.received.is_unbroken() && agent.received.is_unbroken());
            assert_eq!(agent.received.first_marker().map(|(number, _)| number), Some(77));
            assert_eq!(agent.end, AgentEnd::FarHungUp);
            let m = &outcome.moments;
            assert!(m.invited <= agent.invited && m.invited < m.answered.unwrap());
            assert!(agent.answered.unwrap() <= agent.acknowledged.unwrap());
            // What comes over TCP is stamped when it is read, RTP when it arrives.
            assert!(
                transport == Transport::Tcp || outcome.to_agent().unwrap() >= outcome.to_answer().unwrap()
            );
            // A third of a second of packets, both ways, less what a busy machine swallows.
            assert!(outcome.received.packets >= 5 && agent.received.packets >= 5);
        }
    }
}

#[test]
fn keys_arrive_as_events_and_info_is_answered() {
    let (outcome, agent) = run(
        |_| {},
        |script| {
            let quick =
                |digits, by| Keys { hold: Span::millis(40), gap: Span::millis(40), ..Keys::new(digits, by) };
            script.steps([
                Step::Press(quick("12*#", KeysBy::Rtp)),
                Step::Press(quick("77", KeysBy::Info)),
                Step::Press(quick("90", KeysBy::Rtp)),
            ])
        },
    );
    assert_eq!(outcome.end, End::HungUp);
    assert_eq!(agent.received.keys.expose(), "12*#90");
    assert!(agent.received.is_unbroken());
}

#[test]
fn each_side_tells_the_others_tone() {
    let tones = Listening { tones: vec![440, 620, 950], capture: true };
    let (outcome, agent) = run(
        |options| {
            options.voice = Box::new(|_| Voice::tone(620));
            options.listening = tones.clone();
        },
        |mut script| {
            script.listening = tones.clone();
            script.saying(Voice::tone(440)).steps([
                Step::HearAudio { within: Span::seconds(5) },
                Step::HearTone { hertz: 620, within: Span::seconds(5) },
                Step::Wait(Span::millis(200)),
                Step::Say(Voice::tone(950)),
                Step::Wait(Span::millis(300)),
            ])
        },
    );
    let heard = |tones: &[(u16, vocabulary::Time)]| tones.iter().map(|(hertz, _)| *hertz).collect::<Vec<_>>();
    assert_eq!(outcome.end, End::HungUp);
    assert_eq!((heard(&outcome.received.tones), heard(&agent.received.tones)), (vec![620], vec![440, 950]));
    assert_eq!(outcome.received.captured.len() as u64, outcome.received.packets * 160);
}

#[test]
fn the_end_of_a_prompt_is_heard() {
    let mut samples = vec![0; 16_000];
    samples[..4_000].iter_mut().enumerate().for_each(|(n, s)| *s = if n % 16 < 8 { 5_000 } else { -5_000 });
    let clip = phones::Clip::from_samples(samples);
    let (outcome, _) = run(
        |options| options.voice = Box::new(move |_| Voice::speech(&clip)),
        |script| {
            let within = Span::seconds(8);
            script.steps([
                Step::HearAudio { within },
                Step::HearSilence { lasting: Span::millis(900), within },
                Step::HearAudio { within },
            ])
        },
    );
    assert_eq!(outcome.end, End::HungUp);
    // Half a second of sound, silence, and sound again after two seconds in all.
    assert!(outcome.received.packets > 95, "{}", outcome.received.packets);
}

#[test]
fn a_call_that_is_not_answered_ends_with_its_reason() {
    let check = |behaviour: Behaviour, change: fn(&mut Script), end: End, agent_end: AgentEnd| {
        let (outcome, agent) = run(
            |options| options.behaviour = behaviour,
            |mut script| {
                change(&mut script);
                script
            },
        );
        assert_eq!((outcome.end, agent.end), (end, agent_end));
        assert!(agent.answered.is_none() && outcome.moments.answered.is_none());
    };
    check(Behaviour::BUSY, |_| {}, End::Refused(486), AgentEnd::Refused(486));
    let decline = OnRing::Refuse(Length::Fixed(Span::millis(50)), 603);
    let decline = Behaviour { on_ring: decline, in_call: InCall::Stay };
    check(decline, |_| {}, End::Refused(603), AgentEnd::Refused(603));
    let give_up: fn(&mut Script) = |script| script.cancel_after = Some(Span::millis(50));
    check(Behaviour::NOBODY_THERE, give_up, End::Cancelled, AgentEnd::Cancelled);
    let impatient: fn(&mut Script) = |script| script.limit = Span::millis(50);
    check(Behaviour::NOBODY_THERE, impatient, End::OutOfTime, AgentEnd::Cancelled);
    check(Behaviour::PROMPT, |s| s.codecs = vec![Codec::G729], End::Refused(488), AgentEnd::Refused(488));
}

#[test]
fn an_unknown_telephone_is_not_found_and_a_dead_one_never_answers() {
    let (phones, agents, script) = with_agent(|_| {});
    let unknown = Script { to: "a2".into(), ..script.clone() };
    assert_eq!(phones.call(unknown).unwrap().wait().unwrap().end, End::Refused(404));
    agents.behave(1, Behaviour::DEAD).unwrap();
    let dead = Script { limit: Span::millis(100), ..script };
    let outcome = phones.call(dead).unwrap().wait().unwrap();
    assert_eq!((outcome.end, outcome.moments.trying, outcome.status), (End::OutOfTime, None, None));
    assert_eq!(agents.view().offered, 0);
    let nobody = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut refused = Script::new(nobody, "a1");
    refused.transport = Transport::Tcp;
    assert_eq!(phones.call(refused).unwrap().wait().unwrap().end, End::Unreachable);
}

#[test]
fn agents_hang_up_and_vanish_by_themselves_and_when_told() {
    let after = Length::Between(Span::millis(100), Span::millis(150));
    let stay =
        |script: Script| script.steps([hear_agent(), Step::AwaitHangUp { within: Span::millis(1_500) }]);
    let behave = |in_call| move |options: &mut AgentOptions| options.behaviour.in_call = in_call;

    let (outcome, agent) = run(behave(InCall::HangUpAfter(after)), stay);
    assert_eq!((outcome.end, agent.end), (End::FarHungUp { step: 1 }, AgentEnd::HungUp));

    let (outcome, agent) = run(behave(InCall::VanishAfter(after)), stay);
    assert_eq!((outcome.end, agent.end), (End::StepFailed { step: 1 }, AgentEnd::Vanished));
    assert!(!outcome.bye_answered, "a telephone that vanished answers nothing");

    let (phones, agents, script) = with_agent(|_| {});
    let call = phones.call(stay(script.clone())).unwrap();
    assert!(call.wait_until(Stage::WithAgent, LIMIT));
    assert_eq!(agents.doing(1), Some(Doing::Talking));
    agents.hang_up(1).unwrap();
    assert_eq!(call.wait().unwrap().end, End::FarHungUp { step: 1 });

    agents.vanish(1).unwrap();
    agents.wait_for(LIMIT, |view| view.doing == [Doing::Gone]).expect("it is gone");
    agents.behave(1, Behaviour::PROMPT).unwrap();
    assert_eq!(phones.call(script.steps([hear_agent()])).unwrap().wait().unwrap().end, End::HungUp);
}

#[test]
fn patience_ends_in_the_queue_when_no_agent_is_heard() {
    let (outcome, agent) = run(
        |options| options.voice = Box::new(|_| Voice::tone(440)),
        |script| script.steps([Step::HearAgent { patience: Span::millis(200) }]),
    );
    assert_eq!((outcome.end, outcome.agent()), (End::Abandoned, None));
    assert!(outcome.received.packets > 0 && outcome.bye_answered);
    assert_eq!(agent.end, AgentEnd::FarHungUp);
}

#[test]
fn a_second_call_to_a_busy_telephone_is_a_clash() {
    let (phones, agents, script) = with_agent(|_| {});
    let first = phones.call(script.clone().steps([Step::AwaitHangUp { within: Span::seconds(20) }])).unwrap();
    assert!(first.wait_until(Stage::WithAgent, LIMIT));
    assert_eq!(phones.call(script).unwrap().wait().unwrap().end, End::Refused(486));
    assert_eq!((agents.view().clashes, agents.view().talking()), (1, 1));
    first.hang_up().unwrap();
    assert_eq!(first.wait().unwrap().end, End::Stopped);
}

#[test]
fn a_session_is_described_anew_without_a_break() {
    let (outcome, agent) = run(
        |_| {},
        |script| script.steps([hear_agent(), Step::Reinvite, Step::Wait(Span::millis(200)), Step::Reinvite]),
    );
    assert_eq!((outcome.end, agent.end), (End::HungUp, AgentEnd::FarHungUp));
    assert!(outcome.received.is_unbroken() && agent.received.is_unbroken());
}

#[test]
fn a_caller_may_vanish_or_withhold_its_acknowledgement() {
    let (phones, agents, script) = with_agent(|_| {});
    let vanishing = script.clone().steps([hear_agent(), Step::Vanish]);
    assert_eq!(phones.call(vanishing).unwrap().wait().unwrap().end, End::Vanished);
    assert_eq!(agents.doing(1), Some(Doing::Talking), "nobody told the agent");
    agents.hang_up(1).unwrap();
    agents.wait_for(LIMIT, |view| view.ended == 1).expect("an unanswered BYE ends as well");

    let rude = Script { withhold_ack: true, ..script.steps([Step::Wait(Span::millis(100))]) };
    assert_eq!(phones.call(rude).unwrap().wait().unwrap().end, End::HungUp);
    agents.wait_for(LIMIT, |view| view.ended == 2).expect("BYE ends a call without ACK");
    assert!(agents.take_records().unwrap()[1].acknowledged.is_none());
}

#[test]
fn switching_off_hangs_up() {
    let (phones, agents, script) = with_agent(|_| {});
    let others = Phones::start(quick()).unwrap();
    let call = others.call(script.steps([Step::AwaitHangUp { within: Span::seconds(20) }])).unwrap();
    assert!(call.wait_until(Stage::WithAgent, LIMIT));
    drop(others);
    // The handle keeps the telephones alive; the last one switches them off.
    drop(call);
    assert_eq!(only_record(&agents).end, AgentEnd::FarHungUp);
    drop(phones);
}

#[test]
fn more_calls_than_allowed_are_not_placed() {
    let phones = Phones::start(Options { most_calls: 1, ..quick() }).unwrap();
    let agents = phones.agents(AgentOptions::new(2)).unwrap();
    let script = |to: &str| {
        Script::new(agents.address(1), to).steps([Step::AwaitHangUp { within: Span::seconds(20) }])
    };
    let first = phones.call(script("a1")).unwrap();
    assert!(first.wait_until(Stage::WithAgent, LIMIT));
    assert_eq!(phones.call(script("a2")).unwrap().wait().unwrap().end, End::NotPlaced);
    first.hang_up().unwrap();
    assert_eq!(first.wait().unwrap().end, End::Stopped);
}

#[tokio::test]
async fn tasks_may_wait_too() {
    let (phones, agents, script) = with_agent(|options| {
        (options.own_sockets, options.count, options.first) = (true, 3, 10);
    });
    let script = Script { server: agents.address(12), to: "anyone".into(), ..script };
    let call = phones.call(script.steps([hear_agent(), Step::Wait(Span::millis(100))])).unwrap();
    assert!(call.reached(Stage::WithAgent).await);
    assert_eq!(agents.until(|view| view.talking() == 1).await.doing[2], Doing::Talking);
    assert_eq!(call.finished().await.agent(), Some(12));
}

#[test]
fn behind_a_trunk_whoever_is_called_speaks() {
    let heard = |number: &str| {
        let (outcome, _) = run(
            |options| {
                options.own_sockets = true;
                options.voice_at = Some(Arc::new(|called| Voice::marker(called.parse().unwrap())));
            },
            |script| Script { to: number.into(), ..script }.steps([hear_agent()]),
        );
        outcome.agent()
    };
    assert_eq!((heard("21"), heard("40")), (Some(21), Some(40)));
}

#[test]
fn the_next_agent_is_told_from_the_last_and_music_from_both() {
    // Agent 1's voice stands for a call that goes from an agent to music and to another agent.
    let story: Vec<i16> = [Voice::marker(5), Voice::tone(440), Voice::marker(6)]
        .iter()
        .flat_map(|voice| voice.samples().into_iter().cycle().take(4_000))
        .collect();
    let clip = phones::Clip::from_samples(story);
    let (outcome, _) = run(
        |options| options.voice = Box::new(move |_| Voice::speech(&clip)),
        |script| {
            let (within, patience) = (Span::seconds(5), Span::seconds(5));
            script.steps([hear_agent(), Step::LoseAgent { within }, Step::HearNextAgent { patience }])
        },
    );
    let heard: Vec<u32> = outcome.received.markers.iter().map(|(number, _)| *number).collect();
    assert_eq!((outcome.end, heard), (End::HungUp, vec![5, 6]));
}
