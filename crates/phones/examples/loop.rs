//! Callers against agents in one process: what the telephones themselves cost, and how far they go.
//!
//! `cargo run --release --example loop -- [calls/s] [seconds] [agents] [talk in ms]`

use phones::{AgentOptions, Arrivals, Load, Options, Percentiles, Phones, Script};
use vocabulary::Span;

fn main() -> Result<(), phones::Error> {
    let given: Vec<i64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let at = |place: usize, otherwise| given.get(place).copied().unwrap_or(otherwise);
    let (rate, seconds, count, talk) = (at(0, 250), at(1, 5), at(2, 300), at(3, 800));

    let phones = Phones::start(Options::default())?;
    let agents = phones.agents(AgentOptions::new(count as u32))?;
    let arrivals = Arrivals::Even { rate: rate as f64, lasting: Span::seconds(seconds) };
    let mut load = Load::to_agents(agents.address(1), "a1", arrivals, Span::millis(talk), Span::seconds(5));
    let mut plain = load.script;
    // Each call has its own agent in turn: nobody distributes them here.
    load.script = Box::new(move |n| Script { to: format!("a{}", n % count as u64 + 1), ..plain(n) });
    let report = phones.load(load)?.wait()?;

    let calls = report.calls.len();
    println!("{calls} calls at {:.1} a second, not completed: {:?}", report.rate(), report.failures());
    println!(
        "processor time a call, both telephones: {:.3} ms",
        report.cpu.as_secs_f64() * 1e3 / calls as f64
    );
    print("INVITE to agent's RTP", report.to_agent());
    print("sent late by", report.lag());
    println!("broken audio: {} calls, clashes: {}", report.broken_audio(), agents.view().clashes);
    let pauses = report.calls.iter().map(|call| call.received.longest_pause);
    print("longest pause in received RTP", Percentiles::of(pauses));
    Ok(())
}

fn print(what: &str, p: Percentiles) {
    let ms = |span: Span| span.0 as f64 / 1e3;
    println!(
        "{what}, ms: p50 {:.2}, p95 {:.2}, p99 {:.2}, most {:.2}",
        ms(p.p50),
        ms(p.p95),
        ms(p.p99),
        ms(p.most)
    );
}
