//! The text of a flow, as it comes with a plan over the API: it is a flow, or its faults are told; a flow that is one
//! is checked and walked to its ends.

use ivr::{Flow, Known, Limits, walk};
use vocabulary::FlowName;

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // A flow goes by the name that it bears itself, or nothing would ever be walked.
    let borne = text.lines().find_map(|line| FlowName::new(line.strip_prefix("flow ")?.trim()).ok());
    let name = borne.unwrap_or_else(|| FlowName::new("fuzzed").expect("it is a name"));
    match Flow::parse(name, text) {
        Ok(flow) => {
            let faults = flow.check(&Known::default());
            if faults.is_empty() {
                walk(&flow, Limits { places: 500, paths: 5_000 });
            }
        }
        Err(faults) => assert!(!faults.is_empty(), "it is refused without a reason"),
    }
}
