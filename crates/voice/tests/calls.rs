//! Whole calls over real sockets.

mod support;

use support::floor::{self, Floor, PATIENCE};
use support::telephone::{Heard, Telephone};
use vocabulary::voice::{Event, GatherRule, Gathered, Keep, LegEnd, Order, PAGE, Verification};
use vocabulary::{AgentId, CustomerRef, Language, LegId, Span};
use voice::Timing;
use voice::media::keys;
use voice::media::rtp::Header;

fn rule(most: u8, keep: Keep) -> GatherRule {
    let silence = Span::seconds(30);
    GatherRule { least: 1, most, terminator: Some('#'), first: silence, between: silence, keep }
}

fn gather(leg: LegId, gather: u32, rule: GatherRule) -> Order {
    Order::Gather { leg, gather, prompts: vec![], language: Language::Korean, rule }
}

/// Sends audio to the node until the other telephone hears it.
async fn is_heard_by(from: &Telephone, at: &Heard, to: &Telephone) {
    let port = at.audio_port();
    let mut header = Header { marker: false, payload: 0, sequence: 1, timestamp: 160, ssrc: 7 };
    let mut heard = [0; 2048];
    tokio::time::timeout(PATIENCE, async {
        loop {
            let packet = [&header.write()[..], &[0x42; 160][..]].concat();
            from.audio.send_to(&packet, ("127.0.0.1", port)).await.expect("it is sent");
            header.sequence += 1;
            header.timestamp += 160;
            let more = std::time::Duration::from_millis(20);
            if let Ok(received) = tokio::time::timeout(more, to.audio.recv_from(&mut heard)).await
                && heard[..received.expect("it receives").0].ends_with(&[0x42; 160])
            {
                return;
            }
        }
    })
    .await
    .expect("it is heard");
}

/// A caller and an agent's telephone in conversation.
async fn joined() -> (voice::Voice, floor::Floor, [(Telephone, LegId, Heard); 2]) {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut caller = Telephone::udp(voice.local()).await;
    let mut desk = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let a = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    let b = LegId::dialled(1);
    floor.order(Order::Dial { leg: b, to: desk.uri(), agent: None, on_behalf_of: Some(a) }).await;
    let invite = desk.hears("INVITE").await;
    assert!(invite.field("From").starts_with("<sip:+821055501234@"), "the agent sees who calls");
    assert!(invite.text.contains(" RTP/AVP 0 "), "the caller's codec is offered first: {}", invite.text);
    desk.says(desk.response(&invite, 180, "", "")).await;
    floor.hears(Event::Ringing { leg: b }).await;
    let sdp = desk.sdp("0", "sendrecv");
    desk.says(desk.response(&invite, 200, "", &sdp)).await;
    desk.hears("ACK").await;
    floor.hears(Event::Answered { leg: b }).await;
    floor.order(Order::Join { a, b }).await;
    is_heard_by(&caller, &answer, &desk).await;
    is_heard_by(&desk, &invite, &caller).await;
    (voice, floor, [(caller, a, answer), (desk, b, invite)])
}

/// A request of the telephone that was dialled with this INVITE.
fn from_desk(desk: &Telephone, invite: &Heard, method: &str, sequence: u32) -> String {
    format!(
        "{method} sip:x SIP/2.0\r\nVia: SIP/2.0/UDP {};branch=z9hG4bK-desk-{sequence}\r\nFrom: {};tag=desk\r\n\
         To: {}\r\nCall-ID: {}\r\nCSeq: {sequence} {method}\r\nContent-Length: 0\r\n\r\n",
        desk.local,
        invite.field("To"),
        invite.field("From"),
        invite.field("Call-ID")
    )
}

#[tokio::test]
async fn caller_and_agent_talk_and_the_caller_hangs_up() {
    let (voice, mut floor, [(mut caller, a, answer), (mut desk, b, _)]) = joined().await;
    caller.says(caller.request("BYE", 2, answer.to_tag(), "", "")).await;
    caller.hears("200 BYE").await;
    floor.hears(Event::Ended { leg: a, cause: LegEnd::HungUp }).await;
    floor.order(Order::HangUp { leg: b }).await;
    let bye = desk.hears("BYE").await;
    desk.says(desk.response(&bye, 200, "", "")).await;
    floor.hears(Event::Ended { leg: b, cause: LegEnd::Released }).await;
    voice.stop().await;
}

