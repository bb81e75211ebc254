//! Agents' telephones that answer at once and send their markers, for trying a server by hand.
//!
//! `cargo run --example agents -- 127.0.0.1:5090 10`, until a key is entered.

use phones::{AgentOptions, Options, Phones};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let address = given.next().unwrap_or_else(|| "127.0.0.1:5090".into()).parse()?;
    let count = given.next().map_or(Ok(10), |word| word.parse())?;
    let phones = Phones::start(Options::default())?;
    let agents = phones.agents(AgentOptions { address, ..AgentOptions::new(count) })?;
    agents.numbers().for_each(|number| println!("{}", agents.uri(number)));
    println!("Press Enter to switch them off.");
    std::io::stdin().read_line(&mut String::new())?;
    let view = agents.view();
    println!(
        "{} calls offered, {} answered, {} to busy telephones",
        view.offered, view.answered, view.clashes
    );
    Ok(())
}
