//! The keys of a demand file.

use super::super::arrivals::{ARRIVE, FULL, IDENTIFIER, MOST_USERS};
use super::super::container::KINDS;
use super::super::profile::{NAME, PROFILE};
use super::super::shape::{ANY_TEXT, Key, Shape, Stranger, Table};
use super::super::spread::{LENGTH, SPREAD};
use super::{MOST_ON_A_NODE, MOST_REPLICATIONS, MOST_RUNS};

/// What may stand in it.
pub(in crate::config) static DEMAND: Table = Table {
    about: "A demand file of `pool`: who comes to a session pool, when, and what they run.",
    keys: &[
        Key::may("description", Shape::Text(&ANY_TEXT), "What it is about, one line", "The autumn final"),
        Key::may(
            "kind",
            Shape::Choice(&KINDS),
            "What the pool runs; a code interpreter keeps no ready sessions",
            "PythonLTS",
        ),
        Key::may("profile", Shape::Text(&NAME), "What the pool is, by a profile's name", "contest"),
        Key::may(
            "settings",
            Shape::Object(&PROFILE),
            "What the pool is, by its numbers",
            "{maxSessions: 50, readySessions: 10, lifecycle: {type: Timed, cooldown: 5m}}",
        ),
        Key::may(
            "schedule",
            Shape::List(&Shape::Object(&TURN)),
            "What becomes of the pool's scale",
            "[{at: 30m, profile: contest}]",
        ),
        Key::may("for", Shape::Text(&LENGTH), "When nobody starts anything any more", "2h"),
        Key::may("users", Shape::Whole(1, MOST_USERS as i128), "How many come", "200"),
        Key::may("arrive", ARRIVE, "When they come; 60s when left out", "{within: 60s}"),
        Key::may("run", SPREAD, "How long a run takes", "10s"),
        Key::may("every", SPREAD, "From the start of a user's run to the start of the next", "2m"),
        Key::may("think", SPREAD, "From the end of a user's run to the start of the next", "110s"),
        Key::may("runs", Shape::Whole(1, MOST_RUNS as i128), "Most runs of a user", "5"),
        Key::may("stay", Shape::Text(&LENGTH), "How long a user stays", "30m"),
        Key::may(
            "identifier",
            IDENTIFIER,
            "Which identifier a run is sent with: the user's, a new one, a team's, one of a few",
            "user",
        ),
        Key::may(
            "oneAtATime",
            Shape::Flag,
            "Whether a session serves one run after the other; true when left out",
            "true",
        ),
        Key::may("whenFull", FULL, "What whoever asks does when the pool is full; refuse when left out", "refuse"),
        Key::may(
            "start",
            Shape::Object(&START),
            "How long it takes until a session serves",
            "{cold: {uniform: [3s, 5s]}}",
        ),
        Key::may(
            "sessionsPerNode",
            Shape::Whole(1, MOST_ON_A_NODE as i128),
            "How many sessions a node holds; nobody sees the nodes when left out",
            "30",
        ),
        Key::may("seed", Shape::Whole(0, u64::MAX as i128), "Where chance begins; 1 when left out", "1"),
        Key::may(
            "replications",
            Shape::Whole(1, MOST_REPLICATIONS as i128),
            "How often it is played; 20 when left out",
            "20",
        ),
    ],
    strangers: &[
        ("duration", Stranger::Here("for")),
        ("until", Stranger::Here("for")),
        ("arrivals", Stranger::Here("arrive")),
        ("identifiers", Stranger::Here("identifier")),
        ("maxSessions", Stranger::Here("settings.maxSessions")),
        ("readySessions", Stranger::Here("settings.readySessions")),
        ("cooldown", Stranger::Here("settings.lifecycle.cooldown")),
        ("nodes", Stranger::Here("sessionsPerNode")),
    ],
    may_be_empty: false,
    rules: "{}",
};

static START: Table = Table::new(
    "How long it takes until a session serves.",
    &[
        Key::may("found", SPREAD, "One that its identifier has; 0s when left out", "0s"),
        Key::may("warm", SPREAD, "A ready one; 0.2s to 0.7s when left out", "{uniform: [200ms, 700ms]}"),
        Key::may("cold", SPREAD, "One that has to be started; 3s to 5s when left out", "{uniform: [3s, 5s]}"),
        Key::may("node", SPREAD, "What a new node adds; 2m when left out", "2m"),
        Key::may(
            "operation",
            SPREAD,
            "From asking for another scale until it is there; as recorded, 83s to 527s, when left out",
            "158s",
        ),
    ],
);

/// What may stand in an entry of its schedule.
pub(super) static TURN: Table = Table::new(
    "A scale from a moment on.",
    &[
        Key::must("at", Shape::Text(&LENGTH), "When it is asked for, since the beginning", "30m"),
        Key::may("profile", Shape::Text(&NAME), "Which, by a profile's name", "contest"),
        Key::may(
            "settings",
            Shape::Object(&PROFILE),
            "Which, by its numbers",
            "{maxSessions: 50, readySessions: 10, lifecycle: {type: Timed, cooldown: 5m}}",
        ),
    ],
);