#[tokio::test]
async fn caller_and_agent_talk_and_the_agent_hangs_up() {
    let (voice, mut floor, [(mut caller, a, _), (mut desk, b, invite)]) = joined().await;
    desk.says(from_desk(&desk, &invite, "BYE", 1)).await;
    desk.hears("200 BYE").await;
    floor.hears(Event::Ended { leg: b, cause: LegEnd::HungUp }).await;
    floor.order(Order::HangUp { leg: a }).await;
    caller.hears("BYE").await;
    floor.hears(Event::Ended { leg: a, cause: LegEnd::Released }).await;
    voice.stop().await;
}

#[tokio::test]
async fn stopping_hangs_up() {
    let (voice, _floor, [(mut caller, ..), (mut desk, ..)]) = joined().await;
    voice.stop().await;
    caller.hears("BYE").await;
    desk.hears("BYE").await;
}

/// The node has taken every order up to here: keys come to it another way, and could be first.
async fn taken(floor: &mut Floor, leg: LegId, number: u32) {
    let nobody = LegId(1_001 + 2 * u64::from(number));
    let to = PAGE.to_owned();
    floor.order(Order::Dial { leg: nobody, to, agent: Some(AgentId(999)), on_behalf_of: Some(leg) }).await;
    floor.hears(Event::Ended { leg: nobody, cause: LegEnd::Unreachable }).await;
}

#[tokio::test]
async fn keys_by_both_ways_and_a_pin_that_only_the_bank_sees() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    let info = |caller: &Telephone, sequence, key| {
        let body = format!("Signal={key}\r\nDuration=160\r\n");
        caller.request("INFO", sequence, answer.to_tag(), "Content-Type: application/dtmf-relay\r\n", &body)
    };

    // The same press both ways counts once, whichever comes first.
    floor.order(gather(leg, 1, rule(2, Keep::Open))).await;
    taken(&mut floor, leg, 1).await;
    let port = answer.audio_port();
    let mut header = Header { marker: true, payload: 101, sequence: 1, timestamp: 160, ssrc: 7 };
    let press = async |caller: &Telephone, header: &mut Header, key| {
        for event in keys::press(key, 1).unwrap() {
            let packet = [&header.write()[..], &event.write()[..]].concat();
            caller.audio.send_to(&packet, ("127.0.0.1", port)).await.unwrap();
            header.sequence += 1;
            header.marker = false;
        }
        header.timestamp += 1600;
    };
    press(&caller, &mut header, '4').await;
    caller.says(info(&caller, 2, '4')).await;
    caller.hears("200 INFO").await;
    caller.says(info(&caller, 3, '2')).await;
    caller.hears("200 INFO").await;
    floor.hears(Event::Gathered { leg, gather: 1, outcome: Gathered::Digits("42".into()) }).await;

    let mut kept = Vec::new();
    let mut sequence = 4;
    for (number, digits, keep) in [(2, "1001#", Keep::Private), (3, "2580#", Keep::Secret)] {
        floor.order(gather(leg, number, rule(8, keep))).await;
        taken(&mut floor, leg, number).await;
        for key in digits.chars() {
            caller.says(info(&caller, sequence, key)).await;
            caller.hears("200 INFO").await;
            sequence += 1;
        }
        match floor.next().await {
            Event::Gathered { outcome: Gathered::Kept(handle), .. } => kept.push(handle),
            other => panic!("{other:?}"),
        }
    }
    floor.order(Order::Redeem { leg, attempt: 1, number: kept[0], pin: kept[1] }).await;
    let outcome = Verification::Verified(CustomerRef::new("customer-1").unwrap());
    floor.hears(Event::Redeemed { leg, attempt: 1, outcome }).await;
    voice.stop().await;
}

