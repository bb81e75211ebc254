//! Whole calls: the places strung together from beginning to end.

use super::places::{Goal, Move, Places, Way};
use std::collections::BTreeMap;

/// What counting the paths brought.
pub(super) struct Paths {
    /// Paths to each of the finishes.
    pub to: Vec<u64>,
    /// Paths that came back to a place they had been in, and were not followed further.
    pub returning: u64,
    /// The path with the most key presses.
    pub longest: Option<(u32, Vec<Move>)>,
    /// Whether the limit was never reached.
    pub complete: bool,
}

/// A place on the path at hand, and the ways from it that are still to be tried.
struct Visit<'p> {
    place: usize,
    /// The moves and key presses that led here.
    came: &'p Way,
    open: Vec<&'p Way>,
}

/// Follows every path depth first. Answers of one place that lead to the same next place count as
/// one, at the most key presses: wrong key or silence, what follows is the same.
pub(super) fn count(places: &Places, most: u64) -> Paths {
    let ways: Vec<Vec<&Way>> = places.all.iter().map(|place| distinct(&place.ways)).collect();
    let mut paths = Paths { to: vec![0; places.finishes.len()], returning: 0, longest: None, complete: true };
    let mut counted = 0;
    for beginning in distinct(&places.beginnings) {
        let mut path: Vec<Visit> = Vec::new();
        let mut on_path = vec![false; places.all.len()];
        let mut next = Some(beginning);
        loop {
            if let Some(way) = next {
                match way.goal {
                    Goal::Place(place) if !on_path[place] => {
                        on_path[place] = true;
                        path.push(Visit { place, came: way, open: ways[place].clone() });
                    }
                    Goal::Place(_) => {
                        counted += 1;
                        paths.returning += 1;
                    }
                    Goal::End(end) => {
                        counted += 1;
                        paths.to[end] += 1;
                        paths.measure(&path, way);
                    }
                }
            }
            if counted >= most {
                paths.complete = false;
                return paths;
            }
            let Some(visit) = path.last_mut() else { break };
            next = visit.open.pop();
            if next.is_none() {
                on_path[visit.place] = false;
                path.pop();
            }
        }
    }
    paths
}

fn distinct(ways: &[Way]) -> Vec<&Way> {
    let mut by_goal: BTreeMap<Goal, &Way> = BTreeMap::new();
    for way in ways {
        let kept = by_goal.entry(way.goal).or_insert(way);
        if way.presses() > kept.presses() {
            *kept = way;
        }
    }
    by_goal.into_values().collect()
}

impl Paths {
    fn measure(&mut self, path: &[Visit], last: &Way) {
        let ways = || path.iter().map(|visit| visit.came).chain([last]);
        let presses = ways().map(Way::presses).sum();
        if self.longest.as_ref().is_none_or(|(most, _)| presses > *most) {
            self.longest = Some((presses, ways().flat_map(|way| way.moves.clone()).collect()));
        }
    }
}
