//! Profiles: the scale of a pool under a name.
//!
//! Knows nothing of where a profile's file was found, nor of what it is applied to.

use super::duration;
use super::fault::{Fault, Faults};
use super::node::{self, Node, Place};
use super::quote::quote;
use super::shape::{ANY_TEXT, Key, Rule, Shape, Stranger, Table};
use super::view::Object;
use super::{check, document};
use crate::model::limits::{self, Field};
use crate::model::{Lifecycle, Profile, Settings};
use std::time::Duration;

/// The names of profiles.
pub(super) static NAME: Rule = Rule {
    pattern: "^[A-Za-z0-9_-]+$",
    allows: |text| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'),
    noun: "name of a profile",
    todo: "letters, digits, `-` and `_`",
    echo: true,
};

/// A profile's keys.
pub(super) static PROFILE: Table = Table {
    about: "A profile of `pool`: the scale of a session pool under a name, which is the name of the file.",
    keys: &[
        Key::may("description", Shape::Text(&ANY_TEXT), "What it is for, one line", "A contest of two hours"),
        Key::must(
            "maxSessions",
            Shape::Whole(1, i32::MAX as i128),
            "The most sessions at once, allocated and ready together (Azure: maxConcurrentSessions)",
            "50",
        ),
        Key::must(
            "readySessions",
            Shape::Whole(0, i32::MAX as i128),
            "How many sessions are kept warm for the next callers, below maxSessions (Azure: readySessionInstances); \
             code interpreters keep none",
            "10",
        ),
        Key::must("lifecycle", Shape::Object(&LIFECYCLE), "When a session ends", "{type: Timed, cooldown: 5m}"),
        Key::may(
            "expiresAfter",
            Shape::Duration,
            "How long a manual scale-up with this profile lasts when it is given no end",
            "6h",
        ),
    ],
    strangers: &[
        ("name", Stranger::Refused("a profile's name is the name of its file", "leave it out")),
        ("maxConcurrentSessions", Stranger::Here("maxSessions")),
        ("readySessionInstances", Stranger::Here("readySessions")),
        ("cooldownPeriodInSeconds", Stranger::Here("lifecycle.cooldown")),
        ("maxAlivePeriodInSeconds", Stranger::Here("lifecycle.maxAlive")),
        ("lifecycleType", Stranger::Here("lifecycle.type")),
        ("lifecycleConfiguration", Stranger::Here("lifecycle")),
        ("dynamicPoolConfiguration", Stranger::Here("lifecycle")),
        ("scaleConfiguration", Stranger::Refused("unknown key", "write `maxSessions` and `readySessions`")),
    ],
    may_be_empty: false,
    rules: "{}",
};

static LIFECYCLE: Table = Table {
    about: "When a session ends: some time after its last request, or with its container.",
    keys: &[
        Key::must(
            "type",
            Shape::Choice(&["Timed", "OnContainerExit"]),
            "Timed: after a cooldown without requests. OnContainerExit: with its container (custom containers only)",
            "Timed",
        ),
        Key::may(
            "cooldown",
            Shape::Duration,
            "With Timed: how long a session stays after its last request; Azure takes 300 s to 3600 s",
            "5m",
        ),
        Key::may("maxAlive", Shape::Duration, "With OnContainerExit: how long a session may live at most", "1h"),
    ],
    strangers: &[
        ("lifecycleType", Stranger::Here("type")),
        ("cooldownPeriodInSeconds", Stranger::Here("cooldown")),
        ("maxAlivePeriodInSeconds", Stranger::Here("maxAlive")),
    ],
    may_be_empty: false,
    rules: r#"{"oneOf": [
        {"properties": {"type": {"const": "Timed"}, "maxAlive": false}, "required": ["cooldown"]},
        {"properties": {"type": {"const": "OnContainerExit"}, "cooldown": false}, "required": ["maxAlive"]}
    ]}"#,
};

