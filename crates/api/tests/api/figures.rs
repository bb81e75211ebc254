//! Figures: what they say, the contacts they open, and the forms they come in.

use crate::house::{House, soon};
use indicators::{Fact, FeedFact, Outcome};
use serde_json::{Value, json};
use store::{Batch, ContactChange, FIRST_IMPORTED};
use trust::Role;
use vocabulary::journal::EndReason;
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, CustomerRef, Language, LineName, QueueName, SkillName, Span, Time};

/// Contacts of a week that another system served: waits and talks of every length, some odd.
fn past() -> Vec<Fact> {
    let start: Time = "1999-01-03T22:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
    let fact = |n: u64| {
        let outcome =
            [Outcome::Answered, Outcome::Abandoned, Outcome::Answered, Outcome::LeftInFlow][(n % 4) as usize];
        let answered = outcome == Outcome::Answered;
        let waited = Span::seconds((n * 7 % 40) as i64);
        Fact {
            contact: ContactId(FIRST_IMPORTED.0 + n),
            channel: [Channel::Voice, Channel::Chat][(n % 3 / 2) as usize],
            counted_at: start + Span::seconds((n * 2_777) as i64),
            line: LineName::new("old-log").unwrap(),
            queue: outcome.is_offered().then(|| QueueName::new(["ps", "ne"][(n % 2) as usize]).unwrap()),
            agent: (answered && !n.is_multiple_of(10)).then_some(AgentId(1 + n % 3)),
            skills: if n.is_multiple_of(5) {
                vec![SkillName::new("lang.ko").unwrap()].into()
            } else {
                Vec::new().into()
            },
            tier: Some(["gold & more", "plain"][(n % 2) as usize].to_owned()),
            customer: n.is_multiple_of(3).then(|| CustomerRef::new(&format!("log.{}", n % 9)).unwrap()),
            outcome,
            waited: if outcome.is_offered() { waited } else { Span::ZERO },
            talked: if answered { Span::seconds((n * 13 % 300) as i64) } else { Span::ZERO },
            held: Span::ZERO,
            wrapped_up: Span::ZERO,
            services: u32::from(answered),
            holds: u32::from(n.is_multiple_of(6) && answered),
            transfers: u32::from(n.is_multiple_of(7) && answered),
            in_time: answered && waited <= Span::seconds(15),
            short: outcome == Outcome::Abandoned && waited <= Span::seconds(5),
            callback: None,
            imported: true,
            odd: Vec::new(),
        }
    };
    (1..=200).map(fact).collect()
}

/// A house with the past in it, and one live contact that waits for cards.
async fn house() -> House {
    let mut house = House::open().await;
    let mut changes = Vec::new();
    for fact in past() {
        let opened = ContactChange::Opened {
            contact: fact.contact,
            at: fact.counted_at,
            line: fact.line.clone(),
            language: Language::English,
            caller: None,
        };
        let customer = fact.customer.clone().map(|customer| ContactChange::Customer {
            contact: fact.contact,
            customer,
            verified: false,
        });
        let closed = ContactChange::Closed {
            contact: fact.contact,
            at: fact.counted_at + fact.waited + fact.talked,
            reason: EndReason::CustomerHungUp,
            queue: fact.queue.clone(),
            agent: fact.agent,
            wait: None,
            talk: None,
        };
        let counted = ContactChange::Counted { fact: Box::new(fact) };
        changes.extend(std::iter::once(opened).chain(customer).chain([closed, counted]));
    }
    house.store.journal().append(Batch { records: Vec::new(), changes }).unwrap();
    house.ready(1).await;
    house.call("cards-line", None).await;
    house.settled().await;
    // Changes without records have no place to wait for.
    let past = async {
        while house.store.extent(true).await.unwrap().is_none_or(|(_, last)| last != past()[199].counted_at) {
            tokio::task::yield_now().await;
        }
    };
    soon(past).await;
    house
}

const WEEK: &str = "from=1999-01-01&to=1999-02-01";

