//! A bank that was generated into a folder: the same bank, or none.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::Bank;
use bank::finding::{Key, NameText};
use jiff::civil::{Date, date};
use sandbox_bank::{Generated, NotGenerated, NotOpened, SandboxBank, generate};
use std::fs;
use std::path::Path;
use std::process::Command;

const DAY: Date = date(2026, 2, 10);
const SEED: u64 = 7;
// More than two portions, and the last customer has no neighbour.
const CUSTOMERS: usize = 1_101;

fn generated(folder: &Path) -> Generated {
    let mut told = Vec::new();
    let made = generate(folder, (SEED, CUSTOMERS, DAY), |done| told.push(done)).unwrap();
    assert_eq!(told, [500, 1_000, 1_101]);
    made
}

#[tokio::test]
async fn kept_books_are_those_that_are_made_anew_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("bank");
    let made = generated(&books);
    let (kept, twin) = (SandboxBank::open(&books).unwrap(), SandboxBank::on(DAY, SEED, CUSTOMERS));
    assert_eq!(kept.customers(), CUSTOMERS);
    assert_eq!(kept.findable_percent(), 100, "nobody waits for an index that is there");
    for place in 0..CUSTOMERS {
        let customer = twin.credentials(place).unwrap().customer;
        let (read, expected) = (kept.transactions(&customer).await, twin.transactions(&customer).await);
        assert!(read.unwrap() == expected.unwrap(), "the transactions of customer {place} are others");
        if place % 50 == 0 {
            let identity = twin.identity(&customer).await.unwrap();
            let text = NameText::new(&identity.name.expose()).unwrap();
            let document = identity.document.unwrap().number;
            for key in [Key::Name { text, born: identity.birthday }, Key::Document(document)] {
                assert!(
                    kept.find(&key).await == twin.find(&key).await,
                    "customer {place} is found otherwise"
                );
            }
        }
    }
    let (read, derived) = (kept.check_books(|_| ()).unwrap(), twin.check_books(|_| ()).unwrap());
    assert_eq!(read, derived);
    assert_eq!((made.customers, made.transactions), (read.customers, read.transactions));
}

#[test]
fn a_folder_holds_a_whole_bank_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("bank");
    // What a generation left that was killed.
    fs::create_dir(folder.path().join("bank.making")).unwrap();
    assert!(matches!(SandboxBank::open(&books), Err(NotOpened::NoBank(..))));
    generated(&books);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "it is cleared away");
    assert!(matches!(generate(&books, (SEED, 1, DAY), |_| ()), Err(NotGenerated::IsThere(_))));

    for name in ["head", "places", "index", "transactions"] {
        let file = books.join(name);
        let whole = fs::read(&file).unwrap();
        let opened = |bytes: &[u8]| {
            fs::write(&file, bytes).unwrap();
            let bank = SandboxBank::open(&books).ok()?;
            // What is not read at once is read by whoever is asked about it.
            (name != "transactions" || bank.check_books(|_| ()).is_ok()).then_some(bank)
        };
        assert!(opened(&whole[..whole.len() - 1]).is_none(), "{name} is cut off");
        for at in [0, whole.len() / 3, whole.len() - 2] {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            assert!(opened(&damaged).is_none(), "byte {at} of {name} is another one");
        }
        // Two records change places.
        if name == "transactions" {
            let mut moved = whole.clone();
            moved[..80].rotate_left(40);
            assert!(opened(&moved).is_none(), "records were moved");
        }
        assert!(opened(&whole).is_some());
    }
}

#[test]
fn the_program_generates_a_bank_and_checks_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("bank");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_sandbox-bank")).args(arguments).output().unwrap();
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        (output.status.success(), said)
    };
    let at = books.to_str().unwrap();
    let (worked, said) = run(&["--generate", at, "--customers", "300"]);
    assert!(worked && said.contains("generated 300 customers"), "{said}");
    let (worked, said) = run(&["--books", at, "--check-books"]);
    assert!(worked && said.contains("300 customers balance"), "{said}");
    let (worked, said) = run(&["--generate", at]);
    assert!(!worked && said.contains("is there already"), "{said}");
    fs::remove_file(books.join("head")).unwrap();
    let (worked, said) = run(&["--books", at]);
    assert!(!worked && said.contains("sandbox-bank --generate") && !said.contains("panicked"), "{said}");
}
