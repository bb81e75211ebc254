//! A real browser as an agent's telephone: Chromium with a microphone that plays a file.

mod support;

#[allow(dead_code)]
#[path = "../src/stations/tone.rs"]
mod tone;

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::floor;
use support::telephone::Telephone;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc;
use vocabulary::voice::{Event, Order, PAGE};
use vocabulary::{AgentId, LegId, Time};
use voice::Stations;
use voice::media::rtp::Header;
use voice::media::{Codec, keys};
use voice::stations::{Link, Prefer};

const AGENT: AgentId = AgentId(7);
const LEG: LegId = LegId(3);
/// A browser takes its time to start where much else is going on.
const PATIENCE: Duration = Duration::from_secs(120);
/// What the microphone hears, and what the caller says, in hertz.
const MICROPHONE: f64 = 700.0;
const CALLER: f64 = 1_000.0;

const PAGE_TEXT: &str = r#"<!doctype html><meta charset=utf-8><title>telephone</title><script>
const post = (path, body) => fetch(path, { method: 'POST', body });
const share = (samples, rate, frequency) => {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let last = 0, before = 0, whole = 0;
  for (const sample of samples) {
    [last, before] = [sample + turn * last - before, last];
    whole += sample * sample;
  }
  return whole < 0.01 ? 0 : (2 * (last * last + before * before - turn * last * before)) / samples.length / whole;
};
(async () => {
  try {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: plain });
    const peer = new RTCPeerConnection();
    const sender = peer.addTrack(microphone.getAudioTracks()[0], microphone);
    const arrived = new Promise((resolve) => (peer.ontrack = (event) => resolve(event.streams[0])));
    await peer.setLocalDescription();
    const response = await post('/offer', peer.localDescription.sdp);
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    const stream = await arrived;
    const audio = new Audio();
    audio.srcObject = stream;
    audio.play();
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 16384;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    for (;;) {
      const command = await (await fetch('/next')).text();
      if (command === 'reload') return location.reload();
      if (command === 'press') sender.dtmf.insertDTMF('159#', 100, 70);
      if (command === 'listen') {
        do {
          await new Promise((resolve) => setTimeout(resolve, 200));
          analyser.getFloatTimeDomainData(samples);
        } while (share(samples, context.sampleRate, 1000) < 0.8);
        await post('/heard', 'the caller');
      }
    }
  } catch (error) {
    post('/heard', `failed: ${error}`);
  }
})();
</script>"#;

/// The smallest server a page needs.
struct Server {
    stations: Stations,
    heard: mpsc::UnboundedSender<String>,
    commands: tokio::sync::Mutex<mpsc::UnboundedReceiver<&'static str>>,
}

impl Server {
    async fn serve(self, listener: TcpListener) {
        let server = Arc::new(self);
        while let Ok((stream, _)) = listener.accept().await {
            let server = server.clone();
            tokio::spawn(async move { server.answer(stream).await });
        }
    }

    async fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut bytes = Vec::new();
        let (head, body) = loop {
            stream.read_buf(&mut bytes).await.ok().filter(|read| *read > 0)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length =
                |line: &str| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok();
            let length: usize = head.lines().find_map(length).unwrap_or_default();
            if body.len() >= length {
                break (head.to_owned(), body.to_owned());
            }
        };
        let path = head.split(' ').nth(1)?;
        let (kind, text) = match path {
            "/" => ("text/html", PAGE_TEXT.to_owned()),
            "/offer" => ("text/plain", self.stations.connect(AGENT, &body).await.expect("it is taken").1),
            "/next" => ("text/plain", self.commands.lock().await.recv().await?.to_owned()),
            "/heard" => {
                let _ = self.heard.send(body);
                ("text/plain", String::new())
            }
            // A picture for the tab, say.
            _ => ("text/plain", String::new()),
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}", text.len());
        let answer = format!("{head}\r\nConnection: close\r\n\r\n{text}");
        stream.write_all(answer.as_bytes()).await.ok()
    }
}

/// What the caller's telephone hears, as long as it says its tone.
#[derive(Default)]
struct Ear {
    samples: Vec<i16>,
    keys: String,
    receiver: keys::Receiver,
}

/// Says the caller's tone and listens, until the test is over.
async fn talk(audio: UdpSocket, to: SocketAddr, ear: Arc<Mutex<Ear>>) {
    let second = tone::tone(8_000.0, &[CALLER], 12_000.0, 8_000);
    let octets: Vec<u8> = second.iter().map(|sample| Codec::Ulaw.encode(*sample)).collect();
    let mut header = Header { marker: false, payload: 0, sequence: 1, timestamp: 160, ssrc: 9 };
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    let mut room = [0; 2_048];
    loop {
        tokio::select! {
            _ = pace.tick() => {
                let frame = &octets[usize::from(header.sequence % 50) * 160..][..160];
                let _ = audio.send_to(&[&header.write()[..], frame].concat(), to).await;
                header.sequence = header.sequence.wrapping_add(1);
                header.timestamp = header.timestamp.wrapping_add(160);
            }
            Ok((length, _)) = audio.recv_from(&mut room) => {
                let Some((header, payload)) = Header::read(&room[..length]) else { continue };
                let Ear { samples, keys, receiver } = &mut *ear.lock().expect("nobody panicked");
                match (Codec::from_static_payload(header.payload), keys::Event::read(&room[payload.clone()])) {
                    (Some(codec), _) => samples.extend(room[payload].iter().map(|octet| codec.decode(*octet))),
                    (None, Some(event)) => receiver.event(Time(0), &header, event, |key| keys.push(key)),
                    (None, None) => {}
                }
            }
        }
    }
}

