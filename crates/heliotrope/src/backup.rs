//! `heliotrope backup` and `heliotrope restore`.

use crate::Failure;
use crate::command_line::{Backup, Data, Restore, Secret as Given};
use crate::console;
use crate::contacts::{blocking, say};
use crate::replay::Progress as Line;
use std::path::Path;
use store::Options;
use store::audit::Kind;
use store::backup::{self, Key, Passphrase, Progress, Secret, Step, Summary};

const MIB: u64 = 1024 * 1024;

/// Takes a backup, or checks one.
pub fn take(options: Backup) -> Result<(), Failure> {
    blocking(async {
        let secret = secret(&options.secret, options.make_key)?;
        let Some(file) = &options.file else { return say("the key was made; keep a copy of it elsewhere\n") };
        let mut line = Line::new();
        let mut told = |progress| tell(&mut line, progress);
        let summary = if options.check {
            backup::verify(file, &secret, trust::MIGRATIONS, &mut told).await?
        } else {
            let db = console::beside(&options.data).await?;
            let opening = opening(&options.data);
            let taken = async { Ok(backup::take(&opening, file, &secret, &mut told).await?) };
            console::on_record(&db, console::act("cli:backup", Kind::Export), taken).await?
        };
        line.end();
        say(&sentence(file, "is whole", &summary))
    })
}

/// Restores one.
pub fn restore(options: Restore) -> Result<(), Failure> {
    blocking(async {
        let secret = secret(&options.secret, false)?;
        let mut line = Line::new();
        let mut told = |progress| tell(&mut line, progress);
        let summary = backup::restore(&options.file, &secret, &opening(&options.data), &mut told).await?;
        line.end();
        // A backup of an earlier release has the record's form of then: the next start brings it up to date.
        if let Ok(db) = console::beside(&options.data).await {
            console::record(&db, console::act("cli:restore", Kind::Change)).await?;
        }
        say(&sentence(&options.file, "is restored", &summary))
    })
}

fn secret(given: &Given, make: bool) -> Result<Secret, Failure> {
    Ok(match (&given.key, &given.passphrase_file) {
        (Some(key), _) if make => Secret::Key(Key::make(key)?),
        (Some(key), _) => Secret::Key(Key::read(key)?),
        (None, Some(words)) => Secret::Passphrase(Passphrase::read(words)?),
        (None, None) => unreachable!("the command line asks for one of them"),
    })
}

fn opening(data: &Data) -> Options {
    let mut opening = Options::new(&data.data);
    opening.database.clone_from(&data.database);
    opening.migrations = trust::MIGRATIONS.to_vec();
    opening
}

fn tell(line: &mut Line, Progress { step, done, of }: Progress) {
    let what = match step {
        Step::Gathering => "gathering",
        Step::Writing => "MiB written:",
        Step::Checking => "MiB checked:",
    };
    let mib = |bytes: u64| u32::try_from(bytes / MIB).unwrap_or(u32::MAX);
    line.say(what, mib(done), mib(of));
}

fn sentence(file: &Path, what: &str, summary: &Summary) -> String {
    let Summary { taken, sequence, files, bytes, postgres } = summary;
    let database = if *postgres { "PostgreSQL" } else { "the built-in database" };
    let mib = *bytes as f64 / MIB as f64;
    format!(
        "{} {what}: taken {taken}, journal up to {sequence}, {database} and {files} files, {mib:.1} MiB\n",
        file.display()
    )
}
