//! Exchanging the master key over the API.

use crate::house::{CALLER, House, soon};
use trust::Role;
use vocabulary::{ContactId, PhoneNumber};

#[tokio::test]
async fn administrators_exchange_the_master_key_while_all_goes_on() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    house.settled().await;
    let before = house.get(Role::Administrator, "/api/master-keys").await.ok();
    assert_eq!((before["versions"].as_array().unwrap().len(), &before["exchanging"]), (1, &false.into()));
    for role in [Role::Supervisor, Role::PrivacyOfficer, Role::Engineer] {
        assert_eq!(house.post(role, "/api/master-keys/exchange").await.status, 403, "{role}");
    }
    let begun = house.post(Role::Administrator, "/api/master-keys/exchange").await.ok();
    assert_eq!(begun["versions"].as_array().unwrap().len(), 2);
    let done = async {
        loop {
            let now = house.get(Role::Administrator, "/api/master-keys").await.ok();
            if now["exchanging"] == false {
                return now;
            }
            // An account that asks without a pause is asked to wait.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let after = soon(done).await;
    assert_eq!((&after["left"], &after["versions"][0]["wraps"]), (&0.into(), &0.into()));
    assert!(after["versions"][0]["needed_for_backups_before"].is_string(), "{after}");
    let row = house.store.contact(ContactId(1)).await.unwrap().unwrap();
    let caller = house.store.unseal_caller(&row).await.unwrap();
    assert_eq!(caller, Some(PhoneNumber::new(CALLER).unwrap()));
}
