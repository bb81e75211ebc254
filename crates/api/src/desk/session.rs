//! One window of an agent, from its first frame to its last.
//!
//! One task does it all, one thing after the other: what the page sends, what happens to the agent,
//! how the telephone is connected. Nothing is queued for a page that does not take its frames: a
//! frame that is not taken in time ends the window, and what happens meanwhile waits in the floor's
//! own bounded memory, beyond which the page is told everything anew.

mod happens;

use super::LONGEST_FRAME;
use super::acts::{self, Outcome};
use super::asked::{Asked, Numbered, Window};
use super::chats::Chats;
use super::customers::{Customers, News};
use super::pace::Pace;
use super::secure_entry;
use super::told::{PhoneState, TalkEnd, Told, Trouble};
use super::welcome;
use crate::problem::{Kind, Problem};
use crate::rooms::Rooms;
use crate::serve::Closing;
use axum::extract::ws::{CloseCode, CloseFrame, Message, WebSocket, close_code};
use centre::desk::Happens;
use centre::{DeskView, Link, SaidIn, Screen, StationState};
use happens::state_of;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::audit::Code;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::tungstenite::Error as WsError;
use trust::{Actor, may};
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, Language, Time};

/// How long a window may be open without a first frame.
const HELLO_WITHIN: Duration = Duration::from_secs(5);

/// How long a frame may take to be taken by the page.
const TAKEN_WITHIN: Duration = Duration::from_secs(5);

/// How long what the page asks for may take: longer than a database is usually silent.
const DONE_WITHIN: Duration = Duration::from_secs(3);

/// How long a window goes on while nobody can say whether its token is still in force.
const UNCONFIRMED_AT_MOST: Duration = Duration::from_secs(60);

/// The window is over; why, in words for the page, unless the page itself is gone.
struct Over(Option<String>);

impl From<Problem> for Over {
    fn from(problem: Problem) -> Over {
        Over(Some(problem.detail().to_owned()))
    }
}

pub(super) struct Session {
    rooms: Rooms,
    actor: Actor<may::DeskServe>,
    agent: AgentId,
    closing: Closing,
    socket: WebSocket,
    pace: Pace,
    language: Language,
    /// What the page was told last about the agent's state.
    state: Option<(centre::Doing, Time, Option<NotReady>)>,
    /// A talk whose end the page has not been told yet: the next entry says whether wrap-up follows.
    ended: Option<(ContactId, TalkEnd)>,
    /// What the bank says about the customers on the desk, as it comes.
    customers: Customers,
    chats: Chats,
    confirm: Interval,
    confirmed_at: Instant,
    /// What the page sent last could not be read: how the connection is closed (RFC 6455 §7.4.1).
    unread: Option<CloseCode>,
}

/// What comes first.
enum Turn {
    Customer(News),
    Heard(Option<Result<Message, axum::Error>>),
    Happens(Happens),
    /// Something is said in a chat; nothing when some of it was missed.
    Said(Option<Arc<SaidIn>>),
    Telephone,
    Confirm,
    Closing,
}

impl Session {
    pub fn new(
        rooms: Rooms,
        actor: Actor<may::DeskServe>,
        agent: AgentId,
        closing: Closing,
        origin: Code,
        socket: WebSocket,
    ) -> Session {
        let period = rooms.limits().confirm;
        let mut confirm = interval_at(tokio::time::Instant::now() + period, period);
        confirm.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let chats = Chats::new(rooms.watch_chats(&actor));
        Session {
            rooms,
            actor,
            agent,
            closing,
            socket,
            pace: Pace::new(Instant::now()),
            language: Language::English,
            state: None,
            ended: None,
            customers: Customers::new(origin),
            chats,
            confirm,
            confirmed_at: Instant::now(),
            unread: None,
        }
    }

