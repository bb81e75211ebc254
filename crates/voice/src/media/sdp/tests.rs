use super::*;
use proptest::prelude::*;

const LOCAL: &str = "192.0.2.1:20000";

fn local() -> SocketAddr {
    LOCAL.parse().unwrap()
}

/// A description with a session part of the ordinary kind, in `\n` or `\r\n`.
fn description(rest: &str, line_end: &str) -> Vec<u8> {
    format!("v=0\no=- 1 1 IN IP4 192.0.2.7\ns=a call\nc=IN IP4 192.0.2.7\nt=0 0\n{rest}")
        .replace('\n', line_end)
        .into_bytes()
}

#[test]
fn offers_are_understood() {
    let check = |rest: &str, remote: &str, codec, payload, keys, direction| {
        let expected = Agreed { remote: remote.parse().unwrap(), codec, payload, keys, direction };
        for line_end in ["\n", "\r\n"] {
            let offer = Offer::parse(&description(rest, line_end)).expect(rest);
            assert_eq!(offer.agree(local()), Ok(expected), "{rest}");
        }
    };
    use Codec::{Alaw, Ulaw};
    use Direction::{Inactive, ReceiveOnly, SendOnly, SendReceive};
    let own = "192.0.2.7:4000";
    check("m=audio 4000 RTP/AVP 0", own, Ulaw, 0, None, SendReceive);
    check("m=audio 4000 RTP/AVP 18 8 0\n", own, Alaw, 8, None, SendReceive);
    check("m=audio 4000/2 RTP/AVP 8", own, Alaw, 8, None, SendReceive);
    let events = "m=audio 4000 RTP/AVP 8 96 101\na=rtpmap:8 pcma/8000/1\na=rtpmap:96 opus/48000/2\n";
    let events = format!("{events}a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-16\na=ptime:30\na=x-odd\n");
    check(&events, own, Alaw, 8, Some(101), SendReceive);
    check("m=audio 4000 RTP/AVP 97\na=rtpmap:97 PCMU/8000", own, Ulaw, 97, None, SendReceive);
    check("m=audio 4000 RTP/AVP 0 8\na=rtpmap:0 L16/8000", own, Alaw, 8, None, SendReceive);
    let wide_events = "m=audio 4000 RTP/AVP 0 101\na=rtpmap:101 telephone-event/48000\n";
    check(wide_events, own, Ulaw, 0, None, SendReceive);
    let later =
        "m=video 4002 RTP/AVP 96\nm=audio 0 RTP/AVP 0\nm=audio 4004 RTP/SAVP 0\nm=audio 4006 RTP/AVP 9\n";
    let later = format!("{later}m=audio 4008 RTP/AVP 8\nc=IN IP4 192.0.2.8/127\nm=audio 4010 RTP/AVP 0\n");
    check(&later, "192.0.2.8:4008", Alaw, 8, None, SendReceive);
    check("m=audio 4000 RTP/AVP 0\na=sendonly", own, Ulaw, 0, None, ReceiveOnly);
    check("m=audio 4000 RTP/AVP 0\na=recvonly", own, Ulaw, 0, None, SendOnly);
    check("a=inactive\nm=audio 4000 RTP/AVP 0", own, Ulaw, 0, None, Inactive);
    check("a=inactive\nm=audio 4000 RTP/AVP 0\na=sendrecv", own, Ulaw, 0, None, SendReceive);
    check("m=audio 4000 RTP/AVP 0\nc=IN IP4 0.0.0.0", "0.0.0.0:4000", Ulaw, 0, None, ReceiveOnly);
}

#[test]
fn what_cannot_be_used_says_why() {
    let check = |body: &[u8], expected: &Error, status| {
        let refused = Offer::parse(body).and_then(|offer| offer.agree(local())).unwrap_err();
        assert_eq!((&refused, refused.status()), (expected, status), "{}", String::from_utf8_lossy(body));
    };
    let of = |rest: &str| description(rest, "\r\n");
    check(&of(""), &Error::NoAudio, 488);
    check(&of("m=video 4000 RTP/AVP 96\nm=audio 0 RTP/AVP 0\n"), &Error::NoAudio, 488);
    check(&of("m=audio 4000 UDP/TLS/RTP/SAVPF 0\n"), &Error::NoAudio, 488);
    check(&of("m=audio 4000 RTP/AVP 18 101\na=rtpmap:101 telephone-event/8000\n"), &Error::NoCodec, 488);
    check(&of("m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::7\n"), &Error::Network, 488);
    check(&[b'v'; MOST + 1], &Error::TooLong, 413);
    let malformed = |body: &[u8], line| {
        let Err(Error::Malformed { line: found, .. }) = Offer::parse(body) else {
            panic!("{} passed", String::from_utf8_lossy(body));
        };
        assert_eq!(found, line, "{}", String::from_utf8_lossy(body));
    };
    malformed(b"", 1);
    malformed(b"\r\n\r\nhello", 3);
    malformed(&of("nonsense"), 6);
    malformed(&of("m=audio 4000 RTP/AVP"), 6);
    malformed(&of("m=audio 70000 RTP/AVP 0"), 6);
    malformed(&of("m=audio -1 RTP/AVP 0"), 6);
    malformed(&of("m=audio 4000 RTP/AVP 0\u{e9}"), 6);
    malformed(&of(&"m=audio 0 RTP/AVP 0\n".repeat(17)), 22);
    malformed(b"v=0\nm=audio 4000 RTP/AVP 0\n", 2);
    malformed(b"v=0\nm=audio 4000 RTP/AVP 0\nc=IN IP4 telephone.example\n", 2);
    malformed(b"v=0\nm=audio 4000 RTP/AVP 0\nc=IN IP4 224.0.0.1\n", 2);
}

