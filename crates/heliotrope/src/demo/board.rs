//! The live board: what a supervisor wants to see at a glance, drawn in a terminal.

use super::visitor::is_own;
use super::words::Words;
use crate::serve::Running;
use centre::{AgentView, Board, Doing};
use indicators::Counts;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span as Text};
use ratatui::widgets::{Block, Borders, Cell, Paragraph, Row, Table};
use std::collections::VecDeque;
use std::net::SocketAddr;
use trust::Token;
use vocabulary::journal::{Entry, Record};
use vocabulary::plan::Plan;
use vocabulary::{Language, Span, Time};

/// Journal lines kept for the board.
const LINES: usize = 40;

/// All the board shows.
pub struct Glance {
    pub board: Option<Board>,
    /// Numbers to call, by language.
    pub numbers: Vec<(Language, String)>,
    pub sip: SocketAddr,
    pub http: SocketAddr,
    /// The supervisor's, and the agent's for the browser.
    pub tokens: [String; 2],
    /// Calls that were turned away.
    pub refused: u64,
    /// When the user asked for the demonstration.
    pub asked: Time,
    /// From then until the first call had been served.
    pub first_served: Option<Span>,
    /// The journal's latest records, the newest first.
    pub journal: VecDeque<Record>,
}

impl Glance {
    pub fn new(asked: Time, plan: &Plan, running: &Running, tokens: &[Token; 2]) -> Glance {
        Glance {
            board: None,
            numbers: plan
                .lines
                .iter()
                .filter(|line| !is_own(line))
                .map(|line| (line.language, line.called.clone()))
                .collect(),
            sip: running.voice.local(),
            http: running.http,
            tokens: tokens.each_ref().map(|token| token.expose().to_owned()),
            refused: 0,
            asked,
            first_served: None,
            journal: VecDeque::new(),
        }
    }

    /// Takes a record in: the latest few are shown, and the first call that was served.
    pub fn note(&mut self, record: &Record) {
        if let Entry::ContactClosed { talk: Some(_), .. } = record.entry
            && self.first_served.is_none()
        {
            self.first_served = Some(record.at - self.asked);
        }
        if matches!(record.entry, Entry::FlowMoved { .. }) {
            return;
        }
        self.journal.truncate(LINES - 1);
        self.journal.push_front(record.clone());
    }
}

/// A record in one line: its time, what happened, to whom. `None` for what the board leaves out.
fn in_a_line(record: &Record, words: &Words) -> Option<String> {
    let event = words.event(&record.entry)?;
    let ids =
        [record.entry.contact().map(|id| id.to_string()), record.entry.agent().map(|id| id.to_string())];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    Some(format!("{}  {:<7} {event}", &record.at.to_string()[11..19], ids.join(" ")))
}

/// Draws the board.
pub fn draw(frame: &mut Frame<'_>, glance: &Glance, words: &Words) {
    let [head, figures, middle, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(3),
        Constraint::Min(6),
        Constraint::Length(6),
    ])
    .areas(frame.area());
    frame.render_widget(Paragraph::new(words.title).style(Style::new().bold().fg(Color::Cyan)), head);
    frame.render_widget(foot_lines(glance, words), foot);
    let Some(board) = &glance.board else {
        frame.render_widget(Paragraph::new(words.none_yet), figures);
        return;
    };
    frame.render_widget(figure_lines(board, glance, words), figures);
    let [left, right] =
        Layout::horizontal([Constraint::Percentage(58), Constraint::Percentage(42)]).areas(middle);
    let queue_rows = board.queues.len() as u16 + 3;
    let [queues, agents] = Layout::vertical([Constraint::Length(queue_rows), Constraint::Min(3)]).areas(left);
    frame.render_widget(queue_table(board, words), queues);
    draw_agents(frame, agents, &board.agents, words, board.at);
    frame.render_widget(journal_lines(glance, words), right);
}

