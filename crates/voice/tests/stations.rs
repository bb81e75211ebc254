//! Agents in browsers: whole calls over real sockets, between a telephone and a page.

mod support;

use phones::page::{DtlsVersion, KEYS_8K, ProtocolVersion, Speaks};
use support::floor::{self, Floor};
use support::page::Browser;
use support::telephone::{Heard, Telephone};
use vocabulary::voice::{Event, LegEnd, Order, PAGE};
use vocabulary::{AgentId, Language, LegId, PromptName, Span};
use voice::Voice;
use voice::media::rtp::Header;
use voice::media::{Prompts, keys};
use voice::stations::{Error, Link, NoSuchLeg, offer};

const AGENT: AgentId = AgentId(7);
const LEG: LegId = LegId(3);

/// A caller who was answered, and what told it so.
async fn caller(voice: &Voice, floor: &mut Floor) -> (Telephone, LegId, Heard) {
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    (caller, leg, answer)
}

fn dial(leg: LegId, caller: LegId) -> Order {
    Order::Dial { leg, to: PAGE.to_owned(), agent: Some(AGENT), on_behalf_of: Some(caller) }
}

/// A caller and an agent's page in conversation.
async fn joined(options: voice::Options, speaks: Speaks) -> (Voice, Floor, Browser, Telephone, LegId, Heard) {
    joined_with(options, speaks, DtlsVersion::Dtls12).await
}

async fn joined_with(
    options: voice::Options,
    speaks: Speaks,
    dtls: DtlsVersion,
) -> (Voice, Floor, Browser, Telephone, LegId, Heard) {
    let (voice, mut floor) = floor::start(options).await;
    let browser = Browser::open_with(&voice, AGENT, speaks, dtls).await;
    let (caller, a, answer) = caller(&voice, &mut floor).await;
    floor.order(dial(LEG, a)).await;
    floor.hears(Event::Ringing { leg: LEG }).await;
    voice.stations().answer(AGENT, LEG).expect("it rings");
    floor.hears(Event::Answered { leg: LEG }).await;
    floor.order(Order::Join { a, b: LEG }).await;
    (voice, floor, browser, caller, a, answer)
}

/// The caller says PCMU of this octet, for the page to hear.
async fn page_hears(browser: &mut Browser, caller: &Telephone, port: u16, octet: u8) {
    let mut header = Header { marker: false, payload: 0, sequence: 1, timestamp: 160, ssrc: 9 };
    browser.page.heard.clear();
    browser
        .says_until(0x11, async |page| {
            let packet = [&header.write()[..], &[octet; 160][..]].concat();
            caller.audio.send_to(&packet, ("127.0.0.1", port)).await.expect("it is sent");
            header.sequence += 1;
            header.timestamp += 160;
            page.heard.iter().any(|heard| heard.payload == [octet; 160])
        })
        .await;
}

/// The page says PCMU of this octet, for the caller to hear.
async fn caller_hears(browser: &mut Browser, caller: &Telephone, octet: u8) {
    let mut room = [0; 2_048];
    browser
        .says_until(octet, async |_| {
            let wait =
                tokio::time::timeout(std::time::Duration::from_millis(1), caller.audio.recv_from(&mut room));
            matches!(wait.await, Ok(Ok((length, _))) if room[..length].ends_with(&[octet; 160]))
        })
        .await;
}

#[tokio::test]
async fn a_page_and_a_telephone_hear_each_other_until_the_agent_hangs_up() {
    let (voice, mut floor, mut browser, mut caller, a, answer) = joined(floor::options(), Speaks::All).await;
    page_hears(&mut browser, &caller, answer.audio_port(), 0x42).await;
    caller_hears(&mut browser, &caller, 0x24).await;
    let stations = voice.stations();
    assert_eq!(stations.hang_up(AgentId(8), LEG), Err(NoSuchLeg), "somebody else's call");
    stations.hang_up(AGENT, LEG).expect("it was answered");
    floor.hears(Event::Ended { leg: LEG, cause: LegEnd::HungUp }).await;
    assert_eq!(stations.hang_up(AGENT, LEG), Err(NoSuchLeg));
    floor.order(Order::HangUp { leg: a }).await;
    caller.hears("BYE").await;
    floor.hears(Event::Ended { leg: a, cause: LegEnd::Released }).await;
    // The station is still there, and costs no handshake.
    assert_eq!(stations.watch(AGENT).borrow().link, Link::Connected);
    voice.stop().await;
}

#[tokio::test]
async fn browsers_of_either_version_of_dtls_hear_and_are_heard() {
    let versions = [
        (DtlsVersion::Dtls12, ProtocolVersion::DTLS1_2),
        (DtlsVersion::Dtls13, ProtocolVersion::DTLS1_3),
        // As browsers of today do, which know both.
        (DtlsVersion::Auto, ProtocolVersion::DTLS1_3),
    ];
    for (dtls, agreed) in versions {
        let (voice, _floor, mut browser, caller, _, answer) =
            joined_with(floor::options(), Speaks::Plain, dtls).await;
        page_hears(&mut browser, &caller, answer.audio_port(), 0x42).await;
        caller_hears(&mut browser, &caller, 0x24).await;
        assert_eq!(browser.page.dtls(), Some(agreed));
        voice.stop().await;
    }
}

