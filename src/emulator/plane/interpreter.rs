//! Requests to a code interpreter: its paths, old and new, and the headers of its answers (recorded 2024-05 and
//! 2024-11).
//!
//! Since 2024-10-02-preview bodies are not wrapped in `properties` any more. The old paths answer with any api-version,
//! so the version alone decides about the shape.

use super::visit::Visit;
use super::{Asked, execution, files, identifier, management, version};
use crate::emulator::answers::Reply;
use crate::emulator::codes::Trouble;
use crate::model::Kind;
use http::Method;
use uuid::Uuid;

/// The first version with the new shapes.
const UNWRAPPED: &str = "2024-10-02-preview";

/// The shape of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// In `properties`.
    Wrapped,
    /// Members stand by themselves.
    Plain,
}

/// Answers a request.
pub(super) async fn answer(asked: &Asked<'_>, kind: Kind, words: &[&str]) -> Reply {
    let version = match version(asked.call) {
        Ok(version) => version,
        Err(refusal) => return dressed(refusal.reply(), None),
    };
    let reply = match routed(asked, kind, words, version).await {
        Ok(reply) => reply,
        Err(Trouble::Refused(refusal)) => refusal.reply(),
        Err(Trouble::Store(error)) => asked.emulator.store_failed(&error),
    };
    dressed(reply, Some(version))
}

async fn routed(asked: &Asked<'_>, kind: Kind, words: &[&str], version: &str) -> Result<Reply, Trouble> {
    let shape = if version < UNWRAPPED { Shape::Wrapped } else { Shape::Plain };
    match (&asked.call.method, words) {
        (&Method::POST, ["executions"] | ["execute"] | ["code", "execute"]) => {
            execution::answer(asked, kind, shape, status(words, version)).await
        }
        (&Method::POST, ["files"] | ["files", "upload"]) => {
            visited(asked, |visit| files::put(asked, visit, shape)).await
        }
        (&Method::GET, ["files"]) => visited(asked, |visit| files::list(asked, visit, shape)).await,
        (&Method::GET, ["files", name, "content"] | ["files", "content", name]) => {
            visited(asked, |visit| files::content(asked, visit, name)).await
        }
        (&Method::GET, ["files", name]) => visited(asked, |visit| files::show(asked, visit, name, shape)).await,
        (&Method::DELETE, ["files", name]) => visited(asked, |visit| files::remove(asked, visit, name)).await,
        (&Method::DELETE, ["session"]) => management::delete(asked),
        (&Method::GET, ["session"]) | (&Method::POST, [".management", "getSession"]) => management::get(asked),
        (&Method::POST, [".management", "listSessions"]) => management::list(asked),
        _ => Err(asked.not_supported().into()),
    }
}

/// 202 from `executions` as recorded with 2024-10-02-preview; 200 measured with 2025-10-02-preview by a third party,
/// 2026-07.
fn status(words: &[&str], version: &str) -> u16 {
    if words == ["executions"] && version < "2025" { 202 } else { 200 }
}

/// Does something with the files of the identifier's session.
async fn visited(asked: &Asked<'_>, act: impl FnOnce(&Visit<'_>) -> Result<Reply, Trouble>) -> Result<Reply, Trouble> {
    let identifier = identifier::of(asked.call)?;
    let visit = Visit::enter(asked.emulator, &asked.id, &identifier.into()).await?;
    let reply = act(&visit)?;
    visit.leave()?;
    Ok(reply)
}

/// The headers that every answer has.
fn dressed(reply: Reply, version: Option<&str>) -> Reply {
    let is_json = reply.is_json() && reply.status() == 200;
    let reply = reply
        .with("mise-correlation-id", Uuid::new_v4().to_string())
        .with("server", "Microsoft-IIS/10.0")
        .with("x-powered-by", "ASP.NET");
    let reply = if is_json { reply.with("vary", "Accept-Encoding") } else { reply };
    match version.filter(|version| *version >= UNWRAPPED) {
        Some(version) => reply.with("api-supported-versions", version),
        None => reply,
    }
}