/// Reads a profile. `name` is its name, `file` the name of the file as faults show it.
pub fn parse(name: &str, file: &str, text: &str) -> Result<Profile, Faults> {
    let mut faults = Vec::new();
    if !is_name(name) {
        let todo = Some(format!("rename the file: {}", NAME.todo));
        faults.push(Place::START.fault("", format!("{name:?} is no {}", NAME.noun), todo));
    }
    match node::parse(text) {
        Ok(node) => {
            let settings = read(&node, &mut faults);
            document(file, faults, || {
                let (description, settings) = settings?;
                Some(Profile { name: name.to_owned(), description, settings })
            })
        }
        Err(syntax) => {
            faults.extend(syntax);
            Err(Faults::new(file, faults))
        }
    }
}

/// Whether a text can be the name of a profile.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (NAME.allows)(text)
}

/// Writes a profile as YAML that [`parse`] reads back as the same.
#[must_use]
pub fn render(profile: &Profile) -> String {
    let settings = &profile.settings;
    let mut text = String::new();
    if let Some(description) = &profile.description {
        text.push_str(&format!("description: {}\n", quote(description)));
    }
    let period = match settings.lifecycle {
        Lifecycle::Timed { .. } => "cooldown",
        Lifecycle::OnContainerExit { .. } => "maxAlive",
    };
    let (kind, length) = (settings.lifecycle.type_name(), duration::render(settings.lifecycle.period()));
    text.push_str(&format!("maxSessions: {}\n", settings.max_sessions));
    text.push_str(&format!("readySessions: {}\n", settings.ready_sessions));
    text.push_str(&format!("lifecycle: {{type: {kind}, {period}: {length}}}\n"));
    if let Some(expires) = settings.expires_after {
        text.push_str(&format!("expiresAfter: {}\n", duration::render(expires)));
    }
    text
}

/// What a profile says, as far as it can be read, and every fault of it.
fn read(node: &Node, faults: &mut Vec<Fault>) -> Option<(Option<String>, Settings)> {
    check::file(node, &PROFILE, faults);
    let profile = Object::of(node, "", &PROFILE)?;
    let settings = settings(&profile, faults);
    Some((profile.text("description"), settings?))
}

