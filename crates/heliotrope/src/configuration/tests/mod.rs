mod routing;

use super::*;
use vocabulary::PromptName;

/// A complete, sound file.
pub(super) const SOUND: &str = r#"
[voice]
media_ports = [30000, 30998]
lost_after = "3s"

[bank]
url = "http://127.0.0.1:7070"
within = "1500ms"

[[line]]
name = "hotline"
called = "15881002"
language = "ko"
flow = "direct"
announce_recording = true

[[queue]]
name = "cards"
calendar = "office"
skills = ["cards"]
wrap_up = "30s"

[[agents]]
from = 1
to = 3
address = "sip:a{n}@127.0.0.1:7000"
skills = ["cards", "lang.ko"]
ready_at_start = true

[[calendar]]
name = "office"
zone = "Asia/Seoul"
monday = ["09:00-18:00"]
exceptions = { "2027-01-01" = [] }
"#;

fn recorded() -> Recorded {
    let prompts = ["music"].iter().map(|name| PromptName::new(name).unwrap()).collect();
    Recorded { prompts, ..Recorded::default() }
}

pub(super) fn parsed(text: &str) -> Result<Configuration, Error> {
    Configuration::parse(text, "test.toml", &recorded(), &|flow| Ok(built_in_flow(flow).map(str::to_owned)))
}

#[test]
fn a_sound_file_becomes_a_plan() {
    let configuration = parsed(SOUND).unwrap();
    let plan = &configuration.plan;
    assert_eq!(plan.agents.len(), 3);
    assert_eq!(plan.agents[2].address, "sip:a3@127.0.0.1:7000");
    assert_eq!(plan.queues[0].wrap_up, Span::seconds(30));
    assert_eq!(plan.queues[0].service_level, Span::seconds(15), "the default of seeds A5");
    assert_eq!(plan.flows[0].name.as_str(), "direct");
    assert_eq!(configuration.voice.media_ports, 30_000..=30_998);
    assert_eq!(configuration.voice.lost_after, Span::seconds(3));
    assert_eq!(configuration.bank.unwrap().within, Span::millis(1_500));
}

#[test]
fn the_bank_has_budgets_of_its_systems_and_certificates_whole_or_not_at_all() {
    let with = |more: &str| parsed(&SOUND.replace("[bank]", &format!("[bank]\n{more}")));
    let all =
        "certificate = \"c\"\nkey = \"k\"\nauthorities = \"a\"\nbudgets = { cards = \"3s\" }\nrest = \"1s\"";
    let bank = with(all).unwrap().bank.unwrap();
    assert!(bank.certificates.is_some());
    assert_eq!((bank.budgets[&::bank::Subsystem::Cards], bank.rest), (Span::seconds(3), Span::seconds(1)));
    let refused = with("certificate = \"c\"\nkey = \"k\"").unwrap_err().to_string();
    assert!(refused.contains("authorities"), "{refused}");
}

#[test]
fn the_empty_configuration_is_sound() {
    assert!(Configuration::empty().plan.lines.is_empty());
}

#[test]
fn names_are_for_people_and_of_what_is_there() {
    let name = |table: &str, key: &str| {
        format!("{SOUND}\n[names.{table}]\n{key} = {{ zh = \"信用卡\", ko = \"카드\", en = \"Cards\" }}\n")
    };
    let names = parsed(&name("queues", "cards")).unwrap().names;
    assert_eq!(names.queues["cards"].ko, "카드");
    for table in ["queues", "lines", "prompts"] {
        let refusal = parsed(&name(table, "crads")).unwrap_err().to_string();
        assert!(refusal.contains(table) && refusal.contains("crads"), "{refusal}");
    }
}

/// Reads a file in which every line at fault says so: `#! words of the fault`, with `|` between two
/// faults of one line. These faults must be found, each on its line, and no others.
#[track_caller]
pub(super) fn check(written: &str) {
    let written = written.trim();
    let mut expected = Vec::new();
    for (number, line) in (1..).zip(written.lines()) {
        let said = line.split_once("#!").map(|(_, said)| said).unwrap_or_default();
        expected.extend(
            said.split('|').map(str::trim).filter(|said| !said.is_empty()).map(|said| (number, said)),
        );
    }
    let found = match parsed(written) {
        Ok(_) => panic!("it was taken:\n{written}"),
        Err(Error::Unsound { faults, .. }) => faults,
        Err(other) => panic!("{other}"),
    };
    let told: String = found.iter().map(|fault| format!("{fault}\n")).collect();
    let found_on: Vec<usize> = found.iter().map(|fault| fault.line.unwrap_or(0)).collect();
    let expected_on: Vec<usize> = expected.iter().map(|(line, _)| *line).collect();
    assert_eq!(found_on, expected_on, "{told}in\n{written}");
    for (number, said) in expected {
        let on_line = found.iter().filter(|fault| fault.line == Some(number));
        let is_meant = |fault: &Fault| said.split_whitespace().all(|word| fault.to_string().contains(word));
        assert!(on_line.into_iter().any(is_meant), "line {number}: {said:?} is not in:\n{told}");
    }
}

