//! Damaged logs: each row is understood, or skipped with its place and reason. All rows are made up.

#![allow(clippy::unwrap_used, reason = "tests")]

use calllog::{Error, Log, Mapping, Oddity, Outcome, read};
use proptest::prelude::*;

const HEADER: &str = "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver";
/// Answered after 20 s, served for 100 s.
const ROW: &str = "AA01\t7\t4711\t2\tPS\t990204\t9:00:00\t9:00:10\t10\t9:00:10\t9:00:30\t20\tAGENT\t9:00:30\t9:02:10\t100\tANNA";

fn mapping() -> Mapping {
    Mapping::built_in("anonymous-bank").unwrap()
}

fn log(rows: &[String]) -> Log {
    let text =
        std::iter::once(HEADER).chain(rows.iter().map(String::as_str)).collect::<Vec<_>>().join("\r\n");
    read(text.as_bytes(), &mapping()).unwrap()
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
    check(other(&[("ser_time", "")]), "ser_time");
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
    let call = check(&[("q_time", "-5")], &[O::NegativeTime]);
    assert_eq!((call.outcome, call.waited.as_seconds()), (Outcome::Answered, 0.0));
    check(&[("q_time", "25")], &[O::DurationsDisagree]);
    check(&[("q_time", "99999")], &[O::DurationsDisagree, O::LongWait]);
    check(&[("ser_time", "99999")], &[O::DurationsDisagree, O::OverAnHour]);
    check(&[("ser_start", "8:00:00"), ("ser_time", "3730")], &[O::OutOfOrder, O::OverAnHour]);
    check(&[("type", "ZZ")], &[O::UnknownQueue]);
    check(&[("priority", "9")], &[O::UnknownTier]);
    assert_eq!(check(&[("type", "")], &[O::UnknownQueue]).queue.as_str(), "unnamed");
    check(&[("customer_id", "0"), ("outcome", "agent")], &[]);
    let call = check(&[("outcome", "PHANTOM")], &[]);
    assert_eq!(call.outcome, Outcome::Phantom);
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
}

#[test]
fn names_that_are_no_text_are_names_nevertheless() {
    let mut bytes = format!("{HEADER}\n{ROW}\n").into_bytes();
    let place = bytes.len() - 3;
    bytes[place] = 0xFC;
    let log = read(&bytes, &mapping()).unwrap();
    assert_eq!(log.calls[0].odd.iter().collect::<Vec<_>>(), [Oddity::NotUtf8]);
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
    for text in [blank, bare, turned, old] {
        let log = read(text.as_bytes(), &mapping()).unwrap();
        assert_eq!((log.calls.len(), log.skipped.len()), (1, 0), "{text:?} {:?}", log.skipped);
    }
    assert_eq!(read(b"", &mapping()).unwrap_err(), Error::Empty);
    assert_eq!(read(b"\r\n \r\n", &mapping()).unwrap_err(), Error::Empty);
    let short = HEADER.replace("\tserver", "") + "\n" + ROW;
    assert_eq!(read(short.as_bytes(), &mapping()).unwrap_err(), Error::NoColumn { column: "server".into() });
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
    let log = read(text.as_bytes(), &mapping).unwrap();
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
        ("zone = \"UTC\"", "zone = \"Mars\"", "zone"),
        ("\"tab\"", "\"space\"", "separator"),
        ("[\"k\"]", "[]", "key"),
        ("date = \"d\"\n", "", "columns.date"),
        ("waited = \"w\"\n", "", "columns.waited"),
        ("talked = \"t\"\n", "", "columns.talked"),
        ("A = \"answered\"\n", "", "outcomes"),
        ("\"answered\"", "\"perhaps\"", "line 12"),
        ("name", "nmae", "nmae"),
    ] {
        let refused = Mapping::parse(&good.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(refused.contains(named), "{to}: {refused}");
    }
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
        let log = log(&lines);
        prop_assert_eq!(log.rows(), full);
        for call in &log.calls {
            prop_assert!(call.waited.0 >= 0 && call.talked.0 >= 0);
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut text = HEADER.as_bytes().to_vec();
        text.extend_from_slice(b"\n");
        text.extend_from_slice(&bytes);
        read(&text, &mapping()).unwrap();
    }
}
