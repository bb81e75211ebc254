//! Real inputs: what telephones, pages, banks and other systems send when nothing is wrong.

/// A description of a telephone that speaks G.711.
const PLAIN: &str = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n\
     m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n\
     a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

/// One that puts the call on hold, of a telephone with two addresses and a stream that it does not want.
const HELD: &str = "v=0\r\no=tel 3 4 IN IP6 ::1\r\ns=call\r\nt=0 0\r\nm=audio 4002 RTP/AVP 0 96\r\n\
     c=IN IP4 192.0.2.7\r\na=rtpmap:96 opus/48000/2\r\na=sendonly\r\nm=video 0 RTP/AVP 97\r\n";

/// What Chromium offers.
const CHROMIUM: &str = include_str!("../../voice/src/stations/tests/chromium.sdp");

/// The frames of the desk's protocol, both ways.
const FRAMES: &str = include_str!("../../api/src/desk/frames.json");

/// The demonstration's flows.
const FLOWS: [&str; 3] = [
    include_str!("../../../flows/main.flow"),
    include_str!("../../../flows/direct.flow"),
    include_str!("../../../flows/prompt.flow"),
];

/// A mapping of another system's log.
const MAPPING: &str = include_str!("../../calllog/mappings/anonymous-bank.toml");

/// A log as that mapping reads it: answered, gone, and left in the flow. The rows are made up.
const LOG: &str = "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver\r\n\
     AA01\t7\t4711\t2\tPS\t990204\t9:00:00\t9:00:10\t10\t9:00:10\t9:00:30\t20\tAGENT\t9:00:30\t9:02:10\t100\tANNA\r\n\
     AA02\t8\t0\t0\tNE\t990204\t9:01:00\t9:01:05\t5\t9:01:05\t9:02:05\t60\tHANG\t0:00:00\t0:00:00\t0\tNO_SERVER\r\n\
     AA01\t9\t4712\t1\tNW\t990204\t23:59:50\t0:00:10\t20\t0:00:00\t0:00:00\t0\tPHANTOM\t0:00:00\t0:00:00\t0\tNO_SERVER\r\n";

/// A request as the user agent's own telephone sends it. In `sip`, an octet 1 stands for the tag of the latest answer,
/// 3 for the Call-ID of the latest message of ours.
fn request(method: &str, sequence: u32, to_tag: &str, call_id: &str, body: &str) -> String {
    let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    let length = body.len();
    format!(
        "{method} sip:110@127.0.0.1:5060 SIP/2.0\r\n\
         Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK{method}{sequence};rport\r\nMax-Forwards: 70\r\n\
         From: \"Kim \\\"M\\\"\" <sip:1001@127.0.0.1:5062>;tag=from\r\nTo: <sip:110@127.0.0.1:5060>{to_tag}\r\n\
         Call-ID: {call_id}\r\nCSeq: {sequence} {method}\r\nContact: <sip:1001@127.0.0.1:5062>\r\n\
         Record-Route: <sip:127.0.0.1:5070;lr>\r\nAllow: INVITE, ACK, CANCEL, BYE, INFO, OPTIONS, UPDATE\r\n\
         {kind}Content-Length: {length}\r\n\r\n{body}"
    )
}

/// An answer to the latest message of ours: octet 2 stands for its branch.
fn answer(status: u32, method: &str, body: &str) -> String {
    let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    let length = body.len();
    format!(
        "SIP/2.0 {status} X\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=\u{2};received=127.0.0.1\r\n\
         From: <sip:heliotrope@127.0.0.1:5060>;tag=ours\r\nTo: <sip:7@127.0.0.1:5062>;tag=desk\r\n\
         Call-ID: \u{3}\r\nCSeq: 1 {method}\r\nContact: <sip:7@127.0.0.1:5062>\r\n{kind}Content-Length: {length}\r\n\r\n{body}"
    )
}

