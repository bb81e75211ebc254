//! What is set about agents' desks. Everything has a default, so that a plan of an older journal
//! means what it meant.

use crate::voice::SecretKind;
use crate::{DispositionCode, LineName, PromptName, QueueName, Span, Texts};
use serde::{Deserialize, Serialize};

/// What is set about agents' desks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// How long a customer hears music when the agent's page is gone in mid-call, before another
    /// agent is sought.
    pub parted: Span,
    /// By how much a wrap-up is extended each time the agent asks; never when zero.
    pub wrap_up_more: Span,
    /// By how much at the most, all in all.
    pub wrap_up_most: Span,
    /// How long before the end of a shift its agent is offered nothing new.
    pub last_offer: Span,
    /// How many digits secrets have that customers key in with an agent on the line.
    pub secure_entry: SecureEntry,
    /// What a matter can have been.
    pub dispositions: Vec<Disposition>,
    /// What agents are to say first. Of those that fit, the one for queue and line goes before the
    /// one for a queue, that before the one for a line, and that before the one for all.
    pub scripts: Vec<Script>,
    /// Prompts that a supervisor may let callers hear before anything else.
    pub announcements: Vec<PromptName>,
}

/// How many digits secrets have that customers key in with an agent on the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecureEntry {
    /// The query PIN: 4 to 12.
    pub pin_digits: u8,
    /// A one-time code: 4 to 8.
    pub one_time_code_digits: u8,
    /// The code on the back of a card: 3 or 4.
    pub card_code_digits: u8,
}

impl Default for SecureEntry {
    /// 6, 6 and 3.
    fn default() -> SecureEntry {
        SecureEntry { pin_digits: 6, one_time_code_digits: 6, card_code_digits: 3 }
    }
}

impl SecureEntry {
    /// Those of this kind.
    pub fn digits(&self, kind: SecretKind) -> u8 {
        match kind {
            SecretKind::Pin => self.pin_digits,
            SecretKind::OneTimeCode => self.one_time_code_digits,
            SecretKind::CardCode => self.card_code_digits,
        }
    }
}

/// What a matter can have been.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disposition {
    /// What stands in the journal.
    pub code: DispositionCode,
    /// What people read.
    pub texts: Texts,
}

/// What an agent is to say first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Script {
    /// For contacts of this queue; of all when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueName>,
    /// For callers of this line; of all when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineName>,
    /// Its heading.
    pub title: Texts,
    /// What to say; `{agent}` stands for the agent's name.
    pub text: Texts,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk {
            parted: Span::seconds(8),
            wrap_up_more: Span::seconds(60),
            wrap_up_most: Span::seconds(300),
            last_offer: Span::seconds(600),
            secure_entry: SecureEntry::default(),
            dispositions: dispositions(),
            scripts: vec![greeting()],
            announcements: Vec::new(),
        }
    }
}

impl Desk {
    /// What the agent of a contact is to say first.
    pub fn script(&self, line: &LineName, queue: Option<&QueueName>) -> Option<&Script> {
        let fits = |script: &&Script| {
            script.line.as_ref().is_none_or(|of| of == line)
                && script.queue.as_ref().is_none_or(|of| Some(of) == queue)
        };
        // Of equals, the first that is written.
        let rank = |script: &&Script| (script.queue.is_some(), script.line.is_some());
        self.scripts.iter().rev().filter(fits).max_by_key(rank)
    }
}

fn dispositions() -> Vec<Disposition> {
    let one = |code, zh, ko, en| Disposition {
        code: DispositionCode::new(code).expect("a plain word is a code"),
        texts: Texts::new(zh, ko, en),
    };
    vec![
        one("enquiry", "咨询已答复", "문의 답변 완료", "Enquiry answered"),
        one("done", "业务已办结", "업무 처리 완료", "Request carried out"),
        one("passed_on", "已转交其他部门", "다른 부서로 이관", "Passed on to another team"),
        one("call_back", "约定回电", "다시 연락하기로 약속", "Call back agreed"),
        one("complaint", "客户投诉", "불만 접수", "Complaint"),
        one("refused", "未予办理", "처리 불가 안내", "Not possible, explained"),
        one("cut_off", "通话中断", "통화가 끊김", "Call was cut off"),
        one("wrong_number", "打错电话", "잘못 걸린 전화", "Wrong number"),
    ]
}

/// Centre, own name, an offer to serve (seeds A3).
fn greeting() -> Script {
    Script {
        queue: None,
        line: None,
        title: Texts::new("问候语", "인사말", "Greeting"),
        text: Texts::new(
            "您好，这里是信用卡中心，我是{agent}。请问有什么可以帮您？",
            "안녕하십니까, 카드센터 {agent}입니다. 무엇을 도와드릴까요?",
            "Good day, card centre, this is {agent} speaking. How may I help you?",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_fits_most_closely_is_chosen() {
        let (line, queue) = (LineName::new("vip").unwrap(), QueueName::new("cards").unwrap());
        let script = |of_queue: bool, of_line: bool| Script {
            queue: of_queue.then(|| queue.clone()),
            line: of_line.then(|| line.clone()),
            ..greeting()
        };
        let all = [script(false, false), script(false, true), script(true, false), script(true, true)];
        for count in 1..=4 {
            let desk = Desk { scripts: all[..count].to_vec(), ..Desk::default() };
            assert_eq!(desk.script(&line, Some(&queue)), Some(&all[count - 1]));
            assert_eq!(desk.script(&LineName::new("other").unwrap(), None), Some(&all[0]));
        }
    }
}
