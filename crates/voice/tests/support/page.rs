//! A page's telephone on a socket, driven by hand.

use super::floor::PATIENCE;
use phones::page::{DtlsVersion, Page, Speaks};
use std::time::{Duration, Instant};
use tokio::net::UdpSocket;
use vocabulary::AgentId;
use voice::stations::{Link, StationId};
use voice::{Stations, Voice};

/// A page that has offered, and its answer.
pub struct Browser {
    pub page: Page,
    socket: UdpSocket,
    pub station: StationId,
}

impl Browser {
    /// Opens a page for an agent and waits until it has connected.
    pub async fn open(voice: &Voice, agent: AgentId, speaks: Speaks) -> Browser {
        Browser::open_with(voice, agent, speaks, DtlsVersion::Dtls12).await
    }

    /// Opens a page of a browser that knows this version of DTLS.
    pub async fn open_with(voice: &Voice, agent: AgentId, speaks: Speaks, dtls: DtlsVersion) -> Browser {
        let stations = voice.stations();
        let mut browser = Browser::offer_with(&stations, agent, speaks, dtls).await.expect("it is taken");
        let station = browser.station;
        let mut state = stations.watch(agent);
        browser
            .until(|page| {
                let state = *state.borrow_and_update();
                page.is_connected() && state.link == Link::Connected && state.station == Some(station)
            })
            .await;
        browser
    }

    /// Opens a page that does nothing yet.
    pub async fn offer(
        stations: &Stations,
        agent: AgentId,
        speaks: Speaks,
    ) -> Result<Browser, voice::stations::Error> {
        Browser::offer_with(stations, agent, speaks, DtlsVersion::Dtls12).await
    }

    async fn offer_with(
        stations: &Stations,
        agent: AgentId,
        speaks: Speaks,
        dtls: DtlsVersion,
    ) -> Result<Browser, voice::stations::Error> {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let local = socket.local_addr().expect("it is bound");
        let (mut page, offer) = Page::of(speaks, dtls, local, Instant::now()).expect("random numbers");
        let (station, answer) = stations.connect(agent, &offer).await?;
        assert!(page.take_answer(&answer), "{answer}");
        Ok(Browser { page, socket, station })
    }

    /// The page, and a socket for whoever drives it from now on.
    pub fn into_parts(self) -> (Page, std::net::UdpSocket) {
        (self.page, self.socket.into_std().expect("a socket"))
    }

    /// Lets things happen until the page says so.
    pub async fn until(&mut self, mut done: impl FnMut(&mut Page) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done(&mut self.page) {
            assert!(Instant::now() < deadline, "it does not happen");
            self.turn().await;
        }
    }

    /// Says 20 ms of PCMU of these octets, again and again, until the test is satisfied.
    pub async fn says_until(&mut self, octet: u8, mut done: impl AsyncFnMut(&mut Page) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut next = Instant::now();
        while !done(&mut self.page).await {
            assert!(Instant::now() < deadline, "it does not happen");
            if Instant::now() >= next {
                next += Duration::from_millis(20);
                self.page.say(Instant::now(), 0, &[octet; 160], 160);
            }
            self.turn().await;
        }
    }

    /// Sends what there is to send and takes in what comes within a few milliseconds.
    pub async fn turn(&mut self) {
        let Browser { page, socket, .. } = self;
        page.poll(Instant::now(), &mut |to, datagram| {
            let _ = socket.try_send_to(datagram, to);
        });
        let mut room = [0; 2_048];
        let wait = tokio::time::timeout(Duration::from_millis(5), socket.recv_from(&mut room));
        if let Ok(Ok((length, from))) = wait.await {
            page.receive(Instant::now(), from, &room[..length]);
            page.poll(Instant::now(), &mut |to, datagram| {
                let _ = socket.try_send_to(datagram, to);
            });
        }
    }
}