#[tokio::test]
async fn a_page_that_speaks_opus_hears_and_is_heard() {
    let (voice, _floor, mut browser, caller, _, answer) = joined(floor::options(), Speaks::Opus).await;
    let mut header = Header { marker: false, payload: 0, sequence: 1, timestamp: 160, ssrc: 9 };
    browser.page.heard.clear();
    browser
        .says_until(0, async |page| {
            let packet = [&header.write()[..], &[0x42; 160][..]].concat();
            caller.audio.send_to(&packet, ("127.0.0.1", answer.audio_port())).await.expect("it is sent");
            header.sequence += 1;
            header.timestamp += 160;
            page.heard.iter().filter(|heard| heard.payload_type == phones::page::OPUS).count() > 5
        })
        .await;
    voice.stop().await;
}

#[tokio::test]
async fn a_call_outlives_its_page() {
    let (voice, mut floor, mut browser, caller, a, answer) = joined(floor::options(), Speaks::All).await;
    caller_hears(&mut browser, &caller, 0x24).await;
    // A farewell, as when the page leaves its WebSocket.
    voice.stations().disconnect(AGENT, browser.station);
    floor.hears(Event::Parted { leg: LEG }).await;
    assert_eq!(voice.stations().watch(AGENT).borrow().link, Link::Absent);
    let mut browser = Browser::open(&voice, AGENT, Speaks::All).await;
    floor.hears(Event::Returned { leg: LEG }).await;
    page_hears(&mut browser, &caller, answer.audio_port(), 0x43).await;
    // Without one: nothing comes any more.
    floor.hears(Event::Parted { leg: LEG }).await;
    assert_eq!(voice.stations().watch(AGENT).borrow().link, Link::Lost);
    // In another codec, and joined by the floor as after music.
    let mut browser = Browser::open(&voice, AGENT, Speaks::PcmuOnly).await;
    floor.hears(Event::Returned { leg: LEG }).await;
    floor.order(Order::Join { a, b: LEG }).await;
    caller_hears(&mut browser, &caller, 0x25).await;
    // The newest wins, without a gap.
    let mut newer = Browser::open(&voice, AGENT, Speaks::All).await;
    caller_hears(&mut newer, &caller, 0x26).await;
    assert!(floor.next_at_once().is_none());
    // The floor gives it up.
    voice.stations().disconnect(AGENT, newer.station);
    floor.hears(Event::Parted { leg: LEG }).await;
    floor.order(Order::HangUp { leg: LEG }).await;
    floor.hears(Event::Ended { leg: LEG, cause: LegEnd::Released }).await;
    assert_eq!(voice.stations().answer(AGENT, LEG), Err(NoSuchLeg));
    voice.stop().await;
}

#[tokio::test]
async fn agents_who_are_not_there_who_refuse_and_who_go_while_it_rings() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let (_caller, a, _) = caller(&voice, &mut floor).await;
    let stations = voice.stations();
    floor.order(dial(LegId(5), a)).await;
    floor.hears(Event::Ended { leg: LegId(5), cause: LegEnd::Unreachable }).await;

    let browser = Browser::open(&voice, AGENT, Speaks::All).await;
    // An agent may be told of the ring, and act upon it, before the node is.
    assert_eq!(stations.refuse(AGENT, LegId(7)), Err(NoSuchLeg));
    let early = stations.clone();
    let early = tokio::spawn(async move { early.ringing(AGENT, LegId(7)).await });
    floor.order(dial(LegId(7), a)).await;
    early.await.expect("it rings");
    assert_eq!(stations.refuse(AgentId(8), LegId(7)), Err(NoSuchLeg));
    stations.refuse(AGENT, LegId(7)).expect("it rings");
    floor.hears(Event::Ringing { leg: LegId(7) }).await;
    floor.hears(Event::Ended { leg: LegId(7), cause: LegEnd::Refused(486) }).await;

    floor.order(dial(LegId(9), a)).await;
    floor.hears(Event::Ringing { leg: LegId(9) }).await;
    // One agent, one call.
    floor.order(dial(LegId(11), a)).await;
    floor.hears(Event::Ended { leg: LegId(11), cause: LegEnd::Unreachable }).await;
    stations.disconnect(AGENT, browser.station);
    floor.hears(Event::Ended { leg: LegId(9), cause: LegEnd::Unreachable }).await;
    assert_eq!(stations.answer(AGENT, LegId(9)), Err(NoSuchLeg));
    voice.stop().await;
}

