//! Damaged logs: each row is understood, or skipped with its place and reason. All rows are made up.

#![allow(clippy::unwrap_used, reason = "tests")]

use calllog::{Log, Mapping, Oddity, Outcome, read};
use jiff::civil::Date;
use proptest::prelude::*;

const HEADER: &str = "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver";
/// Answered after 20 s, served for 100 s.
const ROW: &str = "AA01\t7\t4711\t2\tPS\t990204\t9:00:00\t9:00:10\t10\t9:00:10\t9:00:30\t20\tAGENT\t9:00:30\t9:02:10\t100\tANNA";

/// The day on which logs are read here.
const TODAY: Date = Date::constant(2026, 11, 26);

fn mapping() -> Mapping {
    Mapping::built_in("anonymous-bank").unwrap()
}

fn log(rows: &[String]) -> Log {
    let text =
        std::iter::once(HEADER).chain(rows.iter().map(String::as_str)).collect::<Vec<_>>().join("\r\n");
    read(text.as_bytes(), &mapping(), TODAY).unwrap()
}

/// [`ROW`] with other values in some columns.
fn row(changed: &[(&str, &str)]) -> String {
    let mut fields: Vec<&str> = ROW.split('\t').collect();
    for (column, value) in changed {
        fields[HEADER.split('\t').position(|name| name == *column).unwrap()] = value;
    }
    fields.join("\t")
}

#[test]
fn a_sound_row_is_read_as_it_stands() {
    let log = log(&[ROW.to_owned()]);
    let call = &log.calls[0];
    assert_eq!(call.outcome, Outcome::Answered);
    assert_eq!(call.queued.to_string(), "1999-02-04T07:00:10.000Z");
    assert_eq!((call.waited.as_seconds(), call.talked.as_seconds()), (20.0, 100.0));
    assert_eq!(call.answered_at().to_string(), "1999-02-04T07:00:30.000Z");
    assert_eq!(call.queue.as_str(), "ps");
    assert_eq!(
        call.tier.as_ref().map(|tier| (tier.name.as_str(), tier.credit.as_seconds())),
        Some(("priority", 90.0))
    );
    assert!(call.odd.is_empty() && log.skipped.is_empty() && call.line == 2, "{call:?}");
}

#[test]
fn what_cannot_be_understood_is_skipped_with_its_column() {
    let check = |row: String, column: &str| {
        let log = log(&[ROW.to_owned(), row]);
        let [skipped] = log.skipped.as_slice() else { panic!("{column}: {:?}", log.skipped) };
        assert_eq!((skipped.line, skipped.column.as_str(), log.calls.len()), (3, column, 1), "{skipped}");
        assert!(!skipped.reason.is_empty());
    };
    let other = |changed: &[(&str, &str)]| row(&[&[("call_id", "8")], changed].concat());
    check(other(&[("outcome", "GONE")]), "outcome");
    check(other(&[("outcome", "")]), "outcome");
    check(other(&[("date", "990231")]), "date");
    check(other(&[("date", "19990204")]), "date");
    check(other(&[("vru_entry", "9:61:00")]), "vru_entry");
    check(other(&[("vru_entry", "")]), "vru_entry");
    check(other(&[("q_start", "nine")]), "q_start");
    check(other(&[("vru_time", "ten")]), "vru_time");
    check(other(&[("q_time", "99999999999999999999")]), "q_time");
    check(other(&[("q_time", "1e3")]), "q_time");
    check(other(&[("ser_time", "2678401")]), "ser_time");
    check(other(&[("ser_time", ""), ("ser_exit", "")]), "ser_time");
    check(other(&[("ser_time", "1\u{0}0")]), "ser_time");
    check(other(&[("q_time", "1,5")]), "q_time");
    check(other(&[("date", "")]), "date");
    check(other(&[("date", "993101")]), "date");
    check(other(&[("date", "690101")]), "date");
    check(other(&[("date", "990229")]), "date");
    check(other(&[("date", "1999-02-04")]), "date");
    check(other(&[("vru_exit", "48:00:00")]), "vru_exit");
    check(other(&[("ser_exit", "9:02")]), "ser_exit");
    check("\u{0}".repeat(50), "");
    check("Total: 2".to_owned(), "call_id");
    check("\u{feff}".to_owned() + HEADER, "");
    check("AA01\t8\t4711".to_owned(), "priority");
    check(other(&[]).trim_end_matches("\tANNA").to_owned(), "server");
    check(other(&[]) + "\tmore", "");
    check(HEADER.to_owned(), "");
    check(HEADER.to_uppercase(), "");
    check("-".repeat(40), "call_id");
    check(ROW.to_owned(), "date, vru+line, call_id");
    check(row(&[("q_time", "21")]), "date, vru+line, call_id");
}