/// What every other example needs so as to be about nothing else.
const HOUSE: &str = r#"
[[line]]
name = "hotline"
called = "15881002"
language = "ko"
flow = "direct"

[[queue]]
name = "cards"

[[agents]]
from = 1
to = 3
address = "sip:a{n}@127.0.0.1:7000"
skills = ["cards", "lang.ko"]
"#;

#[track_caller]
fn check_in_house(written: &str) {
    check(&format!("{HOUSE}{written}"));
}

#[test]
fn every_fault_of_a_file_is_found_at_once_on_its_line() {
    check(
        r#"
zone = "Asia/Soul"                          #! zone Asia/Soul
colour = "blue"                             #! unknown field colour
[voice]
media_ports = [30998, 30000]                #! voice media_ports two even ones
most_calls = 0                              #! voice most_calls above 0
media_address = "0.0.0.0"                   #! voice media_address 0.0.0.0
lost_after = "soon"                         #! voice lost_after "soon" 20s
[bank]                                      #! bank url missing
within = "0s"                               #! bank within 2s
view_within = "16s"                         #! bank view_within 15
rest = "0s"                                 #! bank rest 1ms
[bank.budgets]
cards = "16s"                               #! bank budgets cards 15
parcels = "1s"                              #! bank budgets parcels no such system
[store]
spill_mib = 65537                           #! store spill_mib 65536
[[line]]
name = "hotline"
called = "1588 1002"                        #! line hotline called nobody can dial
language = "fr"                             #! line hotline language unknown variant zh
flow = "nowhere"                            #! line hotline flow flows/nowhere.flow
[[line]]                                    #! line hotline flow missing
name = "hotline"                            #! line hotline name twice
called = "2"
language = "en"                             #! line hotline language lang.en
[[queue]]
name = "cards"
calendar = "shop"                           #! queue cards calendar shop not defined
wrapup = "30s"                              #! queue cards wrapup unknown field wrap_up
announce_every = "10ms"                     #! queue cards announce_every 5s
capacity = 0                                #! queue cards capacity above zero
skills = [
  "cards",
  "lo ans",                                 #! queue cards skills.2 1 to 64 characters
]
at_closing = "treatment"
music = "silence"                           #! queue cards music not recorded
[[queue]]
name = "cards"                              #! queue cards name twice
ring = 20                                   #! queue cards ring string
wrap_up = "soon"                            #! queue cards wrap_up "soon"
[[queue]]
name = "loans"
[[queue.widening]]
after = "20s"
drop = ["expert"]                           #! queue loans widening.1.drop.expert not preferred
[[queue.widening]]
after = "10s"                               #! queue loans widening.2.after not later
lower = "two"                               #! queue loans widening.2.lower u8
agents = [1, 77]                            #! queue loans widening.2.agents.77 A-77 not in the plan
[[queue.overflow]]                          #! queue loans overflow.1 neither after what time
to_queue = "lost"                           #! queue loans overflow.1.to_queue lost not there
[[agents]]
from = 1
to = 3
address = "a{n}@127.0.0.1:7000"             #! agents 1 to 3 address SIP address | address SIP address | address SIP address
skills = ["cards", "lang.ko"]
proficiency = { cards = 11 }                #! agents 1 to 3 proficiency.cards 1 to 10
[[agents]]
number = 3                                  #! agents 3 number twice
address = "page"
skills = []
shift = "late"                              #! agents 3 shift late no calendar
[[agents]]
number = 4
address = "sip:a@phones.bank.example"       #! agents 4 address IP address
skills = ["cards"]
novice = { mentor = 4, share = 500 }        #! agents 4 novice.share 1 to 400 | novice.mentor own mentor
[[agents]]
from = 9
to = 7                                      #! agents 9 to 7 rising
address = "page"
skills = []
[[team]]
name = "first"
agents = [1, 8]                             #! team first agents.8 A-8 not in the plan
[[team]]
name = "second"
agents = [
  2,
  1,                                        #! team second agents.1 first already
]
[[target]]
indicator = "happiness"                     #! target happiness indicator INDICATORS.md
good = 0.8
fair = 0.7
[[report]]
name = "da/ily"                             #! report da/ily name letters
every = "day"
at = "6"                                    #! report da/ily at 06:00
by = "colour"                               #! report da/ily by total
folder = "/srv/reports"
[[calendar]]
name = "office"
zone = "Asia/Soul"                          #! calendar office zone Asia/Soul
monday = ["18:00-09:00"]                    #! calendar office monday 18:00-09:00
sunday = ["9-18"]                           #! calendar office sunday 09:00-18:00
[calendar.exceptions]
"2027-02-30" = []                           #! calendar office exceptions 2027-02-30 YYYY-MM-DD
[trunk]
address = "sip:trunk.bank.example"          #! trunk address cannot be dialled
numbers = [
  "010",
  "O2",                                     #! trunk numbers.O2 begins no number
]
[desk]
parted = "61s"                              #! desk parted 60s
announcements = ["bank.unavailable"]        #! desk announcements not recorded
[[desk.disposition]]
code = "done"
zh = "a"
ko = "b"
en = "c"
[[desk.disposition]]                        #! desk disposition.2.en missing
code = "done"                               #! desk disposition.2.code twice
zh = "a"
ko = "b"
[[desk.script]]
queue = "nobody"                            #! desk script.1.queue nobody not defined
title = { zh = "a", ko = "b", en = "c" }
text = { zh = "a", ko = "b", en = "c" }
"#,
    );
}