#[tokio::test]
async fn a_page_hears_prompts_and_its_keys_reach_the_telephone_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("any")).expect("it is made");
    // 20 ms of one octet of µ-law, as WAVE (format 7).
    let mut wave =
        b"RIFF\xcc\0\0\0WAVEfmt \x10\0\0\0\x07\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data".to_vec();
    wave.extend_from_slice(&160u32.to_le_bytes());
    wave.extend_from_slice(&[0x4D; 160]);
    std::fs::write(folder.path().join("any/music.wav"), wave).expect("it is written");
    let mut options = floor::options();
    options.prompts = std::sync::Arc::new(Prompts::from_folder(folder.path()).expect("it is a recording"));
    let (voice, mut floor, mut browser, caller, a, _) = joined(options, Speaks::All).await;
    let music = |play| Order::Play {
        leg: LEG,
        play,
        prompts: vec![PromptName::new("music").expect("it is a name")],
        language: Language::Korean,
        repeat: true,
    };
    caller_hears(&mut browser, &caller, 0x24).await;
    floor.order(music(1)).await;
    let heard = |page: &mut phones::page::Page| {
        page.heard.iter().filter(|heard| heard.payload == [0x4D; 160]).count() >= 10
    };
    browser.until(heard).await;
    let one_line = browser
        .page
        .heard
        .windows(2)
        .all(|pair| pair[0].ssrc == pair[1].ssrc && pair[1].sequence == pair[0].sequence + 1);
    assert!(one_line, "{:?}", browser.page.heard.iter().map(|heard| heard.sequence).collect::<Vec<_>>());
    floor.order(Order::Join { a, b: LEG }).await;
    caller_hears(&mut browser, &caller, 0x25).await;

    let started = std::time::Instant::now();
    for (place, event) in keys::press('5', 5).expect("a key").enumerate() {
        let now = std::time::Instant::now().max(started);
        browser.page.press(now, KEYS_8K, &event.write(), place == 0);
        browser.turn().await;
    }
    browser.page.skip(1_600, 0);
    let (mut receiver, mut told, mut room) = (keys::Receiver::default(), String::new(), [0; 2_048]);
    browser
        .says_until(0x26, async |_| {
            let more = std::time::Duration::from_millis(1);
            if let Ok(Ok((length, _))) = tokio::time::timeout(more, caller.audio.recv_from(&mut room)).await
                && let Some((header, payload)) = Header::read(&room[..length])
            {
                if header.payload == 101 {
                    let event = keys::Event::read(&room[payload]).expect("it is an event");
                    receiver.event(vocabulary::Time(0), &header, event, |key| told.push(key));
                } else if room[..length].ends_with(&[0x26; 160]) {
                    return true;
                }
            }
            false
        })
        .await;
    assert_eq!(told, "5");
    voice.stop().await;
}

#[tokio::test]
async fn a_microphone_is_tested_by_hearing_oneself_a_second_later() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut browser = Browser::open(&voice, AGENT, Speaks::All).await;
    voice.stations().test(AGENT, true);
    browser.says_until(0x33, async |page| page.heard.iter().any(|heard| heard.payload == [0x33; 160])).await;
    // A call ends the test.
    let (_caller, a, _) = caller(&voice, &mut floor).await;
    floor.order(dial(LEG, a)).await;
    floor.hears(Event::Ringing { leg: LEG }).await;
    voice.stations().refuse(AGENT, LEG).expect("it rings");
    floor.hears(Event::Ended { leg: LEG, cause: LegEnd::Refused(486) }).await;
    voice.stop().await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_and_the_limit_holds() {
    let mut options = floor::options();
    options.stations.most = 2;
    options.stations.connect_within = Span::seconds(1);
    let (voice, _floor) = floor::start(options).await;
    let stations = voice.stations();
    let refused = stations.connect(AGENT, "v=0\r\nm=audio 9 RTP/AVP 0\r\n").await;
    assert_eq!(refused, Err(Error::Offer(offer::Error::NotSecure)));
    let _first = Browser::offer(&stations, AgentId(1), Speaks::All).await.expect("there is room");
    let _second = Browser::offer(&stations, AgentId(2), Speaks::All).await.expect("there is room");
    let third = Browser::offer(&stations, AgentId(3), Speaks::All).await.map(|_| ());
    assert_eq!(third, Err(Error::Full { most: 2 }));
    // Pages that never connect give their places back.
    let mut state = stations.watch(AgentId(1));
    let gone = state.wait_for(|state| state.link == Link::Absent);
    tokio::time::timeout(floor::PATIENCE, gone).await.expect("in time").expect("the node lives");
    let mut state = stations.watch(AgentId(2));
    let gone = state.wait_for(|state| state.link == Link::Absent);
    tokio::time::timeout(floor::PATIENCE, gone).await.expect("in time").expect("the node lives");
    Browser::open(&voice, AgentId(3), Speaks::All).await;
    voice.stop().await;
}
