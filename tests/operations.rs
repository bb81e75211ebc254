//! What agents do at the bank for customers, each operation by two keys: the real page in Chromium, the real centre, the
//! demonstration bank as a process of its own, and customers on real telephones who prove who they are. The end of each is
//! looked for in the page's own words and in the bank's own memory.

use crate::harness::banking::{BankProcess, Done, Holder};
use crate::harness::browser::{Browser, Kind};
use crate::harness::desk::{account, supervisor};
use crate::harness::plan::{line, queue, straight_to};
use crate::harness::records::block_on;
use crate::harness::{Centre, Setup, ask_until, caller, hear, press};
use conditions::Operation as What;
use phones::{CallHandle, KeysBy, Options, Phones, Script, Step};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::{Options as Opening, Store, write_db};
use vocabulary::{Language, Span, Tier};

/// Longer than a browser takes for anything where much else is going on.
const PATIENCE: Span = Span::seconds(250);

/// Conditions are looked at once a minute.
const LOOKED_AT: Duration = Duration::from_secs(120);

/// What the page says in a language.
struct Words {
    speaks: Language,
    /// The button that chooses it.
    button: &'static str,
    /// The operations, in the order of [`What::ALL`].
    operations: [&'static str; 13],
    verified: &'static str,
    strong: &'static str,
    needs_pin: &'static str,
    not_done: &'static str,
    no_answer: &'static str,
    done: &'static str,
    reference: &'static str,
}

const CHINESE: Words = Words {
    speaks: Language::Chinese,
    button: "中文",
    operations: [
        "挂失",
        "冻结",
        "临时提额",
        "利息减免",
        "手续费减免",
        "年费减免",
        "账单分期",
        "补换卡",
        "转账限额",
        "补寄账单",
        "交易争议",
        "解锁",
        "撤销",
    ],
    verified: "已核实",
    strong: "已强核实",
    needs_pin: "需要更高的核实级别：密码已核实",
    not_done: "未办理：",
    no_answer: "没有收到答复；再按一次不会重复办理",
    done: "已办理",
    reference: "凭证号",
};

const KOREAN: Words = Words {
    speaks: Language::Korean,
    button: "한국어",
    operations: [
        "분실 신고",
        "사용 정지",
        "임시 한도 상향",
        "이자 조정",
        "수수료 조정",
        "연회비 조정",
        "할부 전환",
        "카드 재발급",
        "이체 한도 변경",
        "청구서 재발송",
        "거래 이의 제기",
        "잠금 해제",
        "취소",
    ],
    verified: "본인 확인됨",
    strong: "추가 인증 완료",
    needs_pin: "더 높은 본인 확인이 필요합니다: 비밀번호 확인",
    not_done: "처리하지 않음: ",
    no_answer: "응답을 받지 못했습니다. 다시 눌러도 중복 처리되지 않습니다",
    done: "처리 완료",
    reference: "처리번호",
};

const ENGLISH: Words = Words {
    speaks: Language::English,
    button: "English",
    operations: [
        "Report loss",
        "Freeze",
        "Raise limit",
        "Adjust interest",
        "Give back fee",
        "Give back annual fee",
        "Pay in instalments",
        "Replace card",
        "Transfer limit",
        "Resend statement",
        "Dispute purchase",
        "Unlock",
        "Undo",
    ],
    verified: "Verified",
    strong: "Strongly verified",
    needs_pin: "needs a caller who is verified by PIN",
    not_done: "Not done: ",
    no_answer: "No answer came; pressing again does nothing twice",
    done: "Done",
    reference: "reference",
};

/// In an order in which none stands in another's way, with what the bank remembers of each.
const IN_TURN: [(What, &str); 13] = [
    (What::Unlock, "unlocked"),
    (What::AdjustInterest, "adjusted"),
    (What::AdjustFee, "fee_adjusted"),
    (What::AdjustAnnualFee, "fee_adjusted"),
    (What::Instalment, "instalment"),
    (What::ResendStatement, "resent"),
    (What::Dispute, "disputed"),
    (What::SetTransferLimit, "transfer_limit"),
    (What::RaiseLimit, "raised"),
    (What::ReplaceCard, "replaced"),
    (What::Freeze, "frozen"),
    (What::Reverse, "reversed"),
    (What::ReportLoss, "lost"),
];

/// Of these a customer may have several cards: they are about the one in use.
const ABOUT_THE_CARD: [What; 4] = [What::ReportLoss, What::Freeze, What::RaiseLimit, What::ReplaceCard];

impl Words {
    fn of(&self, what: What) -> &'static str {
        self.operations[What::ALL.iter().position(|one| *one == what).unwrap()]
    }
}