#[test]
fn what_is_odd_is_kept_and_flagged() {
    let check = |changed: &[(&str, &str)], expected: &[Oddity]| {
        let log = log(&[row(changed)]);
        let call = log.calls.first().unwrap_or_else(|| panic!("{:?}", log.skipped));
        let mut odd: Vec<Oddity> = call.odd.iter().collect();
        odd.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        assert_eq!(odd, expected, "{changed:?}");
        call.clone()
    };
    use Oddity as O;
    check(&[("vru_entry", "9:00:47"), ("vru_time", "-37")], &[O::NegativeFlowTime]);
    check(&[("server", "NO_SERVER")], &[O::AnsweredWithoutAgent]);
    check(&[("server", "")], &[O::AnsweredWithoutAgent]);
    let call = check(&[("outcome", "HANG")], &[O::LeftWithService]);
    assert_eq!(call.outcome, Outcome::Abandoned);
    let call = check(&[("ser_exit", "10:00:31"), ("ser_time", "3601")], &[O::OverAnHour]);
    assert_eq!(call.talked.as_seconds(), 3_601.0);
    check(&[("ser_exit", "10:00:30"), ("ser_time", "3600")], &[]);
    let call = check(&[("ser_time", "-5")], &[O::NegativeTime, O::DurationsDisagree]);
    assert_eq!(call.talked.as_seconds(), 0.0);
    let call = check(&[("q_time", "-5")], &[O::NegativeTime, O::DurationsDisagree]);
    assert_eq!((call.outcome, call.waited.as_seconds()), (Outcome::Answered, 0.0));
    check(&[("q_time", "25")], &[O::DurationsDisagree]);
    check(&[("q_time", "99999")], &[O::DurationsDisagree, O::LongWait]);
    check(&[("ser_time", "99999")], &[O::DurationsDisagree, O::OverAnHour]);
    check(&[("ser_start", "8:00:00"), ("ser_time", "3730")], &[O::OutOfOrder, O::OverAnHour]);
    check(&[("type", "ZZ")], &[O::UnknownQueue]);
    check(&[("priority", "9")], &[O::UnknownTier]);
    assert_eq!(check(&[("type", "")], &[O::UnknownQueue]).queue.as_str(), "unnamed");
    check(&[("customer_id", "0"), ("outcome", "agent")], &[]);
    check(&[("outcome", " Agent "), ("type", "ps"), ("customer_id", "")], &[]);
    check(&[("server", "no_server")], &[O::AnsweredWithoutAgent]);
    check(&[("server", "O\"NEIL, J. #1")], &[]);
    check(&[("server", "AN\u{0}NA")], &[O::NotText]);
    check(&[("priority", "")], &[]);
    let call = check(&[("priority", "3")], &[O::UnknownTier]);
    assert_eq!(call.tier.unwrap().credit.as_seconds(), 0.0);
    check(&[("call_id", "")], &[O::IncompleteKey]);
    check(&[("vru_time", "")], &[O::MissingTime]);
    check(&[("vru_exit", "")], &[O::MissingTime]);
    check(&[("q_exit", "9:00:05")], &[O::DurationsDisagree, O::OutOfOrder]);
    check(&[("date", "000229")], &[]);
    check(&[("q_start", "9:00:10.5"), ("q_time", "19.5")], &[]);
    let call = check(&[("outcome", "PHANTOM")], &[]);
    assert_eq!(call.outcome, Outcome::Phantom);
}

/// What is written twice is known when it is written once: of each call below, a moment or a duration
/// is missing, and its wait and talk are those of a sound row.
#[test]
fn what_the_rest_of_a_row_says_may_be_missing() {
    for missing in [
        &["q_time"][..],
        &["q_start"],
        &["q_exit"],
        &["q_start", "q_exit"],
        &["ser_time"],
        &["ser_start"],
        &["ser_exit"],
        &["ser_start", "ser_exit"],
    ] {
        let changed: Vec<(&str, &str)> = missing.iter().map(|column| (*column, "")).collect();
        let log = log(&[row(&changed)]);
        let [call] = log.calls.as_slice() else { panic!("{missing:?}: {:?}", log.skipped) };
        let seen = (call.queued.to_string(), call.waited.as_seconds(), call.talked.as_seconds());
        assert_eq!(seen, ("1999-02-04T07:00:10.000Z".to_owned(), 20.0, 100.0), "{missing:?}");
        assert_eq!(call.odd.iter().collect::<Vec<_>>(), [Oddity::MissingTime], "{missing:?}");
    }
}

