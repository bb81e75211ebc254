//! What is looked up often, kept in order beside the facts it is derived from.

use crate::class::Class;
use crate::facts::{Facts, skill_set};
use crate::line::{Line, Place};
use crate::{Presence, Waiting};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, ContactId, QueueName, SkillName};

/// The number of a class in [`Index::classes`].
type ClassNumber = usize;

/// Lines by queue, classes by skill set, and which class has somebody to be served next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    lines: BTreeMap<QueueName, Line>,
    classes: Vec<Class>,
    by_skills: BTreeMap<Vec<SkillName>, ClassNumber>,
    /// The classes whose contacts each agent of the plan can serve.
    serves: BTreeMap<AgentId, Vec<ClassNumber>>,
    /// The first servable contact of every class that has one.
    servable: BTreeSet<(Place, ClassNumber)>,
}

impl Index {
    /// Derives the index anew.
    pub(crate) fn of(facts: &Facts) -> Index {
        let mut index = Index::default();
        for skills in facts.queues.values() {
            index.class_number(skills, facts);
        }
        for waiting in facts.waiting.values() {
            index.join(waiting, facts);
        }
        index
    }

    /// A contact waits. Its skills are a set as [`skill_set`] makes it.
    pub(crate) fn join(&mut self, waiting: &Waiting, facts: &Facts) {
        let place = Place::of(waiting);
        let number = self.class_number(&waiting.skills, facts);
        self.lines.entry(waiting.queue.clone()).or_default().join(place);
        change(&mut self.classes, &mut self.servable, number, |class| class.join(place, waiting.not));
    }

    /// A contact that waited does so no longer.
    pub(crate) fn leave(&mut self, waiting: &Waiting) {
        let place = Place::of(waiting);
        if let Some(line) = self.lines.get_mut(&waiting.queue) {
            line.leave(place);
        }
        if let Some(&number) = self.by_skills.get(&waiting.skills) {
            change(&mut self.classes, &mut self.servable, number, |class| class.leave(place, waiting.not));
        }
    }

    /// An agent's presence changed.
    pub(crate) fn change_presence(&mut self, agent: AgentId, before: Presence, after: Presence) {
        for &number in self.serves.get(&agent).into_iter().flatten() {
            change(&mut self.classes, &mut self.servable, number, |class| {
                class.change_presence(agent, before, after);
            });
        }
    }

    /// The first contact that anybody is ready for, and its class.
    pub(crate) fn first_servable(&self) -> Option<(ContactId, &Class)> {
        self.servable.first().map(|(place, number)| (place.contact, &self.classes[*number]))
    }

    pub(crate) fn line(&self, queue: &QueueName) -> Option<&Line> {
        self.lines.get(queue)
    }

    /// The class of a skill set, if it was ever asked for.
    pub(crate) fn class(&self, skills: &[SkillName]) -> Option<&Class> {
        let is_set = skills.is_sorted_by(|a, b| a < b);
        let set = if is_set { Cow::Borrowed(skills) } else { Cow::Owned(skill_set(skills.to_vec())) };
        self.by_skills.get(&*set).map(|number| &self.classes[*number])
    }

    /// The class of a skill set, made if it is new.
    fn class_number(&mut self, skills: &[SkillName], facts: &Facts) -> ClassNumber {
        if let Some(number) = self.by_skills.get(skills) {
            return *number;
        }
        let number = self.classes.len();
        let mut class = Class::default();
        for agent in facts.able(skills) {
            class.change_presence(agent, Presence::Absent, facts.presence(agent));
            self.serves.entry(agent).or_default().push(number);
        }
        self.classes.push(class);
        self.by_skills.insert(skills.to_vec(), number);
        number
    }
}

/// Changes a class and keeps its first servable contact on the list.
fn change(
    classes: &mut [Class],
    servable: &mut BTreeSet<(Place, ClassNumber)>,
    number: ClassNumber,
    change: impl FnOnce(&mut Class),
) {
    let class = &mut classes[number];
    let before = class.first_servable();
    change(class);
    let after = class.first_servable();
    if before != after {
        if let Some(place) = before {
            servable.remove(&(place, number));
        }
        if let Some(place) = after {
            servable.insert((place, number));
        }
    }
}
