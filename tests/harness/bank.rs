//! The demonstration bank on loopback, to be stopped and resumed.

use bank::Bank;
use bank::customers::{Account, Card, Identity};
use sandbox_bank::http::{Behaviour, Server};
use sandbox_bank::{Credentials, SandboxBank};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, Language, PhoneNumber, SecretDigits};

/// What it is made from.
const SEED: u64 = 7;

/// Customers of the bank.
const CUSTOMERS: usize = 500;

/// A bank, listening in this process.
pub struct DemoBank {
    runtime: Runtime,
    bank: Arc<SandboxBank>,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl DemoBank {
    /// Opens it.
    pub fn open() -> DemoBank {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("there is room for a thread");
        let bank = Arc::new(SandboxBank::generate(SEED, CUSTOMERS));
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut bank = DemoBank { runtime, bank, address, serving: None };
        bank.resume();
        bank
    }

    /// Its address for the configuration.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the `nth` customer who speaks the language keys in; the only one with that telephone.
    pub fn customer(&self, language: Language, nth: usize) -> Credentials {
        let all = (0..self.bank.customers()).filter_map(|place| self.bank.credentials(place));
        let alone = |customer: &Credentials| {
            let holders = self.runtime.block_on(self.bank.holders(&customer.telephone));
            holders.is_ok_and(|holders| holders.len() == 1)
        };
        let mut fitting = all.filter(|customer| customer.language == language && alone(customer));
        fitting.nth(nth).expect("the bank has enough customers")
    }

    /// A telephone number that two customers share, and who they are.
    pub fn shared(&self) -> (PhoneNumber, Vec<String>) {
        let all = (0..self.bank.customers()).filter_map(|place| self.bank.credentials(place));
        let holders = |customer: &Credentials| {
            let holders = self.runtime.block_on(self.bank.holders(&customer.telephone)).unwrap_or_default();
            holders.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let mut shared = all.map(|customer| (customer.telephone.clone(), holders(&customer)));
        shared.find(|(_, holders)| holders.len() == 2).expect("every twentieth customer shares a telephone")
    }

    /// What it says of a customer.
    pub fn about(&self, customer: &CustomerRef) -> (Identity, Vec<Account>, Vec<Card>) {
        let known = "the bank knows its customers";
        self.runtime.block_on(async {
            (
                self.bank.identity(customer).await.expect(known),
                self.bank.accounts(customer).await.expect(known),
                self.bank.cards(customer).await.expect(known),
            )
        })
    }

    /// The first one-time code that it will send to this customer: a bank of the same seed sends the same.
    pub fn code_to_come(&self, customer: &CustomerRef) -> SecretDigits {
        let twin = SandboxBank::generate(SEED, CUSTOMERS);
        self.runtime.block_on(twin.send_code(customer)).expect("the bank knows its customers");
        twin.code_of(customer).expect("a code was sent")
    }

    /// The codes on this customer's cards.
    pub fn card_codes(&self, customer: &CustomerRef) -> Vec<SecretDigits> {
        self.bank.card_codes_of(customer)
    }

    /// Verifies a customer by another way than the centre.
    pub fn verify(&self, number: &SecretDigits, pin: &SecretDigits) -> Verification {
        self.runtime.block_on(self.bank.verify(number, pin)).expect("the digits have the port's form")
    }

    /// Stops it: connections are refused.
    pub fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            // It was told to end; how it did does not matter.
            let _ = self.runtime.block_on(serving);
        }
    }

    /// Opens it again where it was.
    pub fn resume(&mut self) {
        let server = Server::bind(self.address, self.bank.clone(), Behaviour::default());
        let server = self.runtime.block_on(server).expect("loopback has a free port");
        self.address = server.address().expect("a bound socket has an address");
        self.serving = Some(self.runtime.spawn(async move {
            server.run().await.expect("the bank serves until it is stopped");
        }));
    }
}

/// A PIN of the same length that is not this one.
pub fn another_pin(pin: &SecretDigits) -> SecretDigits {
    let other: String = pin
        .expose()
        .chars()
        .map(|digit| if digit == '9' { '0' } else { ((digit as u8) + 1) as char })
        .collect();
    SecretDigits::from(other.as_str())
}
