//! One call: `cargo run --example call -- 127.0.0.1:5060 1000 [keys]`. Says what was heard.

use phones::{Keys, KeysBy, Options, Phones, Script, Step};
use vocabulary::Span;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let server = given.next().unwrap_or_else(|| "127.0.0.1:5060".into()).parse()?;
    let called = given.next().unwrap_or_else(|| "1000".into());
    let mut steps = vec![Step::HearAudio { within: Span::seconds(5) }, Step::Wait(Span::seconds(2))];
    steps.extend(given.next().map(|keys| Step::Press(Keys::new(keys.as_str(), KeysBy::Rtp))));
    steps.push(Step::HearAgent { patience: Span::seconds(20) });
    steps.push(Step::Wait(Span::seconds(2)));
    let phones = Phones::start(Options::default())?;
    let outcome = phones.call(Script::new(server, &called).steps(steps))?.wait()?;
    println!("{outcome:#?}");
    Ok(())
}
