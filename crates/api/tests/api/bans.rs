//! Who is not answered on the telephone, and how that is ended.

use crate::house::House;
use trust::Role;
use vocabulary::Time;
use voice::sip::{Offence, Peer, Transport};

#[tokio::test]
async fn bans_are_shown_and_lifted() {
    let house = House::open().await;
    let now: Time = jiff::Timestamp::now().into();
    let scanner = Peer { transport: Transport::Udp, address: "192.0.2.66:5060".parse().unwrap() };
    assert_eq!(house.get(Role::Engineer, "/api/bans").await.ok()["bans"], serde_json::json!([]));
    while house.bans.blame(now, scanner, Offence::Scanner).is_none() {}
    let told = house.get(Role::Engineer, "/api/bans").await.ok();
    let ban = &told["bans"][0];
    assert_eq!((&ban["address"], &ban["offence"]), (&"192.0.2.66".into(), &"scanner".into()));
    assert_eq!(ban["only_udp"], true);
    assert!(ban["since"].is_string() && ban["until"].is_string(), "{told}");
    for (path, status) in [("192.0.2.67", 404), ("nonsense", 400), ("192.0.2.66", 204), ("192.0.2.66", 404)] {
        let answer = house.delete(Role::Supervisor, &format!("/api/bans/{path}")).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
    }
    assert!(!house.bans.holds(now, scanner));
    assert_eq!(house.get(Role::Viewer, "/api/bans").await.status, 403);
}
