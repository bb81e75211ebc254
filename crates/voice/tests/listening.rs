//! A real browser plays an archive: each side in its channel, whole and from a player's element.

#[allow(dead_code)]
#[path = "../src/stations/tone.rs"]
mod tone;

use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use voice::media::Codec;
use voice::recorder::archive::Archiver;
use voice::recorder::timeline::Chunk;

/// A browser takes its time to start where much else is going on.
const PATIENCE: Duration = Duration::from_secs(120);
/// What the customer says, and what the agent says, in hertz.
const SIDES: [f64; 2] = [440.0, 1_000.0];
const SECONDS: u64 = 6;

/// Tells `length, channels, tone left, tone right` of what it decodes at once, and then the tones of what
/// its player plays. A tone is the one of the two that is in the channel while the other is not, or a dash.
const PAGE_TEXT: &str = r#"<!doctype html><meta charset=utf-8><title>player</title><script>
const tell = (words) => fetch('/heard', { method: 'POST', body: words });
const share = (samples, rate, frequency) => {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let last = 0, before = 0, whole = 0;
  for (const sample of samples) {
    [last, before] = [sample + turn * last - before, last];
    whole += sample * sample;
  }
  return whole < 0.01 ? 0 : (2 * (last * last + before * before - turn * last * before)) / samples.length / whole;
};
// A speech coder lets the phase of a tone wander: the tone is most of its channel, not all of it.
const tone = (samples, rate) => {
  const [low, high] = [440, 1000].map((hertz) => share(samples, rate, hertz));
  return low > 0.7 && high < 0.01 ? 440 : high > 0.7 && low < 0.01 ? 1000 : '-';
};
(async () => {
  try {
    const octets = await (await fetch('/sound')).arrayBuffer();
    const sound = await new OfflineAudioContext(2, 1, 48000).decodeAudioData(octets);
    const side = (channel) => tone(sound.getChannelData(channel).subarray(96000, 112384), 48000);
    await tell(`${sound.duration.toFixed(1)}, ${sound.numberOfChannels}, ${side(0)}, ${side(1)}`);
    const player = new Audio('/sound');
    const failed = new Promise((_, fail) => (player.onerror = () => fail(player.error.message)));
    const context = new AudioContext();
    const splitter = context.createChannelSplitter(2);
    const ears = [0, 1].map((channel) => {
      const ear = context.createAnalyser();
      ear.fftSize = 16384;
      splitter.connect(ear, channel);
      return ear;
    });
    context.createMediaElementSource(player).connect(splitter);
    splitter.connect(context.destination);
    player.loop = true;
    await Promise.race([player.play(), failed]);
    const samples = new Float32Array(16384);
    const heard = () => ears.map((ear) => (ear.getFloatTimeDomainData(samples), tone(samples, context.sampleRate)));
    while (heard().includes('-')) await new Promise((resolve) => setTimeout(resolve, 100));
    await tell(heard().join(', '));
  } catch (error) {
    tell(`failed: ${error}`);
  }
})();
</script>"#;

/// A conversation in which both sides say their tones all the time.
fn archive() -> Vec<u8> {
    let sides = SIDES.map(|hertz| {
        let second = tone::tone(8_000.0, &[hertz], 12_000.0, 8_000);
        Some((Codec::Alaw, second.iter().map(|sample| Codec::Alaw.encode(*sample)).collect()))
    });
    let mut archiver = Archiver::new().expect("there is a codec");
    for second in 0..SECONDS {
        let chunk = Chunk { first: second * 8_000, samples: 8_000, sides: sides.clone(), marks: vec![] };
        archiver.push(&chunk).expect("it is encoded");
    }
    archiver.finish().expect("it is encoded").0
}

/// Answers one request; what a page tells goes to the test.
async fn answer(mut stream: TcpStream, sound: &[u8], heard: mpsc::UnboundedSender<String>) -> Option<()> {
    let mut bytes = Vec::new();
    let (head, body) = loop {
        stream.read_buf(&mut bytes).await.ok().filter(|read| *read > 0)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok();
        let length: usize = head.lines().find_map(length).unwrap_or_default();
        if body.len() >= length {
            break (head.to_owned(), body.to_owned());
        }
    };
    let (kind, content) = match head.split(' ').nth(1)? {
        "/" => ("text/html", PAGE_TEXT.as_bytes()),
        "/sound" => ("audio/ogg", sound),
        "/heard" => {
            let _ = heard.send(body);
            ("text/plain", &b""[..])
        }
        _ => ("text/plain", &b""[..]),
    };
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}", content.len());
    stream
        .write_all(&[format!("{head}\r\nConnection: close\r\n\r\n").as_bytes(), content].concat())
        .await
        .ok()
}

/// Chromium; it ends with the test.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn browse(url: &str, profile: &std::path::Path) -> Browser {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let child = Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg("--autoplay-policy=no-user-gesture-required")
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Browser(child.expect("install chromium, or name it in $CHROMIUM"))
}

#[tokio::test]
async fn a_browser_plays_an_archive_each_side_in_its_channel() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("it is bound"));
    let (tell, mut heard) = mpsc::unbounded_channel();
    let server = tokio::spawn(async move {
        let sound: &'static [u8] = archive().leak();
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, sound, tell.clone()));
        }
    });
    let _browser = browse(&url, folder.path());
    for expected in ["6.0, 2, 440, 1000", "440, 1000"] {
        let told = tokio::time::timeout(PATIENCE, heard.recv()).await.expect("in time");
        assert_eq!(told.as_deref(), Some(expected));
    }
    server.abort();
}
