//! Whom a customer's own words find.

use super::customers::{WireIdentity, read_identity};
use super::{malformed, pseudonymous};
use crate::Error;
use crate::finding::{Found, Key, MOST_FOUND, Match};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use vocabulary::CustomerRef;
use zeroize::Zeroizing;

/// The body that looks for somebody.
pub fn question(key: &Key) -> Zeroizing<Vec<u8>> {
    let body = match key {
        Key::Telephone(number) => json!({"by": "telephone", "number": number.expose()}),
        Key::Name { text, born: None } => json!({"by": "name", "text": text.expose()}),
        Key::Name { text, born: Some(born) } => {
            json!({"by": "name", "text": text.expose(), "born": born.expose().to_string()})
        }
        Key::Document(number) => json!({"by": "document", "number": number.expose()}),
        Key::Card(number) => json!({"by": "card", "number": number.expose()}),
    };
    Zeroizing::new(body.to_string().into_bytes())
}

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Answer {
    Found { customers: Vec<WireMatch> },
    TooMany { count: u32 },
    NotReady { percent: u8 },
}

#[derive(Deserialize)]
struct WireMatch {
    customer: CustomerRef,
    identity: WireIdentity,
}

/// Reads who was found.
pub fn found(body: &[u8]) -> Result<Found, Error> {
    let answer = serde_json::from_slice(body)
        .map_err(|_| malformed("who was found is not the JSON the contract describes"))?;
    let customers = match answer {
        Answer::TooMany { count } if count as usize > MOST_FOUND => return Ok(Found::TooMany { count }),
        Answer::TooMany { .. } => return Err(malformed("no more than 20 are too many")),
        Answer::NotReady { percent } if percent < 100 => return Err(Error::NotReady { percent }),
        Answer::NotReady { .. } => return Err(malformed("what is done in full is ready")),
        Answer::Found { customers } => customers,
    };
    if customers.len() > MOST_FOUND {
        return Err(malformed("more than 20 customers are told about"));
    }
    if customers.iter().map(|found| &found.customer).collect::<BTreeSet<_>>().len() < customers.len() {
        return Err(malformed("a customer is found twice"));
    }
    let one = |found: WireMatch| {
        Ok(Match { customer: pseudonymous(found.customer)?, identity: read_identity(found.identity)? })
    };
    customers.into_iter().map(one).collect::<Result<_, _>>().map(Found::These)
}

#[cfg(test)]
mod tests {
    use super::super::tests::examples;
    use super::*;
    use crate::finding::NameText;
    use serde_json::Value;
    use vocabulary::{Birthday, CardNumber, DocumentNumber, PhoneNumber};

    #[test]
    fn questions_are_the_examples_of_the_contract() {
        let name = |text, born| Key::Name { text: NameText::new(text).unwrap(), born };
        let born = Birthday::new("1985-05-12".parse().unwrap());
        let keys = [
            Key::Telephone(PhoneNumber::new("+15550001234").unwrap()),
            name("wang fang", None),
            name("王芳", Some(born)),
            Key::Document(DocumentNumber::new("00000019850512001X").unwrap()),
            Key::Card(CardNumber::new("9900010000001231").unwrap()),
        ];
        let asked = keys.map(|key| serde_json::from_slice::<Value>(&question(&key)).unwrap());
        let written: Vec<Value> =
            examples("FindQuestion:").iter().map(|body| serde_json::from_str(body).unwrap()).collect();
        assert_eq!(written, asked);
    }

    #[test]
    fn answers_of_the_contract_are_understood_and_no_others() {
        let read: Vec<_> = examples("FoundAnswer:").iter().map(|body| found(body.as_bytes())).collect();
        let [
            Ok(Found::These(one)),
            Ok(Found::These(none)),
            Ok(Found::TooMany { count: 47 }),
            Err(Error::NotReady { percent: 37 }),
        ] = &read[..]
        else {
            panic!("the contract's answers are read otherwise")
        };
        assert!(one.len() == 1 && one[0].identity.name.family() == "王" && none.is_empty());
        let identity = r#""identity":{"family_name":"4711","given_name":"","tier":"gold","language":"zh","since":"2011-03-07"}"#;
        let twice = format!(r#"{{"customer":"cst-1",{identity}}}"#);
        for body in [
            "",
            "{}",
            r#"{"outcome":"found"}"#,
            r#"{"outcome":"too_many","count":20}"#,
            r#"{"outcome":"not_ready","percent":100}"#,
            r#"{"outcome":"found","customers":[{"customer":"cst-4711"}]}"#,
            &format!(r#"{{"outcome":"found","customers":[{twice},{twice}]}}"#),
            &format!(r#"{{"outcome":"found","customers":[{{"customer":"4711",{identity}}}]}}"#),
        ] {
            let refused = found(body.as_bytes()).unwrap_err();
            assert!(matches!(&refused, Error::Malformed(why) if !why.contains("4711")), "{body}");
        }
    }
}
