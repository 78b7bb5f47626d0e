use super::*;
use crate::azure::script::{Line, Script, bare, refuses};
use std::time::Duration;

const CUSTOM: &str = "https://p.e.eastus2.azurecontainerapps.io";

fn text(status: u16, body: &str) -> Line {
    Line::Answer { status, headers: Vec::new(), body: body.to_owned() }
}

fn client(script: &Script, kind: Kind) -> Sessions {
    Sessions::new(&script.setup(CUSTOM, None), kind).unwrap()
}

/// What a first answer means: of the session, of a full pool, or of Azure.
#[tokio::test(start_paused = true)]
async fn an_answer_is_the_sessions_own_unless_azure_says_otherwise() {
    let full = "Error happened when allocating pod for identifier x in pool p";
    let challenge = [("www-authenticate", "Bearer authorization_uri=\"https://login.windows.net/t\"")];
    for (kind, line, expected) in [
        (Kind::CustomContainer, text(200, "ok"), Ok(Opened::Answered(200))),
        (Kind::CustomContainer, text(404, "no such page"), Ok(Opened::Answered(404))),
        (Kind::CustomContainer, text(500, "boom"), Ok(Opened::Answered(500))),
        (Kind::CustomContainer, text(429, "slow down"), Ok(Opened::Answered(429))),
        (Kind::CustomContainer, text(401, "who are you"), Ok(Opened::Answered(401))),
        (Kind::CustomContainer, bare(302, &[("location", "/login")]), Ok(Opened::Answered(302))),
        (Kind::CustomContainer, text(429, full), Ok(Opened::Full)),
        (Kind::CustomContainer, text(404, full), Ok(Opened::Full)),
        (Kind::CustomContainer, bare(401, &challenge), Err(401)),
        (Kind::CustomContainer, refuses(403, "AuthorizationFailed"), Err(403)),
        (Kind::CustomContainer, refuses(404, "SessionPoolNotFound"), Err(404)),
        (Kind::PythonLTS, text(202, "{}"), Ok(Opened::Answered(202))),
        (Kind::PythonLTS, text(429, "{}"), Ok(Opened::Full)),
        (Kind::PythonLTS, refuses(400, "SessionPropertiesMissing"), Err(400)),
        (Kind::PythonLTS, text(403, "no"), Err(403)),
    ] {
        let script = Script::new([line.clone()]);
        let opened = client(&script, kind).open("abcd", "/").await;
        assert_eq!(opened.map_err(|failure| failure.status().unwrap()), expected, "{line:?}");
    }
}

/// A path is sent as it was given, with its query, before what is ours.
#[tokio::test(start_paused = true)]
async fn a_path_is_sent_as_it_is() {
    let sessions = client(&Script::new([text(200, "ok")]), Kind::CustomContainer);
    for (path, sent) in [
        ("/", "/?identifier=ab%24d"),
        ("/health?deep=1", "/health?deep=1&identifier=ab%24d"),
        ("/a%20b", "/a%20b?identifier=ab%24d"),
        ("run/it", "/run/it?identifier=ab%24d"),
    ] {
        let url = sessions.call(Method::Get, path, None, "ab$d", None).unwrap().url;
        assert_eq!(url.as_str(), format!("{CUSTOM}{sent}"), "{path}");
    }
    let base = format!("{CUSTOM}/subscriptions/s/sessionPools/p");
    let script = Script::new([text(200, "{}")]);
    let sessions = Sessions::new(&script.setup(&base, None), Kind::Shell).unwrap();
    sessions.open("abcd", "/").await.unwrap();
    sessions.stop("abcd").await.unwrap();
    let below = "/subscriptions/s/sessionPools/p";
    assert_eq!(script.asked(), [format!("POST {below}/executions"), format!("DELETE {below}/session")]);
}

/// What ends a session, what says that there is none, and what is trouble.
#[tokio::test(start_paused = true)]
async fn an_ending_is_believed_only_where_it_is_said() {
    for (lines, expected, requests) in [
        (vec![text(200, "Session x in session pool p stopped.")], Ok(Stopped::Ended), 1),
        (vec![text(400, "Failed to stop session, session not found.")], Ok(Stopped::NotThere), 1),
        (vec![text(400, "Failed to stop session as the session not exist.\n")], Ok(Stopped::NotThere), 1),
        (vec![refuses(400, "SessionWithIdentifierNotFound")], Ok(Stopped::NotThere), 1),
        (vec![refuses(400, "SessionRequestValidationFailed")], Err(()), 1),
        (vec![text(404, "<html>Not Found</html>")], Err(()), 1),
        (vec![text(503, ""), text(503, ""), text(200, "stopped")], Ok(Stopped::Ended), 3),
        (vec![bare(429, &[("retry-after", "1")]), text(200, "stopped")], Ok(Stopped::Ended), 2),
        (vec![text(503, "")], Err(()), 4),
    ] {
        let script = Script::new(lines.clone());
        let stopped = client(&script, Kind::CustomContainer).stop("abcd").await;
        assert_eq!((stopped.map_err(|_| ()), script.asked().len()), (expected, requests), "{lines:?}");
    }
}

/// The token is there before the first request.
#[tokio::test(start_paused = true)]
async fn signing_in_comes_first() {
    let script = Script::new([text(200, "ok")]);
    let tokens = script.tokens(Duration::from_secs(3_600));
    let sessions = Sessions::new(&script.setup(CUSTOM, Some(tokens)), Kind::CustomContainer).unwrap();
    sessions.sign_in().await.unwrap();
    assert_eq!(script.asked().len(), 0);
    sessions.open("abcd", "/").await.unwrap();
    assert_eq!(script.headers("authorization"), [Some("Bearer token-1".to_owned())]);
    assert_eq!(client(&script, Kind::Shell).sign_in().await, Ok(()), "where nothing is signed");
}