async fn table(house: &House, query: &str) -> Value {
    house.get(Role::Supervisor, &format!("/api/figures?{query}")).await.ok()
}

/// How many contacts a list holds, over all its pages.
async fn listed(house: &House, link: &str) -> usize {
    let (mut count, mut before) = (0, String::new());
    loop {
        let page = house.get(Role::Supervisor, &format!("{link}&limit=60{before}")).await.ok();
        count += page["contacts"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { return count };
        before = format!("&before={next}");
    }
}

#[tokio::test]
async fn each_figure_opens_exactly_its_contacts() {
    let house = house().await;
    let (mut opened, mut unnamed) = (0, 0);
    for query in [
        format!("{WEEK}&by=total"),
        format!("{WEEK}&by=queue&short=out"),
        format!("{WEEK}&by=agent&short=7&indicators=answered,under_10s,asa,abandonment"),
        format!("{WEEK}&by=tier&interval=day&indicators=service_level_20,talk_median,abandoned"),
        format!("{WEEK}&by=channel&indicators=offered,answered,asa,ivr_containment"),
        format!("{WEEK}&by=skill&queue=ps&indicators=hold_rate,transfer_rate,offered"),
        format!("{WEEK}&by=total&agent=A-2&imported=true&indicators=answered,repeat_rate,hold_rate"),
        format!("{WEEK}&by=queue&indicators=repeat_rate"),
        format!("{WEEK}&by=team&indicators=answered,repeat_rate,service_level"),
    ] {
        let table = table(&house, &query).await;
        for row in table["rows"].as_array().unwrap() {
            let answered = &row["figures"]["answered"];
            assert!(
                answered.is_null() || answered["contacts"]["numerator"].is_string(),
                "every row has its list: {row}"
            );
            unnamed += usize::from(row["key"].is_null() && !query.contains("by=total"));
            for definition in table["definitions"].as_array().unwrap() {
                let figure = &row["figures"][definition["key"].as_str().unwrap()];
                let counts = ["share", "count"].contains(&definition["unit"].as_str().unwrap());
                for part in ["numerator", "denominator"] {
                    let Some(link) = figure["contacts"][part].as_str() else { continue };
                    if part == "denominator" || counts {
                        let count = listed(&house, link).await;
                        assert_eq!(json!(count as f64), figure[part], "{link}");
                        opened += 1;
                    }
                }
            }
        }
    }
    assert!(opened > 100, "{opened} lists only");
    assert!(unnamed > 2, "{unnamed} rows of what has no agent, team, rank or skill");
}

#[tokio::test]
async fn figures_are_what_the_facts_say() {
    let house = house().await;
    let table = table(&house, &format!("{WEEK}&indicators=offered,answered,asa,csat&zone=Asia/Seoul")).await;
    let facts = past();
    let answered: Vec<&Fact> = facts.iter().filter(|fact| fact.outcome == Outcome::Answered).collect();
    let waits: f64 = answered.iter().map(|fact| fact.waited.as_seconds()).sum();
    let figures = &table["rows"][0]["figures"];
    assert_eq!(figures["offered"]["value"], json!(150.0));
    assert_eq!(figures["offered"]["denominator"], Value::Null, "a count is divided by nothing");
    assert_eq!(figures["asa"]["value"], json!(waits / answered.len() as f64));
    assert_eq!((&figures["csat"]["value"], &table["zone"]), (&Value::Null, &json!("Asia/Seoul")));
    assert_eq!(table["rows_left_off"], 0);
}

#[tokio::test]
async fn what_runs_now_counts_as_far_as_it_has_come() {
    let house = house().await;
    let today = table(&house, "indicators=offered,answered,waiting,service_level&by=queue").await;
    let row = &today["rows"][0];
    let level = &row["figures"]["service_level"];
    assert_eq!(
        (&level["denominator"], &level["value"]),
        (&json!(1.0), &json!(0.0)),
        "offered, and undecided"
    );
    assert_eq!(row["figures"]["waiting"]["value"], json!(1.0));
    assert_eq!((&row["key"], &row["figures"]["offered"]["value"]), (&json!("cards"), &json!(1.0)));
    let link = row["figures"]["offered"]["contacts"]["numerator"].as_str().unwrap();
    assert_eq!(listed(&house, link).await, 1);
    let extent = house.get(Role::Supervisor, "/api/figures/extent").await.ok();
    assert_eq!(extent["live"], Value::Null, "nothing live has closed");
    assert!(extent["imported"]["from"].as_str().unwrap().starts_with("1999-01-0"));
}

#[tokio::test]
async fn other_rooms_feed_figures_and_feeding_twice_changes_nothing() {
    let house = house().await;
    let fact = FeedFact {
        indicator: "csat".to_owned(),
        id: "survey-1".to_owned(),
        at: past()[0].counted_at,
        agent: Some(AgentId(2)),
        queue: None,
        tier: None,
        numerator: 1.0,
        denominator: 1.0,
    };
    for numerator in [0.0, 1.0, 1.0] {
        house.store.feed_figures(&[FeedFact { numerator, ..fact.clone() }]).await.unwrap();
    }
    let table = table(&house, &format!("{WEEK}&indicators=csat&by=agent&agent=A-2")).await;
    let figure = &table["rows"][0]["figures"]["csat"];
    assert_eq!((&figure["numerator"], &figure["denominator"]), (&json!(1.0), &json!(1.0)));
}

#[tokio::test]
async fn days_and_weeks_are_laid_over_each_other() {
    let house = house().await;
    for (path, most) in [("day", 96), ("week", 168)] {
        let query = format!("/api/figures/{path}?{WEEK}&indicators=offered,talk_median&zone=Asia/Jerusalem");
        let pattern = house.get(Role::Supervisor, &query).await.ok();
        let slots = pattern["slots"].as_array().unwrap();
        let sum: f64 =
            slots.iter().map(|slot| slot["figures"]["offered"]["numerator"].as_f64().unwrap()).sum();
        assert_eq!(sum, 150.0);
        assert!(slots.iter().all(|slot| slot["slot"].as_u64().unwrap() < most));
        assert_eq!(pattern["definitions"].as_array().unwrap().len(), 1, "medians do not add up");
    }
}

#[tokio::test]
async fn downloads_hold_every_row_and_nothing_that_runs() {
    let house = house().await;
    let csv = house.get(Role::Supervisor, &format!("/api/figures.csv?{WEEK}&by=queue&interval=day")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let rows =
        table(&house, &format!("{WEEK}&by=queue&interval=day")).await["rows"].as_array().unwrap().len();
    let lines: Vec<&str> = csv.body.trim_end().lines().collect();
    assert_eq!(lines.len(), rows + 2, "a heading, and a last line that says who had it made");
    // The mark in the file is on record with the act that made it.
    let mark = lines.last().unwrap();
    let name = mark.split([' ', ',']).find(|word| word.starts_with("export:")).unwrap();
    assert!(mark.contains("made by supervisor (U-"), "{mark}");
    let filter = store::audit::Filter {
        operation: Some("download_figures_csv".parse().unwrap()),
        ..store::audit::Filter::default()
    };
    let told = store::audit::list(house.store.db(), &filter).await.unwrap();
    assert_eq!(told[0].entry.about.as_ref().unwrap().as_str(), name);
    assert!(csv.body.starts_with("\u{feff}from,to,queue,offered,offered numerator"));
    let xlsx = house.get(Role::Supervisor, &format!("/api/figures.xlsx?{WEEK}")).await;
    assert!(xlsx.status.is_success() && xlsx.header("content-disposition").contains("figures.xlsx"));
}

#[tokio::test]
async fn metrics_are_prometheus_text_with_bounded_labels() {
    let house = house().await;
    let metrics = house.get(Role::Engineer, "/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(metrics.body.contains("heliotrope_offered_today{queue=\"cards\"} 1\n"), "{}", metrics.body);
    for line in metrics.body.lines().filter(|line| !line.starts_with('#')) {
        let (series, value) = line.rsplit_once(' ').unwrap();
        value.parse::<f64>().unwrap();
        assert!(!series.contains("ps") || !series.contains("queue=\"ps\""), "a queue of no plan: {line}");
    }
}

#[tokio::test]
async fn alarms_reports_checks_and_the_catalogue_are_listed() {
    let house = house().await;
    let alarm = house.get(Role::Supervisor, &format!("/api/figures/alarm?{WEEK}")).await.ok();
    assert_eq!(
        alarm["without_agent"],
        json!(
            past()
                .iter()
                .filter(|fact| { fact.outcome == Outcome::Answered && fact.agent.is_none() })
                .count()
        )
    );
    let unsaid = house.get(Role::Supervisor, "/api/figures/alarm").await.ok();
    let edge = |name: &str| unsaid[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let hours = edge("to").duration_since(edge("from")).as_hours();
    assert!((30 * 24..31 * 24).contains(&hours), "thirty days from a midnight on, not {hours} hours");
    let reports = house.get(Role::Supervisor, "/api/figures/reports").await.ok();
    assert_eq!(reports["reports"][0]["when"], "every day at 06:00");
    assert_eq!(house.get(Role::Supervisor, "/api/figures/checks").await.ok()["checks"], json!([]));
    let catalogue = house.get(Role::Supervisor, "/api/figures/catalogue").await.ok();
    assert!(catalogue["indicators"].as_array().unwrap().len() >= 25);
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused_by_field() {
    let house = House::open().await;
    for (query, field) in [
        ("indicators=asa,unknown", "indicators"),
        ("from=yesterday", "from"),
        ("from=1999-02-30", "from"),
        ("from=1999-02-02&to=1999-02-01", "from"),
        ("interval=year", "interval"),
        ("by=mood", "by"),
        ("short=-1", "short"),
        ("zone=Mars", "zone"),
    ] {
        let answer = house.get(Role::Supervisor, &format!("/api/figures?{query}")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &json!(field)), "{query}");
    }
    for (query, field) in [
        ("indicator=unknown", "indicator"),
        ("indicator=csat", "indicator"),
        ("without=mood", "without"),
        ("team=nobody", "team"),
        ("again_within=-1", "again_within"),
        ("recording=lost", "recording"),
        ("indicator=asa&part=x", "part"),
    ] {
        let answer = house.get(Role::Supervisor, &format!("/api/contacts?{query}")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &json!(field)), "{query}");
    }
}

/// Days of a log begin by its own clock, and ours by the bank's.
#[tokio::test]
async fn imported_contacts_are_cut_by_the_clock_of_their_log() {
    let house = house().await;
    let own = table(&house, "").await["zone"].clone();
    assert_eq!(table(&house, WEEK).await["zone"], own, "nobody knows the log's");
    house.store.keep_imported_zone("Asia/Jerusalem").await.unwrap();
    let log = json!("Asia/Jerusalem");
    for (query, expected) in [
        (WEEK, &log),
        ("imported=true", &log),
        ("", &own),
        ("imported=false&from=1999-01-01&to=1999-02-01", &own),
        ("from=2026-01-01&to=2126-01-01", &own),
        ("from=1999-01-01&to=1999-02-01&zone=Asia/Seoul", &json!("Asia/Seoul")),
    ] {
        assert_eq!(table(&house, query).await["zone"], *expected, "{query}");
    }
    // Jerusalem's midnight is ten o'clock in the evening in UTC.
    let days = table(&house, &format!("{WEEK}&interval=day&indicators=offered")).await;
    assert!(days["rows"][0]["from"].as_str().unwrap().starts_with("1999-01-03T22:00:00"), "{days}");
    let extent = house.get(Role::Supervisor, "/api/figures/extent").await.ok();
    assert_eq!(extent["imported_zone"], log);
}
