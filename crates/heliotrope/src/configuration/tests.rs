use super::*;
use vocabulary::PromptName;

/// A complete, sound file.
const SOUND: &str = r#"
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

fn parsed(text: &str) -> Result<Configuration, Error> {
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
fn the_empty_configuration_is_sound() {
    assert!(Configuration::empty().plan.lines.is_empty());
}

/// Replaces one line of the sound file; the refusal must hold all these words.
#[track_caller]
fn refuses(line: &str, in_its_place: &str, words: &[&str]) {
    assert!(SOUND.contains(line), "{line} is not in the file");
    let refusal = match parsed(&SOUND.replacen(line, in_its_place, 1)) {
        Ok(_) => panic!("{in_its_place:?} was taken"),
        Err(refusal) => refusal.to_string(),
    };
    for word in words {
        assert!(refusal.contains(word), "{in_its_place:?}: {word:?} is not in: {refusal}");
    }
}

#[test]
fn mistakes_are_refused_with_their_line_and_reason() {
    refuses("wrap_up = \"30s\"", "wrapup = \"30s\"", &["line 21", "unknown field", "wrapup", "wrap_up"]);
    refuses("wrap_up = \"30s\"", "wrap_up = 30", &["line 21", "string"]);
    refuses("wrap_up = \"30s\"", "wrap_up = \"soon\"", &["line 21", "soon", "20s"]);
    refuses("language = \"ko\"", "language = \"fr\"", &["line 13", "unknown variant", "zh"]);
    refuses("name = \"cards\"", "name = \"ca rds\"", &["line 18", "1 to 64 characters"]);
    refuses("[voice]", "[voice", &["line 2"]);
    refuses("[bank]", "[banc]", &["line 6", "unknown field", "banc"]);
}

#[test]
fn parts_that_do_not_fit_together_are_refused_by_name() {
    refuses("calendar = \"office\"", "calendar = \"shop\"", &["queue cards", "shop", "not defined"]);
    refuses("zone = \"Asia/Seoul\"", "zone = \"Asia/Soul\"", &["calendar office", "Asia/Soul"]);
    refuses("\"09:00-18:00\"", "\"18:00-09:00\"", &["calendar office", "18:00-09:00"]);
    refuses("flow = \"direct\"", "flow = \"nowhere\"", &["nowhere", "flows/nowhere.flow"]);
    refuses("flow = \"direct\"", "flow = \"prompt\"", &["flow prompt", "line"]);
    refuses("to = 3", "to = 0", &["agents", "from"]);
    refuses("\"cards\", \"lang.ko\"", "\"cards\"", &["line hotline", "lang.ko"]);
    refuses("address = \"sip:a{n}@", "address = \"a{n}@", &["agent A-1", "sip:"]);
    refuses("name = \"cards\"\ncalendar", "name = \"loans\"\ncalendar", &["flow direct", "cards"]);
}

#[test]
fn routing_is_understood_and_its_faults_named_with_their_line() {
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

    let wrap_up = "wrap_up = \"30s\"";
    refuses(wrap_up, "proficiency = { cards = 11 }", &["line 21", "1 to 10", "11"]);
    refuses(wrap_up, "discipline = \"weighted\"\nweight = 0", &["line 22", "1 to 100"]);
    refuses(wrap_up, "discipline = \"weighted\"", &["queue cards", "weight = 1 to 100"]);
    refuses(wrap_up, "choice = \"any\"", &["line 21", "longest_idle"]);
    refuses(wrap_up, "overflow = [{ after = \"9s\" }]", &["line 21", "to_queue or to_flow"]);
    refuses(
        wrap_up,
        "overflow = [{ after = \"9s\", to_queue = \"shop\" }]",
        &["line 18: queue cards", "shop"],
    );
    refuses(wrap_up, "overflow = [{ after = \"9s\", to_queue = \"cards\" }]", &["line 18", "circle"]);
    refuses(wrap_up, "overflow = [{ to_queue = \"cards\" }]", &["line 18", "neither after what time"]);
    refuses(wrap_up, "widening = [{ after = \"9s\" }]", &["line 18", "changes nothing"]);
    refuses(wrap_up, "widening = [{ after = \"9s\", drop = [\"cards\"] }]", &["line 18", "not preferred"]);
    refuses(wrap_up, "prefers = [\"expert\"]", &["line 18", "no widening drops it"]);
    refuses(
        "ready_at_start = true",
        "novice = { mentor = 1, share = 50 }",
        &["line 23: agent A-1", "own mentor"],
    );
    refuses("ready_at_start = true", "novice = { mentor = 1, share = 500 }", &["line 28", "1 to 400"]);
}

#[test]
fn what_could_never_serve_is_refused() {
    for ports in ["30998, 30000", "30001, 30001", "30000, 30000", "80, 90", "0, 65535"] {
        refuses("30000, 30998", ports, &["voice media_ports", "two even ones"]);
    }
    refuses("lost_after = \"3s\"", "lost_after = \"0s\"", &["voice lost_after", "1s or more"]);
    refuses("lost_after = \"3s\"", "most_calls = 0", &["voice most_calls", "above 0"]);
    refuses("lost_after = \"3s\"", "new_calls_per_second = 0", &["new_calls_per_second", "above 0"]);
    refuses("lost_after = \"3s\"", "media_address = \"0.0.0.0\"", &["voice media_address", "0.0.0.0"]);
    refuses("within = \"1500ms\"", "within = \"0s\"", &["bank within"]);
    for bad in ["0s", "16s"] {
        let line = format!("within = \"1500ms\"\nview_within = \"{bad}\"");
        refuses("within = \"1500ms\"", &line, &["bank view_within"]);
    }
    for mib in ["0", "65537", "9223372036854775807"] {
        refuses("[bank]", &format!("[store]\nspill_mib = {mib}\n[bank]"), &["store spill_mib", mib, "65536"]);
    }
    refuses("sip:a{n}@", "sip:a@", &["agents at", "{n}"]);
    refuses("a{n}@127.0.0.1:7000", "a{n}@phones.bank.example", &["agents at", "IP address"]);
    refuses("wrap_up = \"30s\"", "announce_every = \"10ms\"", &["queue cards", "5s"]);
    refuses("called = \"15881002\"", "called = \"1588 1002\"", &["line hotline", "1588 1002"]);
    refuses("called = \"15881002\"", "called = \"\"", &["line hotline"]);
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
fn the_demonstrations_configuration_is_sound() {
    let (_, recorded) = crate::recordings::load(None).unwrap();
    let text = include_str!("../demo/demo.toml");
    let flow = |flow: &str| Ok(crate::demo::flow_text(flow));
    let found = Configuration::parse(text, "demo.toml", &recorded, &flow);
    assert_eq!(found.unwrap().plan.lines.len(), text.matches("[[line]]").count());
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let page = include_str!("../../../../docs/CONFIGURATION.md");
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (_, recorded) = crate::recordings::load(None).unwrap();
    Configuration::parse(example, "the example", &recorded, &|flow| {
        Ok(built_in_flow(flow).map(str::to_owned))
    })
    .unwrap();
}