#[tokio::test]
async fn hold_and_resume_by_reinvite() {
    let (voice, mut floor, [(mut caller, a, answer), (desk, _, invite)]) = joined().await;
    let tag = answer.to_tag().to_owned();
    for (sequence, direction, ours) in
        [(2, "sendonly", "recvonly"), (3, "sendrecv", "sendrecv"), (4, "inactive", "inactive")]
    {
        let sdp = caller.sdp("0", direction);
        caller.says(caller.request("INVITE", sequence, &tag, "", &sdp)).await;
        let again = loop {
            let heard = caller.hears("200 INVITE").await;
            if heard.field("CSeq") == format!("{sequence} INVITE") {
                break heard;
            }
        };
        assert!(again.text.contains(&format!("a={ours}\r\n")), "{direction}: {}", again.text);
        caller.says(caller.request("ACK", sequence, &tag, "", "")).await;
    }
    let unusable = caller.sdp("9", "sendrecv").replace("RTP/AVP 9 101", "RTP/AVP 9");
    caller.says(caller.request("INVITE", 5, &tag, "", &unusable)).await;
    let refusal = caller.hears("488 INVITE").await;
    let ack = caller.request("ACK", 5, refusal.to_tag(), "", "").replace("-ACK-5", "-INVITE-5");
    caller.says(ack).await;
    let sdp = caller.sdp("0", "sendrecv");
    caller.says(caller.request("INVITE", 6, &tag, "", &sdp)).await;
    caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 6, &tag, "", "")).await;
    is_heard_by(&desk, &invite, &caller).await;
    floor.order(Order::HangUp { leg: a }).await;
    floor.hears(Event::Ended { leg: a, cause: LegEnd::Released }).await;
    voice.stop().await;
}

#[tokio::test]
async fn an_invite_without_an_offer_gets_ours() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.request("INVITE", 1, "", "", "")).await;
    let leg = floor.answers().await;
    let offer = caller.hears("200 INVITE").await;
    assert!(offer.text.contains(" RTP/AVP 8 0 101\r\n"), "{}", offer.text);
    caller.says(caller.request("ACK", 1, offer.to_tag(), "", &caller.sdp("8", "sendrecv"))).await;
    caller.says(caller.request("BYE", 2, offer.to_tag(), "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::HungUp }).await;

    let mut mute = Telephone::udp(voice.local()).await;
    mute.says(mute.request("INVITE", 1, "", "", "")).await;
    let leg = floor.answers().await;
    let offer = mute.hears("200 INVITE").await;
    mute.says(mute.request("ACK", 1, offer.to_tag(), "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Unusable }).await;
    mute.hears("BYE").await;
    voice.stop().await;
}

#[tokio::test]
async fn no_acknowledgement_ends_the_call() {
    let mut options = floor::options();
    options.timing = Timing { t1: Span::millis(10), t2: Span::millis(80), ..Timing::default() };
    let (voice, mut floor) = floor::start(options).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    caller.hears("200 INVITE").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Unusable }).await;
    caller.hears("BYE").await;
    assert_eq!(voice.stats().sip.unacknowledged, 1);
    voice.stop().await;
}

#[tokio::test]
async fn giving_up_before_the_answer_and_while_it_crosses() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let leg = floor.arrival().await;
    caller.says(caller.request("CANCEL", 1, "", "", "")).await;
    caller.hears("200 CANCEL").await;
    let refusal = caller.hears("487 INVITE").await;
    caller.says(caller.ack_of_refusal(&refusal)).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::HungUp }).await;

    caller.begin_call("crossing");
    caller.says(caller.invite()).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("CANCEL", 1, "", "", "")).await;
    caller.hears("200 CANCEL").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    caller.says(caller.request("BYE", 2, answer.to_tag(), "", "")).await;
    caller.hears("200 BYE").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::HungUp }).await;
    voice.stop().await;
}