    /// To its end.
    pub async fn run(mut self) {
        let Err(Over(why)) = self.serve().await;
        let code = self.unread.unwrap_or(close_code::NORMAL);
        if let Some(why) = why {
            // The page may be gone, or take nothing any more.
            let _ = self.tell(Told::Over { why }).await;
        }
        let close = CloseFrame { code, reason: "".into() };
        let _ = timeout(TAKEN_WITHIN, self.socket.send(Message::Close(Some(close)))).await;
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, Over> {
        let window = self.hello().await?;
        let opened = match window {
            Window::Desk => centre::desk::Window::Desk,
            Window::Phone => centre::desk::Window::Phone,
        };
        let mut screen = self.rooms.open_screen(&self.actor, self.agent, opened);
        self.rooms.page_back(&self.actor, self.agent).await;
        let mut telephone = self.rooms.watch_telephone(&self.actor, self.agent);
        self.welcome(&mut screen, window).await?;
        if let Some(telephone) = &mut telephone {
            telephone.mark_changed();
        }
        loop {
            match self.turn(&mut screen, telephone.as_mut()).await {
                Turn::Heard(Some(Ok(message))) => self.heard(&screen, message).await?,
                Turn::Heard(None) => return Err(Over(None)),
                Turn::Heard(Some(Err(error))) => {
                    let (code, why) = unreadable(error);
                    self.unread = Some(code);
                    return Err(Over(Some(why.to_owned())));
                }
                Turn::Happens(Happens::Entry(record)) => {
                    self.entry(&mut screen, &record).await?;
                    if self.is_another_view(&record.entry) {
                        self.welcome(&mut screen, window).await?;
                    }
                }
                Turn::Said(Some(said)) => {
                    if let Some(frame) = self.chats.frame(&said) {
                        self.tell(frame).await?;
                    }
                }
                Turn::Happens(Happens::Keyed(keyed)) => {
                    let (contact, entry) = (keyed.contact.to_string(), secure_entry::shown(keyed.view));
                    self.tell(Told::SecureEntry { contact, entry }).await?;
                }
                Turn::Said(None) | Turn::Happens(Happens::Missed) => {
                    self.welcome(&mut screen, window).await?
                }
                Turn::Happens(Happens::Superseded) => {
                    self.tell(Told::Superseded).await?;
                    return Err(Over(None));
                }
                Turn::Customer(News::More(contact)) => {
                    for frame in self.customers.changes(contact) {
                        self.tell(frame).await?;
                    }
                }
                // A chat is told whole by itself.
                Turn::Customer(News::Over(contact)) if self.chats.shows(contact) => {
                    self.chat(contact).await?
                }
                Turn::Customer(News::Over(_)) => self.welcome(&mut screen, window).await?,
                Turn::Telephone => {
                    let state = telephone.as_mut().map(|state| *state.borrow_and_update());
                    self.tell(phone(state.unwrap_or_default())).await?;
                }
                Turn::Confirm => self.confirm().await?,
                Turn::Closing | Turn::Happens(Happens::Stopped) => {
                    return Err(Over(Some("the service is closing; connect again in a moment".to_owned())));
                }
            }
        }
    }

    async fn turn(
        &mut self,
        screen: &mut Screen,
        telephone: Option<&mut watch::Receiver<StationState>>,
    ) -> Turn {
        let changed = async {
            let changed = match telephone {
                Some(telephone) => telephone.changed().await.is_ok(),
                None => false,
            };
            // There is no telephone, or none any more.
            if !changed {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            () = self.closing.wait() => Turn::Closing,
            _ = self.confirm.tick() => Turn::Confirm,
            happens = screen.next() => Turn::Happens(happens),
            said = self.chats.next() => Turn::Said(said),
            heard = self.socket.recv() => Turn::Heard(heard),
            news = self.customers.next() => Turn::Customer(news),
            () = changed => Turn::Telephone,
        }
    }

    /// The first frame.
    async fn hello(&mut self) -> Result<Window, Over> {
        let first = async {
            loop {
                match self.socket.recv().await {
                    Some(Ok(Message::Text(text))) => return Ok(text),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    _ => return Err(Over(None)),
                }
            }
        };
        let refused = || Over(Some("say hello first: {\"type\":\"hello\",\"id\":1,…}".to_owned()));
        let text = timeout(HELLO_WITHIN, first).await.map_err(|_| refused())??;
        match serde_json::from_str(&text) {
            Ok(Numbered { asked: Asked::Hello { language, window }, .. }) => {
                self.language = language.into();
                Ok(window)
            }
            _ => Err(refused()),
        }
    }

    /// Everything, as it stands.
    async fn welcome(&mut self, screen: &mut Screen, window: Window) -> Result<(), Over> {
        let view = self.look().await?;
        screen.follow(view.contact.as_ref().map(|at_hand| at_hand.contact.id));
        self.state = Some(state_of(&view));
        self.customers.follow_all(&self.rooms, &self.actor, &view);
        screen.follow_chats(view.chats.iter().map(|chat| chat.contact.id));
        let welcome = welcome::welcome(&self.rooms, &self.actor, &view, window).await?;
        self.tell(Told::Welcome(Box::new(welcome))).await?;
        for frame in self.chats.all(&self.rooms, &self.actor, &view).await? {
            self.tell(frame).await?;
        }
        Ok(())
    }

    /// What the page is told of a chat, whole, after something has happened to it.
    async fn chat(&mut self, contact: ContactId) -> Result<(), Over> {
        let view = self.look().await?;
        let Session { rooms, actor, chats, customers, .. } = self;
        let frames = chats.changed(rooms, actor, customers, &view, contact).await?;
        for frame in frames {
            self.tell(frame).await?;
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<DeskView, Over> {
        Ok(self.rooms.look_at_desk(&self.actor, self.agent).await?)
    }

    async fn heard(&mut self, screen: &Screen, message: Message) -> Result<(), Over> {
        let text = match message {
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(Over(None)),
            Message::Binary(_) => return Err(Over(Some("frames are text, each a JSON object".to_owned()))),
        };
        if !self.pace.admits(Instant::now()) {
            let why = "this page sends more frames than a person can; load it again";
            return Err(Over(Some(why.to_owned())));
        }
        if text.len() > LONGEST_FRAME {
            let detail = format!("a frame holds {LONGEST_FRAME} bytes at the most; send less at a time");
            return self.misread(&text, Problem::new(Kind::TooLarge, detail)).await;
        }
        let Numbered { id, asked } = match serde_json::from_str(&text) {
            Ok(numbered) => numbered,
            Err(_) => {
                let detail =
                    "this frame cannot be read: its type is unknown, or a field of it is missing or wrong";
                return self.misread(&text, Problem::new(Kind::InvalidBody, detail)).await;
            }
        };
        if let Asked::Beat { n, .. } = asked {
            if screen.beat() {
                self.rooms.page_back(&self.actor, self.agent).await;
            }
            return self.tell(Told::Beat { n }).await;
        }
        let Some(id) = id else {
            let detail = "give this frame an id, a whole number from 0 on: the answer carries it";
            return self.misread(&text, Problem::new(Kind::InvalidBody, detail)).await;
        };
        self.rooms.active(&self.actor).await;
        let act = acts::act(&self.rooms, &self.actor, self.agent, asked);
        let outcome = timeout(DONE_WITHIN, act).await.unwrap_or_else(|_| {
            Err(Problem::new(Kind::Unavailable, "this took too long; try again in a moment")).into()
        });
        self.answer(id, outcome).await
    }

    async fn answer(&mut self, id: u64, outcome: Outcome) -> Result<(), Over> {
        self.tell(match outcome.obeyed {
            Ok(()) => Told::Done { id },
            Err(problem) => Told::Refused { id: Some(id.into()), problem: trouble(&problem) },
        })
        .await?;
        for frame in outcome.frames {
            self.tell(frame).await?;
        }
        Ok(())
    }

    /// A frame that cannot be obeyed is refused by its number, as far as it has one.
    async fn misread(&mut self, text: &str, problem: Problem) -> Result<(), Over> {
        // One frame that is no JSON is no reason to end a call: the pace of frames bounds how many there may be.
        let id = match serde_json::from_str(text) {
            Ok(serde_json::Value::Object(mut frame)) => match frame.remove("id") {
                Some(serde_json::Value::Number(id)) => Some(id),
                _ => None,
            },
            _ => None,
        };
        self.tell(Told::Refused { id, problem: trouble(&problem) }).await
    }

    async fn confirm(&mut self) -> Result<(), Over> {
        if matches!(self.state, Some((centre::Doing::Offered | centre::Doing::Talking, ..))) {
            // Whoever serves is not idle, however long the talk.
            self.rooms.active(&self.actor).await;
        }
        match self.rooms.confirm(&self.actor).await {
            Ok(actor) if actor.account().agent == Some(self.agent) => {
                (self.actor, self.confirmed_at) = (actor, Instant::now());
                Ok(())
            }
            Ok(_) => {
                Err(Over(Some("this account serves as another agent now; open the desk again".to_owned())))
            }
            // Whoever was let in stays for a while when nobody can say more.
            Err(trust::Refused::Unavailable) if self.confirmed_at.elapsed() < UNCONFIRMED_AT_MOST => Ok(()),
            Err(why) => {
                self.rooms.take_telephone(&self.actor, self.agent);
                Err(Over(Some(why.to_string())))
            }
        }
    }

    /// Sends a frame; a page that does not take it has lost its window.
    async fn tell(&mut self, frame: Told) -> Result<(), Over> {
        let text = serde_json::to_string(&frame).expect("frames are made of strings and numbers");
        match timeout(TAKEN_WITHIN, self.socket.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Over(None)),
            Err(_slow) => Err(Over(Some("this page takes its frames too slowly; load it again".to_owned()))),
        }
    }
}

fn trouble(problem: &Problem) -> Trouble {
    Trouble {
        code: problem.refusal().unwrap_or(problem.code()).to_owned(),
        detail: problem.detail().to_owned(),
    }
}

/// Why nothing more can be read, and the code that says so; when the connection is gone, nobody hears it.
fn unreadable(error: axum::Error) -> (CloseCode, &'static str) {
    match error.into_inner().downcast_ref::<WsError>() {
        Some(WsError::Capacity(_)) => {
            (close_code::SIZE, "a frame was too long to be read; load the page again")
        }
        Some(WsError::Utf8(_)) => (close_code::INVALID, "a frame was no text in UTF-8; load the page again"),
        _ => (close_code::PROTOCOL, "a frame broke the rules of WebSockets; load the page again"),
    }
}

fn phone(telephone: StationState) -> Told {
    let figures = telephone.figures;
    let state = match telephone.link {
        Link::Absent => PhoneState::Absent,
        Link::Connecting => PhoneState::Connecting,
        Link::Connected => PhoneState::Connected,
        Link::Lost => PhoneState::Lost,
    };
    Told::Phone {
        state,
        loss: figures.loss.map(f64::from),
        // Without packets nothing is known of their evenness.
        jitter_ms: figures.loss.map(|_| f64::from(figures.jitter_ms)),
        rtt_ms: figures.rtt_ms.map(f64::from),
    }
}
