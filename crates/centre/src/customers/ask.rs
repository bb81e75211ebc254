//! One panel: asked for, late at its deadline, there at last or given up.

use super::knowing::Knowing;
use super::view::{CustomerView, Failure, Panel, PanelName};
use super::work::open_work;
use super::{Deadlines, LONGEST, Views};
use crate::clock::wall;
use crate::message::Message;
use crate::verification_calls::{self, NotCalled};
use bank::Bank;
use indicators::Zone;
use std::fmt::{self, Display};
use std::pin::{Pin, pin};
use std::sync::Arc;
use store::{ContactRow, Store};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use vocabulary::{ContactId, CustomerRef, PhoneNumber, Span};

/// Earlier contacts that are shown: what fits beside everything else.
const EARLIER: u32 = 10;

/// Questions of views with the database at the same time: a burst of calls must leave
/// connections to those who read contacts otherwise. The others wait; there is one a panel.
const READING: usize = 2;

/// How long the bank may take to send a code.
const CODE_WITHIN: Span = Span::millis(2_500);

/// Where the panels' contents come from.
pub(super) struct Asking {
    bank: Arc<dyn Bank>,
    store: Arc<Store>,
    /// Whom ranks are told.
    floor: mpsc::Sender<Message>,
    deadlines: Deadlines,
    reading: Semaphore,
    knowing: Knowing,
    /// Of all open contacts: a customer may have more than one.
    views: Views,
}

impl Asking {
    pub fn new(
        bank: Arc<dyn Bank>,
        store: Arc<Store>,
        floor: mpsc::Sender<Message>,
        deadlines: Deadlines,
        views: Views,
    ) -> Asking {
        let knowing = Knowing::begin(store.clone());
        Asking { bank, store, floor, deadlines, reading: Semaphore::new(READING), knowing, views }
    }

    /// Has one panel of a view filled.
    pub async fn ask(
        self: Arc<Self>,
        contact: ContactId,
        view: watch::Sender<CustomerView>,
        panel: PanelName,
    ) {
        let customer = view.borrow().customer.clone();
        let bank = &self.bank;
        let filling = Filling { contact, panel, view, deadline: self.deadlines.of(panel) };
        match panel {
            PanelName::Identity => {
                let shown = filling.view.clone();
                filling.fill(bank.identity(&customer), |view| &mut view.identity).await;
                self.rank(contact, &shown, &customer).await;
                self.know(&shown, &customer);
            }
            PanelName::Accounts => filling.fill(bank.accounts(&customer), |view| &mut view.accounts).await,
            PanelName::Cards => filling.fill(bank.cards(&customer), |view| &mut view.cards).await,
            PanelName::Transactions => {
                filling.fill(bank.transactions(&customer), |view| &mut view.transactions).await
            }
            PanelName::Bills => filling.fill(bank.bills(&customer), |view| &mut view.bills).await,
            PanelName::Limits => filling.fill(bank.limits(&customer), |view| &mut view.limits).await,
            PanelName::Applications => {
                filling.fill(bank.applications(&customer), |view| &mut view.applications).await
            }
            PanelName::Reports => filling.fill(bank.reports(&customer), |view| &mut view.reports).await,
            PanelName::Production => {
                filling.fill(bank.productions(&customer), |view| &mut view.production).await
            }
            PanelName::Holdings => filling.fill(bank.holdings(&customer), |view| &mut view.holdings).await,
            PanelName::Points => filling.fill(bank.points(&customer), |view| &mut view.points).await,
            PanelName::Devices => filling.fill(bank.device_events(&customer), |view| &mut view.devices).await,
            PanelName::Consents => filling.fill(bank.consents(&customer), |view| &mut view.consents).await,
            PanelName::Journeys => filling.fill(bank.journeys(&customer), |view| &mut view.journeys).await,
            PanelName::Locks => filling.fill(bank.locks(&customer), |view| &mut view.locks).await,
            PanelName::Preferences => {
                filling.fill(bank.preferences(&customer), |view| &mut view.preferences).await
            }
            PanelName::LifeEvents => {
                filling.fill(bank.life_events(&customer), |view| &mut view.life_events).await
            }
            PanelName::Contacts => {
                filling.fill(self.earlier(&customer, contact), |view| &mut view.contacts).await;
            }
            PanelName::Work => {
                let (store, reading) = (&self.store, &self.reading);
                let work = open_work(store, reading, &self.floor, &self.views, &customer, contact);
                filling.fill(work, |view| &mut view.work).await;
            }
        }
    }