/// An agent's page, with what surrounds it.
struct Desk {
    browser: Browser,
    phones: Phones,
    bank: BankProcess,
    centre: Centre,
    words: &'static Words,
    calls: usize,
}

impl Desk {
    fn open(words: &'static Words) -> Desk {
        let (phones, bank) = (Phones::start(Options::default()).unwrap(), BankProcess::start());
        let language = words.speaks;
        let plan = line("line", "100", language.tag(), "straight")
            + &queue("cards", "wrap_up = \"600s\"\nannounce_every = \"0s\"\nring = \"60s\"")
            + &format!(
                "[[agents]]\nnumber = 1\naddress = \"page\"\nskills = [\"cards\", \"lang.{language}\"]\n"
            );
        let flows = vec![("straight", straight_to("straight", "cards", ""))];
        let centre = Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() });
        let token = account(&centre, "kim", 1);
        let mut browser = Browser::start(Kind::Chromium);
        browser.sign_in("desk", &centre, &token);
        browser.press("desk", &["r"]);
        browser.click("desk", words.button);
        Desk { browser, phones, bank, centre, words, calls: 0 }
    }

    fn press(&mut self, keys: &[&str]) {
        self.browser.press("desk", keys);
    }

    /// Waits until an expression of the page is true; what it is worth as text.
    fn finds(&mut self, expression: &str) -> String {
        self.browser.until("desk", expression).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until what a selector finds says exactly this.
    fn shows(&mut self, selector: &str, words: &str) {
        let found = format!("document.querySelector({})?.textContent.trim()", json!(selector));
        self.finds(&format!("{found} === {}", json!(words)));
    }

    /// A customer calls and is answered; keys in the PIN and the code when they are asked for.
    fn serves(&mut self, holder: &Holder) -> (CallHandle, u64) {
        let (known, code) = (&holder.known, self.bank.code_to_come(&holder.known.customer));
        let steps = [
            hear("pin.ask"),
            press(known.pin.clone(), KeysBy::Rtp),
            hear("code.ask"),
            press(code, KeysBy::Rtp),
            Step::AwaitHangUp { within: PATIENCE },
        ];
        let script = caller(&self.centre, "100", steps).from(known.telephone.clone());
        let call = self.phones.call(Script { limit: Span::seconds(290), ..script }).unwrap();
        self.calls += 1;
        let contact = self.centre.contact("line", self.calls);
        self.finds("document.querySelector('.bar[data-phase=offered]') !== null");
        self.press(&["F2"]);
        self.finds("document.querySelector('.bar[data-phase=talking]') !== null");
        self.centre.whole_view(contact);
        (call, contact)
    }

    /// The customer keys in a secret, and the page says how far that proves it.
    fn proves(&mut self, choice: &str, level: &str, words: &str) {
        self.finds("document.querySelector('.commands .menu button')?.disabled === false");
        self.press(&["i"]);
        self.finds("document.querySelector('.commands [role^=menuitem]') !== null");
        self.press(&[choice]);
        self.shows(&format!(".bar .level[data-level={level}]"), words);
    }

    fn verifies(&mut self) {
        self.proves("1", "verified", self.words.verified);
        self.proves("2", "strong", self.words.strong);
    }

    /// What in the list an operation stands in, as an expression.
    fn row(&self, what: What, card: Option<&str>) -> String {
        let is_meant = format!(
            "one.querySelector('b').textContent === {} && ({card} === null || one.querySelector('.number').textContent === {card})",
            json!(self.words.of(what)),
            card = json!(card)
        );
        format!("[...document.querySelectorAll('li:has(> button.change)')].filter((one) => {is_meant})")
    }

    /// Opens what can be done, and reads the key of an operation that the agent may do alone.
    fn key(&mut self, what: What, card: Option<&str>) -> String {
        self.press(&["d"]);
        let is_allowed =
            "one.querySelector('button').ariaDisabled !== 'true' && one.querySelector('.second') === null";
        let row = self.row(what, card);
        self.finds(&format!("{row}.find((one) => {is_allowed})?.querySelector('kbd')?.textContent ?? false"))
            .to_lowercase()
    }

    /// What is said of the newest order of an operation, once it stands so.
    fn stands(&mut self, what: What, state: &str) -> String {
        let is_it = format!("one.querySelector('b').textContent === {}", json!(self.words.of(what)));
        let newest = format!("[...document.querySelectorAll('li.order')].find((one) => {is_it})");
        self.finds(&format!("{newest}?.querySelector('[data-state={state}]')?.textContent ?? false"))
    }

    /// Once it is done: by which reference, as the page says it.
    fn done(&mut self, what: What) -> String {
        let said = self.stands(what, "done");
        assert!(said.starts_with(self.words.done) && said.contains(self.words.reference), "{said}");
        said.split(|one: char| !one.is_ascii_alphanumeric() && one != '-')
            .find(|word| word.starts_with("OP-"))
            .unwrap_or_else(|| panic!("no reference in {said}"))
            .to_owned()
    }

    /// Two keys: one opens, one does it.
    fn orders(&mut self, what: What, card: Option<&str>) {
        let key = self.key(what, card);
        self.presses(&key);
    }

    /// Presses what orders, and once more as long as no answer comes, which is the page's promise: nothing is done
    /// twice by it.
    fn presses(&mut self, key: &str) {
        let closed = "document.querySelector('li > button.change, form .acts') === null";
        let answered = format!("document.querySelector('p.told')?.textContent || ({closed} && 'closed')");
        loop {
            self.press(&[key]);
            if self.finds(&answered) != self.words.no_answer {
                return;
            }
        }
    }

    /// Who is not verified is told what is missing, before the press and after it.
    fn is_told_why_not(&mut self, holder: &Holder) {
        self.press(&["d"]);
        let row = self.row(What::RaiseLimit, Some(&holder.card));
        let why = self.words.needs_pin;
        let says = format!("one.querySelector('li > span')?.textContent.includes({}) ", json!(why));
        let key = self.finds(&format!(
            "{row}.find((one) => one.querySelector('button').ariaDisabled === 'true' && {says})?.querySelector('kbd')?.textContent ?? false"
        ));
        self.press(&[&key.to_lowercase()]);
        let told = self.finds("document.querySelector('.told')?.textContent ?? false");
        assert!(told.starts_with(self.words.not_done) && told.contains(why), "{told}");
        self.press(&["d"]);
        self.finds("document.querySelector('li > button.change') === null");
    }

    fn ends(&mut self, contact: u64, call: CallHandle) {
        self.press(&["F4"]);
        call.wait().unwrap();
        // The journal may know of it before the page does.
        self.finds("document.querySelector('.bar[data-phase=wrap_up]') !== null");
        self.press(&["Control+Enter", "Control+Enter"]);
        self.centre.entry(contact, "contact_closed");
    }
}

