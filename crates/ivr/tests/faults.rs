//! Every fault a designer can make, and where and how it is reported.
#![allow(clippy::unwrap_used)]

use ivr::{Flow, Known};
use std::collections::BTreeSet;

/// Each expected line is `LINE:COLUMN words of the reason`, in the order reported, and all of them.
fn check(text: &str, expected: &[&str]) {
    let faults = Flow::parse("main".parse().unwrap(), text).err().unwrap_or_default();
    compare(text, &faults, expected);
}

fn compare(text: &str, faults: &[ivr::Fault], expected: &[&str]) {
    let told: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}:{} {}", fault.at.line, fault.at.column, fault.reason))
        .collect();
    let fits = |(told, expected): (&String, &&str)| {
        let (place, words) = expected.split_once(' ').unwrap();
        told.split_once(' ').unwrap().0 == place && told.contains(words)
    };
    let all = told.len() == expected.len() && told.iter().zip(expected).all(fits);
    assert!(all, "in\n{text}\nexpected {expected:#?}\nfound {told:#?}");
}

/// A flow whose first two lines are sound, so that the given text begins on line 3.
fn flow(rest: &str) -> String {
    format!("flow main\nstep hello\n{rest}")
}

const MENU: &str =
    "greet hi\nthen go to menu\nstep menu\nask menu\nkey 1 hang up\ninvalid say no\nsilent say no\n";

#[test]
fn words_that_do_not_fit() {
    check("", &["1:1 begin the file with `flow main`", "1:1 a flow needs a step"]);
    check("flow other\nstep a\ngreet hi\nthen hang up", &["1:6 this file is the flow `main`"]);
    check("// remark\n\n  step a\n greet hi\n then hang up", &["3:3 begin the file with `flow main`"]);
    check(
        "flow main\nsay hi\nthen hang up\nstep a\ngreet hi\nthen hang up",
        &["2:1 belongs to no step", "3:1 belongs to no step"],
    );
    check(
        "flow main\nstep a b\ngreet hi\nthen hang up",
        &["1:1 a flow needs a step", "2:8 complete before `b`"],
    );
    check(
        "flow main\nstep 카드\ngreet hi\nthen hang up",
        &["1:1 a flow needs a step", "2:6 `카드` is no name"],
    );
    check(&flow(""), &["2:1 step `hello` does nothing"]);
    check(&flow("speak hi\nthen hang up"), &["3:1 `speak` is nothing a step can do: write `greet`"]);
    check(
        &flow("greet hi\nthan hang up"),
        &["2:1 add the line `then go to STEP`", "4:1 `than` does not belong here"],
    );
    check(&flow("greet\nthen hang up"), &["3:6 add the name of a prompt"]);
    check(&flow("greet hi,\nthen hang up"), &["3:7 `hi,` is no name"]);
    check(&flow("greet hi\nthen goto menu"), &["4:6 write `go to STEP` or `hang up` in place of `goto`"]);
    check(&flow("greet hi\nthen go menu"), &["4:9 write `to` in place of `menu`"]);
    check(&flow("greet hi\nthen hang up now"), &["4:14 complete before `now`"]);
    check(&flow("greet hi\nthen hang up as bored"), &["4:17 `closed`, `full` or `unstaffed`"]);
    check(&flow("greet hi\nthen hang up\nthen hang up"), &["5:1 says `then go to STEP` twice"]);
    check("\u{feff}flow main // remark\r\n\r\nstep a\r\n\tgreet hi\r\n\tthen hang up // bye\r\n", &[]);
}

#[test]
fn every_fault_of_a_file_is_reported() {
    check(
        &flow("greet hi\nthen go to x\nstep menu\nask menu\nkey 1 go to y\nkey A hang up\nsilent say no"),
        &[
            "4:12 there is no step `x`",
            "5:1 add the line `invalid say",
            "5:1 add the line `after N tries",
            "7:13 there is no step `y`",
            "8:5 `A` is no key",
        ],
    );
}

