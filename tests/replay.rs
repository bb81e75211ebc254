//! Another system's call log: in once, whole, under pseudonyms; its figures to the digit.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The data that is not part of the repository, or nothing if whoever runs the tests goes without.
pub fn january() -> Option<PathBuf> {
    if std::env::var_os("HELIOTROPE_WITHOUT_DATA").is_some() {
        eprintln!("skipped: HELIOTROPE_WITHOUT_DATA is set");
        return None;
    }
    let beside_the_repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data: PathBuf =
        std::env::var_os("HELIOTROPE_DATA").unwrap_or_else(|| beside_the_repository.into()).into();
    let file = data.join("anonymous_bank/january.txt");
    assert!(
        file.is_file(),
        "the call log is missing: put the data folder at ../shared/data or name it in HELIOTROPE_DATA, or \
         set HELIOTROPE_WITHOUT_DATA=1 to go without"
    );
    Some(file)
}

pub fn heliotrope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_heliotrope")).args(arguments).output().unwrap()
}

pub fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn replay(folder: &Path, file: &Path) -> Value {
    let (folder, file) = (folder.to_str().unwrap(), file.to_str().unwrap());
    let output = heliotrope(&["replay", "--mapping", "anonymous-bank", "--data", folder, file, "--json"]);
    serde_json::from_str(&text(&output)).unwrap()
}

#[test]
fn january_is_reproduced_to_the_printed_digits() {
    let Some(file) = january() else { return };
    let folder = tempfile::tempdir().unwrap();
    let report = replay(folder.path(), &file);
    for (key, expected) in [
        ("rows", json!(31_599)),
        ("skipped", json!(0)),
        ("imported", json!(31_599)),
        ("offered", json!(30_140)),
        ("answered", json!(27_060)),
        ("abandoned", json!(3_080)),
        ("missing_days", json!(["1999-01-11", "1999-01-12"])),
    ] {
        assert_eq!(report[key], expected, "{key}");
    }
    for (key, expected) in [
        ("abandonment", "10.22 %"),
        ("abandonment_without_short_5", "9.70 %"),
        ("abandonment_without_short_10", "8.71 %"),
        ("service_level_15", "51.51 %"),
        ("service_level_20", "54.42 %"),
        ("service_level_30", "59.68 %"),
        ("asa", "35.03 s"),
        ("asa_queued", "69.77 s"),
        ("mean_wait_abandoned", "61.14 s"),
        ("talk_mean", "184.7 s"),
        ("talk_sd", "224.0 s"),
        ("talk_median", "114.0 s"),
        ("under_10s", "5.58 %"),
    ] {
        assert_eq!(report["shown"][key], expected, "{key}");
    }
    for (key, expected) in [
        ("overlapping_service", 202),
        ("answered_without_agent", 490),
        ("hang_up_with_service", 82),
        ("negative_ivr_time", 33),
        ("over_an_hour", 4),
    ] {
        assert_eq!(report["odd"][key], expected, "{key}");
    }
    let alarm = &report["alarm"];
    let standing_out: Vec<u64> = alarm["standing_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|agent| agent["services"].as_u64().unwrap())
        .collect();
    assert_eq!((standing_out.as_slice(), &alarm["without_agent"]), (&[1_366, 604, 1_446][..], &json!(490)));

    let again = replay(folder.path(), &file);
    assert_eq!((&again["imported"], &again["there_already"]), (&json!(0), &json!(31_599)));
    assert_eq!((&again["offered"], &again["asa"]), (&report["offered"], &report["asa"]));
    let data = folder.path().to_str().unwrap();
    let checked = text(&heliotrope(&["figures", "check", "--data", data]));
    assert_eq!(checked, "31599 contacts compared with the journal, 0 differ\n");
    let days = text(&heliotrope(&[
        "figures",
        "--data",
        data,
        "--zone",
        "Asia/Jerusalem",
        "--interval",
        "day",
        "--indicators",
        "offered",
        "--csv",
    ]));
    let (marks, rows): (Vec<&str>, Vec<&str>) = days.lines().partition(|line| line.starts_with("\"# "));
    assert_eq!(rows.len(), 1 + 29, "29 days of January have calls");
    assert!(matches!(marks[..], [mark] if mark.contains("at the console")), "who took it away: {marks:?}");
}

const HEADER: &str = "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver";

/// Made up: answered after 20 s, served for 100 s.
fn row(id: u32) -> String {
    format!(
        "AA01\t{id}\t47110815\t2\tPS\t990204\t9:00:00\t9:00:10\t10\t9:00:10\t9:00:30\t20\tAGENT\t9:00:30\t9:02:10\t100\tWILHELMINA"
    )
}

#[test]
fn damaged_rows_are_told_and_the_rest_comes_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.txt");
    let first = [HEADER.to_owned(), row(1), "short\trow".to_owned(), row(2)].join("\r\n");
    std::fs::write(&file, first).unwrap();
    let data = folder.path().join("data");
    let report = replay(&data, &file);
    assert_eq!((&report["imported"], &report["skipped"]), (&json!(2), &json!(1)));
    let skipped = &report["skipped_rows"][0];
    assert_eq!((&skipped["line"], &skipped["column"]), (&json!(3), &json!("customer_id")));
    let odd = json!([{"line": 4, "odd": ["overlapping_service"]}]);
    assert_eq!((&report["odd_lines"], &report["odd_lines_left_out"]), (&odd, &json!(0)));

    // A log that has grown: what is new comes in.
    let second = [HEADER.to_owned(), row(1), row(2), row(3)].join("\n");
    std::fs::write(&file, second).unwrap();
    let report = replay(&data, &file);
    assert_eq!(
        (&report["imported"], &report["there_already"], &report["offered"]),
        (&json!(1), &json!(2), &json!(3))
    );
    std::fs::remove_file(&file).unwrap();
    for entry in std::fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        for name in ["WILHELMINA", "47110815"] {
            let found = bytes.windows(name.len()).any(|part| part == name.as_bytes());
            assert!(!found, "{} holds a name of the log", path.display());
        }
    }
    let listed = text(&heliotrope(&["contacts", "--data", data.to_str().unwrap()]));
    assert_eq!(listed.matches("customer hung up").count(), 3, "{listed}");
}