/// All thirteen, in a language: for customers who between them have something of everything.
fn each_operation(words: &'static Words) {
    let mut desk = Desk::open(words);
    let mut missing = BTreeSet::from(What::ALL);
    let mut expected = Vec::new();
    for holder in desk.bank.between_them(words.speaks) {
        let customer = &holder.known.customer;
        desk.bank.locks(customer);
        let (call, contact) = desk.serves(&holder);
        if expected.is_empty() {
            desk.is_told_why_not(&holder);
        }
        desk.verifies();
        for (what, remembered) in IN_TURN {
            if !holder.can.contains(&what) || !missing.remove(&what) {
                continue;
            }
            let card = ABOUT_THE_CARD.contains(&what).then_some(holder.card.as_str());
            desk.orders(what, card);
            let (reference, what) = (desk.done(what), remembered.to_owned());
            expected.push(Done { customer: customer.clone(), reference, what });
            assert_eq!(desk.bank.done(), expected, "each once, and nothing else");
        }
        desk.ends(contact, call);
    }
    assert!(missing.is_empty(), "never done: {missing:?}");
    desk.bank.checks_its_books();
    desk.browser.is_content();
}

#[test]
fn each_is_done_once_by_two_keys_in_chinese() {
    each_operation(&CHINESE);
}

