//! `heliotrope recordings …`: a look at recordings, beside a running server or without one.

use crate::Failure;
use crate::command_line::{Data, Recordings, RecordingsCommand};
use crate::contacts::{blocking, open, say};
use centre::recordings::Facts;
use std::fmt::Write as _;
use store::recordings::{Counts, State};
use store::{Reader, RecordingRow};
use voice::media::g711::RATE;
use voice::recorder::archive;

/// Rows asked for at once.
const PAGE: u32 = 100;
/// Samples by which an archive may differ from what is noted of it: a frame.
const FRAME: u64 = RATE as u64 / 50;

/// Carries out what was asked for.
pub fn run(options: Recordings) -> Result<(), Failure> {
    blocking(async {
        match options.command {
            RecordingsCommand::List { data, limit } => list(data, limit).await,
            RecordingsCommand::Verify { data } => verify(data).await,
            RecordingsCommand::Figures { data } => figures(data).await,
        }
    })
}

/// Some recordings do not decode.
#[derive(Debug, thiserror::Error)]
#[error("{0} recordings cannot be played: restore the folder blobs from a backup")]
struct Unplayable(usize);

async fn list(data: Data, limit: u32) -> Result<(), Failure> {
    let reader = open(data).await?;
    let rows = reader.recordings().newest(None, limit).await?;
    if rows.is_empty() {
        return say("no recordings\n");
    }
    let mut text = format!(
        "{:<9} {:<9} {:<24} {:<24} {:<8} {}\n",
        "recording", "contact", "started", "ended", "state", "reason"
    );
    for row in rows {
        let ended = row.ended_at.map_or_else(|| "–".to_owned(), |ended| ended.to_string());
        writeln!(
            text,
            "{:<9} {:<9} {:<24} {:<24} {:<8} {}",
            row.recording.to_string(),
            row.contact.to_string(),
            row.started_at.to_string(),
            ended,
            row.state.tag(),
            row.reason.as_deref().unwrap_or_default(),
        )?;
    }
    say(&text)
}

async fn figures(data: Data) -> Result<(), Failure> {
    let Counts { due, playable, pending, failed, running, erased } =
        open(data).await?.recordings().counts().await?;
    let decided = playable + failed;
    let share = match decided {
        0 => "–".to_owned(),
        _ => format!("{:.2} %", 100.0 * playable as f64 / decided as f64),
    };
    say(&format!(
        "due       {due}\nplayable  {playable}\nfailed    {failed}\npending   {pending}\nsuccess   {share}\n\
         running   {running}\nerased    {erased}\n"
    ))
}

/// Decodes every archive there is.
async fn verify(data: Data) -> Result<(), Failure> {
    let reader = open(data).await?;
    let (mut before, mut played, mut broken) = (None, 0, 0);
    loop {
        let rows = reader.recordings().newest(before, PAGE).await?;
        let Some(last) = rows.last() else { break };
        before = Some(last.recording);
        for row in rows.iter().filter(|row| row.state == State::Ready) {
            match decoded(&reader, row).await {
                Ok(()) => played += 1,
                Err(why) => {
                    broken += 1;
                    say(&format!("{} of {} cannot be played: {why}\n", row.recording, row.contact))?;
                }
            }
        }
    }
    say(&format!("{played} recordings were decoded, both channels, in full\n"))?;
    if broken == 0 { Ok(()) } else { Err(Unplayable(broken).into()) }
}

async fn decoded(reader: &Reader, row: &RecordingRow) -> Result<(), Failure> {
    let (Some(stored), Some(sealed)) = (row.archive, &row.facts) else {
        return Err("its row names no archive".into());
    };
    let key = reader.blobs().key(stored.key).await?;
    let facts = Facts::open(row.recording, &key, sealed)?;
    let ogg = reader.blobs().open(stored.blob, &key)?.read_all()?;
    let found = archive::length(&ogg)?;
    let expected = (facts.duration_s * f64::from(RATE)).round() as u64;
    if found.abs_diff(expected) > FRAME {
        return Err(format!("it has {found} samples of {expected}").into());
    }
    Ok(())
}