fn figure_lines<'a>(board: &Board, glance: &Glance, words: &Words) -> Paragraph<'a> {
    let today = &board.today;
    let live = Line::from(vec![
        Text::raw(format!("{} ", words.in_flow)),
        Text::from(board.in_flow.to_string()).bold(),
        Text::raw(format!("   {} ", words.waiting)),
        Text::from(board.waiting.to_string()).bold(),
        Text::raw(format!("   {} ", words.talking)),
        Text::from(board.talking.to_string()).bold(),
        Text::raw(format!("   {} {}   {} {}", words.offered, today.offered, words.answered, today.answered)),
    ]);
    let level = today.service_level();
    // Seeds A4: 85 % within 15 s, at most 5 % abandoned. Red means a breach, nothing else.
    let shares = Line::from(vec![
        Text::raw(format!("{} ", words.service_level)),
        share(level, level.is_some_and(|level| level < 0.85)),
        Text::raw(format!("   {} ", words.abandonment)),
        share(today.abandonment(), today.abandonment().is_some_and(|lost| lost > 0.05)),
        Text::raw(format!(" ({} {})", words.without_short, percent(today.abandonment_without_short()))),
        Text::raw(format!("   {} {}", words.asa, seconds(today.average_speed_of_answer()))),
    ]);
    let first = match glance.first_served {
        Some(after) => Line::from(format!("{} {:.1} s", words.first_served, after.as_seconds())).dim(),
        None => Line::from(words.none_yet).dim(),
    };
    Paragraph::new(vec![live, shares, first])
}

fn share<'a>(value: Option<f64>, breached: bool) -> Text<'a> {
    let text = Text::from(percent(value)).add_modifier(Modifier::BOLD);
    if breached { text.fg(Color::Red) } else { text.fg(Color::Green) }
}

pub fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{:.1} %", value * 100.0))
}

fn seconds(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1} s"))
}

fn queue_table<'a>(board: &Board, words: &Words) -> Table<'a> {
    let header = [words.queue, words.waiting, words.longest, words.service_level, words.abandonment];
    let rows = board.queues.iter().map(|queue| {
        let counts: &Counts = &queue.today;
        Row::new(vec![
            Cell::from(queue.name.to_string()),
            Cell::from(queue.waiting.to_string()),
            Cell::from(format!("{:.0} s", queue.longest_wait.as_seconds())),
            Cell::from(percent(counts.service_level())),
            Cell::from(percent(counts.abandonment())),
        ])
    });
    Table::new(rows, [Constraint::Fill(1); 5])
        .header(Row::new(header).style(Style::new().dim()))
        .block(Block::new().borders(Borders::TOP).title(words.queues))
}

/// As many agents as fit, in columns.
fn draw_agents(frame: &mut Frame<'_>, area: Rect, agents: &[AgentView], words: &Words, now: Time) {
    let block = Block::new().borders(Borders::TOP).title(words.agents);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    const WIDTH: u16 = 26;
    let (columns, rows) = (usize::from((inner.width / WIDTH).max(1)), usize::from(inner.height));
    let fit = columns * rows;
    // The last place tells of those that do not fit.
    let shown = if agents.len() > fit { fit.saturating_sub(1) } else { agents.len() };
    let spot = |place: usize| {
        let (column, row) = ((place / rows.max(1)) as u16, (place % rows.max(1)) as u16);
        Rect { x: inner.x + column * WIDTH, y: inner.y + row, width: WIDTH - 1, height: 1 }
    };
    for (place, agent) in agents.iter().take(shown).enumerate() {
        frame.render_widget(agent_line(agent, words, now), spot(place).intersection(inner));
    }
    if shown < agents.len() && fit > 0 {
        let more = Line::from(format!("+{}", agents.len() - shown)).dim();
        frame.render_widget(more, spot(shown).intersection(inner));
    }
}

fn agent_line<'a>(agent: &AgentView, words: &Words, now: Time) -> Line<'a> {
    // Colour and word: a colour alone says nothing to many eyes.
    let (word, colour) = match agent.doing {
        Doing::Ready => (words.ready, Color::Green),
        Doing::Offered => (words.ringing, Color::Yellow),
        Doing::Talking => (words.talking, Color::Blue),
        Doing::WrapUp => (words.wrap_up, Color::Magenta),
        Doing::NotReady => (words.not_ready, Color::DarkGray),
    };
    let lasting = (now - agent.since).as_seconds().max(0.0);
    Line::from(vec![
        Text::raw(format!("{:<6}", agent.id.to_string())),
        Text::from(word).fg(colour),
        Text::from(format!(" {lasting:.0} s")).dim(),
    ])
}