#[tokio::test]
async fn agents_who_are_not_to_be_had() {
    let mut options = floor::options();
    options.timing = Timing { heard_within: Span::millis(300), ..Timing::default() };
    let (voice, mut floor) = floor::start(options).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let on_behalf_of = Some(floor.answers().await);
    let mut desk = Telephone::udp(voice.local()).await;
    let gone = Telephone::udp(voice.local()).await.uri();
    let mut count = 0;
    let mut dial = |to: String| {
        count += 1;
        (LegId::dialled(count), Order::Dial { leg: LegId::dialled(count), to, agent: None, on_behalf_of })
    };

    let (leg, order) = dial(desk.uri());
    floor.order(order).await;
    let invite = desk.hears("INVITE").await;
    desk.says(desk.response(&invite, 486, "", "")).await;
    desk.hears("ACK").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Refused(486) }).await;

    let (leg, order) = dial(desk.uri());
    floor.order(order).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Unreachable }).await;

    for nowhere in [gone.clone(), format!("{gone};transport=tcp"), "sip:desk@nowhere.invalid".into()] {
        let (leg, order) = dial(nowhere.clone());
        floor.order(order).await;
        floor.hears(Event::Ended { leg, cause: LegEnd::Unreachable }).await;
    }

    // It rings, nobody answers, we give up, and the answer comes after all.
    let mut desk = Telephone::udp(voice.local()).await;
    let (leg, order) = dial(desk.uri());
    floor.order(order).await;
    let invite = desk.hears("INVITE").await;
    desk.says(desk.response(&invite, 180, "", "")).await;
    floor.hears(Event::Ringing { leg }).await;
    floor.order(Order::HangUp { leg }).await;
    desk.hears("CANCEL").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Released }).await;
    let sdp = desk.sdp("0", "sendrecv");
    desk.says(desk.response(&invite, 200, "", &sdp)).await;
    desk.hears("ACK").await;
    desk.hears("BYE").await;

    let mut wordless = Telephone::udp(voice.local()).await;
    let (leg, order) = dial(wordless.uri());
    floor.order(order).await;
    let invite = wordless.hears("INVITE").await;
    wordless.says(wordless.response(&invite, 200, "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Unusable }).await;
    wordless.hears("ACK").await;
    wordless.hears("BYE").await;
    voice.stop().await;
}

#[tokio::test]
async fn a_closed_port_is_noticed_at_once() {
    let mut options = floor::options();
    options.timing = Timing { heard_within: Span::seconds(600), ..Timing::default() };
    let (voice, mut floor) = floor::start(options).await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let on_behalf_of = Some(floor.answers().await);
    let gone = Telephone::udp(voice.local()).await.uri();
    let leg = LegId::dialled(1);
    floor.order(Order::Dial { leg, to: gone, agent: None, on_behalf_of }).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Unreachable }).await;
    // The socket still serves everybody else.
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    caller.says(caller.request("BYE", 2, answer.to_tag(), "", "")).await;
    caller.hears("200 BYE").await;
    voice.stop().await;
}

/// Somewhere to connect to, and its SIP address.
async fn listening() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let uri = format!("sip:desk@{};transport=tcp", listener.local_addr().expect("it is bound"));
    (listener, uri)
}

async fn accepted(listener: &tokio::net::TcpListener) -> Telephone {
    let accepted =
        tokio::time::timeout(PATIENCE, listener.accept()).await.expect("the node connects in time");
    Telephone::on(accepted.expect("it connects").0).await
}

#[tokio::test]
async fn a_telephone_that_wants_tcp_is_connected_to() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let (listener, uri) = listening().await;
    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let on_behalf_of = Some(floor.answers().await);
    let leg = LegId::dialled(1);
    floor.order(Order::Dial { leg, to: uri, agent: None, on_behalf_of }).await;
    let mut desk = accepted(&listener).await;
    let invite = desk.hears("INVITE").await;
    desk.says(desk.response(&invite, 603, "", "")).await;
    desk.hears("ACK").await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Refused(603) }).await;
    voice.stop().await;
}

#[tokio::test]
async fn a_caller_whose_connection_broke_hears_the_bye_at_its_contact() {
    let (voice, mut floor) = floor::start(floor::options()).await;
    let (listener, uri) = listening().await;
    let mut caller = Telephone::tcp(voice.local()).await;
    let invite = caller.invite().replace(&caller.uri(), &uri);
    caller.says(invite).await;
    let leg = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    caller.says(caller.request("OPTIONS", 2, answer.to_tag(), "", "")).await;
    caller.hears("200 OPTIONS").await;
    drop(caller);
    let noticed = async {
        while voice.stats().sip.connections > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noticed).await.expect("the node notices");
    floor.order(Order::HangUp { leg }).await;
    let mut caller = accepted(&listener).await;
    let bye = caller.hears("BYE").await;
    caller.says(caller.response(&bye, 200, "", "")).await;
    floor.hears(Event::Ended { leg, cause: LegEnd::Released }).await;
    voice.stop().await;
}
