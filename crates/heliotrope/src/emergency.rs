//! `heliotrope emergency`: the account under seal.

use crate::Failure;
use crate::command_line::{Emergency, EmergencyAct};
use crate::console;
use crate::contacts::{blocking, say};
use store::audit::Kind;
use trust::Trust;
use trust::emergency::NAME;

/// Does what was asked. Sealing is on record first.
pub fn run(options: Emergency) -> Result<(), Failure> {
    blocking(async {
        let db = console::beside(&options.data).await?;
        let trust = Trust::new(db.clone());
        match options.act {
            EmergencyAct::State => say(&state(&trust).await?),
            EmergencyAct::Seal => {
                let act = console::act("cli:emergency.seal", Kind::Change);
                let seal = async { Ok(trust.seal_emergency(None).await?) };
                let secret = console::on_record(&db, act, seal).await?;
                let secret = secret.expose();
                say(&format!(
                    "the account \"{NAME}\" is sealed. Its secret is shown only now and opens it once; put it into an \
                     envelope:\n  {secret}\n"
                ))
            }
        }
    })
}

async fn state(trust: &Trust) -> Result<String, Failure> {
    Ok(match trust.emergency().await? {
        None => "it was never sealed: there is none\n".to_owned(),
        Some(known) => match known.opened {
            None => format!("sealed since {}\n", known.sealed),
            Some((at, from)) => format!("OPEN: opened {at} from {from}; look into it, and seal it again\n"),
        },
    })
}
