//! The zone of whoever reads, found when the first local time is shown: to find it, the zones of the machine are walked
//! through, and most answers have no local time.

use jiff::tz::TimeZone;
use std::cell::OnceCell;
use std::ops::Deref;

/// A zone that is found when it is needed.
#[derive(Debug, Clone)]
pub struct Here {
    find: fn() -> TimeZone,
    found: OnceCell<TimeZone>,
}

impl Here {
    /// One that is found so.
    #[must_use]
    pub fn found_by(find: fn() -> TimeZone) -> Self {
        Self { find, found: OnceCell::new() }
    }
}

impl Deref for Here {
    type Target = TimeZone;

    fn deref(&self) -> &TimeZone {
        self.found.get_or_init(self.find)
    }
}

impl From<TimeZone> for Here {
    fn from(zone: TimeZone) -> Self {
        Self { find: || TimeZone::UTC, found: OnceCell::from(zone) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    static ASKED: AtomicU32 = AtomicU32::new(0);

    #[test]
    fn a_zone_is_found_once_and_only_when_needed() {
        let here = Here::found_by(|| {
            ASKED.fetch_add(1, Ordering::Relaxed);
            TimeZone::get("Asia/Kolkata").unwrap()
        });
        assert_eq!(ASKED.load(Ordering::Relaxed), 0);
        assert_eq!((here.iana_name(), here.iana_name()), (Some("Asia/Kolkata"), Some("Asia/Kolkata")));
        assert_eq!(ASKED.load(Ordering::Relaxed), 1);
        assert_eq!(Here::from(TimeZone::UTC).iana_name(), Some("UTC"));
    }
}