    /// Whoever waits for it has an agent on the line.
    pub async fn send_code(&self, customer: &CustomerRef) -> Result<(), bank::Error> {
        let sent = timeout(CODE_WITHIN.to_std(), self.bank.send_code(customer)).await;
        sent.unwrap_or(Err(bank::Error::Late(CODE_WITHIN)))
    }

    /// Whoever waits for it has a customer on the line.
    pub async fn registered(&self, customer: &CustomerRef) -> Result<PhoneNumber, NotCalled> {
        let asked = timeout(verification_calls::WITHIN.to_std(), self.bank.telephone(customer)).await;
        let told = asked.unwrap_or(Err(bank::Error::Late(verification_calls::WITHIN)))?;
        verification_calls::proving(told, Zone::default().wall(wall()).date())
    }

    /// Has figures know the customer's rank.
    async fn rank(&self, contact: ContactId, view: &watch::Sender<CustomerView>, customer: &CustomerRef) {
        let tier = match &view.borrow().identity {
            Panel::Ready { value, .. } => value.tier,
            _ => return,
        };
        // The centre is shutting down: nobody is left to be told.
        let _ = self.floor.send(Message::Ranked(contact, customer.clone(), tier)).await;
    }

    /// Has the customer be found by the name the bank gave.
    fn know(&self, view: &watch::Sender<CustomerView>, customer: &CustomerRef) {
        if let Panel::Ready { value, .. } = &view.borrow().identity {
            self.knowing.know(customer.clone(), value.name.clone());
        }
    }

    async fn earlier(&self, customer: &CustomerRef, contact: ContactId) -> store::Result<Vec<ContactRow>> {
        let _turn = self.reading.acquire().await.expect("the turns are never closed");
        self.store.contacts_of(customer, contact, EARLIER).await
    }
}

/// The panel that is to be filled.
struct Filling {
    contact: ContactId,
    panel: PanelName,
    view: watch::Sender<CustomerView>,
    deadline: Span,
}

impl Filling {
    async fn fill<T, E: Display>(
        self,
        answer: impl Future<Output = Result<T, E>>,
        place: fn(&mut CustomerView) -> &mut Panel<T>,
    ) where
        Failure: From<E>,
    {
        let answer = pin!(timeout(LONGEST.to_std(), answer));
        let filled = self.answered(answer, place).await.map_err(|why| {
            tracing::warn!(contact = %self.contact, panel = %self.panel, %why, "a panel of a customer failed");
            why.failure
        });
        self.view.send_modify(|view| place(view).answered(filled, wall()));
    }

    /// The answer, after the deadline too; then the panel has said that it is late.
    async fn answered<T, E: Display>(
        &self,
        mut answer: Pin<&mut impl Future<Output = Result<Result<T, E>, Elapsed>>>,
        place: fn(&mut CustomerView) -> &mut Panel<T>,
    ) -> Result<T, Why>
    where
        Failure: From<E>,
    {
        let in_time = timeout(self.deadline.to_std(), answer.as_mut()).await;
        let answered = match in_time {
            Ok(answered) => answered,
            Err(_) => {
                self.view.send_modify(|view| place(view).pass_deadline());
                answer.await
            }
        };
        match answered {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Why { words: error.to_string(), failure: error.into() }),
            Err(_) => Err(Why { words: format!("no answer within {LONGEST}"), failure: Failure::Late }),
        }
    }
}

/// Why a panel failed, for the log and for the view. Errors of bank and store repeat no value.
struct Why {
    words: String,
    failure: Failure,
}

impl Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
