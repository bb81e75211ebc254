//! The text of a flow, as it comes with a plan over the API: it is a flow, or its faults are told; a flow that is one
//! is checked and walked to its ends.
#![no_main]

use ivr::{Flow, Known, Limits, walk};
use libfuzzer_sys::fuzz_target;
use vocabulary::FlowName;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let name = FlowName::new("fuzzed").expect("it is a name");
    match Flow::parse(name, text) {
        Ok(flow) => {
            let faults = flow.check(&Known::default());
            if faults.is_empty() {
                walk(&flow, Limits { places: 500, paths: 5_000 });
            }
        }
        Err(faults) => assert!(!faults.is_empty(), "it is refused without a reason"),
    }
});
