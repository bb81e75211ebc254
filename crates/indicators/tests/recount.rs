//! Figures against a naive recount: every contact once, in the right interval, through midnights and
//! changes of the clocks.

#![allow(clippy::unwrap_used, reason = "tests")]

use indicators::catalogue::{self, Formula};
use indicators::table::{About, Dimension, Ground, Question, Row, Short, answer};
use indicators::{Fact, Interval, Outcome, Zone};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, QueueName, SkillName, Skills, Span, Time};

/// Days around both changes of the clocks of London, Santiago (at midnight) and Lord Howe (half an
/// hour), and a month's end.
const DAYS: [&str; 6] = ["2026-03-29", "2026-10-25", "2026-09-06", "2026-04-05", "2026-10-04", "2026-02-28"];
const ZONES: [&str; 5] =
    ["Europe/London", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];

fn moment() -> impl Strategy<Value = Time> {
    // Edges of quarter-hours are as likely as all that lies between.
    (0..DAYS.len(), -200i64..200, prop_oneof![Just(0), Just(-1), Just(1), 0i64..900_000_000]).prop_map(
        |(day, quarters, micros)| {
            let day: jiff::civil::Date = DAYS[day].parse().unwrap();
            let midnight: Time = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().into();
            Time(midnight.0 + quarters * 900_000_000 + micros)
        },
    )
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        prop::sample::select(vec![0, 5, 10, 15, 20, 30, 3_600]).prop_map(Span::seconds),
        (0i64..4_000_000_000).prop_map(Span),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    let ids = (0u64..6, 0usize..3, 0usize..4, 0usize..3);
    (moment(), ids, prop::sample::select(Outcome::ALL.to_vec()), span(), span(), any::<bool>(), any::<bool>())
        .prop_map(|(counted_at, (agent, queue, customer, tier), outcome, waited, talked, flag, imported)| {
            Fact {
                contact: ContactId(0),
                channel: if queue == 2 { Channel::Chat } else { Channel::Voice },
                counted_at,
                line: LineName::new("line").unwrap(),
                queue: outcome.is_offered().then(|| QueueName::new(["a", "b", "c"][queue]).unwrap()),
                agent: (outcome == Outcome::Answered && agent > 0).then_some(AgentId(agent)),
                skills: ["x", "y"][..queue.min(2)]
                    .iter()
                    .map(|skill| SkillName::new(skill).unwrap())
                    .collect(),
                tier: [None, Some("gold"), Some("plain")][tier].map(str::to_owned),
                customer: (customer > 0).then(|| CustomerRef::new(&format!("c{customer}")).unwrap()),
                outcome,
                waited,
                talked,
                held: Span::ZERO,
                wrapped_up: Span::seconds(7),
                services: 1,
                holds: u32::from(flag),
                transfers: u32::from(!flag),
                in_time: outcome == Outcome::Answered && flag,
                short: outcome == Outcome::Abandoned && flag,
                callback: None,
                imported,
                odd: Vec::new(),
            }
        })
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(fact(), 0..60).prop_map(|mut facts| {
        (1..).zip(&mut facts).for_each(|(id, fact)| fact.contact = ContactId(id));
        facts
    })
}

/// The wall clock's own words for the interval that a moment lies in.
fn words(zone: &Zone, at: Time, interval: Interval) -> String {
    let wall = zone.wall(at);
    let quarter = wall.minute() / 15;
    match interval {
        Interval::Quarter => format!("{} {} {quarter} {}", wall.date(), wall.hour(), wall.offset()),
        // Where an offset is no whole hour, the hour that the clocks repeat may be cut: by its offset.
        Interval::Hour => format!("{} {} {}", wall.date(), wall.hour(), wall.offset()),
        Interval::Day => wall.date().to_string(),
        Interval::Month => wall.strftime("%Y-%m").to_string(),
        Interval::Whole => String::new(),
    }
}

fn question<'q>(
    zone: &'q Zone,
    keys: &[&str],
    interval: Interval,
    by: Dimension,
    short: Short,
) -> Question<'q> {
    Question {
        indicators: keys.iter().map(|key| catalogue::find(key).unwrap()).collect(),
        from: Time(i64::MIN),
        to: Time(i64::MAX),
        interval,
        zone,
        by,
        about: About::default(),
        short,
        teams: &[],
    }
}

/// What a row says, by the wall clock's words.
type Said = BTreeMap<(String, Option<String>), Vec<u64>>;