#[test]
fn what_is_no_toml_is_told_beside_the_rest() {
    check(
        r#"
[voice]
lost_after = "3s                            #! lost_after
most_calls = 0                              #! most_calls above 0
[[queue]]
name = "cards"
ring = = "20s"                              #! ring
wrap_up = 30                                #! queue cards wrap_up string
"#,
    );
    check("[voice                      #! unclosed\nmost_calls = 0\n");
}

#[test]
fn what_stands_in_for_the_unread_is_never_blamed() {
    // One slip each: whatever is built on it is not told as well.
    check_in_house("[[queue]]           #! queue (2.) name missing\nskills = [\"cards\"]\n");
    check_in_house("[[agents]]          #! agents 9 skills missing\nnumber = 9\naddress = \"page\"\n");
    check_in_house("[[calendar]]        #! calendar a zone missing\nname = \"a\"\n");
    check_in_house("[[target]]          #! target asa fair missing\nindicator = \"asa\"\ngood = 1.0\n");
    check_in_house("[queue]             #! duplicate key\nname = \"loans\"\n");
    check("queue = 3                    #! queue list [[queue]]\n");
    check("voice = 3                    #! voice\n");
}

#[test]
fn a_fault_in_a_flow_names_its_file_and_line() {
    let faults = match parsed(&HOUSE.replacen("cards\"\n\n[[agents]]", "loans\"\n\n[[agents]]", 1)) {
        Err(Error::Unsound { faults, .. }) => faults,
        other => panic!("{:?}", other.map(|_| ())),
    };
    assert_eq!((faults.len(), faults[0].file.as_deref()), (1, Some("flows/direct.flow")));
    assert!(faults[0].line.is_some_and(|line| line > 1) && faults[0].reason.contains("cards"), "{faults:?}");
}

#[test]
fn routing_is_understood() {
    let routed = r#"wrap_up = "30s"
priority = 2
discipline = "weighted"
weight = 3
proficiency = { cards = 4 }
prefers = ["expert"]
choice = "highest_proficiency"
old_friend = "20s"
widening = [{ after = "20s", lower = 2, drop = ["expert"] }, { after = "1m", agents = [2] }]
overflow = [{ after = "90s", to_flow = "prompt" }]"#;
    let file = SOUND.replacen("wrap_up = \"30s\"", routed, 1).replacen(
        "ready_at_start = true",
        "proficiency = { cards = 8 }\nnovice = { mentor = 9, share = 150 }",
        1,
    );
    let mentor = "\n[[agents]]\nnumber = 9\naddress = \"sip:a9@127.0.0.1:7000\"\nskills = [\"lang.ko\"]\n";
    let file = file.replacen("[[calendar]]", &format!("{mentor}[[calendar]]"), 1);
    let prompts = ["music", "welcome"].map(|name| PromptName::new(name).unwrap());
    let recorded = Recorded { prompts: prompts.into_iter().collect(), ..Recorded::default() };
    let flows = |flow: &str| Ok(built_in_flow(flow).map(str::to_owned));
    let plan = Configuration::parse(&file, "test.toml", &recorded, &flows).unwrap().plan;
    let routing = &plan.queues[0].routing;
    assert_eq!((routing.priority, routing.widening.len(), routing.overflow.len()), (2, 2, 1));
    assert_eq!(routing.old_friend, Span::seconds(20));
    assert_eq!(plan.agents[0].routing.novice.unwrap().share, 150);
    assert!(
        plan.flows.iter().any(|flow| flow.name.as_str() == "prompt"),
        "a treatment is a flow of the plan"
    );
}

