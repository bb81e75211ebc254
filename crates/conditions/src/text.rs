//! Rules as a text, read whole: every fault is told with its line.

use crate::{Amounts, Authority, Budget, Rule, amounts};
use std::collections::BTreeSet;
use std::fmt;
use vocabulary::Tier;

/// A number beyond leaves none to go on with.
const MOST_VERSION: u32 = 999_999;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what to write.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl Authority {
    /// Reads rules.
    ///
    /// # Errors
    /// All faults, in the order of their lines.
    pub fn read(text: &str) -> Result<Authority, Vec<Fault>> {
        let mut reading = Reading::default();
        for (at, line) in text.lines().enumerate() {
            let content = line.split('#').next().unwrap_or_default().trim_end();
            if !content.is_empty() {
                reading.line(at + 1, content);
            }
        }
        reading.end(text)
    }

    /// The line on which a text says its version, counted from 1; the first when it does not.
    pub fn version_line(text: &str) -> usize {
        let says = |line: &str| split(line).0 == "authority";
        text.lines().position(says).map_or(1, |at| at + 1)
    }
}

#[derive(Default)]
struct Reading {
    version: Option<u32>,
    rules: Vec<Rule>,
    /// The line at which the rule in hand began, and what it has said.
    began: usize,
    said: BTreeSet<String>,
    faults: Vec<Fault>,
}

impl Reading {
    fn fault(&mut self, line: usize, what: impl Into<String>) {
        self.faults.push(Fault { line, what: what.into() });
    }

    fn line(&mut self, at: usize, content: &str) {
        if content.starts_with(' ') {
            return self.condition(at, content.trim());
        }
        let (word, rest) = split(content);
        match word {
            "authority" if self.version.is_some() => self.fault(at, "the version is said once, at the top"),
            "authority" => match rest.parse() {
                Ok(version @ 1..=MOST_VERSION) => self.version = Some(version),
                _ => self.fault(
                    at,
                    "the first line says the version, a whole number from 1 to 999999: authority 1",
                ),
            },
            "rule" => self.rule(at, rest),
            _ => self.fault(at, "a line begins with authority or rule, or with two spaces under a rule"),
        }
    }

    fn rule(&mut self, at: usize, name: &str) {
        self.whole();
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_name {
            self.fault(at, "a rule has a name of letters, digits and dashes: rule first-missed");
        } else if self.rules.iter().any(|rule| rule.name == name) {
            self.fault(at, format!("there is a rule {name} already"));
        }
        self.began = at;
        self.said.clear();
        self.rules.push(Rule { name: name.to_owned(), ..Rule::default() });
    }

    /// Whether the rule in hand says what it is for.
    fn whole(&mut self) {
        if self.rules.last().is_some_and(|rule| rule.operations.is_empty()) && !self.said.contains("do") {
            self.fault(self.began, "the rule does not say what it allows: do report_loss, freeze");
        }
    }

    fn condition(&mut self, at: usize, content: &str) {
        let Some(rule) = self.rules.last_mut() else {
            return self.fault(at, "a condition stands under a rule: begin with rule NAME");
        };
        let (word, rest) = split(content);
        if !self.said.insert(word.to_owned()) {
            return self.fault(at, format!("{word} is said twice in this rule"));
        }
        if let Err(what) = condition(rule, word, rest) {
            self.fault(at, what);
        }
    }

    fn end(mut self, text: &str) -> Result<Authority, Vec<Fault>> {
        self.whole();
        let last = text.lines().count().max(1);
        if self.version.is_none() && !self.faults.iter().any(|fault| fault.line == 1) {
            self.fault(1, "the first line says the version: authority 1");
        }
        if self.rules.is_empty() {
            self.fault(last, "there is no rule: nobody may do anything");
        }
        self.faults.sort_by_key(|fault| fault.line);
        match (self.version, self.faults.is_empty()) {
            (Some(version), true) => Ok(Authority { version, rules: self.rules, text: text.to_owned() }),
            _ => Err(self.faults),
        }
    }
}

fn condition(rule: &mut Rule, word: &str, rest: &str) -> Result<(), String> {
    match word {
        "do" => rule.operations = list(rest)?,
        "second" if rest == "person" => rule.second_person = true,
        "level" => rule.level = Some(rest.parse().map_err(|why| format!("{rest} is no level; {why}"))?),
        "caller" if rest == "anybody" => rule.anybody = true,
        "tier" => rule.tiers = Some(tiers(rest)?),
        "product" => rule.products = Some(products(rest)?),
        "skill" => rule.skill = Some(rest.parse().map_err(|why| format!("{rest} is no skill: {why}"))?),
        "amount" => rule.amount = Some(amounts_of(rest)?),
        "raise" => rule.raise_percent = Some(counted(rest, "percent", "raise 50 percent")?),
        "days" => rule.days = Some(whole(rest).ok_or("days are a whole number from 1 on: days 30")?),
        "months" => rule.months = Some(whole(rest).ok_or("months are a whole number from 1 on: months 12")?),
        "times" => rule.times = Some(within(rest, whole, "times 2 in 365 days")?),
        "agent" => rule.agent = Some(budget(rest)?),
        "team" => rule.team = Some(budget(rest)?),
        _ => {
            let known = "do, second person, level, caller anybody, tier, product, skill, amount, raise, days, months, times, \
                         agent, team";
            return Err(format!("there is no condition {word}; there are {known}"));
        }
    }
    Ok(())
}