/// Calls: messages with zero octets between.
pub fn calls() -> Vec<Vec<u8>> {
    let invite = || request("INVITE", 1, "", "call-1", PLAIN);
    let within =
        |method: &str, sequence: u32, body: &str| request(method, sequence, ";tag=\u{1}", "call-1", body);
    let key = within("INFO", 3, "").replace(
        "Content-Length: 0\r\n\r\n",
        "Content-Type: application/dtmf-relay\r\nContent-Length: 24\r\n\r\nSignal=5\r\nDuration=160\r\n",
    );
    let stories = [
        vec![invite(), within("ACK", 1, ""), within("BYE", 2, "")],
        vec![invite(), within("ACK", 1, ""), within("INVITE", 2, HELD), within("ACK", 2, ""), key],
        vec![invite(), invite(), request("CANCEL", 1, "", "call-1", "")],
        vec![request("INVITE", 1, "", "call-2", ""), request("OPTIONS", 2, "", "call-3", "")],
        vec![answer(180, "INVITE", ""), answer(200, "INVITE", PLAIN), answer(200, "INVITE", PLAIN)],
        vec![answer(183, "INVITE", HELD), answer(486, "INVITE", "")],
        vec![request("REGISTER", 1, "", "call-4", ""), within("UPDATE", 2, PLAIN), within("PRACK", 3, "")],
    ];
    stories.iter().map(|story| story.join("\0").into_bytes()).collect()
}

/// Messages as a stream brings them: one, several, one that has not come wholly.
pub fn messages() -> Vec<Vec<u8>> {
    let (invite, bye) =
        (request("INVITE", 1, "", "call-1", PLAIN), request("BYE", 2, ";tag=a", "call-1", ""));
    let compact = bye
        .replace("Via:", "v:")
        .replace("From:", "f:")
        .replace("To:", "t:")
        .replace("Call-ID:", "i:")
        .replace("Content-Length:", "l:");
    let half = invite[..invite.len() - 40].to_owned();
    let folded = bye.replace("Max-Forwards: 70", "Subject: a\r\n b\r\nMax-Forwards: 70");
    [format!("{invite}{bye}"), format!("\r\n\r\n{bye}"), compact, half, folded, answer(200, "BYE", "")]
        .map(String::into_bytes)
        .to_vec()
}

/// Session descriptions of telephones.
pub fn descriptions() -> Vec<Vec<u8>> {
    [PLAIN, HELD, CHROMIUM].map(|text| text.as_bytes().to_vec()).to_vec()
}

/// Offers of browsers.
pub fn offers() -> Vec<Vec<u8>> {
    let opus_alone = CHROMIUM.replace("SAVPF 111 63 9 0 8 13 110 126", "SAVPF 111");
    [CHROMIUM, &opus_alone].map(|text| text.as_bytes().to_vec()).to_vec()
}

/// Packets of sound, and the key 5 pressed for three packets, its end told three times (RFC 4733 §2.5.1).
pub fn packets() -> Vec<Vec<u8>> {
    let packet = |kind: u8, sequence: u16, stamp: u32, payload: [u8; 4]| {
        let mut packet = vec![0x80, kind];
        packet.extend(sequence.to_be_bytes());
        packet.extend(stamp.to_be_bytes());
        packet.extend(7_u32.to_be_bytes());
        packet.extend(payload);
        packet
    };
    let sound = (0..8).flat_map(|n: u16| packet(8, n, u32::from(n) * 160, [0xd5; 4]));
    let key = (0..6).flat_map(|n: u16| {
        let duration = (160 * (n + 1)).min(480).to_be_bytes();
        let end = if n >= 3 { 0x8a } else { 0x0a };
        packet(101, 8 + n, 1_280, [5, end, duration[0], duration[1]])
    });
    vec![sound.clone().collect(), key.clone().collect(), sound.chain(key).collect()]
}

/// Frames of the desk, each its own.
pub fn frames() -> Vec<Vec<u8>> {
    let all: serde_json::Value = serde_json::from_str(FRAMES).expect("the committed frames are JSON");
    let client = all["client"].as_array().expect("there are frames of the page");
    client.iter().map(|frame| frame.to_string().into_bytes()).collect()
}

/// Flows of the demonstration.
pub fn flows() -> Vec<Vec<u8>> {
    FLOWS.map(|text| text.as_bytes().to_vec()).to_vec()
}

/// A log, and a mapping before as much of a log.
pub fn logs() -> Vec<Vec<u8>> {
    let rows: String = LOG.chars().cycle().take(MAPPING.len()).collect();
    vec![LOG.as_bytes().to_vec(), format!("{MAPPING}{rows}").into_bytes()]
}

/// Histories of a router: a plan, then steps of all sorts.
pub fn histories() -> Vec<Vec<u8>> {
    (1..=4).map(|seed| numbers(seed).take(40).flat_map(u64::to_le_bytes).collect()).collect()
}

/// Histories of bans: who did what, by which way.
pub fn bans() -> Vec<Vec<u8>> {
    (1..=2).map(|seed| numbers(seed).take(90).map(|number| number.to_be_bytes()[0]).collect()).collect()
}

/// Numbers that do not repeat soon: Knuth's MMIX generator, any will do.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed), |number| {
        Some(number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .skip(1)
}
