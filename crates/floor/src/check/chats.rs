//! Chats: where they are opened, who holds them, and that no contact goes to a queue of another channel.

use super::{About, Faults};
use std::collections::BTreeSet;
use vocabulary::plan::{Channel, Queue, Target};
use vocabulary::voice::PAGE;

pub(super) fn check(faults: &mut Faults<'_>) {
    check_lines(faults);
    check_agents(faults);
    for (place, queue) in faults.plan.queues.iter().enumerate() {
        check_overflow(About::Queue(place), queue, faults);
    }
}

fn check_lines(faults: &mut Faults<'_>) {
    let plan = faults.plan;
    let mut names: BTreeSet<_> = plan.lines.iter().map(|line| &line.name).collect();
    for (place, line) in plan.chats.iter().enumerate() {
        let about = About::Chat(place);
        if !names.insert(&line.name) {
            faults.add(about, &["name"], "there is a line of that name; remove one or rename it");
        }
        let reason = match plan.queues.iter().find(|queue| queue.name == line.queue) {
            None => format!("leads to queue \"{}\", which is not defined", line.queue),
            Some(queue) if queue.routing.channel != Channel::Chat => {
                format!("leads to queue \"{}\", which holds calls; give it channel \"chat\"", line.queue)
            }
            Some(_) => continue,
        };
        faults.add(about, &["queue"], reason);
    }
}

/// A chat is answered in the browser.
fn check_agents(faults: &mut Faults<'_>) {
    for (place, agent) in faults.plan.agents.iter().enumerate() {
        if agent.routing.chats > 0 && agent.address != PAGE {
            let reason = "has chats and no page to answer them on; give the address \"page\", or no chats";
            faults.add(About::Agent(place), &["chats"], reason);
        }
    }
}

fn check_overflow(about: About, queue: &Queue, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    let is_chat = queue.routing.channel == Channel::Chat;
    for (number, rule) in (1..).zip(&queue.routing.overflow) {
        let number = usize::to_string(&number);
        match &rule.to {
            Target::Flow(flow) if is_chat => {
                let reason = format!("sends chats to flow \"{flow}\", which speaks; name a queue of chats");
                faults.add(about, &["overflow", &number, "to_flow"], reason);
            }
            Target::Flow(_) => {}
            Target::Queue(to) => {
                let to = plan.queues.iter().find(|known| known.name == *to);
                if let Some(to) = to.filter(|to| to.routing.channel != queue.routing.channel) {
                    let reason = format!("sends contacts to queue \"{}\" of another channel", to.name);
                    faults.add(about, &["overflow", &number, "to_queue"], reason);
                }
            }
        }
    }
}