#[test]
fn answers_take_one_stream_and_refuse_the_others_in_place() {
    let rest = "m=video 4002 RTP/AVP 96 97\nm=audio 4000 RTP/AVP 0 8 96\na=rtpmap:96 telephone-event/8000\n";
    let offer = Offer::parse(&description(rest, "\n")).unwrap();
    let (answer, agreed) = Session::new(local(), 42).answer(&offer).unwrap();
    let expected = "v=0\r\no=- 42 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n\
                    m=video 0 RTP/AVP 96 97\r\nm=audio 20000 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\n\
                    a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\na=ptime:20\r\na=sendrecv\r\n";
    assert_eq!(answer, expected);
    assert_eq!((agreed.codec, agreed.keys), (Codec::Ulaw, Some(96)));
}

#[test]
fn hold_and_resume_count_the_version_up_and_repetition_does_not() {
    let mut session = Session::new("[2001:db8::1]:20000".parse().unwrap(), 42);
    let mut version = |attribute: &str| {
        let rest = format!("m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::7\na={attribute}");
        let (answer, _) = session.answer(&Offer::parse(&description(&rest, "\n")).unwrap()).unwrap();
        answer.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(version("sendrecv"), "o=- 42 1 IN IP6 2001:db8::1");
    assert_eq!(version("sendrecv"), "o=- 42 1 IN IP6 2001:db8::1");
    assert_eq!(version("sendonly"), "o=- 42 2 IN IP6 2001:db8::1");
    assert_eq!(version("sendrecv"), "o=- 42 3 IN IP6 2001:db8::1");
}

#[test]
fn our_offer_and_our_answer_agree() {
    for preferred in Codec::ALL {
        let mut asking = Session::new("192.0.2.9:30000".parse().unwrap(), 1);
        let mut asked = Session::new(local(), 2);
        let offer = asking.offer(preferred);
        let (answer, theirs) = asked.answer(&Offer::parse(offer.as_bytes()).unwrap()).unwrap();
        let ours = asking.accept_answer(answer.as_bytes()).unwrap();
        assert_eq!((ours.codec, ours.remote), (preferred, local()));
        assert_eq!(theirs, Agreed { remote: "192.0.2.9:30000".parse().unwrap(), ..ours });
        assert_eq!(ours.keys, Some(KEYS_PAYLOAD));
    }
}

proptest! {
    #[test]
    fn any_octets_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Offer::parse(&body);
    }

    #[test]
    fn any_lines_are_read_or_refused(
        lines in prop::collection::vec(
            "(m=(audio|video|[a-z]{0,3}) [0-9/]{0,6} RTP/AVP( [0-9]{1,3}){0,4}|c=IN IP[46] [0-9a-f.:/]{0,12}\
             |a=(rtpmap:[0-9]{0,4} (PCM[AU]|[a-z-]{0,8})/[0-9/]{0,7}|sendonly|[a-z:]{0,9})|[a-z]=\\PC{0,9}|\\PC{0,9})",
            0..20,
        ),
    ) {
        let body = format!("v=0\n{}\n", lines.join("\r\n"));
        let Ok(offer) = Offer::parse(body.as_bytes()) else { return Ok(()) };
        if let Ok((answer, agreed)) = Session::new(local(), 1).answer(&offer) {
            // What we write, we read, and it has a stream for each of theirs.
            let streams = |text: &str| text.lines().filter(|line| line.starts_with("m=")).count();
            prop_assert_eq!(streams(&answer), streams(&body));
            let read = Offer::parse(answer.as_bytes()).unwrap();
            prop_assert_eq!(read.codecs, vec![(agreed.payload, agreed.codec)]);
        }
    }
}
