//! Probes of a custom container. Ranges are those of the specification's descriptions, 2026-07-01.

use super::fault::Fault;
use super::shape::{Key, Rule, Shape, Stranger, Table};
use super::view::Object;
use crate::model::definition::{Probe, ProbeAction, ProbeKind};

/// The ports there are.
pub(super) const PORT: Shape = Shape::Whole(1, 65_535);

const NOT_YET: Stranger = Stranger::Refused("not supported by this version", "leave it out");

static PATH: Rule = Rule {
    pattern: "^/\\S*$",
    allows: |text| text.starts_with('/') && !text.contains(char::is_whitespace),
    noun: "path",
    todo: "such as `/health`",
    echo: true,
};

static HTTP_GET: Table = Table {
    about: "An HTTP GET that must answer with a status from 200 to 399.",
    keys: &[
        Key::may("path", Shape::Text(&PATH), "The path", "/health"),
        Key::must("port", PORT, "The port", "2000"),
        Key::may("scheme", Shape::Choice(&["HTTP", "HTTPS"]), "HTTP, the default, or HTTPS", "HTTP"),
    ],
    strangers: &[("host", NOT_YET), ("httpHeaders", NOT_YET)],
    may_be_empty: false,
    rules: "{}",
};

static TCP_SOCKET: Table = Table {
    about: "A TCP connection that must come about.",
    keys: &[Key::must("port", PORT, "The port", "2000")],
    strangers: &[("host", NOT_YET)],
    may_be_empty: false,
    rules: "{}",
};

pub(super) static PROBE: Table = Table {
    about: "A probe of the container, with httpGet or tcpSocket.",
    keys: &[
        Key::must(
            "type",
            Shape::Choice(&["Liveness", "Startup"]),
            "Liveness: whether the container still lives. Startup: whether it has started. One of each at most",
            "Liveness",
        ),
        Key::may("httpGet", Shape::Object(&HTTP_GET), "Ask over HTTP", "{path: /health, port: 2000}"),
        Key::may("tcpSocket", Shape::Object(&TCP_SOCKET), "Open a connection", "{port: 2000}"),
        Key::may("failureThreshold", Shape::Whole(1, 10), "How many failures count as failed; Azure: 3", "3"),
        Key::may("initialDelaySeconds", Shape::Whole(1, 60), "Seconds before the first try", "5"),
        Key::may("periodSeconds", Shape::Whole(1, 240), "Seconds between tries; Azure: 10", "10"),
        Key::may("timeoutSeconds", Shape::Whole(1, 240), "Seconds until a try has failed; Azure: 1", "1"),
    ],
    strangers: &[
        ("successThreshold", Stranger::Refused("session pools take 1 and nothing else", "leave it out")),
        ("terminationGracePeriodSeconds", NOT_YET),
        ("exec", Stranger::Refused("session pools have no such probe", "write `httpGet`")),
        ("grpc", Stranger::Refused("session pools have no such probe", "write `httpGet`")),
    ],
    may_be_empty: false,
    rules: r#"{"oneOf": [{"required": ["httpGet"]}, {"required": ["tcpSocket"]}]}"#,
};

/// The probes behind a key.
pub(super) fn read(container: &Object<'_>, key: &str, faults: &mut Vec<Fault>) -> Vec<Probe> {
    let mut probes: Vec<Probe> = Vec::new();
    let mut seen = Vec::new();
    for (path, node) in container.list(key) {
        let Some(object) = Object::of(node, &path, &PROBE) else { continue };
        if let Some(kind) = object.choice("type") {
            if seen.contains(&kind) {
                let text = format!("a second {kind} probe");
                faults.push(object.value_fault("type", text, Some("one of each type at most")));
            }
            seen.push(kind);
        }
        probes.extend(one(&object, faults));
    }
    probes
}

fn one(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Probe> {
    let todo = "write either `httpGet` or `tcpSocket`";
    match (object.has("httpGet"), object.has("tcpSocket")) {
        (true, true) => faults.push(object.fault("tcpSocket", "does not go with `httpGet`", Some(todo))),
        (false, false) if !["exec", "grpc"].iter().any(|key| object.has(key)) => {
            faults.push(object.place.fault(&object.path, "says not what to try", Some(todo.to_owned())));
        }
        _ => {}
    }
    let action = match object.object("httpGet") {
        Some(get) => ProbeAction::HttpGet {
            path: get.text("path"),
            port: get.whole("port")?,
            scheme: get.choice("scheme").map(str::to_owned),
        },
        None => ProbeAction::TcpSocket { port: object.object("tcpSocket")?.whole("port")? },
    };
    let kind = match object.choice("type")? {
        "Startup" => ProbeKind::Startup,
        _ => ProbeKind::Liveness,
    };
    Some(Probe {
        kind,
        action,
        failure_threshold: object.whole("failureThreshold"),
        initial_delay_seconds: object.whole("initialDelaySeconds"),
        period_seconds: object.whole("periodSeconds"),
        timeout_seconds: object.whole("timeoutSeconds"),
    })
}
