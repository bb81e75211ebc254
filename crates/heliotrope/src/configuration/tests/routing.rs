//! Routing and call-backs, as a file says them.

use super::*;

#[test]
fn routing_that_does_not_hold_together_is_told_key_by_key() {
    check_in_house(
        r#"
[[queue]]
name = "loans"
discipline = "weighted"                     #! queue loans discipline weight = 1 to 100
choice = "any"                              #! queue loans choice longest_idle
prefers = ["expert"]                        #! queue loans prefers.expert no widening drops it
proficiency = { golf = 4 }                  #! queue loans proficiency.golf not among the skills
[[queue.widening]]                          #! queue loans widening.1 changes nothing
after = "9s"
[[queue.overflow]]
after = "8s"
to_queue = "cards"
[[queue.overflow]]                          #! queue loans overflow.2 to_queue or to_flow
after = "9s"
[[queue]]
name = "lost"
weight = 0                                  #! queue lost weight 1 to 100
[[queue.overflow]]
after = "8s"
to_queue = "cards"
[[queue.overflow]]
after = "9s"
to_queue = "lost"                           #! queue lost overflow.2.to_queue circle
[[queue]]
name = "stolen"
weight = 3                                  #! queue stolen weight not weighted
overflow = [
  { after = "9s", to_flow = "sorry" },      #! queue stolen overflow.1.to_flow sorry
]
"#,
    );
}

#[test]
fn call_backs_that_cannot_be_made_are_refused() {
    check_in_house(
        r#"
[[queue]]
name = "loans"
announce_every = "0s"                       #! queue loans announce_every never tells
[queue.callback]                            #! queue loans callback no trunk | callback callback.offer | callback callback.confirm | callback callback.promised | callback ringing
from = "3m"
most = 0                                    #! queue loans callback.most above zero
hours = "late"                              #! queue loans callback.hours no calendar
tries = 10                                  #! queue loans callback.tries 1 to 9
again = "1s"                                #! queue loans callback.again 10
ring = "4s"                                 #! queue loans callback.ring 5
"#,
    );
    check_in_house(
        r#"
[[queue]]
name = "loans"
[queue.callback]
after_hours = "never"                       #! queue loans callback.after_hours keep
"#,
    );
}

#[test]
fn the_terms_of_call_backs_are_read_as_written() {
    let spoken = ["music", "callback.offer", "callback.confirm", "callback.promised", "ringing"];
    let prompts = spoken.iter().map(|name| PromptName::new(name).unwrap()).collect();
    let recorded = Recorded { prompts, ..Recorded::default() };
    let text = format!(
        "{SOUND}\n[trunk]\naddress = \"sip:10.0.0.5:5060\"\nnumbers = [\"010\"]\n\
         [[queue]]\nname = \"loans\"\n[queue.callback]\nfrom = \"2m\"\nafter_hours = \"end\"\n"
    );
    let flow = |flow: &str| Ok(built_in_flow(flow).map(str::to_owned));
    let plan = Configuration::parse(&text, "test.toml", &recorded, &flow).unwrap().plan;
    let terms = plan.queues[1].routing.callback.as_ref().unwrap();
    let built_in = vocabulary::plan::CallbackTerms::default();
    assert_eq!((terms.from, terms.most), (Span::seconds(120), built_in.most));
    assert_eq!(terms.after_hours, vocabulary::plan::AfterHours::End);
    assert_eq!(plan.queues[0].routing.callback, None, "nothing is offered unasked");
    assert!(plan.trunk.may_call(&vocabulary::PhoneNumber::new("01055501234").unwrap()));
}
