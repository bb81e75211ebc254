//! A world in which everything that can be asked is answered in every way, one way at a time.

use crate::run::{Facts, QueueState};
use std::cell::RefCell;
use vocabulary::{QueueName, SkillName};

const QUEUE_STATES: [QueueState; 4] =
    [QueueState::Open, QueueState::Closed, QueueState::Full, QueueState::Unstaffed];
const YES_NO: [bool; 2] = [true, false];

/// Something a flow asked during one step, and the answer it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Recording(bool),
    Queue(QueueName, QueueState),
}

/// A question: what about, which of its answers was given, and how many there are.
struct Question {
    about: Option<(QueueName, Vec<SkillName>)>,
    given: usize,
    answers: usize,
}

/// One way the world can be while a step is taken. A question asked twice has one answer.
struct World {
    /// Settled for the whole call once it was asked.
    recording: Option<bool>,
    verified: bool,
    /// Which answer to give to the first, second … question; the first answer beyond that.
    script: Vec<usize>,
    asked: RefCell<Vec<Question>>,
}

impl World {
    fn answer(&self, about: Option<(QueueName, Vec<SkillName>)>, answers: usize) -> usize {
        let mut asked = self.asked.borrow_mut();
        if let Some(question) = asked.iter().find(|question| question.about == about) {
            return question.given;
        }
        let given = self.script.get(asked.len()).copied().unwrap_or(0);
        asked.push(Question { about, given, answers });
        given
    }
}

impl Facts for World {
    fn announce_recording(&self) -> bool {
        self.recording.unwrap_or_else(|| YES_NO[self.answer(None, YES_NO.len())])
    }

    fn verified(&self) -> bool {
        self.verified
    }

    fn queue_state(&self, queue: &QueueName, skills: &[SkillName]) -> QueueState {
        QUEUE_STATES[self.answer(Some((queue.clone(), skills.to_vec())), QUEUE_STATES.len())]
    }
}

/// Takes a step in every world that makes a difference to it.
pub(super) fn in_every_world<T>(
    recording: Option<bool>,
    verified: bool,
    mut step: impl FnMut(&dyn Facts) -> T,
) -> Vec<(T, Vec<Answer>)> {
    let mut results = Vec::new();
    let mut script = Some(Vec::new());
    while let Some(answers) = script {
        let world = World { recording, verified, script: answers, asked: RefCell::default() };
        let result = step(&world);
        let asked = world.asked.into_inner();
        results.push((result, asked.iter().map(spoken).collect()));
        script = next_script(&asked);
    }
    results
}

fn spoken(question: &Question) -> Answer {
    match &question.about {
        None => Answer::Recording(YES_NO[question.given]),
        Some((queue, _)) => Answer::Queue(queue.clone(), QUEUE_STATES[question.given]),
    }
}

/// Counts the answers up like the wheels of a counter, the last question's first.
fn next_script(asked: &[Question]) -> Option<Vec<usize>> {
    let turned = asked.iter().rposition(|question| question.given + 1 < question.answers)?;
    let mut script: Vec<usize> = asked[..=turned].iter().map(|question| question.given).collect();
    script[turned] += 1;
    Some(script)
}
