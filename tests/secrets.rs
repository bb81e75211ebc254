//! PINs, customer numbers, calling numbers, and what the bank says of customers: nowhere in plain,
//! whatever is logged or kept.
//!
//! Calls with right and wrong PINs, over telephone events and INFO, with and without a bank, while
//! everything is logged that can be. Then every byte the centre has written or said is searched.

use crate::harness::bank::another_pin;
use crate::harness::entries::Entry;
use crate::harness::plan::{agents, line, main_queues};
use crate::harness::records::block_on;
use crate::harness::{Centre, DemoBank, Setup, caller, hear, press};
use phones::{AgentOptions, Keys, KeysBy, Options, Phones, Step};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use store::testing::Postgres;
use vocabulary::{CustomerRef, Language, Span};

/// The number that is called: it is no secret, and has to be found where the secrets must not be.
const CALLED: &str = "1588100000";

/// Customers who call.
const CUSTOMERS: usize = 4;

/// What must not be found, and how it was called when it was planted: whole numbers, and texts.
#[derive(Default)]
pub struct Planted {
    pub numbers: Vec<(String, &'static str)>,
    texts: Vec<(String, &'static str)>,
}

impl Planted {
    /// All that is keyed in or shown by the callers of [`make_calls`].
    fn of(bank: &DemoBank) -> Planted {
        let mut planted = Planted::default();
        for nth in 0..CUSTOMERS {
            let customer = bank.customer(Language::English, nth);
            planted.of_person(bank, &customer.customer);
            let planted = &mut planted.numbers;
            let (number, right) = (customer.number.expose(), customer.pin.expose());
            let wrong = another_pin(&customer.pin);
            planted.push((number.to_owned(), "a customer number"));
            for pin in [right, wrong.expose()] {
                planted.push((pin.to_owned(), "a PIN"));
                planted.push((format!("{number}{pin}"), "a customer number and a PIN"));
            }
            let telephone = customer.telephone.expose().trim_start_matches('+');
            planted.push((telephone.to_owned(), "a calling number"));
        }
        planted
    }

    /// What the bank says of one customer, as far as a mask hides it.
    fn of_person(&mut self, bank: &DemoBank, customer: &CustomerRef) {
        let (identity, accounts, cards) = bank.about(customer);
        let born = identity.birthday.unwrap().expose().to_string();
        self.texts.extend([(identity.name.expose(), "a name"), (born, "a birthday")]);
        self.texts.push((identity.document.unwrap().number.expose().to_owned(), "a document's number"));
        let accounts =
            accounts.iter().map(|account| (account.number.expose().to_owned(), "an account's number"));
        let cards = cards.iter().map(|card| (card.number.expose().to_owned(), "a card's number"));
        self.numbers.extend(accounts.chain(cards));
    }

    /// Searches text or bytes.
    ///
    /// # Panics
    /// When something planted is found.
    pub fn must_not_be_in(&self, place: &str, bytes: &[u8]) {
        let found = numbers(bytes);
        let numbers = self.numbers.iter().filter(|(digits, _)| found.contains(digits.as_bytes()));
        let texts = self.texts.iter().filter(|(text, _)| holds(bytes, text.as_bytes()));
        let found: Vec<_> = numbers.chain(texts).collect();
        // Whoever reads the test's output may see what was planted.
        assert!(found.is_empty(), "{place} holds {found:?}");
        for trace in ["Signal=", "dtmf-relay"] {
            assert!(!holds(bytes, trace.as_bytes()), "{place} holds the body of a key's INFO: {trace}");
        }
    }
}

/// All decimal numbers of a length that a secret has, whole ones: six digits somewhere in a longer
/// number are no PIN. The fractions of log lines' times are left out: they have six digits as well.
fn numbers(bytes: &[u8]) -> BTreeSet<&[u8]> {
    let mut numbers = BTreeSet::new();
    let mut start = 0;
    for end in 0..=bytes.len() {
        if bytes.get(end).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let fraction = start > 0 && bytes[start - 1] == b'.' && bytes.get(end) == Some(&b'Z');
        if (6..=24).contains(&(end - start)) && !fraction {
            numbers.insert(&bytes[start..end]);
        }
        start = end + 1;
    }
    numbers
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Every file of a folder, with those below it.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.is_file() {
            all.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    all
}

/// Right and wrong PINs both ways, an entry broken off in its middle, and a bank that is away. What is
/// seen of the customers while they call is returned.
fn make_calls(centre: &Centre, bank: &mut DemoBank, phones: &Phones) -> Vec<(String, Vec<u8>)> {
    let customers: Vec<_> = (0..CUSTOMERS).map(|nth| bank.customer(Language::English, nth)).collect();
    let call = |nth: usize, by: KeysBy, then: Vec<Step>| {
        let customer = &customers[nth];
        let mut steps = vec![hear("menu"), press("1", by), hear("number.ask")];
        steps.extend([press(format!("{}#", customer.number.expose()).as_str(), by), hear("pin.ask")]);
        steps.extend(then);
        steps.push(Step::HearAgent { patience: Span::seconds(30) });
        let script = caller(centre, CALLED, steps).from(customer.telephone.clone());
        phones.call(script).unwrap()
    };
    let wrong = |nth: usize| another_pin(&customers[nth].pin);
    let right = |nth: usize| customers[nth].pin.clone();
    let calls = [
        call(
            0,
            KeysBy::Rtp,
            vec![press(wrong(0), KeysBy::Rtp), hear("pin.ask"), press(right(0), KeysBy::Rtp)],
        ),
        call(
            1,
            KeysBy::Info,
            vec![press(wrong(1), KeysBy::Info), hear("pin.ask"), press(right(1), KeysBy::Info)],
        ),
        call(
            2,
            KeysBy::Rtp,
            vec![Step::Press(Keys::new(&right(2).expose()[..5], KeysBy::Info)), Step::HangUp],
        ),
    ];
    // While the first of them still keys in, or talks.
    let seen = see_customer(centre, &customers[0].customer);
    for call in calls {
        call.wait().unwrap();
    }
    bank.stop();
    let away = [KeysBy::Rtp, KeysBy::Info].map(|by| call(3, by, vec![press(right(3), by)]));
    for call in away {
        assert!(call.wait().unwrap().agent().is_some());
    }
    seen
}

/// The customer of an open contact, and a panel asked for again, each when it is whole.
fn see_customer(centre: &Centre, customer: &CustomerRef) -> Vec<(String, Vec<u8>)> {
    let contact = centre.wait("caller matched", |all| {
        let mut matched = all.iter().filter(|entry| entry.kind() == "customer_matched");
        matched.find(|entry| entry.text("customer") == customer.as_str()).and_then(Entry::contact)
    });
    let path = format!("/api/contacts/C-{contact}/customer");
    let first = centre.whole_view(contact);
    let again = centre.post(&format!("{path}/cards/retry"));
    assert_eq!(again.status, 200, "{}", again.text);
    let second = centre.whole_view(contact);
    [first, again.text, second].map(|text| (path.clone(), text.into_bytes())).into()
}

/// Everything the API and the command line tell.
pub fn told(centre: &Centre) -> Vec<(String, Vec<u8>)> {
    let mut told = Vec::new();
    let contacts = centre.contacts_by("contact_opened");
    let lists = ["/api/contacts", "/api/contacts?open=true", "/api/agents", "/api/queues", "/healthz"];
    let ones = contacts
        .iter()
        .flat_map(|id| [format!("/api/contacts/C-{id}"), format!("/api/contacts/C-{id}/journal")]);
    for path in lists.into_iter().map(str::to_owned).chain(ones) {
        let answer = centre.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        told.push((path, answer.text.into_bytes()));
    }
    let events = centre.entries.all().iter().map(|entry| entry.0.to_string()).collect::<String>();
    told.push(("the live events".to_owned(), events.into_bytes()));
    told.push(("`contacts`".to_owned(), centre.command_line(&["contacts"]).into_bytes()));
    for id in contacts {
        let arguments = ["contact", &format!("C-{id}")];
        told.push((format!("`contact C-{id}`"), centre.command_line(&arguments).into_bytes()));
    }
    told
}

/// Makes the calls, and searches what the centre told, said and wrote.
fn run(database: Option<String>) -> Planted {
    let mut bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(4)).unwrap();
    let plan = line("line", CALLED, "en", "main")
        + &main_queues("wrap_up = \"0s\"")
        + &agents(&desks, &["cards", "loans", "lost", "lang.en"]);
    let setup = Setup { plan, bank: Some(bank.url()), database, log: Some("trace"), ..Setup::default() };
    let mut centre = Centre::start(setup);
    let planted = Planted::of(&bank);
    let seen = make_calls(&centre, &mut bank, &phones);
    centre.wait("an end of all calls", |all| {
        (all.iter().filter(|entry| entry.kind() == "contact_closed").count() == 5).then_some(())
    });
    let told: Vec<_> = told(&centre).into_iter().chain(seen).collect();
    let shown = |what: &str| told.iter().any(|(_, bytes)| holds(bytes, what.as_bytes()));
    let masked = bank.customer(Language::English, 0).telephone.to_string();
    assert!(shown("customer_verified") && shown("unavailable") && shown(&masked), "the calls left no trace");
    assert!(
        shown("** ") && shown("-**-**") && shown("9900") && shown("balance_minor"),
        "no customer was seen"
    );
    for (place, bytes) in &told {
        planted.must_not_be_in(place, bytes);
    }
    // While it runs, and when it has ended in order.
    for (place, bytes) in files(centre.data()) {
        planted.must_not_be_in(&place, &bytes);
    }
    assert!(centre.stop().success());
    let written = files(centre.data());
    assert!(written.len() >= 3, "{written:?}");
    for (place, bytes) in &written {
        planted.must_not_be_in(place, bytes);
    }
    for (place, said) in ["standard error", "standard output"].into_iter().zip(&centre.said) {
        planted.must_not_be_in(place, said.text().as_bytes());
    }
    let said = centre.said[0].text();
    assert!(said.contains("TRACE") && said.contains("DEBUG"), "not everything was logged");
    planted
}

#[test]
fn no_secret_is_found_with_the_embedded_database() {
    run(None);
}

#[test]
fn no_secret_is_found_with_postgres() {
    let Some(mut postgres) = Postgres::start() else { return };
    let url = postgres.database("secrets");
    let planted = run(Some(url.clone()));
    let tables = block_on(dump(&url));
    let journal = tables.iter().find(|(name, _)| name == "journal").map(|(_, rows)| rows.as_str());
    assert!(journal.is_some_and(|rows| rows.contains(CALLED)), "{:?}", tables.iter().map(|(name, _)| name));
    for (name, rows) in &tables {
        planted.must_not_be_in(&format!("the table {name}"), rows.as_bytes());
    }
    // The server's own files, too: its log of changes keeps what a table no longer has.
    let folder = url.split_once("?host=").map(|(_, folder)| folder.to_owned()).unwrap();
    postgres.stop_service();
    let files = files(Path::new(&folder));
    assert!(files.iter().any(|(_, bytes)| holds(bytes, b"customer_verified")), "the rows are not there");
    for (name, bytes) in files {
        planted.must_not_be_in(&name, &bytes);
    }
}

/// Every table's rows as text.
async fn dump(url: &str) -> Vec<(String, String)> {
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
    let mut all = Vec::new();
    for name in sqlx::query_scalar::<_, String>(tables).fetch_all(&pool).await.unwrap() {
        let rows = format!("SELECT t::text FROM \"{name}\" t");
        let rows = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(rows)).fetch_all(&pool).await.unwrap();
        all.push((name, rows.join("\n")));
    }
    all
}

#[test]
fn what_is_planted_would_be_found() {
    let numbers = vec![("123456".to_owned(), "a PIN")];
    let planted = Planted { numbers, texts: vec![("Grace Young".to_owned(), "a name")] };
    let found =
        |text: &str| std::panic::catch_unwind(|| planted.must_not_be_in("text", text.as_bytes())).is_err();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let cases = ["123456", "pin=123456,", "x\x00123456", "Signal=1", "{Grace Young}"].map(found);
    let harmless = ["1234567", "2026-11-22T07:00:00.123456Z", "12345", "** Young", ""].map(found);
    std::panic::set_hook(hook);
    assert_eq!((cases, harmless), ([true; 5], [false; 5]));
}