/// Logs leave the moments of a queue empty, or at 0:00:00, where there was none.
#[test]
fn calls_that_never_queued_are_read() {
    let served = [("ser_start", "9:00:10"), ("ser_exit", "9:01:50")];
    let left = [("outcome", "HANG"), ("ser_start", ""), ("ser_exit", ""), ("ser_time", ""), ("server", "")];
    for (start, exit, time) in [
        ("", "", "0"),
        ("", "", ""),
        ("0:00:00", "0:00:00", "0"),
        ("0:00:00", "0:00:00", ""),
        ("", "0:00:00", "0"),
        ("9:00:10", "9:00:10", "0"),
        ("9:00:10", "9:00:10", "0.0"),
    ] {
        let unqueued = [("q_start", start), ("q_exit", exit), ("q_time", time)];
        let served = [&unqueued[..], &served].concat();
        let left = [&unqueued[..], &left, &[("call_id", "8")]].concat();
        let log = log(&[row(&served), row(&left)]);
        let seen: Vec<_> = log
            .calls
            .iter()
            .map(|call| {
                (call.outcome, call.waited.as_seconds(), call.talked.as_seconds(), call.odd.is_empty())
            })
            .collect();
        let expected = [(Outcome::Answered, 0.0, 100.0, true), (Outcome::LeftInFlow, 0.0, 0.0, true)];
        assert_eq!(seen, expected, "{unqueued:?} {log:?}");
        assert_eq!(log.calls[0].queued.to_string(), "1999-02-04T07:00:10.000Z");
    }
}

#[test]
fn a_key_counts_once_and_a_key_with_a_gap_is_the_whole_row() {
    let reasons = |rows: &[String]| {
        let log = log(rows);
        let skipped = log.skipped.iter().map(|skipped| skipped.reason.clone()).collect::<Vec<_>>();
        (log.calls.len(), skipped)
    };
    let again = reasons(&[ROW.to_owned(), ROW.to_owned(), row(&[("q_time", "21")])]);
    assert_eq!(
        again,
        (1, vec!["the row repeats line 2".into(), "the key is that of line 2, and the row is not".into()])
    );
    let nameless = row(&[("call_id", "")]);
    let other = row(&[("call_id", ""), ("server", "BERT")]);
    assert_eq!(reasons(&[nameless.clone(), other, nameless]), (2, vec!["the row repeats line 2".into()]));
}

#[test]
fn logs_end_in_the_middle_and_go_over_the_year() {
    let days = ["991231", "000101", "991230", "000102"];
    let rows: Vec<String> = days.iter().map(|day| row(&[("date", day)])).collect();
    let cut = rows.join("\n") + "\n" + &ROW[..ROW.len() / 2];
    let log = read(cut.as_bytes(), &mapping(), TODAY).unwrap();
    assert_eq!((log.calls.len(), log.skipped.len(), log.missing_days.len()), (4, 1, 0), "{:?}", log.skipped);
    assert_eq!(log.skipped[0].line, 5);
    assert!(log.odd().is_empty(), "{:?}", log.odd());
}

#[test]
fn services_and_queues_go_past_midnight() {
    let late = [
        ("vru_entry", "23:59:30"),
        ("vru_exit", "23:59:40"),
        ("q_start", "23:59:40"),
        ("q_exit", "0:00:00"),
        ("ser_start", "0:00:00"),
        ("ser_exit", "0:01:40"),
    ];
    let day = [
        ("vru_entry", "24:00:00"),
        ("vru_exit", "24:00:10"),
        ("q_start", "24:00:10"),
        ("q_exit", "24:00:30"),
    ];
    let service = [("ser_start", "24:00:30"), ("ser_exit", "24:02:10")];
    let next_day = log(&[row(&[&day[..], &service].concat())]).calls.remove(0);
    assert_eq!(
        (next_day.entered.to_string().as_str(), next_day.odd.is_empty()),
        ("1999-02-04T22:00:00.000Z", true)
    );
    let log = log(&[
        row(&late),
        row(&[&late[..4], &[("call_id", "8"), ("ser_start", "23:59:59"), ("ser_exit", "0:01:39")]].concat()),
    ]);
    assert!(
        log.calls.iter().all(|call| call.odd.iter().all(|odd| odd == Oddity::OverlappingService)),
        "{log:?}"
    );
    let ends: Vec<String> = log.calls.iter().map(|call| call.service.unwrap().1.to_string()).collect();
    assert_eq!(ends, ["1999-02-04T22:01:40.000Z", "1999-02-04T22:01:39.000Z"]);
}

