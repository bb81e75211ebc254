//! What-if from a log and from a data folder's own past: the same past, and its error told.

use crate::replay::{heliotrope, january, replay, text};
use serde_json::Value;

fn figure(report: &Value, name: &str, what: &str) -> f64 {
    let figure = &report["figures"][name][what];
    figure.as_f64().or_else(|| figure["mean"].as_f64()).unwrap()
}

/// The estimates have not seen the days they are used for, so that this is the error of a prediction.
#[test]
fn a_banks_january_is_simulated_as_it_was_and_the_folder_tells_the_same_past() {
    let Some(file) = january() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (data, log) = (folder.path().to_str().unwrap(), file.to_str().unwrap());
    let asked = ["--runs", "2", "--json"];
    let of_log = heliotrope(&[&["what-if", "--mapping", "anonymous-bank", log][..], &asked].concat());
    let of_log: Value = serde_json::from_str(&text(&of_log)).unwrap();
    for (name, error) in [("service_level_15", 0.05), ("abandonment", 0.015), ("asa", 3.0)] {
        let off = figure(&of_log, name, "error");
        assert!(off.abs() <= error, "{name}: {off}");
    }
    replay(folder.path(), &file);
    let days = ["--from", "1999-01-01", "--to", "1999-02-01", "--zone", "Asia/Jerusalem"];
    let of_data = heliotrope(&[&["what-if", "--data", data][..], &days, &asked].concat());
    let of_data: Value = serde_json::from_str(&text(&of_data)).unwrap();
    assert_eq!(of_data["calls"], 30_140);
    for name in ["service_level_15", "abandonment", "asa", "mean_wait_abandoned"] {
        assert_eq!(figure(&of_log, name, "observed"), figure(&of_data, name, "observed"), "{name}");
        // Agents are numbered otherwise, and so are the dice.
        let (log, data) = (figure(&of_log, name, "as_it_was"), figure(&of_data, name, "as_it_was"));
        assert!((log - data).abs() <= 0.1 * log, "{name}: {log} and {data}");
    }
}

#[test]
fn what_is_meant_must_be_said() {
    for (arguments, said) in [
        (&["what-if"][..], "say which past"),
        (&["what-if", "--data", "/nowhere", "--agents", "cards=+2@9"], "hours of the day"),
        (&["what-if", "--priority", "cards=high"], "priority"),
    ] {
        let output = heliotrope(arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && told.contains(said), "{told}");
    }
}