#[test]
fn menus() {
    let ask = |line: &str| flow(&format!("{MENU}{line}"));
    check(&ask("after 2 tries hang up"), &[]);
    check(&ask("after 1 try hang up\nfirst key within 60 seconds\nnext key within 1 second"), &[]);
    check(&ask("after 0 tries hang up"), &["10:7 a whole number from 1 to 9"]);
    check(&ask("after 3 times hang up"), &["10:9 write `tries`"]);
    check(&ask("after 3 tries hang up\nfirst key within 2 minutes"), &["11:18 a whole number from 1 to 1"]);
    check(&ask("after 3 tries hang up\nfirst key within 61 seconds"), &["11:18 a whole number from 1 to 60"]);
    check(&ask("after 3 tries hang up\nfirst key within 6"), &["11:19 add `seconds` or `minutes`"]);
    check(&ask("after 3 tries hang up\nkey 2 or 1 hang up"), &["11:10 key 1 has a place to go already"]);
    check(&ask("after 3 tries hang up\nkey 2 2 hang up"), &["11:7 key 2 has a place to go already"]);
    check(&ask("after 3 tries hang up\nkey 22 hang up"), &["11:5 key 22 is longer or shorter"]);
    check(&ask("after 3 tries hang up\nkey go to menu"), &["11:5 a key: 0-9"]);
    check(&ask("after 3 tries hang up\nkey 12345 hang up"), &["11:5 `12345` is no key"]);
    let keyless = flow(
        "greet hi\nthen go to menu\nstep menu\nask menu\ninvalid say no\nsilent say no\nafter 2 tries hang up",
    );
    check(&keyless, &["5:1 add the line `key K go to STEP`"]);
    let deaf = flow("greet hi\nthen go to menu\nstep menu\nask menu\nkey 1 hang up");
    check(&deaf, &["5:1 `invalid say PROMPT`", "5:1 `silent say PROMPT`", "5:1 `after N tries go to STEP`"]);
}

/// Gathers number and PIN and verifies them; the pieces can be replaced.
fn verifying(change: &str, to: &str) -> String {
    let text = flow(
        "greet hi\nthen go to number\n\
         step number\ngather number ask\ndigits 6 to 12\ninvalid say no\nsilent say no\nafter 2 tries hang up\nthen go to pin\n\
         step pin\ngather pin ask\ndigits 6\ninvalid say no\nsilent say no\nafter 2 tries hang up\nthen go to verify\n\
         step verify\nverify\nverified hang up\nwrong go to pin\nafter 3 wrong hang up\nlocked hang up\nunavailable hang up\n",
    );
    assert!(text.contains(change), "{change:?} is not in the text");
    text.replacen(change, to, 1)
}

#[test]
fn number_and_pin() {
    check(&verifying("", ""), &[]);
    check(&verifying("digits 6 to 12", "digits 8"), &[]);
    check(
        &verifying("digits 6 to 12", "digits 5 to 12"),
        &["7:8 a customer number is a whole number from 6 to 12"],
    );
    check(&verifying("digits 6 to 12", "digits 8 to 7"), &["7:13 a whole number from 8 to 12"]);
    check(&verifying("digits 6\n", "digits 4 to 6\n"), &["14:10 complete before `to`"]);
    check(&verifying("gather pin", "gather code"), &["13:8 write `number` or `pin`"]);
    check(&verifying("locked hang up\n", ""), &["19:1 add the line `locked go to STEP`"]);
    check(&verifying("after 3 wrong", "after 4 wrong"), &["23:7 from 1 to 3"]);
    check(
        &verifying("then go to number", "then go to pin"),
        &["5:1 nothing leads to step `number`", "19:1 without a number (hello → pin → verify)"],
    );
    check(
        &verifying("then go to pin", "then go to verify"),
        &["19:1 without a pin (hello → number → verify)"],
    );
    // A PIN serves one attempt: a second one needs another PIN.
    check(
        &verifying("unavailable hang up", "unavailable go to verify"),
        &["19:1 turns in a circle", "19:1 without a pin"],
    );
}

#[test]
fn queues_and_branches() {
    let queue = |lines: &str| flow(&format!("queue cards\n{lines}"));
    check(
        &queue(
            "closed hang up as closed\nfull hang up\nunstaffed hang up\nskills vip gold\ncredit 2 minutes",
        ),
        &[],
    );
    check(&queue("closed hang up"), &["2:1 `full go to STEP`", "2:1 `unstaffed go to STEP`"]);
    check(
        &queue("closed hang up\nfull hang up\nunstaffed hang up\ncredit 121 minutes"),
        &["7:8 the credit is a whole number from 0 to 120"],
    );
    check(
        &flow(
            "if verified hang up\nif queue cards is open hang up\nif line announces recording hang up\notherwise hang up",
        ),
        &[],
    );
    check(&flow("if sunny hang up\notherwise hang up"), &["3:4 in place of `sunny`"]);
    check(&flow("if queue cards is quiet hang up\notherwise hang up"), &["3:19 `open`, `closed`"]);
    check(&flow("if verified hang up"), &["2:1 `otherwise go to STEP`"]);
    check(
        &flow("if verified hang up\notherwise hang up\nif verified hang up"),
        &["5:1 move it below every `if`"],
    );
}