/// Waits until the caller has heard the microphone for a second, from now on.
async fn microphone_is_heard(ear: &Mutex<Ear>) {
    ear.lock().expect("nobody panicked").samples.clear();
    let heard = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let samples = &mut ear.lock().expect("nobody panicked").samples;
            if samples.len() >= 8_000 {
                let whole = samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64;
                if whole > 1e5 && tone::power(8_000.0, MICROPHONE, samples) > 0.8 * whole {
                    return;
                }
                samples.clear();
            }
        }
    };
    tokio::time::timeout(PATIENCE, heard).await.expect("the microphone is heard");
}

/// A microphone: ten seconds of a tone, as WAVE.
fn microphone() -> Vec<u8> {
    let samples = tone::tone(48_000.0, &[MICROPHONE], 12_000.0, 480_000);
    let length = 2 * samples.len() as u32;
    let mut wave = [&b"RIFF"[..], &(36 + length).to_le_bytes(), b"WAVEfmt "].concat();
    wave.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    wave.extend(48_000u32.to_le_bytes());
    wave.extend(96_000u32.to_le_bytes());
    wave.extend([2, 0, 16, 0]);
    wave.extend([&b"data"[..], &length.to_le_bytes()].concat());
    wave.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    wave
}

/// Chromium; it ends with the test.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn browse(url: &str, folder: &std::path::Path) -> Browser {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let wave = folder.join("microphone.wav");
    std::fs::write(&wave, microphone()).expect("it is written");
    let child = Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
        .arg("--autoplay-policy=no-user-gesture-required")
        .arg(format!("--use-file-for-fake-audio-capture={}", wave.display()))
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Browser(child.expect("install chromium, or name it in $CHROMIUM"))
}

async fn next(heard: &mut mpsc::UnboundedReceiver<String>) -> String {
    tokio::time::timeout(PATIENCE, heard.recv()).await.expect("in time").expect("the server lives")
}

async fn talks_with_a_telephone(prefer: Prefer) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = floor::options();
    options.stations.prefer = prefer;
    let (voice, mut floor) = floor::start(options).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("it is bound"));
    let (tell, mut heard) = mpsc::unbounded_channel();
    let (command, commands) = mpsc::unbounded_channel();
    let stations = voice.stations();
    let server = Server { stations: stations.clone(), heard: tell, commands: commands.into() };
    let server = tokio::spawn(server.serve(listener));
    let _browser = browse(&url, folder.path());
    let mut state = stations.watch(AGENT);
    let connected = state.wait_for(|state| state.link == Link::Connected);
    tokio::time::timeout(PATIENCE, connected).await.expect("it connects").expect("the node lives");

    let mut caller = Telephone::udp(voice.local()).await;
    caller.says(caller.invite()).await;
    let a = floor.answers().await;
    let answer = caller.hears("200 INVITE").await;
    caller.says(caller.request("ACK", 1, answer.to_tag(), "", "")).await;
    let spare = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
    let audio = std::mem::replace(&mut caller.audio, spare);
    let ear = Arc::new(Mutex::new(Ear::default()));
    let to = SocketAddr::from(([127, 0, 0, 1], answer.audio_port()));
    let talking = tokio::spawn(talk(audio, to, ear.clone()));

    floor
        .order(Order::Dial { leg: LEG, to: PAGE.to_owned(), agent: Some(AGENT), on_behalf_of: Some(a) })
        .await;
    floor.hears(Event::Ringing { leg: LEG }).await;
    stations.answer(AGENT, LEG).expect("it rings");
    floor.hears(Event::Answered { leg: LEG }).await;
    floor.order(Order::Join { a, b: LEG }).await;

    microphone_is_heard(&ear).await;
    command.send("listen").expect("the server lives");
    assert_eq!(next(&mut heard).await, "the caller");
    command.send("press").expect("the server lives");
    let pressed = async {
        while ear.lock().expect("nobody panicked").keys != "159#" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, pressed).await;
    assert!(in_time.is_ok(), "instead: {}", ear.lock().expect("nobody panicked").keys);
    let known = *stations.watch(AGENT).borrow();
    assert!(known.figures.loss.is_some_and(|loss| loss < 0.2), "{known:?}");

    command.send("reload").expect("the server lives");
    let told = tokio::time::timeout(PATIENCE, floor.next()).await.expect("in time");
    if told == (Event::Parted { leg: LEG }) {
        floor.hears(Event::Returned { leg: LEG }).await;
    } else {
        panic!("instead of a page that parts: {told:?}");
    }
    microphone_is_heard(&ear).await;
    command.send("listen").expect("the server lives");
    assert_eq!(next(&mut heard).await, "the caller");
    talking.abort();
    server.abort();
    voice.stop().await;
}

#[tokio::test]
async fn a_browser_talks_with_a_telephone_in_g711_and_survives_a_reload() {
    talks_with_a_telephone(Prefer::Plain).await;
}

#[tokio::test]
async fn a_browser_talks_with_a_telephone_in_opus_and_survives_a_reload() {
    talks_with_a_telephone(Prefer::Opus).await;
}