/// Queues and tiers are of the bank's own language: those that differ stay different, and it is told what
/// became of their words.
#[test]
fn queues_and_tiers_that_differ_stay_different() {
    let words = ["信用卡", "住房贷", "cards a", "cards-a", "CARDS A", "cards.a", "ZZ"];
    let rows: Vec<String> = (0..words.len())
        .map(|place| {
            row(&[("call_id", &(place + 10).to_string()), ("type", words[place]), ("priority", words[place])])
        })
        .collect();
    let log = log(&rows);
    let queues: Vec<&str> = log.calls.iter().map(|call| call.queue.as_str()).collect();
    let tiers: Vec<&str> = log.calls.iter().map(|call| call.tier.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(queues, tiers);
    // The same in any case, as all words of a log are.
    assert_eq!(queues[2], queues[4]);
    let different: std::collections::BTreeSet<_> = queues.iter().collect();
    assert_eq!(different.len(), words.len() - 1, "{queues:?}");
    assert_eq!((queues[3], queues[5], queues[6]), ("cards-a", "cards.a", "zz"));
    let told: Vec<String> = log.renamed.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2 * 3, "{told:?}");
    assert!(told.contains(&format!("queue \"信用卡\" is {} here", queues[0])), "{told:?}");
}

#[test]
fn times_that_no_clock_read_are_flagged() {
    // In Jerusalem the clocks went from 2:00 to 3:00 on 2 April 1999.
    let at = |day, hour: &str| {
        let (entry, exit) = (format!("{hour}:30:00"), format!("{hour}:30:10"));
        let (queue, served) = (format!("{hour}:30:30"), format!("{hour}:32:10"));
        let log = log(&[row(&[
            ("date", day),
            ("vru_entry", &entry),
            ("vru_exit", &exit),
            ("q_start", &exit),
            ("q_exit", &queue),
            ("ser_start", &queue),
            ("ser_exit", &served),
        ])]);
        let call = &log.calls[0];
        (call.entered.to_string(), call.odd.iter().map(Oddity::key).collect::<Vec<_>>())
    };
    let gap = at("990402", "2");
    assert_eq!(gap, ("1999-04-02T00:30:00.000Z".to_owned(), vec!["nonexistent_time"]));
    assert_eq!(at("990402", "1").1, Vec::<&str>::new());
    assert_eq!(at("990402", "3").1, Vec::<&str>::new());
    assert_eq!(at("990401", "2").1, Vec::<&str>::new());
}

#[test]
fn overlaps_are_facts() {
    let second = [("call_id", "8"), ("ser_start", "9:02:09"), ("ser_exit", "9:02:19"), ("ser_time", "10")];
    let marked = |changed: &[(&str, &str)]| {
        let log = log(&[ROW.to_owned(), row(&[&second, changed].concat())]);
        log.calls.iter().map(|call| call.odd.has(Oddity::OverlappingService)).collect::<Vec<_>>()
    };
    assert_eq!(marked(&[]), [false, true]);
    assert_eq!(marked(&[("server", "BERT")]), [false, false]);
    assert_eq!(marked(&[("server", "NO_SERVER")]), [false, false]);
    assert_eq!(marked(&[("ser_start", "9:02:10"), ("ser_exit", "9:02:20")]), [false, false]);
    // A long service overlaps all that begin while it goes on, and not the next one alone; the flags differ.
    let services =
        [("9:00:00", "10:00:00"), ("9:05:00", "9:06:00"), ("9:30:00", "9:31:00"), ("10:00:00", "10:01:00")];
    let rows = (1..).zip(services).map(|(id, (served, ended))| {
        let seconds = if ended == "10:00:00" { "3600" } else { "60" };
        row(&[
            ("call_id", &id.to_string()),
            ("ser_start", served),
            ("ser_exit", ended),
            ("ser_time", seconds),
        ])
    });
    let log = log(&rows.collect::<Vec<_>>());
    let odd = log.calls.iter().map(|call| call.odd.iter().map(Oddity::key).collect::<Vec<_>>());
    let (none, before, longer) = (vec![], vec!["overlapping_service"], vec!["within_longer_service"]);
    assert_eq!(odd.collect::<Vec<_>>(), [none.clone(), before, longer, none]);
}

