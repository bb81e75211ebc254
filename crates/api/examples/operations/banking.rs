//! The bank's side: the program `sandbox-bank`, which errs when it is told to, and is killed and started again
//! at the same address.

use crate::serving::Failed;
use crate::{BANK_SEED, CUSTOMERS};
use bank::customers::LockedSecret;
use jiff::civil::Date;
use sandbox_bank::SandboxBank;
use sandbox_bank::http::{Behaviour, Server};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use vocabulary::voice::Verification;

/// The address is free again within this after a kill.
const FREE_WITHIN: Duration = Duration::from_secs(10);

/// What is run as the bank.
#[derive(Clone)]
pub enum Program {
    /// The program `sandbox-bank`.
    At(PathBuf),
    /// This one, which serves the same bank.
    Own(PathBuf),
}

pub struct Banking {
    program: Program,
    day: Date,
    orders: PathBuf,
    address: String,
    child: Child,
}

impl Banking {
    pub fn open(program: Program, day: Date, orders: &Path) -> Result<Banking, Failed> {
        let (child, address) = start(&program, day, orders, "127.0.0.1:0")?;
        Ok(Banking { program, day, orders: orders.to_owned(), address, child })
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it as a power cut would, as far as a process can tell, and starts it again where it was.
    pub fn kill(&mut self) -> Result<(), Failed> {
        end(&mut self.child)?;
        let began = Instant::now();
        self.child = loop {
            match start(&self.program, self.day, &self.orders, &self.address) {
                Ok((child, _)) => break child,
                Err(failed) if began.elapsed() > FREE_WITHIN => return Err(failed),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        };
        Ok(())
    }

    /// Has one of its systems err from now on: `none`, `drop`, `lose-answer` and so on.
    pub fn behave(&self, subsystem: &str, fault: &str, percent: u8) -> Result<(), Failed> {
        let mut stream = TcpStream::connect(&self.address)?;
        let body = format!(r#"{{"fault":"{fault}","fault_percent":{percent}}}"#);
        write!(
            stream,
            "PUT /control/behaviour/{subsystem} HTTP/1.1\r\nHost: bank\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer)?;
        if answer.contains("204") { Ok(()) } else { Err(format!("the bank does not obey: {answer}").into()) }
    }
}

impl Drop for Banking {
    fn drop(&mut self) {
        let _gone = end(&mut self.child);
    }
}

/// Kills a process and waits for its end.
pub fn end(child: &mut Child) -> Result<(), Failed> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Every third customer was locked out of payments before the bank begins to remember, so that there is something to
/// unlock; what was unlocked since then stands in its file.
fn lock(bank: &SandboxBank) -> Result<(), Failed> {
    for place in (0..CUSTOMERS).step_by(3) {
        let customer = bank.customer(place).ok_or("the bank has fewer customers than it should")?.reference;
        while bank.try_elsewhere(&customer, LockedSecret::TransactionPin, false)? != Verification::Locked {}
    }
    Ok(())
}

/// The bank, until it is killed; it says where it listens as the program `sandbox-bank` does.
pub fn serve(address: &str, day: &str, orders: &Path) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let bank = SandboxBank::on(day.parse()?, BANK_SEED, CUSTOMERS);
        lock(&bank)?;
        bank.keep_orders(orders)?;
        let server = Server::bind(address.parse()?, Arc::new(bank), Behaviour::default()).await?;
        println!("bank at http://{}", server.address()?);
        Ok(server.run().await?)
    })
}

fn start(program: &Program, day: Date, orders: &Path, address: &str) -> Result<(Child, String), Failed> {
    let mut command = match program {
        Program::At(path) => Command::new(path),
        Program::Own(path) => {
            let mut command = Command::new(path);
            command.arg("bank");
            command
        }
    };
    let (seed, customers) = (BANK_SEED.to_string(), CUSTOMERS.to_string());
    command.args(["--http", address, "--day", &day.to_string(), "--orders"]).arg(orders);
    command.args(["--seed", &seed, "--customers", &customers]);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut said)?;
    }
    match said.trim().rsplit_once(" at http://") {
        Some((_, address)) => Ok((child, address.to_owned())),
        None => {
            child.wait()?;
            Err("the bank did not start; its reason stands above".into())
        }
    }
}
