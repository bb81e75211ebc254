//! Rules come into force, and go.

use super::*;

#[tokio::test]
async fn a_version_names_one_text_and_what_is_not_fit_changes_nothing() {
    let house = House::open().await;
    let force = |text: &'static str| house.operations.bring_into_force(text, None);
    let built_in = force(Authority::BUILT_IN).await.unwrap();
    assert_eq!(built_in, (Authority::default().version(), false), "it is in force from the start");
    let next = "authority 70\nrule all\n  do freeze\n  level strong";
    assert_eq!(force(next).await.unwrap(), (70, true));
    assert_eq!(force(next).await.unwrap(), (70, false));
    let refused = house.wish(house.freeze(1)).await;
    let Err(NotOrdered::NotAllowed(judged)) = refused else { panic!("{refused:?}") };
    assert_eq!(judged.version, 70);
    let other = force("authority 70\nrule all\n  do freeze").await;
    assert!(matches!(other, Err(NotInForce::OtherText { version: 70, free: 71 })), "{other:?}");
    let unsound = force("authority 71\nrule all\n  do fly").await;
    let Err(NotInForce::Unsound(faults)) = unsound else { panic!("{unsound:?}") };
    assert_eq!(faults[0].line, 3);
    assert_eq!(house.operations.authority().version(), 70, "what is in force stays");
    // Going back is bringing an earlier text into force again.
    assert_eq!(force(Authority::BUILT_IN).await.unwrap(), (built_in.0, true));
    assert_eq!(house.wish(house.freeze(2)).await.unwrap().state, OrderState::Done);
    let kept: Vec<u32> =
        house.operations.0.store.authorities().await.unwrap().iter().map(|kept| kept.version).collect();
    assert_eq!(kept, [70, built_in.0]);
}

#[tokio::test]
async fn a_start_goes_on_by_the_file_and_without_one_by_what_was_in_force_last() {
    let house = House::open().await;
    let built_in = Authority::default().version();
    let start = async |on_file| house.operations.begin_in_force(on_file).await.unwrap();
    assert_eq!(start(None).await, (built_in, None), "the first start");
    let own = "authority 70\nrule all\n  do freeze";
    house.operations.bring_into_force(own, None).await.unwrap();
    // Another process begins with what is built in.
    house.operations.govern(Authority::default());
    assert_eq!(start(None).await, (70, None));
    assert_eq!(house.operations.authority().text(), own);
    assert_eq!(start(Some(Authority::BUILT_IN)).await, (built_in, Some(70)), "the file wins, and it is said");
    assert_eq!(start(None).await, (built_in, None));
}
