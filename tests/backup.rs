//! A backup that is taken while a caller talks, and a centre that goes on from it elsewhere.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::{AgentOptions, End, Options, Phones, Stage, Step};
use std::fs;
use std::path::Path;
use std::process::Command;
use vocabulary::Span;

/// Runs the program without a centre; whether it went well, and what it says.
fn run(arguments: &[&str], paths: &[&Path]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heliotrope"));
    let output = command.args(arguments).args(paths).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_backup_during_a_call_opens_elsewhere_with_all_that_was_on_record() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nrecord = true")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let mut centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let talk = [Step::HearAgent { patience: Span::seconds(30) }];
    // Long enough that there is something to record.
    let speak = Step::Wait(Span::seconds(1));
    let first = phones.call(caller(&centre, "100", [talk[0].clone(), speak])).unwrap().wait().unwrap();
    assert_eq!(first.end, End::HungUp);
    let recorded = centre.contact("line", 1);
    centre.closed(recorded);
    centre.recording(recorded, "ready");

    let stay = Step::AwaitHangUp { within: Span::seconds(100) };
    let call = phones.call(caller(&centre, "100", [talk[0].clone(), stay])).unwrap();
    assert!(call.wait_until(Stage::WithAgent, LIMIT));
    let home = tempfile::tempdir().unwrap();
    let [key, file, folder] = ["backup.key", "centre.backup", "elsewhere"].map(|name| home.path().join(name));
    let [key_text, file_text] = [&key, &file].map(|path| path.to_str().unwrap().to_owned());
    let taken = centre.command_line(&["backup", &file_text, "--make-key", "--key", &key_text]);
    assert!(taken.contains("is whole") && taken.contains("journal up to J-"), "{taken}");
    call.hang_up().unwrap();
    let ended = call.wait().unwrap();
    assert!(ended.bye_answered && ended.received.is_unbroken(), "the backup disturbed a call");
    let on_record = centre.command_line(&["audit", "list", "--operation", "cli:backup"]);
    assert!(on_record.contains("cli:backup"), "{on_record}");

    let (whole, said) = run(&["backup", "--check", "--key", &key_text], &[&file]);
    assert!(whole, "{said}");
    let sealed = fs::read(&file).unwrap();
    assert!(!sealed.windows(14).any(|window| window == b"contact_opened"), "it can be read");
    let damaged = home.path().join("damaged");
    let mut bytes = sealed;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(&damaged, bytes).unwrap();
    let (taken, said) =
        run(&["restore", "--key", &key_text, "--data", folder.to_str().unwrap()], &[&damaged]);
    assert!(!taken && said.contains("is damaged at") && !folder.exists(), "{said}");
    let (taken, said) = run(&["restore", "--key", &key_text, "--data", folder.to_str().unwrap()], &[&file]);
    assert!(taken && said.contains("is restored"), "{said}");

    // It goes on from there: the contacts are there, the sound of the first opens, the record is whole.
    centre.stop();
    centre.go_on_from(folder);
    let told = centre.closed(recorded);
    assert_eq!(told["closed_at"].as_str().map(str::is_empty), Some(false), "{told}");
    assert!(centre.sound(recorded).starts_with(b"OggS"));
    let interrupted = centre.closed(centre.contact("line", 2));
    assert_eq!(interrupted["reason"], "interrupted", "{interrupted}");
    let verified = centre.command_line(&["audit", "verify"]);
    assert!(!verified.contains("missing"), "{verified}");
    let on_record = centre.command_line(&["audit", "list", "--operation", "cli:restore"]);
    assert!(on_record.contains("cli:restore"), "{on_record}");
}