#[test]
fn checkpoints_of_the_audit_are_signed_and_leave() {
    check(
        r#"
[audit]
checkpoint_every = 0                        #! audit checkpoint_every above 0
checkpoint_within = "0s"                    #! audit checkpoint_within 1s to a day
syslog = "log.bank.example"                 #! audit syslog udp://
"#,
    );
}

#[test]
fn doors_that_stand_open_or_lead_nowhere_are_named() {
    check(
        r#"
[tls]                                       #! tls key missing PEM
certificate = "chain.pem"
[bans]
offences = 1                                #! bans offences 5 or more
within = "0s"                               #! bans within 1s or more
banned_for = "1441m"                        #! bans banned_for 0s to a day
spared = ["10.0.0.0/8", "office"]           #! bans spared "office" 10.0.0.0/8
"#,
    );
    let dialled = SOUND.replace("sip:a{n}@127.0.0.1:7000", "sip:a{n}@127.0.0.1:7000;transport=tls");
    let refused = parsed(&dialled).unwrap_err().to_string();
    assert!(refused.contains("called by TLS") && refused.contains("authorities"), "{refused}");
    let tls = "\n[tls]\ncertificate = \"c\"\nkey = \"k\"\nsip = \"0.0.0.0:5061\"\nauthorities = \"a\"\n";
    let tls = parsed(&[&dialled, tls].concat()).unwrap().tls.unwrap();
    assert!(tls.http && tls.sip.is_some(), "{tls:?}");
    assert_eq!(parsed(SOUND).unwrap().bans, voice::sip::bans::Rules::default());
}

#[test]
fn who_comes_in_is_asked_what_the_bank_says() {
    check(
        r#"
[access]
second_factor = ["administrator", "emergency"] #! access second_factor "emergency"
unmaskings_an_hour = 0                         #! access unmaskings_an_hour 1 to 1000
customers_an_hour = 0                          #! access customers_an_hour 1 to 10000
listed_an_hour = 10001                         #! access listed_an_hour 1 to 10000
"#,
    );
    let rules = parsed(&format!("{SOUND}\n[access]\nsecond_factor = [\"administrator\"]\n")).unwrap().access;
    assert_eq!((rules.second_factor, rules.unmaskings_an_hour), (vec![trust::Role::Administrator], 60));
    let rules = parsed(&format!("{SOUND}\n[access]\nunmaskings_an_hour = 7\n")).unwrap().access;
    assert_eq!((rules.unmaskings_an_hour, rules.unusual), (7, trust::audit::Rules::default()));
    let text = format!("{SOUND}\n[access]\ncustomers_an_hour = 12\nlisted_an_hour = 90\n");
    let unusual = parsed(&text).unwrap().access.unusual;
    assert_eq!((unusual.customers_an_hour, unusual.listed_an_hour), (12, 90));
}

#[test]
fn browsers_telephones_are_set_up_as_browsers_can_reach_them() {
    check(
        r#"
[stations]
address = "::"                              #! stations address no address browsers can send to
ports = [40000, 39000]                      #! stations ports no room
most = 0                                    #! stations most above 0
prefer = "g729"                             #! stations prefer g711 opus
vanished_after = "100ms"                    #! stations vanished_after too short
connect_within = "0s"                       #! stations connect_within too short
"#,
    );
    check_in_house(
        r#"
[[agents]]
number = 77
address = "page"
skills = ["lang.ko"]
ready_at_start = true                       #! agents 77 ready_at_start goes ready
"#,
    );
}

#[test]
fn telephones_are_taken_as_the_voice_node_can_call_them() {
    for address in
        ["sip:a{n}@127.0.0.1", "sip:10.0.0.{n}:5060;transport=tcp", "sip:a{n}@[::1]:7000", "sip:[::{n}]"]
    {
        let taken = parsed(&SOUND.replace("sip:a{n}@127.0.0.1:7000", address));
        assert!(taken.is_ok(), "{address}: {:?}", taken.err().map(|refused| refused.to_string()));
    }
}

