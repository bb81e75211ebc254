//! What is done through the API and at the console stands in the audit, and who changes it is found out.

use crate::harness::records::block_on;
use crate::harness::{Centre, Setup};
use store::{Options, Store, write_db};

/// Changes one entry, as somebody with the database's password would.
fn tamper(centre: &Centre) {
    block_on(async {
        let mut options = Options::new(centre.data());
        options.migrations = trust::MIGRATIONS.to_vec();
        let db = Store::beside(options).await.unwrap();
        let change = "UPDATE audit SET about = 'U-1' WHERE operation = 'cli:account.token'";
        write_db!(&db, |pool| sqlx::query(change).execute(pool).await.map(drop)).unwrap();
    });
}

#[test]
fn whoever_changes_the_audit_is_found_out() {
    let mut centre = Centre::start(Setup::default());
    assert_eq!(centre.get("/api/contacts").status, 200);
    centre.command_line(&["account", "add", "officer", "--role", "privacy_officer"]);
    centre.command_line(&["account", "token", "U-3"]);
    centre.command_line(&["audit", "watch", "k-7", "--as", "relative", "--of", "U-3"]);
    assert!(centre.command_line(&["audit", "watched"]).contains("k-7  relative of U-3"));
    assert_eq!(centre.get("/api/audit").status, 403, "a supervisor does not read it");

    let listed = centre.command_line(&["audit", "list", "--limit", "100"]);
    for told in
        ["account.first", "list_contacts", "cli:account.add", "cli:account.token U-3", "cli:audit.watch U-3"]
    {
        assert!(listed.contains(told), "{told} is not on record:\n{listed}");
    }
    assert!(centre.command_line(&["audit", "verify"]).contains("nothing was changed, removed or reordered"));

    assert!(centre.stop().success());
    let whole = centre.command_line(&["audit", "verify"]);
    assert!(whole.contains("nothing was changed"), "{whole}");
    let refused = centre.command_line(&["audit", "list", "--outcome", "refused"]);
    assert!(refused.contains("list_audit"), "what waited was written before the end:\n{refused}");
    let place = centre.command_line(&["audit", "list", "--operation", "cli:account.token"]);
    let place = place.lines().nth(1).unwrap().split_whitespace().next().unwrap().to_owned();

    tamper(&centre);
    let found = centre.refused_command(&["audit", "verify"]);
    assert!(found.contains(&format!("entry {place} was changed")), "{found}");
    assert!(found.contains("the audit is not as it was written"), "{found}");
}
