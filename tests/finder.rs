//! An agent in a browser finds out who is on the line: the real page in Chromium, the real centre, the demonstration
//! bank, and callers on real telephones. Told in two languages.

use crate::harness::browser::{Browser, Kind};
use crate::harness::desk::account;
use crate::harness::plan::{line, queue, straight_to};
use crate::harness::{Centre, DemoBank, Setup, caller};
use phones::{Options, Phones, Script, Step};
use serde_json::{Value, json};
use vocabulary::{Language, PhoneNumber, Span};

/// Longer than a browser takes for anything where much else is going on.
const PATIENCE: Span = Span::seconds(200);

/// What the page says in a language.
struct Words {
    /// The button that chooses it.
    language: &'static str,
    withheld: &'static str,
    identified: &'static str,
    third_party: &'static str,
    several: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "English",
        withheld: "The number is withheld",
        identified: "Identified, not verified",
        third_party: "Third party: only what a loss report or a freeze needs",
        several: "2 customers registered this number",
    },
    Words {
        language: "한국어",
        withheld: "번호가 표시되지 않았습니다",
        identified: "고객 확인, 본인 미인증",
        third_party: "제3자의 전화: 분실 신고와 동결에",
        several: "이 번호를 등록한 고객이 2명입니다",
    },
];

/// A desk in Chromium.
struct Seen {
    browser: Browser,
}

impl Seen {
    fn says(&mut self, words: &str) {
        self.browser.says("desk", words);
    }

    fn press(&mut self, keys: &[&str]) {
        self.browser.press("desk", keys);
    }

    /// Waits until the page has what a selector finds, so often.
    fn has(&mut self, selector: &str, count: usize) {
        let expression = format!("document.querySelectorAll({}).length === {count}", json!(selector));
        self.browser.until("desk", &expression);
    }

    fn click(&mut self, selector: &str) {
        let found = format!("document.querySelector({})", json!(selector));
        self.browser.until("desk", &format!("{found} !== null && !{found}.disabled"));
        self.browser.until("desk", &format!("({found}.click(), true)"));
    }

    /// Looks for somebody, as a person does it: the key, the way, the words.
    fn finds(&mut self, by: &str, words: &str, customer: &str) {
        let chosen = "document.querySelector('.panel form select')";
        let field = "document.querySelector('.panel form input[type=text]')";
        self.browser.until("desk", &format!("{chosen} !== null"));
        let set = |element: &str, value: &str, event: &str| {
            format!(
                "({element}.value = {}, {element}.dispatchEvent(new Event('{event}', {{bubbles: true}})), true)",
                json!(value)
            )
        };
        self.browser.until("desk", &set(chosen, by, "change"));
        self.browser.until("desk", &set(field, words, "input"));
        self.browser.until("desk", &format!("({field}.focus(), true)"));
        self.press(&["Enter"]);
        self.has(&format!("[data-customer=\"{customer}\"]"), 1);
    }

    /// The call comes, is answered, and stays.
    fn answers(&mut self) {
        self.browser.until("desk", "document.querySelector('[data-phase=offered]') !== null");
        self.press(&["F2"]);
        self.has("[data-find]", 1);
    }

    fn ends(&mut self, number: u64, centre: &Centre) {
        self.press(&["F4"]);
        // The journal may know of it before the page does.
        self.has("[data-phase=wrap_up]", 1);
        self.press(&["Control+Enter", "Control+Enter"]);
        centre.entry(number, "contact_closed");
    }
}

fn script(centre: &Centre, from: Option<&PhoneNumber>) -> Script {
    let script = caller(centre, "100", vec![Step::AwaitHangUp { within: PATIENCE }]);
    Script { from: from.cloned(), limit: Span::seconds(280), ..script }
}

#[test]
fn who_is_on_the_line_is_found_bound_undone_and_narrowed_in_the_page() {
    let phones = Phones::start(Options::default()).unwrap();
    let bank = DemoBank::open();
    let customer = bank.customer(Language::Korean, 0);
    let (identity, _, cards) = bank.about(&customer.customer);
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"600s\"\nannounce_every = \"0s\"\nring = \"60s\"")
        + "[[agents]]\nnumber = 1\naddress = \"page\"\nskills = [\"cards\", \"lang.en\"]\n";
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() });
    let token = account(&centre, "kim", 1);
    let mut browser = Browser::start(Kind::Chromium);
    browser.sign_in("desk", &centre, &token);
    let mut seen = Seen { browser };
    seen.press(&["r"]);
    let whose = customer.customer.as_str();
    let chosen = format!("[data-customer=\"{whose}\"]");
    let of = |contact: u64| centre.get(&format!("/api/contacts/C-{contact}")).json();

    let (number, mut holders) = bank.shared();
    holders.sort();
    let mut place = 0;
    for words in &WORDS {
        seen.browser.click("desk", words.language);

        // A number that is withheld: the key opens, four ways find, one press binds, and it is taken back.
        let call = phones.call(script(&centre, None)).unwrap();
        place += 1;
        let contact = centre.contact("line", place);
        seen.answers();
        seen.says(words.withheld);
        seen.press(&["f"]);
        let document = identity.document.as_ref().unwrap();
        for (by, said) in [
            ("name", identity.name.expose().as_str()),
            ("telephone", customer.telephone.expose()),
            ("document", document.number.expose()),
            ("card", cards[0].number.expose()),
        ] {
            seen.finds(by, said, whose);
        }
        seen.click(&chosen);
        seen.says(words.identified);
        assert_eq!(of(contact)["customer"], json!(whose));
        // What the customer agreed to is asked for by itself.
        seen.has("[data-agreed]", 3);
        seen.click("[data-undo]");
        seen.says(words.withheld);
        assert_eq!(of(contact)["customer"], Value::Null);
        seen.press(&["f"]);
        seen.finds("card", cards[0].number.expose(), whose);
        seen.click(&chosen);
        seen.says(words.identified);

        // Somebody else than the customer calls: little is left, and it comes back.
        seen.has("[data-tab=bills]", 1);
        seen.press(&["l"]);
        seen.says(words.third_party);
        seen.has("[data-tab=bills]", 0);
        let view = centre.get(&format!("/api/contacts/C-{contact}/customer")).json();
        assert_eq!(
            (&view["accounts"], &view["work"]),
            (&json!({"state": "withheld"}), &json!({"state": "withheld"}))
        );
        seen.press(&["l"]);
        seen.has("[data-tab=bills]", 1);
        seen.ends(contact, &centre);
        call.wait().unwrap();

        // Several on one number: none is shown before somebody chooses.
        let call = phones.call(script(&centre, Some(&number))).unwrap();
        place += 1;
        let contact = centre.contact("line", place);
        seen.answers();
        seen.says(words.several);
        seen.has("[data-customer]", 0);
        seen.click("[data-holders]");
        seen.has("[data-customer]", 2);
        seen.click(&format!("[data-customer=\"{}\"]", holders[1]));
        seen.says(words.identified);
        assert_eq!(of(contact)["customer"], json!(holders[1]));
        seen.ends(contact, &centre);
        call.wait().unwrap();
    }
    seen.browser.is_content();
}
