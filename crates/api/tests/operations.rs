//! The proof of operations, in small: `cargo xtask proof operations` runs it at length.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use std::process::Command;

/// Agents' programs, a centre and a bank, each a process of its own, the two killed in mid-order, a bank that errs: three
/// books that agree to the cent, and each operation done.
#[test]
fn the_books_agree_whoever_is_killed_and_whatever_is_lost() {
    // Examples are built beside the tests of their package.
    let own = std::env::current_exe().unwrap();
    let program = own.parent().and_then(|deps| deps.parent()).unwrap().join("examples/operations");
    let output = Command::new(program).args(["prove", "own", "400", "8"]).output().unwrap();
    let (told, troubles) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{troubles}");
    let kills = |whom: &str| -> u32 {
        let after = troubles.lines().last().and_then(|line| line.split_once(whom)).unwrap().1;
        after.split(' ').next().and_then(|count| count.parse().ok()).unwrap()
    };
    assert!(kills("the bank killed ") > 2 && kills("the centre ") > 2, "{troubles}");
    assert!(told.contains("in the books of both"), "{told}");
    for done in conditions::Operation::ALL.map(conditions::Operation::tag) {
        assert!(told.contains(&format!("\"{done}\": ")), "{done} was never done: {told}");
    }
}
