//! A centre and telephones, each on its core, and a load between them.

use super::company::Core;
use super::generator::{Generator, Plan, Times, Told};
use super::server::Server;
use crate::bench::process::{cores, keep_to};
use crate::bench::released;
use crate::failure::{Outcome, because};
use crate::making::Kind;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// How often memory is looked at while a load lasts.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Before a load, what the start or an earlier load left undone is done.
const SETTLING: Duration = Duration::from_secs(3);
/// Figures are worse than they are when something else uses a core for more than this.
const COMPANY: f64 = 0.05;
/// Telephones that call later than this by their plan, in microseconds, do not keep up themselves.
const MOST_LAG: i64 = 3_000;

/// The programs, and a core for each.
pub struct Programs {
    pub centre: PathBuf,
    generator: PathBuf,
    centre_core: usize,
    generator_core: usize,
}

impl Programs {
    /// Builds them. This program itself moves to the generator's core.
    pub fn build() -> Outcome<Programs> {
        let [centre_core, generator_core, ..] = cores()?[..] else {
            return because(
                "bench voice needs two cores, one for the centre and one for the telephones; this machine \
                 gives one",
            );
        };
        let centre = released("heliotrope", "heliotrope", Kind::Binary)?;
        let generator = released("phones", "generator", Kind::Example)?;
        keep_to(generator_core)?;
        Ok(Programs { centre, generator, centre_core, generator_core })
    }
}

/// Both at work.
pub struct Site {
    pub server: Server,
    generator: Generator,
    centre_core: usize,
    generator_core: usize,
    /// Most resident memory of the centre seen so far, in bytes.
    pub peak: u64,
}

/// What a load showed.
pub struct Measured {
    pub told: Told,
    /// Processor time of the centre, user and system, over the calls of the load.
    pub cpu_a_call: Duration,
    /// Share of its core the centre used.
    pub centre_share: f64,
    /// Share of the generator's core the telephones used.
    pub generator_share: f64,
    /// Share of the centre's core that something else used.
    pub others: f64,
}

impl Site {
    /// Starts a centre with so many agents, who are recorded or not.
    pub fn start(programs: &Programs, agents: u32, record: bool) -> Outcome<Site> {
        let Programs { centre, generator, centre_core, generator_core } = programs;
        let generator = Generator::start(generator, agents, *generator_core)?;
        let server = Server::start(centre, (generator.agents(), agents), record, *centre_core)?;
        thread::sleep(SETTLING);
        let peak = server.resident()?;
        Ok(Site { server, generator, centre_core: *centre_core, generator_core: *generator_core, peak })
    }

    /// Carries out a load and tells on standard error how it went.
    pub fn measure(&mut self, plan: &Plan) -> Outcome<Measured> {
        self.measure_watching(plan, |_| Ok(()))
    }

    /// The same; `watch` looks at the centre ten times a second meanwhile.
    pub fn measure_watching(
        &mut self,
        plan: &Plan,
        mut watch: impl FnMut(&Server) -> Outcome,
    ) -> Outcome<Measured> {
        let before = self.cores()?;
        let Site { server, generator, peak, .. } = self;
        let told = generator.carry_out(plan, LOOK_EVERY, || {
            *peak = server.resident()?.max(*peak);
            watch(server)
        })?;
        let after = self.cores()?;
        let [centre, telephones] = [0, 1].map(|core| (&after[core], &before[core]));
        let calls = u32::try_from(told.calls.max(1)).unwrap_or(u32::MAX);
        let measured = Measured {
            cpu_a_call: centre.0.own_used(centre.1) / calls,
            centre_share: centre.0.own_share(centre.1),
            generator_share: telephones.0.own_share(telephones.1),
            others: centre.0.others_share(centre.1),
            told,
        };
        measured.print(plan, telephones.0.others_share(telephones.1));
        thread::sleep(SETTLING);
        Ok(measured)
    }

    fn cores(&self) -> Outcome<[Core; 2]> {
        Ok([
            Core::now(self.centre_core, self.server.cpu()?)?,
            Core::now(self.generator_core, self.generator.cpu()?)?,
        ])
    }
}

impl Measured {
    /// Whether every call was served.
    pub fn is_complete(&self) -> bool {
        self.told.served == self.told.calls
    }

    fn print(&self, plan: &Plan, beside_telephones: f64) {
        let Measured { told, cpu_a_call, centre_share, generator_share, others } = self;
        let heard = if plan.patience_ms.is_some() { told.to_agent } else { told.to_audio };
        let Times { p50, p95, p99, most } = heard;
        let ms = |micros: i64| micros as f64 / 1e3;
        eprintln!(
            "{:>6} calls/s: {} of {} served, heard after {:.1} / {:.1} / {:.1} / {:.1} ms (p50, p95, p99, most), \
             {:.3} ms of processor a call, cores {:.0} % and {:.0} % used",
            plan.rate,
            told.served,
            told.calls,
            ms(p50),
            ms(p95),
            ms(p99),
            ms(most),
            cpu_a_call.as_secs_f64() * 1e3,
            centre_share * 100.0,
            generator_share * 100.0,
        );
        if !told.failures.is_empty() {
            eprintln!("        not served: {}", told.failures);
        }
        if told.broken_audio > 0 || told.clashes > 0 {
            eprintln!("        broken audio: {}, calls to busy agents: {}", told.broken_audio, told.clashes);
        }
        if told.lag.p95 > MOST_LAG {
            eprintln!("        WARNING: the telephones called {:.1} ms late (p95)", ms(told.lag.p95));
        }
        for (core, share) in [("centre", *others), ("telephones", beside_telephones)] {
            if share > COMPANY {
                eprintln!(
                    "        WARNING: something else used {:.0} % of the core of the {core}; run this on a \
                     quiet machine",
                    share * 100.0
                );
            }
        }
    }
}