fn split(content: &str) -> (&str, &str) {
    let (word, rest) = content.split_once(' ').unwrap_or((content, ""));
    (word, rest.trim())
}

fn whole(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|number| *number > 0)
}

fn list<T: std::str::FromStr<Err = crate::NotOneOf> + Ord>(text: &str) -> Result<BTreeSet<T>, String> {
    text.split(',')
        .map(|word| word.trim().parse().map_err(|why| format!("{} is unknown; {why}", word.trim())))
        .collect()
}

fn tiers(text: &str) -> Result<BTreeSet<Tier>, String> {
    let names = ["standard", "gold", "platinum", "private"];
    let tier = |word: &str| {
        let place = names.iter().position(|name| *name == word.trim());
        place
            .map(|place| Tier::ALL[place])
            .ok_or_else(|| format!("{} is no tier; {}", word.trim(), names.join(", ")))
    };
    text.split(',').map(tier).collect()
}

/// Products as the bank calls them.
fn products(text: &str) -> Result<BTreeSet<String>, String> {
    let names: BTreeSet<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    let is_whole = names.iter().all(|name| !name.is_empty());
    is_whole
        .then_some(names)
        .ok_or_else(|| "products are named as the bank calls them: product 金卡, Gold credit card".to_owned())
}

fn amounts_of(text: &str) -> Result<Amounts, String> {
    let mut all = Amounts::new();
    for part in text.split(',') {
        let money = amounts::read(part)?;
        if all.insert(money.currency, money.minor).is_some() {
            return Err(format!("{} is named twice", money.currency));
        }
    }
    Ok(all)
}

fn counted(text: &str, unit: &str, example: &str) -> Result<u32, String> {
    text.strip_suffix(unit).and_then(whole).ok_or_else(|| format!("it is written like {example}"))
}

fn budget(text: &str) -> Result<Budget, String> {
    let example = "agent CNY 100000, USD 15000 in 1 day";
    let (amounts, days) = within(text, |amounts| Some(amounts_of(amounts)), example)?;
    Ok(Budget { amounts: amounts?, days })
}

/// Something within days: `… in 30 days`.
fn within<T>(text: &str, read: impl Fn(&str) -> Option<T>, example: &str) -> Result<(T, u32), String> {
    let wrong = || format!("it is written like {example}");
    let (before, span) = text.rsplit_once(" in ").ok_or_else(wrong)?;
    let days =
        span.strip_suffix("days").or_else(|| span.strip_suffix("day")).and_then(whole).ok_or_else(wrong)?;
    Ok((read(before).ok_or_else(wrong)?, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_read() {
        let authority = Authority::read(Authority::BUILT_IN).unwrap();
        assert_eq!((authority.version(), authority.looks_back_days()), (3, 730));
        assert_eq!(authority.most(crate::Operation::RaiseLimit), (Some(90), Some(100)));
    }

    /// Each line that ends with `#!` is wrong, for a reason that holds what stands behind; no other is.
    #[track_caller]
    fn check(text: &str) {
        let marked =
            text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, line.split_once("#!")?.1.trim())));
        let expected: Vec<(usize, &str)> = marked.collect();
        let faults = Authority::read(text).unwrap_err();
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, expected.iter().map(|(line, _)| *line).collect::<Vec<_>>(), "{faults:?}");
        for (fault, (_, words)) in faults.iter().zip(expected) {
            assert!(fault.what.contains(words), "{fault}");
        }
    }

    #[test]
    fn faults_are_told_with_their_lines_all_at_once() {
        check(
            "authority one #! first line says the version
rule a b #! letters, digits and dashes
  do fly #! unknown; it is one of report_loss
  level certain #! one of unknown, matched
  tier wood #! is no tier
  amount CNY #! like CNY 20000
  raise half #! raise 50 percent
  days 0 #! from 1 on
  months half #! months 12
  product gold,, #! as the bank calls them
  times 2 #! times 2 in 365 days
  agent CNY 5 #! in 1 day
  team CNY 5, CNY 6 in 1 day #! named twice
  bribe #! no condition bribe
  days 5 #! said twice
rule empty #! does not say what it allows
  level matched
rules #! begins with authority or rule",
        );
        check("  level matched #! stands under a rule\nauthority 1\nrule a\n  do freeze");
        check("authority 1\nauthority 2 #! said once\nrule x\n  do freeze\nrule x #! already\n  do freeze");
    }
}