fn journal_lines<'a>(glance: &Glance, words: &Words) -> Paragraph<'a> {
    let lines = glance.journal.iter().filter_map(|record| in_a_line(record, words));
    let lines: Vec<Line<'a>> = lines.map(Line::from).collect();
    Paragraph::new(lines).block(Block::new().borders(Borders::TOP | Borders::LEFT).title(words.journal))
}

/// Where to call and look, one thing a line: the token is shown nowhere else and must be whole.
fn foot_lines<'a>(glance: &Glance, words: &Words) -> Paragraph<'a> {
    let numbers: Vec<String> =
        glance.numbers.iter().map(|(language, called)| format!("{language} {called}")).collect();
    let lines = [
        format!("HTTP http://{}   {}", glance.http, words.quit),
        format!("SIP {}  ({})", glance.sip, numbers.join(", ")),
        format!("{}:", words.token),
        glance.tokens[0].clone(),
        format!("{}:", words.agent_token),
        glance.tokens[1].clone(),
    ];
    let lines: Vec<Line<'a>> = lines.into_iter().map(|line| Line::from(line).dim()).collect();
    Paragraph::new(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use centre::QueueView;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use vocabulary::journal::EndReason;
    use vocabulary::{AgentId, ContactId, Epoch, QueueName, Sequence};

    fn glance() -> Glance {
        let today =
            Counts { offered: 10, answered: 9, answered_in_time: 8, abandoned: 1, ..Counts::default() };
        let queue = QueueView {
            name: QueueName::new("cards").unwrap(),
            waiting: 2,
            longest_wait: Span::seconds(7),
            today,
            service_level: Span::seconds(15),
            closed_by_hand: None,
            callbacks: 0,
            next_callback: None,
        };
        let agent = AgentView {
            id: AgentId(4),
            doing: Doing::Talking,
            since: Time(0),
            contact: None,
            chats: Vec::new(),
            not_ready: None,
            skills: Vec::new(),
            shift: centre::Shift::default(),
        };
        let (in_flow, waiting, talking) = (3, 2, 1);
        let at = Time(5_000_000);
        let entry = Entry::ContactEnded { contact: ContactId(1), reason: EndReason::Abandoned };
        let opened = Record { sequence: Sequence(1), at, cause: None, by: None, entry };
        let (sequence, epoch) = (Sequence(1), Epoch(1));
        let board = Board {
            sequence,
            epoch,
            at,
            in_flow,
            waiting,
            talking,
            queues: vec![queue],
            agents: vec![agent],
            today,
        };
        Glance {
            board: Some(board),
            numbers: vec![(Language::Korean, "15881002".to_owned())],
            sip: "127.0.0.1:5060".parse().unwrap(),
            http: "127.0.0.1:8080".parse().unwrap(),
            tokens: ["7", "8"].map(|digit| format!("hlt_{}", digit.repeat(64))),
            refused: 0,
            asked: Time(0),
            first_served: Some(Span::seconds(12)),
            journal: VecDeque::from([opened]),
        }
    }

    /// What stands on a terminal of this size; wide characters are followed by a filler.
    fn drawn(language: Language, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(frame, &glance(), &Words::of(language))).unwrap();
        let cells = terminal.backend().buffer().content().iter();
        cells.map(|cell| cell.symbol()).collect::<String>().replace(' ', "")
    }

    #[test]
    fn the_board_shows_its_figures_in_every_language() {
        for language in Language::ALL {
            let text = drawn(language, 120, 30);
            let words = Words::of(language);
            for shown in ["80.0%", "10.0%", "cards", "A-4", "15881002", "C-1", "127.0.0.1:8080"] {
                assert!(text.contains(shown), "{language}: {shown} is not in\n{text}");
            }
            for shown in [words.title, words.talking, words.service_level, words.ended] {
                assert!(text.contains(&shown.replace(' ', "")), "{language}: {shown}");
            }
        }
    }

    #[test]
    fn the_token_is_whole_on_an_ordinary_terminal() {
        for language in Language::ALL {
            let text = drawn(language, 80, 24);
            for shown in [&*glance().tokens[0], &*glance().tokens[1], "http://127.0.0.1:8080", "15881002"] {
                assert!(text.contains(shown), "{language}: {shown} is not in\n{text}");
            }
        }
    }

    #[test]
    fn a_small_terminal_does_no_harm() {
        for (width, height) in [(1, 1), (20, 5), (40, 8), (300, 80)] {
            drawn(Language::Chinese, width, height);
        }
    }
}