#[test]
fn each_is_done_once_by_two_keys_in_korean() {
    each_operation(&KOREAN);
}

#[test]
fn each_is_done_once_by_two_keys_in_english() {
    each_operation(&ENGLISH);
}

impl Desk {
    /// Changes a proposal before it is done: to another amount, in whole units of the currency.
    fn orders_for(&mut self, what: What, holder: &Holder, amount: i64) {
        let key = self.key(what, Some(&holder.card));
        self.press(&[&format!("Shift+{}", key.to_uppercase())]);
        self.finds("document.activeElement === document.querySelector('form input.number')");
        self.press(&["Control+A"]);
        self.browser.types("desk", &amount.to_string());
        self.presses("Enter");
    }

    /// Has something done once the first of the bills is paid: two keys again.
    fn agrees(&mut self, what: What, holder: &Holder) {
        let key = self.key(what, Some(&holder.card));
        self.presses(&format!("Alt+{}", key.to_uppercase()));
    }

    /// The talk ends while somebody else is asked: the request ends with it, and the agent finishes the matter.
    fn ends_undecided(&mut self, contact: u64, call: CallHandle) {
        self.press(&["F4"]);
        call.wait().unwrap();
        assert_eq!(self.stands(What::RaiseLimit, "refused"), "Not approved; the customer had gone");
        self.browser.until("board", "!document.body.innerText.includes('Waits for your approval')");
        self.finds("document.querySelector('.bar[data-phase=wrap_up]') !== null");
        self.press(&["Control+Enter", "Control+Enter"]);
        self.centre.entry(contact, "contact_closed");
    }