#[test]
fn names_that_are_no_text_are_names_nevertheless() {
    let mut bytes = format!("{HEADER}\n{ROW}\n").into_bytes();
    let place = bytes.len() - 3;
    bytes[place] = 0xFC;
    let log = read(&bytes, &mapping(), TODAY).unwrap();
    assert_eq!(log.calls[0].odd.iter().collect::<Vec<_>>(), [Oddity::NotText]);
    assert!(!format!("{:?}", log.calls[0]).contains("AN"), "names do not print");
}

#[test]
fn files_differ_in_marks_ends_blanks_and_headers() {
    let blank = "\u{feff}".to_owned() + &[HEADER, "", "   ", ROW, "", ""].join("\r\n");
    let bare = ROW.to_owned();
    let turned: Vec<&str> = HEADER.split('\t').rev().collect();
    let turned_row: Vec<&str> = ROW.split('\t').rev().collect();
    let turned = turned.join("\t") + "\n" + &turned_row.join("\t");
    let old = [HEADER, ROW].join("\r");
    let quoted = [HEADER, ROW].map(|line| format!("\"{}\"", line.replace('\t', "\"\t\""))).join("\n");
    let tailed = [HEADER, ROW].map(|line| format!("{line}\t\t ")).join("\n");
    let wider = [HEADER.to_owned() + "\tnote", ROW.to_owned() + "\tcame back"].join("\n");
    let spaced = [HEADER, ROW].map(|line| line.replace('\t', " \t\u{a0}")).join("\n");
    for text in [blank, bare, turned, old, quoted, tailed, wider, spaced] {
        let log = read(text.as_bytes(), &mapping(), TODAY).unwrap();
        assert_eq!((log.calls.len(), log.skipped.len()), (1, 0), "{text:?} {:?}", log.skipped);
    }
}

#[test]
fn a_file_of_which_nothing_is_read_is_refused() {
    let check = |bytes: &[u8], expected: &str| {
        let refused = read(bytes, &mapping(), TODAY).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}");
    };
    check(b"", "no rows");
    check(b"\r\n \r\n", "no rows");
    check(HEADER.as_bytes(), "no rows");
    check(&[0x7F, b'E', b'L', b'F', 2, 1, 1, 0, b'\n', 0, 0, 3, 0], "not text");
    for column in ["server", "outcome", "vru_entry"] {
        let lacks = |line: &str| {
            let place = HEADER.split('\t').position(|name| name == column).unwrap();
            let fields = line.split('\t').enumerate().filter(|(at, _)| *at != place).map(|(_, field)| field);
            fields.collect::<Vec<_>>().join("\t")
        };
        check((lacks(HEADER) + "\n" + &lacks(ROW)).as_bytes(), &format!("no column \"{column}\""));
    }
    check((HEADER.to_owned() + "\tServer\n" + ROW + "\t").as_bytes(), "two columns \"server\"");
    check(
        ROW.replace('\t', ",").as_bytes(),
        "none of 1 rows can be read (line 1, call_id: the row has 1 of 17",
    );
    check(row(&[("outcome", "A")]).as_bytes(), "is this the mapping for this log?");
}

#[test]
fn a_bank_writes_a_mapping_of_its_own() {
    let mapping = Mapping::parse(
        "name = \"ours\"\nzone = \"Asia/Shanghai\"\nseparator = \"comma\"\nquoted = true\n\
         times = \"date and time\"\nkey = [\"id\"]\n\
         [columns]\nentered = \"in\"\nqueued = \"in\"\nleft_queue = \"picked up\"\nserved = \"picked up\"\nended = \"out\"\n\
         outcome = \"result\"\nagent = \"who\"\n[outcomes]\n\"接通\" = \"answered\"\n\"放弃\" = \"abandoned\"\n",
    )
    .unwrap();
    let text = "id,in,picked up,out,result,who\n\
                1,2026-03-02 09:00:00,2026-03-02T09:00:07,2026-03-02 09:01:07,接通,\"王, 芳\"\n\
                2,2026-03-02 09:00:00,2026-03-02 09:00:03,,放弃,\n";
    let log = read(text.as_bytes(), &mapping, TODAY).unwrap();
    let seen: Vec<_> = log
        .calls
        .iter()
        .map(|call| (call.outcome, call.waited.as_seconds(), call.talked.as_seconds()))
        .collect();
    assert_eq!(seen, [(Outcome::Answered, 7.0, 60.0), (Outcome::Abandoned, 3.0, 0.0)], "{:?}", log.skipped);
    assert_eq!(log.calls[0].agent.as_ref().unwrap().expose(), "王, 芳".as_bytes());
    assert_eq!(log.calls[0].entered.to_string(), "2026-03-02T01:00:00.000Z");
}

