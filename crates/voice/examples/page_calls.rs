//! Calls between browsers and a G.711 trunk under measurement, over the loopback.
//!
//! ```text
//! page_calls plain|opus|idle CALLS SECONDS NODE_CORE CLIENT_CORE
//! ```
//!
//! The node runs on one core, pages and telephones on the other, in one process. Every call sends
//! 50 packets a second each way; `idle` connects stations that speak and are in no call. Printed is
//! what the media thread took, a name and a value a line.

#[allow(dead_code)]
#[path = "../tests/support/floor.rs"]
mod floor;
#[allow(dead_code)]
#[path = "../tests/support/page.rs"]
mod page;
#[allow(dead_code)]
#[path = "../tests/support/telephone.rs"]
mod telephone;

use opus_pure::{Application, OpusEncoder};
use page::Browser;
use phones::page::{OPUS, Page, Speaks};
use std::net::{SocketAddr, UdpSocket};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use telephone::Telephone;
use vocabulary::voice::{Event, Order, PAGE};
use vocabulary::{AgentId, LegId};
use voice::media::Codec;
use voice::media::rtp::Header;
use voice::stations::Prefer;

/// From packet to packet of a call.
const FRAME: Duration = Duration::from_millis(20);
/// Before anything is measured.
const SETTLE: Duration = Duration::from_secs(2);

/// One call's client side.
struct Call {
    page: Page,
    socket: UdpSocket,
    trunk: Option<(UdpSocket, SocketAddr)>,
    header: Header,
    heard: (u64, u64),
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [codec, calls, seconds, node_core, client_core] = arguments.as_slice() else {
        return eprintln!("usage: page_calls plain|opus|idle CALLS SECONDS NODE_CORE CLIENT_CORE");
    };
    let number = |text: &str| text.parse::<u64>().expect("a number");
    keep_to(number(node_core) as usize);
    let run = run(codec, number(calls), Duration::from_secs(number(seconds)), number(client_core) as usize);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(run);
}

async fn run(codec: &str, count: u64, lasting: Duration, client_core: usize) {
    let mut options = floor::options();
    options.stations.most = count as usize;
    options.admission.new_calls_per_second = 1e6;
    options.admission.burst = 1e6;
    let speaks = if codec == "opus" { Speaks::Opus } else { Speaks::Plain };
    options.stations.prefer = if codec == "opus" { Prefer::Opus } else { Prefer::Plain };
    let (voice, mut floor) = floor::start(options).await;
    let opus = codec == "opus";
    let (open, opened) = mpsc::sync_channel(count as usize + 1);
    // Each speaks from when it is open: a page that is silent for two seconds counts as lost.
    let clients = std::thread::spawn(move || {
        keep_to(client_core);
        converse(&opened, opus, SETTLE + lasting)
    });
    for number in 1..=count {
        let agent = AgentId(number);
        let browser = Browser::open(&voice, agent, speaks).await;
        let mut trunk = None;
        if codec != "idle" {
            let mut caller = Telephone::udp(voice.local()).await;
            caller.says(caller.invite()).await;
            let a = floor.answers().await;
            let answer = caller.hears("200 INVITE").await;
            caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
            let leg = LegId::dialled(number);
            let to = PAGE.to_owned();
            floor.order(Order::Dial { leg, to, agent: Some(agent), on_behalf_of: Some(a) }).await;
            floor.hears(Event::Ringing { leg }).await;
            voice.stations().answer(agent, leg).expect("it rings");
            floor.hears(Event::Answered { leg }).await;
            floor.order(Order::Join { a, b: leg }).await;
            let to = SocketAddr::from(([127, 0, 0, 1], answer.audio_port()));
            trunk = Some((caller.audio.into_std().expect("a socket"), to));
        }
        let (page, socket) = browser.into_parts();
        let header = Header { marker: false, payload: 0, sequence: 1, timestamp: 160, ssrc: number as u32 };
        let call = Call { page, socket, trunk, header, heard: (0, 0) };
        open.send(Some(call)).expect("somebody converses");
    }
    open.send(None).expect("somebody converses");
    tokio::time::sleep(SETTLE).await;
    let before = (Instant::now(), media_ticks());
    tokio::time::sleep(lasting).await;
    let took = (media_ticks() - before.1) as f64 / 100.0;
    let share = took / before.0.elapsed().as_secs_f64();
    let stats = voice.stats().media;
    let heard = tokio::task::spawn_blocking(|| clients.join()).await.expect("it ends").expect("it ends");
    println!("calls {count}");
    println!("share_of_a_core {share:.5}");
    println!("share_a_call {:.7}", share / count as f64);
    println!("longest_work_us {}", stats.longest_work);
    println!("pages_heard {:.5}", heard.0);
    println!("telephones_heard {:.5}", heard.1);
    println!("resident_kib {}", resident_kib());
}

