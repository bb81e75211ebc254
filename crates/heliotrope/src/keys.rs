//! `heliotrope keys`: the versions of the master key.

use crate::Failure;
use crate::command_line::{Data, Keys, KeysAct};
use crate::console;
use crate::contacts::{blocking, say};
use std::fmt::Write as _;
use std::time::Duration;
use store::audit::Kind;
use store::rotation::KeyStatus;
use store::{Error, Options, Reader, Store};

/// How often it is looked how far an exchange has come.
const LOOK: Duration = Duration::from_millis(500);

/// Does what was asked. A new version is on record before it is made.
pub fn run(options: Keys) -> Result<(), Failure> {
    blocking(async {
        let opening = opening(&options.data);
        match options.act {
            KeysAct::Status => say(&table(&Store::read_only(opening).await?.key_status().await?)),
            KeysAct::Rotate => rotate(&options.data, opening).await,
        }
    })
}

fn opening(data: &Data) -> Options {
    let mut opening = Options::new(&data.data);
    opening.database.clone_from(&data.database);
    opening.migrations = trust::MIGRATIONS.to_vec();
    opening.sealed = trust::SEALED.to_vec();
    opening
}

/// A server that runs does the work; without one it is done here.
async fn rotate(data: &Data, opening: Options) -> Result<(), Failure> {
    let record = console::act("cli:keys.rotate", Kind::Change);
    match Store::open(opening.clone()).await {
        Ok(store) => {
            let begin = async { Ok(store.exchange_master_key().await?) };
            let done = async {
                begun(console::on_record(store.db(), record, begin).await?)?;
                follow(&store).await
            };
            let done = done.await;
            store.close().await;
            done
        }
        Err(Error::FolderHeld { .. } | Error::DatabaseHeld { .. }) => {
            let db = console::beside(data).await?;
            let begin = async { Ok(store::rotation::begin_beside(&opening).await?) };
            begun(console::on_record(&db, record, begin).await?)?;
            follow(&Store::read_only(opening).await?).await
        }
        Err(error) => Err(error.into()),
    }
}

fn begun(version: i64) -> Result<(), Failure> {
    say(&format!("version {version} of the master key is in use: put it into the backup of keys now\n"))
}

/// Tells how far it has come. To end this command does not end the exchange.
async fn follow(reader: &Reader) -> Result<(), Failure> {
    let mut told = None;
    loop {
        let status = reader.key_status().await?;
        if !status.goes_on() {
            say(&table(&status))?;
            return Ok(());
        }
        if told.replace(status.left) != Some(status.left) {
            say(&format!("{} of {} keys are wrapped anew\n", status.all - status.left, status.all))?;
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn table(status: &KeyStatus) -> String {
    let mut text = String::new();
    for of in &status.versions {
        let use_of = match (of.needed_for_backups_before, of.done) {
            (Some(before), _) => format!("needed for backups made before {before} only"),
            (None, _)
                if of.wraps > 0 && Some(of.version) != status.versions.last().map(|last| last.version) =>
            {
                "being exchanged: needed".to_owned()
            }
            (None, Some(done)) => format!("in use, alone since {done}"),
            (None, None) => "in use".to_owned(),
        };
        let _ = writeln!(
            text,
            "version {:<3} made {}  wraps {:>9} keys  {use_of}",
            of.version, of.made, of.wraps
        );
    }
    if status.goes_on() {
        let _ = writeln!(text, "the exchange goes on while the server runs: {} keys are left", status.left);
    }
    text
}