/// A folder knows by which clock its log was written: no figure slips into the day before, whoever asks
/// without a zone.
#[test]
fn figures_of_an_imported_log_are_cut_by_its_own_days() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("log.txt"));
    // Half past midnight in Jerusalem is the day before in UTC.
    let at_night = row(2).replace("\t9:", "\t0:");
    std::fs::write(&file, [HEADER.to_owned(), row(1), at_night].join("\n")).unwrap();
    replay(&data, &file);
    let data = data.to_str().unwrap();
    let asked =
        ["figures", "--data", data, "--from", "1999-02-04", "--to", "1999-02-05", "--indicators", "offered"];
    for (more, zone, offered) in [
        (&[][..], "time zone Asia/Jerusalem (the imported log's)", "(2)\n"),
        (&["--zone", "UTC"], "time zone UTC (--zone)", "(1)\n"),
    ] {
        let told = text(&heliotrope(&[&asked, more].concat()));
        assert!(told.starts_with(zone) && told.contains(offered), "{told}");
    }
    let turned = heliotrope(&["figures", "--data", data, "--from", "1999-02-05", "--to", "1999-02-04"]);
    let said = String::from_utf8(turned.stderr).unwrap();
    assert!(!turned.status.success() && said.contains("--to 1999-02-04 must be later"), "{said}");
}

/// A row that says something else than it did is a correction: the newer one counts, and it is said.
#[test]
fn a_row_that_changed_since_it_was_imported_takes_the_place_of_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("log.txt"));
    std::fs::write(&file, [HEADER.to_owned(), row(1), row(2)].join("\n")).unwrap();
    replay(&data, &file);
    let corrected = row(2).replace("9:02:10\t100", "9:03:10\t160").replace("9:00:00", "9:00:01");
    std::fs::write(&file, [HEADER.to_owned(), row(1), corrected].join("\n")).unwrap();
    let report = replay(&data, &file);
    for (key, expected) in [
        ("imported", json!(0)),
        ("there_already", json!(1)),
        ("changed_since", json!(1)),
        ("changed_lines", json!([3])),
        ("offered", json!(2)),
        ("talk_mean", json!(130.0)),
    ] {
        assert_eq!(report[key], expected, "{key}");
    }
    let again = replay(&data, &file);
    assert_eq!((&again["there_already"], &again["changed_since"]), (&json!(2), &json!(0)));
    let data = data.to_str().unwrap();
    let checked = text(&heliotrope(&["figures", "check", "--data", data]));
    assert_eq!(checked, "2 contacts compared with the journal, 0 differ\n");
    let listed = text(&heliotrope(&["contacts", "--data", data]));
    assert_eq!(listed.matches("customer hung up").count(), 2, "{listed}");
}

#[test]
fn what_cannot_be_read_at_all_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("log.txt"));
    std::fs::write(&file, "\n").unwrap();
    let check = |mapping: &str, file: &Path, expected: &str| {
        let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
        let output = heliotrope(&["replay", "--mapping", mapping, "--data", data, file]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(expected), "{said}");
    };
    check("anonymous-bank", &file, "no rows");
    check("anonymous-bank", &folder.path().join("gone.txt"), "cannot read");
    check("anonymous-bank", folder.path(), "cannot read");
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    check("anonymous-bank", &written("empty.txt", b""), "no rows");
    check("anonymous-bank", &written("header.txt", HEADER.as_bytes()), "no rows");
    check("anonymous-bank", &written("binary.txt", &[0x7F, b'E', b'L', b'F', 0, 0, b'\n', 0, 1]), "not text");
    check("anonymous-bank", &written("other.txt", b"a,b,c\n1,2,3\n"), "none of 2 rows can be read (line 1");
    check("another-bank", &file, "anonymous-bank");
    assert!(!data.exists(), "a log that cannot be read makes no data folder");
    let mapping = folder.path().join("own.toml");
    std::fs::write(&mapping, "name = \"own\"\n").unwrap();
    check(mapping.to_str().unwrap(), &file, "own.toml does not hold together:\n  line 1: missing field");
}