    /// What the bank did for a customer, once it did something more than so often.
    fn went_ahead(&self, before: usize) -> Vec<Done> {
        let begun = Instant::now();
        loop {
            let done = self.bank.done();
            if done.len() > before {
                return done;
            }
            assert!(begun.elapsed() < LOOKED_AT, "nothing goes ahead");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The last day of every condition is over, as if the centre had been down since.
fn lets_the_days_pass(centre: &Centre) {
    block_on(async {
        let mut options = Opening::new(centre.data());
        options.migrations = trust::MIGRATIONS.to_vec();
        let db = Store::beside(options).await.unwrap();
        let change = "UPDATE operations SET due_day = '2000-01-01' WHERE state = 'conditional'";
        write_db!(&db, |pool| sqlx::query(change).execute(pool).await.map(drop)).unwrap();
    });
}

#[test]
fn what_takes_two_what_nobody_knows_and_what_waits_are_seen_to_their_end() {
    let mut desk = Desk::open(&ENGLISH);
    let lee = supervisor(&desk.centre, "lee");
    desk.browser.sign_in_as("board", &desk.centre, &lee, "Wallboard");
    let ordinary = |holder: &Holder| holder.waits && holder.tier < Tier::Platinum;
    let all: Vec<Holder> = desk.bank.holders(Language::English).filter(ordinary).take(2).collect();
    let [payer, other] = &all[..] else { panic!("the bank has such customers") };
    let unit = if payer.limit.currency.as_str() == "KRW" { 1 } else { 100 };
    let percent = |more: i64| payer.limit.minor / unit * more / 100;

    // On a condition, which is met in the bank at once: it goes ahead by itself within a minute or so.
    let (call, contact) = desk.serves(payer);
    desk.verifies();
    desk.agrees(What::AdjustFee, payer);
    let said = desk.stands(What::AdjustFee, "conditional");
    assert!(said.starts_with("Goes ahead by itself when its condition is met"), "{said}");
    assert_eq!(desk.bank.done(), [], "nothing before it is paid");
    desk.bank.pays(&payer.known.customer);

    // What takes two: one asks, another decides on the wallboard, the caller is on the line.
    desk.orders_for(What::RaiseLimit, payer, percent(170));
    assert_eq!(desk.stands(What::RaiseLimit, "waiting"), "Waits for a supervisor");
    desk.browser.says("board", "Waits for your approval");
    desk.browser.click("board", "Refuse");
    assert_eq!(desk.stands(What::RaiseLimit, "refused"), "Not approved");
    desk.orders_for(What::RaiseLimit, payer, percent(180));
    desk.stands(What::RaiseLimit, "waiting");
    desk.browser.click("board", "Approve");
    let raised = desk.done(What::RaiseLimit);
    let is_raised = |one: &Done| one.reference == raised && one.what == "raised";
    assert_eq!(desk.bank.done().into_iter().filter(is_raised).count(), 1);

    // Nobody knows: it is shown as that, is not ordered again, and settles by itself.
    desk.bank.errs("outcomes", "out-of-service");
    desk.bank.errs("operations", "lose-answer");
    desk.orders(What::Freeze, Some(&payer.card));
    assert_eq!(desk.stands(What::Freeze, "unknown"), "Outcome not known; the bank is being asked");
    desk.bank.errs("operations", "none");
    // The same is not offered meanwhile, and the rest is.
    desk.key(What::ReportLoss, Some(&payer.card));
    let frozen_again = desk.row(What::Freeze, Some(&payer.card));
    desk.finds(&format!("{frozen_again}.length === 0"));
    desk.press(&["d"]);
    desk.bank.errs("outcomes", "none");
    let frozen = desk.done(What::Freeze);
    let is_frozen = |one: &Done| one.what == "frozen";
    let all_frozen: Vec<Done> = desk.bank.done().into_iter().filter(is_frozen).collect();
    assert!(matches!(&all_frozen[..], [one] if one.reference == frozen), "{all_frozen:?}");

    let went = desk.went_ahead(2);
    let given_back = desk.done(What::AdjustFee);
    let is_given = |one: &Done| one.reference == given_back && one.what == "fee_adjusted";
    assert!(went.len() == 3 && went.iter().any(is_given), "{went:?}");

    // The caller goes, and with the caller what nobody has decided.
    desk.orders(What::Reverse, None);
    desk.done(What::Reverse);
    desk.orders_for(What::RaiseLimit, payer, percent(190));
    desk.stands(What::RaiseLimit, "waiting");
    desk.browser.says("board", "Waits for your approval");
    desk.ends_undecided(contact, call);

    // Of somebody who does not pay it lapses: that the day is over is seen when the centre is up again.
    let (call, contact) = desk.serves(other);
    desk.verifies();
    desk.agrees(What::AdjustFee, other);
    desk.stands(What::AdjustFee, "conditional");
    desk.ends(contact, call);
    let before = desk.bank.done();
    assert!(desk.centre.stop().success());
    lets_the_days_pass(&desk.centre);
    desk.centre.restart();
    ask_until("lapsed", || {
        let told = desk.centre.get("/api/operations/conditional").json();
        if told["orders"][0]["state"] == "lapsed" { Ok(()) } else { Err(told.to_string()) }
    });
    desk.browser.reload("desk");
    desk.browser.says("desk", "1 to call about");
    desk.browser.click("desk", "Agreed on a condition");
    desk.browser.says("desk", "not paid in time, not done: call the customer");
    assert_eq!(desk.bank.done(), before, "nothing was given back");
    desk.bank.checks_its_books();
}
