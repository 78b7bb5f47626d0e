//! The profiles that the program brings along. A file of the same name in a folder of profiles outranks them; who
//! looks there is not this room's business.

/// Name and text of each, in the order in which they are listed.
pub const PROFILES: [(&str, &str); 3] = [
    ("idle", include_str!("../../profiles/idle.yaml")),
    ("contest", include_str!("../../profiles/contest.yaml")),
    ("production", include_str!("../../profiles/production.yaml")),
];

/// The text of the built-in profile of that name.
#[must_use]
pub fn profile(name: &str) -> Option<&'static str> {
    PROFILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::super::profile::parse;
    use super::*;
    use crate::model::{Lifecycle, Settings};
    use std::time::Duration;

    #[test]
    fn the_three_say_what_the_design_says() {
        let cases =
            [("idle", 5, 0, None), ("contest", 50, 10, Some(Duration::from_hours(6))), ("production", 20, 2, None)];
        assert_eq!(cases.map(|case| case.0), PROFILES.map(|(name, _)| name));
        for (name, max_sessions, ready_sessions, expires_after) in cases {
            let parsed = parse(name, &format!("{name}.yaml"), profile(name).unwrap()).unwrap();
            let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
            assert_eq!(parsed.settings, Settings { max_sessions, ready_sessions, lifecycle, expires_after });
            assert!(parsed.description.is_some());
        }
        assert_eq!(profile("nothing"), None);
    }

    #[test]
    fn editors_find_the_schema_beside_them() {
        for (name, text) in PROFILES {
            assert!(text.starts_with("# yaml-language-server: $schema=./profile.schema.json\n"), "{name}");
        }
    }
}