#[test]
fn a_mapping_that_cannot_work_says_what_it_lacks() {
    let good = "name = \"m\"\nzone = \"UTC\"\nseparator = \"tab\"\nkey = [\"k\"]\n[columns]\ndate = \"d\"\nentered = \"e\"\nwaited = \"w\"\ntalked = \"t\"\noutcome = \"o\"\n[outcomes]\nA = \"answered\"\n";
    Mapping::parse(good).unwrap();
    for (from, to, named) in [
        ("zone = \"UTC\"", "zone = \"Mars\"", "line 2: zone"),
        ("\"tab\"", "\"space\"", "line 3: separator"),
        ("[\"k\"]", "[]", "line 4: key"),
        ("key = [\"k\"]\n", "", "line 1: missing field `key`"),
        ("date = \"d\"\n", "", "line 5: columns.date"),
        ("waited = \"w\"\n", "", "line 5: columns.waited"),
        ("talked = \"t\"\n", "", "line 5: columns.talked"),
        ("A = \"answered\"\n", "", "line 11: outcomes must say"),
        ("A = \"answered\"\n", "A = \"answered\"\na = \"left\"\n", "line 13: outcomes.a"),
        ("\"answered\"", "\"perhaps\"", "line 12: unknown variant"),
        ("\"answered\"", "\"left\"", "line 11: outcomes must say"),
        ("name", "nmae", "line 1: unknown field `nmae`"),
        ("key = [", "order = [\"d\", \"e\", \"w\", \"o\", \"k\"]\nkey = [", "line 10: columns.talked names"),
        ("key = [", "order = [\"d\", \"e\", \"D\"]\nkey = [", "line 4: order names the column \"D\" twice"),
        ("key = [", "header = false\nkey = [", "line 1: order"),
        ("zone", "zone = ", "line 2: "),
    ] {
        let text = "\u{feff}\u{feff}".to_owned() + &good.replacen(from, to, 1);
        let refused = Mapping::parse(&text).unwrap_err().to_string();
        assert!(refused.contains(named), "{to}: {refused}");
        assert!(refused.lines().all(|fault| fault.starts_with("line ")), "{to}: {refused}");
    }
}

#[test]
fn a_mapping_says_all_it_lacks_at_once() {
    let bad = "name = \"m\"\nzone = \"Mars\"\nseparator = \"space\"\nkey = []\n[columns]\nentered = \"e\"\nwaited = \"w\"\noutcome = \"o\"\n[outcomes]\nA = \"left\"\na = \"left\"\n";
    let refused = Mapping::parse(bad).unwrap_err().to_string();
    let keys: Vec<&str> = refused.lines().map(|fault| fault.split(' ').nth(2).unwrap()).collect();
    let all = ["zone", "separator", "key", "columns.date", "columns.talked", "outcomes", "outcomes.a"];
    assert_eq!(keys, all, "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    /// Whatever a file holds, each of its rows is either read or skipped, and nothing panics.
    #[test]
    fn no_row_is_lost(lines in prop::collection::vec(prop_oneof![
        Just(ROW.to_owned()),
        Just(HEADER.to_owned()),
        "[0-9:A-Z\t .-]{0,80}",
        (0usize..17, "\\PC{0,12}").prop_map(|(column, value)| {
            let name = HEADER.split('\t').nth(column).unwrap();
            row(&[(name, &value.replace(['\t', '\n', '\r'], ""))])
        }),
    ], 1..20)) {
        let full = lines.iter().filter(|line| !line.trim().is_empty()).count();
        let log = log(&[&[row(&[("call_id", "sound")])], &lines[..]].concat());
        prop_assert_eq!(log.rows(), full + 1);
        for call in &log.calls {
            prop_assert!(call.waited.0 >= 0 && call.talked.0 >= 0);
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut text = HEADER.as_bytes().to_vec();
        text.extend_from_slice(b"\n");
        text.extend_from_slice(&bytes);
        // A file of which nothing is understood is refused; none does harm.
        let _refused = read(&text, &mapping(), TODAY);
    }
}