const COUNTED: [&str; 6] =
    ["offered", "answered", "abandoned", "short_abandons", "service_level", "abandonment"];

fn said(zone: &Zone, rows: &[Row], interval: Interval) -> Said {
    let counts = |row: &Row| {
        let mut counts: Vec<u64> = row.figures.iter().map(|figure| figure.numerator as u64).collect();
        counts.extend(row.figures[4..].iter().map(|figure| figure.denominator as u64));
        counts
    };
    rows.iter()
        .map(|row| ((words(zone, row.from.max(Time(0)), interval), row.key.clone()), counts(row)))
        .collect()
}

fn naive(zone: &Zone, facts: &[Fact], interval: Interval, by: Dimension, short: Short) -> Said {
    let mut said = Said::new();
    for fact in facts {
        let dropped = match short {
            Short::Counted => false,
            Short::Out => fact.short,
            Short::OutWithin(span) => fact.outcome == Outcome::Abandoned && fact.waited <= span,
        };
        if dropped {
            continue;
        }
        let keys: Vec<Option<String>> = match by {
            Dimension::Queue => vec![fact.queue.as_ref().map(ToString::to_string)],
            Dimension::Agent => vec![fact.agent.map(|agent| agent.to_string())],
            Dimension::Skill if !fact.skills.is_empty() => {
                fact.skills.iter().map(|skill| Some(skill.to_string())).collect()
            }
            Dimension::Tier => vec![fact.tier.clone()],
            Dimension::Channel => vec![Some(format!("{:?}", fact.channel).to_lowercase())],
            _ => vec![None],
        };
        let offered = u64::from(fact.outcome.is_offered());
        let answered = u64::from(fact.outcome == Outcome::Answered);
        let abandoned = u64::from(fact.outcome == Outcome::Abandoned);
        let (in_time, short) = (u64::from(fact.in_time), u64::from(fact.short));
        let adds = [offered, answered, abandoned, short, in_time, abandoned, offered, offered];
        for key in keys {
            let row = said.entry((words(zone, fact.counted_at, interval), key)).or_insert_with(|| vec![0; 8]);
            row.iter_mut().zip(adds).for_each(|(sum, add)| *sum += add);
        }
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_contact_counts_once_in_its_interval(
        facts in facts(),
        zone in prop::sample::select(ZONES.to_vec()),
        interval in prop::sample::select(vec![Interval::Quarter, Interval::Day, Interval::Month, Interval::Whole]),
        by in prop::sample::select(vec![
            Dimension::Total, Dimension::Queue, Dimension::Agent, Dimension::Skill, Dimension::Tier,
            Dimension::Channel,
        ]),
        short in prop::sample::select(vec![Short::Counted, Short::Out, Short::OutWithin(Span::seconds(10))]),
    ) {
        let zone = Zone::new(zone).unwrap();
        let question = question(&zone, &COUNTED, interval, by, short);
        let rows = answer(&question, Ground { facts: &facts, ..Ground::default() });
        prop_assert_eq!(said(&zone, &rows, interval), naive(&zone, &facts, interval, by, short));
        for pair in rows.windows(2) {
            prop_assert!(pair[0].from <= pair[1].from, "rows are in order");
            prop_assert!(pair[0].from == pair[1].from || pair[0].to <= pair[1].from, "intervals do not overlap");
        }
    }

    /// What is asked about one channel is what its row says of all channels.
    #[test]
    fn a_channel_asked_for_is_its_row(facts in facts(), channel in prop::sample::select(Channel::ALL.to_vec())) {
        let zone = Zone::default();
        let by_channel = question(&zone, &COUNTED, Interval::Day, Dimension::Channel, Short::Counted);
        let about = About { channel: Some(channel), ..About::default() };
        let asked = Question { about, ..by_channel.clone() };
        let rows = answer(&by_channel, Ground { facts: &facts, ..Ground::default() });
        let its: Vec<Row> = rows.into_iter().filter(|row| row.key.as_deref() == Some(channel.tag())).collect();
        let rows = answer(&asked, Ground { facts: &facts, ..Ground::default() });
        prop_assert_eq!(said(&zone, &rows, Interval::Day), said(&zone, &its, Interval::Day));
    }

    /// Each figure's numerator is the number of contacts that its list holds.
    #[test]
    fn a_figure_counts_what_its_list_holds(facts in facts()) {
        let zone = Zone::default();
        let keys: Vec<&str> = catalogue::all().map(|definition| definition.key).collect();
        let question = question(&zone, &keys, Interval::Whole, Dimension::Total, Short::Counted);
        let rows = answer(&question, Ground { facts: &facts, ..Ground::default() });
        let Some(row) = rows.first() else { return Ok(()) };
        for (definition, figure) in question.indicators.iter().zip(&row.figures) {
            let (above, below) = definition.formula.members();
            let held = |members: indicators::Members| facts.iter().filter(|fact| members.hold(fact)).count() as f64;
            if let (Formula::Count(_) | Formula::Share { .. }, Some(above)) = (definition.formula, above) {
                prop_assert_eq!(figure.numerator, held(above), "{}", definition.key);
            }
            if let Some(below) = below {
                prop_assert_eq!(figure.denominator, held(below), "{}", definition.key);
            }
            if let Formula::Share { of, among } = definition.formula {
                let all_among = facts.iter().filter(|fact| of.hold(fact)).all(|fact| among.hold(fact));
                prop_assert!(all_among, "{}: the numerator is part of the denominator", definition.key);
            }
        }
    }

    #[test]
    fn intervals_tile_time(at in moment(), zone in prop::sample::select(ZONES.to_vec())) {
        let zone = Zone::new(zone).unwrap();
        for interval in [Interval::Quarter, Interval::Hour, Interval::Day, Interval::Month] {
            let start = zone.start(at, interval);
            let end = zone.end(start, interval);
            prop_assert!((start..end).contains(&at), "{interval} {start} {at} {end}");
            prop_assert_eq!(zone.start(start, interval), start);
            prop_assert_eq!(zone.start(end - Span(1), interval), start, "{} up to {}", interval, end);
            prop_assert_eq!(zone.start(end, interval), end, "{}", interval);
        }
    }
}

/// Lord Howe sets its clocks by half an hour: from 2:00 back to 1:30, and from 2:00 on to 2:30.
#[test]
fn an_hour_ends_where_the_clock_is_set() {
    let zone = Zone::new("Australia/Lord_Howe").unwrap();
    let at = |text: &str| Time::from(text.parse::<jiff::Timestamp>().unwrap());
    for (within, start, end) in [
        ("2026-04-04T14:45:00Z", "2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z"),
        ("2026-04-04T15:15:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z"),
        ("2026-04-04T15:30:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z"),
        ("2026-10-03T15:15:00Z", "2026-10-03T14:30:00Z", "2026-10-03T15:30:00Z"),
        ("2026-10-03T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z"),
    ] {
        let begun = zone.start(at(within), Interval::Hour);
        assert_eq!((begun, zone.end(begun, Interval::Hour)), (at(start), at(end)), "{within}");
    }
}

#[test]
fn days_of_23_and_25_hours_have_92_and_100_quarters() {
    let zone = Zone::new("Europe/London").unwrap();
    for (day, quarters) in [("2026-03-29", 92), ("2026-10-25", 100), ("2026-06-01", 96)] {
        let day: jiff::civil::Date = day.parse().unwrap();
        let (from, to) = (zone.begin(day).unwrap(), zone.begin(day.tomorrow().unwrap()).unwrap());
        let facts: Vec<Fact> = (0..)
            .map(|n| Time(from.0 + n * 900_000_000))
            .take_while(|at| *at < to)
            .map(|at| Fact { counted_at: at, ..sample() })
            .collect();
        assert_eq!(facts.len(), quarters, "{day}");
        let by_quarter = question(&zone, &["offered"], Interval::Quarter, Dimension::Total, Short::Counted);
        let ground = Ground { facts: &facts, ..Ground::default() };
        assert_eq!(answer(&by_quarter, ground).len(), quarters);
        let by_day = Question { interval: Interval::Day, ..by_quarter };
        let rows = answer(&by_day, ground);
        assert_eq!((rows.len(), rows[0].figures[0].numerator), (1, quarters as f64));
        assert_eq!((rows[0].from, rows[0].to), (from, to));
    }
}

fn sample() -> Fact {
    Fact {
        contact: ContactId(1),
        channel: Channel::Voice,
        counted_at: Time(0),
        line: LineName::new("line").unwrap(),
        queue: QueueName::new("a").ok(),
        agent: Some(AgentId(1)),
        skills: Skills::default(),
        tier: None,
        customer: None,
        outcome: Outcome::Answered,
        waited: Span::seconds(3),
        talked: Span::seconds(60),
        held: Span::ZERO,
        wrapped_up: Span::ZERO,
        services: 1,
        holds: 0,
        transfers: 0,
        in_time: true,
        short: false,
        callback: None,
        imported: false,
        odd: Vec::new(),
    }
}

#[test]
fn a_customer_who_comes_again_within_a_week_is_a_repeat() {
    let customer = CustomerRef::new("c1").ok();
    let at =
        |days: i64| Fact { counted_at: Time(days * 86_400_000_000), customer: customer.clone(), ..sample() };
    let stranger = Fact { customer: None, ..at(1) };
    let facts = [at(0), at(7), stranger, Fact { counted_at: Time(at(14).counted_at.0 + 1), ..at(0) }];
    let zone = Zone::default();
    let mut question = question(&zone, &["repeat_rate"], Interval::Whole, Dimension::Total, Short::Counted);
    let figure = answer(&question, Ground { facts: &facts, ..Ground::default() })[0].figures[0];
    assert_eq!((figure.numerator, figure.denominator), (1.0, 3.0));
    // What lies beyond the question's end tells of returns, and is not counted itself.
    question.to = Time(1);
    let figure = answer(&question, Ground { facts: &facts, ..Ground::default() })[0].figures[0];
    assert_eq!((figure.numerator, figure.denominator), (1.0, 1.0));
}

#[test]
fn the_catalogue_holds_together() {
    let mut keys = std::collections::BTreeSet::new();
    for definition in catalogue::all() {
        assert!(keys.insert(definition.key), "{} is there twice", definition.key);
        assert!(!definition.name.is_empty() && !definition.numerator.is_empty(), "{}", definition.key);
        let divides =
            !matches!(definition.formula, Formula::Count(_) | Formula::FedCount | Formula::Longest(..));
        assert_eq!(divides, !definition.denominator.is_empty(), "{}", definition.key);
    }
    assert!(keys.len() >= 25, "{}", keys.len());
}

/// What a figure says it was made of is what its definition says.
#[test]
fn no_figure_states_a_sum_it_was_not_made_of() {
    let zone = Zone::default();
    let keys = ["talk_mean", "talk_sd", "talk_median", "longest_wait"];
    let question = question(&zone, &keys, Interval::Whole, Dimension::Total, Short::Counted);
    let facts = [10, 20, 60].map(|seconds| Fact { talked: Span::seconds(seconds), ..sample() });
    let row = &answer(&question, Ground { facts: &facts, ..Ground::default() })[0];
    let stated = row.figures.iter().map(|figure| (figure.numerator.round(), figure.denominator));
    assert_eq!(stated.collect::<Vec<_>>()[..3], [(90.0, 3.0), (26.0, 3.0), (20.0, 3.0)]);
    assert_eq!(row.figures[3].numerator, 3.0, "the longest itself");
    assert!(!question.indicators[3].formula.is_divided());
}

/// Another system's log knows of no flows, holds and transfers, and a chat of no flow.
#[test]
fn what_a_log_does_not_tell_is_no_figure() {
    let zone = Zone::default();
    let keys = ["hold_rate", "transfer_rate", "ivr_containment"];
    let question = question(&zone, &keys, Interval::Whole, Dimension::Total, Short::Counted);
    let values = |facts: &[Fact]| {
        let rows = answer(&question, Ground { facts, ..Ground::default() });
        rows[0].figures.iter().map(|figure| figure.value).collect::<Vec<_>>()
    };
    let imported = Fact { imported: true, ..sample() };
    let chat = Fact { channel: Channel::Chat, holds: 1, ..sample() };
    let contained = Fact { outcome: Outcome::Contained, queue: None, agent: None, ..sample() };
    assert_eq!(values(std::slice::from_ref(&imported)), [None, None, None]);
    assert_eq!(values(&[imported.clone(), chat.clone()]), [Some(1.0), Some(0.0), None]);
    assert_eq!(values(&[imported, chat, contained]), [Some(1.0), Some(0.0), Some(1.0)]);
}

#[test]
fn without_facts_there_is_no_number() {
    let zone = Zone::default();
    let keys: Vec<&str> =
        catalogue::all().filter(|found| found.fed_by.is_some()).map(|found| found.key).collect();
    let question = question(&zone, &keys, Interval::Whole, Dimension::Total, Short::Counted);
    let facts = [sample()];
    let row = &answer(&question, Ground { facts: &facts, ..Ground::default() })[0];
    assert!(row.figures.iter().all(|figure| figure.value.is_none()), "{row:?}");
}