#[test]
fn a_flow_of_the_banks_own_that_cannot_be_read_is_not_replaced_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("heliotrope.toml");
    std::fs::write(&path, SOUND).unwrap();
    let load = || Configuration::load(&path, &recorded());
    assert!(load().is_ok(), "the built-in flow serves");
    std::fs::create_dir(folder.path().join("flows")).unwrap();
    // "Queue" in GBK.
    std::fs::write(folder.path().join("flows/direct.flow"), b"flow direct // \xb6\xd3\xc1\xd0\n").unwrap();
    let refusal = load().unwrap_err().to_string();
    assert!(refusal.contains("flows/direct.flow") && refusal.contains("UTF-8"), "{refusal}");
}

#[test]
fn rules_of_authority_of_the_banks_own_are_read_whole_or_refused_with_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("heliotrope.toml");
    std::fs::write(&path, SOUND).unwrap();
    let load = || Configuration::load(&path, &recorded());
    assert_eq!(load().unwrap().authority, None);
    let own = folder.path().join("authority.txt");
    std::fs::write(&own, "authority 7\nrule all\n  do freeze\n").unwrap();
    assert_eq!(load().unwrap().authority.as_deref(), Some("authority 7\nrule all\n  do freeze\n"));
    std::fs::write(&own, "authority 7\nrule all\n  do fly\n  level sure\n").unwrap();
    let refusal = load().unwrap_err().to_string();
    assert!(
        refusal.contains("authority.txt") && refusal.contains("fly") && refusal.contains("sure"),
        "{refusal}"
    );
}

#[test]
fn the_demonstrations_configuration_is_sound() {
    let (_, recorded) = crate::recordings::load(None).unwrap();
    let text = include_str!("../../demo/demo.toml");
    let flow = |flow: &str| Ok(crate::demo::flow_text(flow));
    let found = Configuration::parse(text, "demo.toml", &recorded, &flow);
    assert_eq!(found.unwrap().plan.lines.len(), text.matches("[[line]]").count());
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let page = include_str!("../../../../../docs/CONFIGURATION.md");
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (_, recorded) = crate::recordings::load(None).unwrap();
    Configuration::parse(example, "the example", &recorded, &|flow| {
        Ok(built_in_flow(flow).map(str::to_owned))
    })
    .unwrap();
}

#[test]
fn chats_are_planned_and_what_does_not_fit_them_is_named() {
    let agent = "[[agents]]\nnumber = 9\naddress = \"page\"\nskills = [\"lang.ko\"]\nchats = 3\nchats_before_call = 1\n";
    let chat = "[[chat]]\nname = \"web\"\nlanguage = \"ko\"\nqueue = \"talk\"\n";
    let talk = "[[queue]]\nname = \"talk\"\nchannel = \"chat\"\n";
    let with = |parts: &[&str]| parsed(&[SOUND, &parts.concat()].concat());
    let plan = with(&[agent, chat, talk]).unwrap().plan;
    assert_eq!((plan.chats[0].name.as_str(), plan.chats[0].queue.as_str()), ("web", "talk"));
    let routing = &plan.agents[3].routing;
    assert_eq!((routing.chats, routing.chats_before_call, routing.chats_during_call), (3, 1, 0));
    let over = "[[queue.overflow]]\nafter = \"9s\"\nto_queue = \"cards\"\n";
    for (parts, said) in [
        (vec![chat], "which is not defined"),
        (vec![&chat.replace("talk", "cards")[..]], "which holds calls"),
        (vec![&chat.replace("web", "hotline")[..], talk], "there is a line of that name"),
        (vec![&agent.replace("page", "sip:9@127.0.0.1")[..]], "no page to answer them on"),
        (vec![talk, over], "of another channel"),
    ] {
        let refusal = with(&parts).unwrap_err().to_string();
        assert!(refusal.contains(said), "{said}: {refusal}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 200,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    })]

    /// A plan comes over the API as well: whatever is done to its text, it is read or refused, and each fault has a
    /// reason.
    #[test]
    fn any_text_is_read_or_refused_with_reasons(
        edits in proptest::collection::vec(
            (proptest::prelude::any::<proptest::sample::Index>(), 0..12usize, "[\\PC\n\"=\\[\\]{}.,]{0,6}"),
            1..5,
        ),
    ) {
        let mut text: Vec<char> = SOUND.chars().collect();
        for (at, removed, added) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + removed).min(text.len());
            text.splice(at..end, added.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(Error::Unsound { faults, .. }) = parsed(&text) {
            proptest::prop_assert!(!faults.is_empty());
            proptest::prop_assert!(faults.iter().all(|fault| !fault.reason.is_empty()));
        }
    }
}