/// The settings that an object of a profile's keys says.
pub(super) fn settings(profile: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Settings> {
    let max: Option<u32> = profile.whole("maxSessions");
    let ready: Option<u32> = profile.whole("readySessions");
    let lifecycle = profile.object("lifecycle").and_then(|object| read_lifecycle(&object, faults));
    let expires_after = profile.length("expiresAfter");
    if expires_after == Some(Duration::ZERO) {
        faults.push(profile.value_fault("expiresAfter", "a scale-up that ends at once", Some("leave out the key")));
    }
    limit(profile, (max, ready, lifecycle), faults);
    Some(Settings { max_sessions: max?, ready_sessions: ready?, lifecycle: lifecycle?, expires_after })
}

/// The lifecycle; a period of the wrong type, or none, is a fault.
fn read_lifecycle(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Lifecycle> {
    let kind = object.choice("type");
    let (own, other) = match kind {
        Some("OnContainerExit") => ("maxAlive", "cooldown"),
        Some(_) => ("cooldown", "maxAlive"),
        None if object.has("cooldown") => return timed(object),
        None => return on_exit(object),
    };
    if object.has(other) {
        let text = format!("does not go with {}", kind.unwrap_or_default());
        faults.push(object.fault(other, text, Some(&format!("its period is `{own}`"))));
    }
    faults.extend(object.missing(own));
    if own == "maxAlive" { on_exit(object) } else { timed(object) }
}

fn timed(object: &Object<'_>) -> Option<Lifecycle> {
    object.length("cooldown").map(|cooldown| Lifecycle::Timed { cooldown })
}

fn on_exit(object: &Object<'_>) -> Option<Lifecycle> {
    object.length("maxAlive").map(|max_alive| Lifecycle::OnContainerExit { max_alive })
}

/// Azure's limits, at the keys that they are about. What could not be read stands in with a value that breaks none.
fn limit(
    profile: &Object<'_>,
    (max, ready, lifecycle): (Option<u32>, Option<u32>, Option<Lifecycle>),
    faults: &mut Vec<Fault>,
) {
    let harmless = Lifecycle::Timed { cooldown: Duration::from_secs(*limits::COOLDOWN_SECONDS.start()) };
    let settings = Settings {
        max_sessions: max.unwrap_or(u32::MAX),
        ready_sessions: ready.unwrap_or(0),
        lifecycle: lifecycle.unwrap_or(harmless),
        expires_after: None,
    };
    for (field, text) in limits::faults(&settings) {
        faults.push(match field {
            Field::MaxSessions => profile.value_fault("maxSessions", text, None),
            Field::ReadySessions => profile.value_fault("readySessions", text, None),
            Field::Lifecycle => match profile.object("lifecycle") {
                Some(object) if object.has("cooldown") => object.value_fault("cooldown", text, None),
                Some(object) => object.value_fault("maxAlive", text, None),
                None => profile.value_fault("lifecycle", text, None),
            },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The faults of a text, one a line.
    fn faults(text: &str) -> Vec<String> {
        match parse("contest", "p.yaml", text) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.list.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn a_profile_is_read() {
        let text = "description: x\nmaxSessions: 50\nreadySessions: 10\n\
                    lifecycle: {type: OnContainerExit, maxAlive: 1h}\nexpiresAfter: 6h\n";
        let expected = Profile {
            name: "contest".into(),
            description: Some("x".into()),
            settings: Settings {
                max_sessions: 50,
                ready_sessions: 10,
                lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_hours(1) },
                expires_after: Some(Duration::from_hours(6)),
            },
        };
        assert_eq!(parse("contest", "p.yaml", text), Ok(expected));
    }

    fn expect(cases: &[(String, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(&faults(text), expected, "{text}");
        }
    }

    #[test]
    fn faults_of_keys_are_reported_at_their_places() {
        let timed = "\nlifecycle: {type: Timed, cooldown: 5m}";
        expect(&[
            (
                String::new(),
                &["1:1: the file is empty (known: description, maxSessions, readySessions, lifecycle, expiresAfter)"],
            ),
            (
                "[]".into(),
                &[
                    "1:1: a list where keys with values belong (known: description, maxSessions, readySessions, lifecycle, expiresAfter)",
                ],
            ),
            (
                "{}".into(),
                &[
                    "1:1: lifecycle: is missing (write `lifecycle: {type: Timed, cooldown: 5m}`)",
                    "1:1: maxSessions: is missing (write `maxSessions: 50`)",
                    "1:1: readySessions: is missing (write `readySessions: 10`)",
                ],
            ),
            (
                format!("maxSessions: five\nreadySessions: \"2\"{timed}"),
                &[
                    "1:14: maxSessions: `five` is no whole number",
                    "2:16: readySessions: \"2\" is text, not a number (leave out the quotes)",
                ],
            ),
            (
                format!("maxSessions: 0\nreadySessions: -1{timed}"),
                &[
                    "1:14: maxSessions: `0` is out of range (1 to 2147483647)",
                    "2:16: readySessions: `-1` is out of range (0 to 2147483647)",
                ],
            ),
            (
                format!("maxSessions: 5\nreadySessions: 5{timed}"),
                &["2:16: readySessions: ready sessions 5 is not below max sessions 5, as Azure demands"],
            ),
        ]);
    }

    #[test]
    fn unknown_keys_are_answered_with_the_known_ones() {
        let timed = "\nlifecycle: {type: Timed, cooldown: 5m}";
        expect(&[
            (
                format!("maxSessions: 5\nredySessions: 2{timed}"),
                &["2:1: redySessions: unknown key (did you mean `readySessions`?)"],
            ),
            (
                format!("maxConcurrentSessions: 5\nreadySessionInstances: 2{timed}\ncooldown: 5m\ncolour: red"),
                &[
                    "1:1: maxConcurrentSessions: unknown key (here it is `maxSessions`)",
                    "2:1: readySessionInstances: unknown key (here it is `readySessions`)",
                    "4:1: cooldown: unknown key (did you mean `lifecycle.cooldown`?)",
                    "5:1: colour: unknown key (known: description, maxSessions, readySessions, lifecycle, expiresAfter)",
                ],
            ),
            (
                "maxSessions: 5\nreadySessions: 2\nmaxSessions: 7\nlifecycle:\n  type: Timed\n  cooldown: 60s".into(),
                &[
                    "3:1: maxSessions: stands twice, first on line 1",
                    "6:13: lifecycle.cooldown: a cooldown of 60 s: Azure takes 300 to 3600 s",
                ],
            ),
            (
                "maxSessions: x\nreadySessions: 2\nlifecycle: {cooldown: 60s}".into(),
                &[
                    "1:14: maxSessions: `x` is no whole number",
                    "3:12: lifecycle.type: is missing (write `type: Timed`)",
                    "3:23: lifecycle.cooldown: a cooldown of 60 s: Azure takes 300 to 3600 s",
                ],
            ),
        ]);
    }

    #[test]
    fn a_key_forges_no_line() {
        expect(&[
            (
                "\"a\\nb\\e[31m\": 1\nmaxSessions: 5\nreadySessions: 2\nlifecycle: {type: Timed, cooldown: 5m}".into(),
                &[
                    "1:1: a\\nb\\u{1b}[31m: unknown key (known: description, maxSessions, readySessions, lifecycle, expiresAfter)",
                ],
            ),
            (
                "maxSessions: 5\nreadySessions: 2\nlifecycle: {type: Timed, cooldown: 5m, \"a\\tb\": 1, \"a\\tb\": 2}"
                    .into(),
                &[
                    "3:40: lifecycle.a\\tb: unknown key (known: type, cooldown, maxAlive)",
                    "3:51: lifecycle.a\\tb: stands twice, first on line 3",
                    "3:51: lifecycle.a\\tb: unknown key (known: type, cooldown, maxAlive)",
                ],
            ),
        ]);
    }

    #[test]
    fn faults_of_values_are_reported_at_their_places() {
        let timed = "\nlifecycle: {type: Timed, cooldown: 5m}";
        expect(&[
            (
                "maxSessions: 5\nreadySessions: 2\nlifecycle: {type: OnContainerExit, cooldown: 5m}".into(),
                &[
                    "3:12: lifecycle.maxAlive: is missing (write `maxAlive: 1h`)",
                    "3:36: lifecycle.cooldown: does not go with OnContainerExit (its period is `maxAlive`)",
                ],
            ),
            (
                "maxSessions: 5\nreadySessions: 2\nlifecycle: {type: timed, cooldown: 300}".into(),
                &[
                    "3:19: lifecycle.type: `timed` is not known here (did you mean `Timed`?)",
                    "3:36: lifecycle.cooldown: `300` has no unit (write `300s` for seconds)",
                ],
            ),
            (
                "maxSessions: 5\nreadySessions: 2\nlifecycle: {type: OnContainerExit, maxAlive: 0s}\nexpiresAfter: 0s"
                    .into(),
                &[
                    "3:46: lifecycle.maxAlive: maxAlive is 0, and Azure takes at least 1 s",
                    "4:15: expiresAfter: a scale-up that ends at once (leave out the key)",
                ],
            ),
            (
                format!("name: x\ndescription: 5\nmaxSessions: 5.0\nreadySessions:\nexpiresAfter: 1.5h{timed}"),
                &[
                    "1:1: name: a profile's name is the name of its file (leave it out)",
                    "2:14: description: `5` is a number, not text (put it in quotes)",
                    "3:14: maxSessions: `5.0` is no whole number",
                    "4:14: readySessions: has no value (give it one, or leave out the key)",
                    "5:15: expiresAfter: `1.5h` is no length of time in whole numbers (write it like `5m`, `300s`, `1h30m` or `PT5M`)",
                ],
            ),
        ]);
    }

    #[test]
    fn a_bad_name_is_a_fault_beside_the_others() {
        let faults = parse("my profile", "my profile.yaml", "a: 1\n\tb").unwrap_err();
        let shown: Vec<_> = faults.list.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "1:1: \"my profile\" is no name of a profile (rename the file: letters, digits, `-` and `_`)",
                "2:1: a tab (YAML indents with spaces)",
            ]
        );
    }

    fn settings() -> impl Strategy<Value = Settings> {
        let seconds = |least: u64, most: u64| (least..=most).prop_map(Duration::from_secs);
        let lifecycle = prop_oneof![
            seconds(300, 3600).prop_map(|cooldown| Lifecycle::Timed { cooldown }),
            seconds(1, 10_000_000).prop_map(|max_alive| Lifecycle::OnContainerExit { max_alive }),
        ];
        (1..1_000_u32, lifecycle, proptest::option::of(seconds(1, 10_000_000))).prop_flat_map(
            |(max_sessions, lifecycle, expires_after)| {
                (0..max_sessions).prop_map(move |ready_sessions| Settings {
                    max_sessions,
                    ready_sessions,
                    lifecycle,
                    expires_after,
                })
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_rendered_reads_back(
            name in "[A-Za-z0-9_-]{1,20}",
            description in proptest::option::of(any::<String>()),
            settings in settings(),
        ) {
            let profile = Profile { name, description, settings };
            let text = render(&profile);
            prop_assert_eq!(parse(&profile.name, "p.yaml", &text), Ok(profile), "{}", text);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), yaml in "[a-z:{}\\[\\]\\-,&*!|>'\"#%@` \n\t0-9.]{0,60}") {
            for text in [text, yaml] {
                if let Err(faults) = parse("x", "x.yaml", &text) {
                    prop_assert!(!faults.list.is_empty());
                }
            }
        }

        /// A valid profile with a few bytes exchanged comes closer to the reader's corners than noise.
        #[test]
        fn no_damaged_profile_panics(at in 0..90_usize, length in 0..12_usize, put in "[ -~\n]{0,6}") {
            let mut text = "description: x\nmaxSessions: 50\nreadySessions: 10\n\
                            lifecycle: {type: Timed, cooldown: 5m}\nexpiresAfter: 6h\n".to_owned();
            let start = at.min(text.len());
            text.replace_range(start..(start + length).min(text.len()), &put);
            if let Err(faults) = parse("x", "x.yaml", &text) {
                prop_assert!(!faults.list.is_empty());
                prop_assert!(faults.list.iter().all(|fault| fault.line > 0 && fault.column > 0));
            }
        }

        #[test]
        fn as_many_faults_are_reported_as_were_planted(planted in proptest::collection::vec(any::<bool>(), 6)) {
            let pick = |index: usize, good: &'static str, bad: &'static str| if planted[index] { bad } else { good };
            let text = [
                pick(0, "description: x", "description: [x]"),
                pick(1, "maxSessions: 50", "maxSesions: 50"),
                pick(2, "readySessions: 10", "readySessions: -1"),
                pick(3, "lifecycle: {type: Timed, cooldown: 5m}", "lifecycle: {type: Timed, cooldown: 60s}"),
                pick(4, "expiresAfter: 6h", "expiresAfter: 6"),
                pick(5, "", "colour: red"),
            ].join("\n");
            prop_assert_eq!(faults(&text).len(), planted.iter().filter(|&&bad| bad).count(), "{}", text);
        }
    }
}
