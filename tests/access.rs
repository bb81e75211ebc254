//! Who comes into the program first, and how.

use crate::harness::http::{self, Answer};
use crate::harness::{Centre, LIMIT, Setup, ask_until};
use serde_json::{Value, json};

fn ask(centre: &Centre, method: &str, path: &str, token: Option<&str>, body: Option<&Value>) -> Answer {
    http::ask(centre.http, method, path, token, body).expect("the API answers")
}

/// What stands on the line after one that says this.
fn after(said: &str, words: &str) -> Option<String> {
    let mut lines = said.lines().skip_while(|line| !line.contains(words));
    lines.nth(1).map(|line| line.trim().to_owned())
}

#[test]
fn the_first_start_lets_one_administrator_in_once() {
    let mut centre = Centre::start(Setup::default());
    let told = centre.said[0].wait(LIMIT, |said| after(said, "\"first-administrator\" was made"));
    let secret = told.expect("the terminal is told the secret");
    assert_eq!(ask(&centre, "GET", "/api/accounts", Some(&secret), None).status, 401, "it is no token");
    let sign_in = |password: &str, more: Value| {
        let mut body = json!({"name": "first-administrator", "password": password});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&centre, "POST", "/api/session", None, Some(&body))
    };
    assert_eq!(sign_in(&secret, json!({})).status, 409, "it has to be exchanged");
    let chosen = "correct horse battery";
    let signed_in = sign_in(&secret, json!({"new_password": chosen}));
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
    assert_eq!(sign_in(&secret, json!({"new_password": chosen})).status, 401, "it worked once");
    let token = signed_in.json()["token"].as_str().unwrap().to_owned();
    let listed = ask(&centre, "GET", "/api/accounts", Some(&token), None);
    assert!(listed.status == 200 && !listed.text.contains(&secret), "{}", listed.text);

    // The console lists and ends the session, seals the emergency account, and gives keys.
    let sessions = centre.command_line(&["account", "sessions"]);
    assert!(sessions.contains("U-1"), "{sessions}");
    let session = sessions.split_whitespace().next().unwrap().to_owned();
    centre.command_line(&["account", "sign-out", &session]);
    // Another process hears of it within seconds.
    ask_until("a session that is over", || {
        let answer = ask(&centre, "GET", "/api/accounts", Some(&token), None);
        if answer.status == 401 { Ok(()) } else { Err(answer.text) }
    });
    assert!(centre.command_line(&["emergency", "seal"]).contains("put it into an envelope"));
    assert!(centre.command_line(&["emergency", "state"]).starts_with("sealed"));
    centre.command_line(&["client", "add", "crm"]);
    let id = centre.command_line(&["client", "list"]).split_whitespace().next().unwrap().to_owned();
    let given =
        centre.command_line(&["client", "key", &id, "--permission", "contacts.read", "--reach", "all"]);
    let key = after(&given, "shown only now").unwrap();
    assert_eq!(ask(&centre, "GET", "/api/contacts", Some(&key), None).status, 200);
    assert_eq!(ask(&centre, "GET", "/api/queues", Some(&key), None).status, 403);

    // A second start makes nobody, and neither start nor command has left a secret in the log.
    assert!(centre.stop().success());
    let said = centre.said[0].text();
    assert!(!said.contains(&key) && said.matches(&secret).count() == 1, "{said}");
    centre.restart();
    assert!(!centre.said[0].text().contains("was made"));
}