#[test]
fn circles_and_dead_ends() {
    check(&flow("greet hi\nthen go to hello"), &["2:1 circle without a key pressed (hello → hello)"]);
    check(
        &flow(
            "greet hi\nthen go to b\nstep b\nsay b\nthen go to c\nstep c\nif verified go to b\notherwise hang up",
        ),
        &["5:1 (b → c → b)"],
    );
    // Silence is no key: a telephone left lying would hear the menu for ever.
    check(&flow(&format!("{MENU}after 3 tries go to menu")), &["5:1 (menu → menu)"]);
    check(&flow(&format!("{MENU}after 3 tries hang up\nkey 9 go to menu")), &[]);
    check(&flow("queue a\nclosed go to hello\nfull hang up\nunstaffed hang up"), &["2:1 (hello → hello)"]);
    check(
        &flow("greet hi\nthen hang up\nstep lost\nsay lost\nthen hang up"),
        &["5:1 nothing leads to step `lost`"],
    );
}

#[test]
fn the_greeting_comes_first() {
    check(&flow("say hi\nthen hang up"), &["2:1 step `hello` can be heard before a greeting"]);
    check(
        &flow(
            "if verified go to a\notherwise go to b\nstep a\ngreet hi\nthen hang up\nstep b\nsay b\nthen hang up",
        ),
        &["8:1 step `b` can be heard before a greeting"],
    );
    check(
        &flow("queue q\nclosed go to a\nfull hang up\nunstaffed hang up\nstep a\nsay closed\nthen hang up"),
        &["7:1 step `a` can be heard before a greeting"],
    );
}

#[test]
fn advertising_is_chosen_never_forced() {
    let advert = "\nstep news\nadvert news\nthen go to menu";
    check(&flow(&format!("{MENU}after 3 tries hang up\nkey 8 go to news{advert}")), &[]);
    check(
        &flow(&format!("{MENU}after 3 tries go to news{advert}")),
        &["5:1 circle", "5:1 step `menu` leads to advertising without being asked"],
    );
    check(&flow("advert news\nthen hang up"), &["2:1 step `hello` can be heard before a greeting"]);
    check(
        &flow("greet hi\nthen go to news\nstep news\nadvert news\nthen hang up"),
        &["2:1 step `hello` leads to advertising"],
    );
    check(
        &flow(
            "greet hi\nthen go to menu\nstep menu\nask menu\nkey 1 go to news\ninvalid say no\nsilent say no\nafter 2 tries hang up\nstep news\nadvert news\nthen hang up",
        ),
        &["5:1 every key of menu `menu` leads to advertising"],
    );
    check(
        &flow(
            &format!("{MENU}after 3 tries hang up\nkey 8 go to news{advert}")
                .replace("silent say no", "silent say news"),
        ),
        &["9:12 prompt `news` is advertising"],
    );
}

#[test]
fn names_must_exist_in_the_bank() {
    fn set<T: std::str::FromStr + Ord>(names: &[&str]) -> BTreeSet<T> {
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }
    let known = Known {
        prompts: set(&["hi", "offer"]),
        adverts: set(&["offer"]),
        queues: set(&["cards"]),
        skills: set(&["vip"]),
    };
    let text = flow(
        "if queue loans is open go to a\notherwise go to b\n\
         step a\ngreet offer hello\nthen go to b\n\
         step b\nqueue card\nskills vip gold\nclosed hang up\nfull hang up\nunstaffed hang up",
    );
    let flow = Flow::parse("main".parse().unwrap(), &text).unwrap();
    let expected = [
        "3:10 there is no queue `loans`",
        "6:7 prompt `offer` is advertising",
        "6:13 there is no prompt `hello`",
        "9:7 there is no queue `card`",
        "10:12 skill `gold`",
    ];
    compare(&text, &flow.check(&known), &expected);
}

#[test]
fn size_is_bounded() {
    let many: String = (0..401).map(|n| format!("step s{n}\ngreet hi\nthen hang up\n")).collect();
    let faults = Flow::parse("main".parse().unwrap(), &format!("flow main\n{many}")).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string().contains("at most 400 steps")));
    check(&" ".repeat(256 * 1024 + 1), &["1:1 at most 262144 bytes"]);
}
