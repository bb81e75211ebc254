//! What may be odd about a call that can be read.

/// One way of being odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Oddity {
    /// Left the voice unit before it came in.
    NegativeFlowTime,
    /// Hung up, and was served nevertheless.
    LeftWithService,
    /// Answered, by nobody.
    AnsweredWithoutAgent,
    /// Began while the same agent's service before it still went on.
    OverlappingService,
    /// Served for more than an hour.
    OverAnHour,
    /// Waited for more than an hour.
    LongWait,
    /// Waited, or was served, for less than no time: counted as none.
    NegativeTime,
    /// A duration that is not the difference of its two moments.
    DurationsDisagree,
    /// A moment that comes before one it should follow.
    OutOfOrder,
    /// A queue the mapping does not name: taken as it stands.
    UnknownQueue,
    /// A tier the mapping does not name: taken as it stands.
    UnknownTier,
    /// A name that is not text in UTF-8, or holds control characters: taken by its bytes.
    NotText,
    /// More than a month from the middle of the log.
    StrayDay,
    /// A moment or a duration is not there: known from the others.
    MissingTime,
    /// A part of what tells it from other calls is not there: known by its whole row.
    IncompleteKey,
    /// A time of the hour that the clocks left out: taken as much later.
    NonexistentTime,
    /// Began while a longer one of the same agent still went on that began before the one before it.
    WithinLongerService,
}

impl Oddity {
    /// All of them.
    pub const ALL: [Oddity; 17] = [
        Oddity::NegativeFlowTime,
        Oddity::LeftWithService,
        Oddity::AnsweredWithoutAgent,
        Oddity::OverlappingService,
        Oddity::OverAnHour,
        Oddity::LongWait,
        Oddity::NegativeTime,
        Oddity::DurationsDisagree,
        Oddity::OutOfOrder,
        Oddity::UnknownQueue,
        Oddity::UnknownTier,
        Oddity::NotText,
        Oddity::StrayDay,
        Oddity::MissingTime,
        Oddity::IncompleteKey,
        Oddity::NonexistentTime,
        Oddity::WithinLongerService,
    ];

    /// The key in reports and in the journal: never renamed.
    pub fn key(self) -> &'static str {
        match self {
            Oddity::NegativeFlowTime => "negative_ivr_time",
            Oddity::LeftWithService => "hang_up_with_service",
            Oddity::AnsweredWithoutAgent => "answered_without_agent",
            Oddity::OverlappingService => "overlapping_service",
            Oddity::OverAnHour => "over_an_hour",
            Oddity::LongWait => "wait_over_an_hour",
            Oddity::NegativeTime => "negative_time",
            Oddity::DurationsDisagree => "durations_disagree",
            Oddity::OutOfOrder => "times_out_of_order",
            Oddity::UnknownQueue => "unknown_queue",
            Oddity::UnknownTier => "unknown_tier",
            Oddity::NotText => "not_utf8",
            Oddity::StrayDay => "stray_day",
            Oddity::MissingTime => "missing_time",
            Oddity::IncompleteKey => "incomplete_key",
            Oddity::NonexistentTime => "nonexistent_time",
            Oddity::WithinLongerService => "within_longer_service",
        }
    }
}

/// A set of oddities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Oddities(u32);

impl Oddities {
    /// Adds one.
    pub fn add(&mut self, oddity: Oddity) {
        self.0 |= 1 << oddity as u32;
    }

    /// Adds one if it is so.
    pub(crate) fn add_if(&mut self, is_so: bool, oddity: Oddity) {
        if is_so {
            self.add(oddity);
        }
    }

    /// Whether it is among them.
    pub fn has(self, oddity: Oddity) -> bool {
        self.0 & 1 << oddity as u32 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those there are.
    pub fn iter(self) -> impl Iterator<Item = Oddity> {
        Oddity::ALL.into_iter().filter(move |oddity| self.has(*oddity))
    }
}