/// Speaks on every call that is opened, and listens; when all are open (`None`), goes on for `lasting`
/// and returns what share of what was said then was heard, by pages and by telephones.
fn converse(opened: &Receiver<Option<Call>>, opus: bool, lasting: Duration) -> (f64, f64) {
    let speech = speech();
    let plain: Vec<Vec<u8>> = speech
        .chunks_exact(960)
        .map(|frame| frame.iter().step_by(6).map(|sample| Codec::Ulaw.encode(*sample)).collect())
        .collect();
    let packets = if opus { encoded(&speech) } else { plain.clone() };
    let mut calls: Vec<Call> = Vec::new();
    let mut all_open: Option<Instant> = None;
    let (mut frames, mut said) = (0, 0u64);
    while all_open.is_none_or(|at| at.elapsed() < lasting) {
        let began = Instant::now();
        for next in opened.try_iter() {
            if next.is_none() {
                all_open = Some(began);
                said = 0;
                calls.iter_mut().for_each(|call| call.heard = (0, 0));
            }
            calls.extend(next);
        }
        let count = calls.len().max(1) as u32;
        for (place, call) in calls.iter_mut().enumerate() {
            let at = began + FRAME * place as u32 / count;
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            let frame = (frames + place) % packets.len();
            let (kind, ticks) = if opus { (OPUS, 960) } else { (0, 160) };
            call.page.say(Instant::now(), kind, &packets[frame], ticks);
            call.turn(&plain[frame % plain.len()]);
        }
        std::thread::sleep((began + FRAME).saturating_duration_since(Instant::now()));
        frames += 1;
        said += calls.len() as u64;
    }
    let said = said.max(1) as f64;
    let sum = |of: fn(&Call) -> u64| calls.iter().map(of).sum::<u64>() as f64 / said;
    (sum(|call| call.heard.0), sum(|call| call.heard.1))
}

impl Call {
    /// Sends one packet each way, and takes in what has come.
    fn turn(&mut self, octets: &[u8]) {
        let Call { page, socket, trunk, header, heard } = self;
        let mut room = [0; 2_048];
        page.poll(Instant::now(), &mut |to, datagram| drop(socket.send_to(datagram, to)));
        while let Ok((length, from)) = socket.recv_from(&mut room) {
            page.receive(Instant::now(), from, &room[..length]);
            page.poll(Instant::now(), &mut |to, datagram| drop(socket.send_to(datagram, to)));
        }
        heard.0 += page.heard.drain(..).count() as u64;
        let Some((audio, to)) = trunk else { return };
        let _ = audio.send_to(&[&header.write()[..], octets].concat(), *to);
        header.sequence = header.sequence.wrapping_add(1);
        header.timestamp = header.timestamp.wrapping_add(160);
        while audio.recv_from(&mut room).is_ok() {
            heard.1 += 1;
        }
    }
}

/// Two seconds of something that swells and falls as speech does, 48,000 Hz.
fn speech() -> Vec<i16> {
    let sample = |at: usize| {
        let time = at as f64 / 48_000.0;
        let voice: f64 =
            (1..12).map(|n| (std::f64::consts::TAU * 140.0 * f64::from(n) * time).sin() / f64::from(n)).sum();
        (voice * 6_000.0 * (std::f64::consts::TAU * 2.0 * time).sin().max(0.05)) as i16
    };
    (0..96_000).map(sample).collect()
}

/// As a browser encodes it: 32 kbit/s.
fn encoded(speech: &[i16]) -> Vec<Vec<u8>> {
    let mut encoder = OpusEncoder::new(48_000, 1, Application::Voip).expect("a rate of Opus");
    encoder.bitrate_bps = 32_000;
    let encode = |frame: &[i16]| {
        let mut packet = [0; 1_500];
        let length = encoder.encode_s16(frame, 960, &mut packet).expect("20 ms");
        packet[..length].to_vec()
    };
    speech.chunks_exact(960).map(encode).collect()
}

/// Processor time of the media thread so far, in hundredths of a second.
fn media_ticks() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").expect("there is /proc");
    for thread in threads.flatten() {
        let read = |name| std::fs::read_to_string(thread.path().join(name)).unwrap_or_default();
        if read("comm").trim() == "media" {
            let stat = read("stat");
            let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
            return fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        }
    }
    0
}

fn resident_kib() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * 4
}

/// Keeps this thread, and those it starts, to a core.
fn keep_to(core: usize) {
    // SAFETY: all-zero is a valid value of this plain C structure, and the call only reads it.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(core, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set);
    }
}
