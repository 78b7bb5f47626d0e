//! Serves an emulator over HTTP/1.
//!
//! A fault that breaks the connection really breaks it: nothing of an answer is sent.

use super::authority::Tls;
use super::front::Emulator;
use super::intake::{Intake, Refused};
use super::line::Line;
use super::plane;
use super::request::{self, Secure};
use crate::clock::{Clock, Sleep, SystemClock};
use crate::error::{Error, Kind, Result};
use axum::body::Body;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::serve::{IncomingStream, Listener};
use http::{Response, StatusCode};
use std::future::{Future, IntoFuture};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;

/// The largest body of a request: ARM's own is about 4 MB.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The largest body of an upload: a file, and what the form around it takes.
const MOST_UPLOAD_BYTES: usize = plane::MOST_BYTES + 64 * 1024;

/// What clients may take of the server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// How long a client may take for its greeting and the head of a request.
    pub(super) head: Duration,
    /// How long nothing may come of a body.
    pub(super) silence: Duration,
    /// How much of all bodies is held at once.
    pub(super) bytes_in_flight: usize,
    /// How long requests are still answered when the emulator is to end.
    pub(super) grace: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            bytes_in_flight: 512 << 20,
            grace: Duration::from_secs(3),
        }
    }
}

/// What every request is answered with.
#[derive(Debug, Clone)]
struct Served {
    emulator: Arc<Emulator>,
    intake: Intake,
}

/// Serves an emulator, through TLS where that is given, until `stop` resolves; requests that are being answered then
/// still are, for a few seconds.
///
/// # Errors
/// Fails where the listener does.
pub async fn serve(
    emulator: Arc<Emulator>,
    listener: TcpListener,
    tls: Option<Tls>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    serve_within(Bounds::default(), emulator, listener, tls, stop).await
}

/// The same, within other bounds.
pub(super) async fn serve_within(
    bounds: Bounds,
    emulator: Arc<Emulator>,
    listener: TcpListener,
    tls: Option<Tls>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let served = Served { emulator, intake: Intake::new(bounds) };
    let router = axum::Router::new().fallback(handle).with_state(served);
    let service = router.into_make_service_with_connect_info::<Scissors>();
    let failed = |error| Error::new(Kind::Failed, anyhow::Error::new(error).context("the emulator stopped serving"));
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let stop = async move {
        stop.await;
        drop(stopping);
    };
    let serving = axum::serve(Wires { listener, tls, head: bounds.head }, service).with_graceful_shutdown(stop);
    tokio::select! {
        served = serving.into_future() => served.map_err(failed),
        // A client that never sends the rest of its request would keep the emulator for ever.
        () = async { let _ = stopped.await; SystemClock.sleep(bounds.grace).await } => Ok(()),
    }
}

async fn handle(
    State(served): State<Served>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    let _busy = Busy::with(&scissors.requests);
    let (mut parts, body) = request.into_parts();
    if scissors.secure {
        parts.extensions.insert(Secure);
    }
    let is_upload = request::uploads_to(&parts).is_some_and(|address| plane::takes_files(&served.emulator, &address));
    let most = if is_upload { MOST_UPLOAD_BYTES } else { MOST_BYTES };
    let taken = match served.intake.take(body, most).await {
        Ok(taken) => taken,
        Err(refused) => return refusal(refused),
    };
    // Held until the request is answered.
    let _room = taken.room;
    match served.emulator.answer(Request::from_parts(parts, taken.body)).await {
        Ok(response) => response.map(Body::from),
        Err(_) => {
            scissors.cut();
            only(StatusCode::BAD_GATEWAY, Body::empty())
        }
    }
}

/// What is said to a request whose body is not taken. The rest of it may still be coming, so that this is the last
/// answer on its connection.
fn refusal(refused: Refused) -> Response<Body> {
    let mut response = only(refused.status(), Body::from(refused.text()));
    let headers = response.headers_mut();
    headers.insert("content-type", http::HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert("connection", http::HeaderValue::from_static("close"));
    if refused == Refused::NoRoom {
        headers.insert("retry-after", http::HeaderValue::from_static("1"));
    }
    response
}

fn only(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// The requests of a connection.
#[derive(Debug, Default)]
struct Requests {
    begun: AtomicUsize,
    running: AtomicUsize,
}

/// A request that is being answered.
struct Busy(Arc<Requests>);

impl Busy {
    fn with(requests: &Arc<Requests>) -> Self {
        requests.begun.fetch_add(1, Ordering::Relaxed);
        requests.running.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(requests))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Cuts a connection, and knows whether it is one through TLS.
#[derive(Debug, Clone)]
struct Scissors {
    cut: Arc<AtomicBool>,
    requests: Arc<Requests>,
    secure: bool,
}

impl Scissors {
    fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }
}

impl Connected<IncomingStream<'_, Wires>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        let wire = stream.io();
        let requests = Arc::clone(&wire.requests);
        Self { cut: wire.cut.clone(), requests, secure: !matches!(wire.line, Line::Clear(_)) }
    }
}

/// A listener whose connections can be cut.
struct Wires {
    listener: TcpListener,
    tls: Option<Tls>,
    head: Duration,
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Answers are small, and a client waits for each. Where the option cannot be set they come all the same.
        let _ = stream.set_nodelay(true);
        let line = match &self.tls {
            Some(tls) => Line::Greeting(Box::new(tls.0.accept(stream))),
            None => Line::Clear(stream),
        };
        let deadline = Some(SystemClock.sleep(self.head));
        (Wire { line, cut: Arc::default(), requests: Arc::default(), begun: 0, head: self.head, deadline }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that can be cut: from then on nothing is written to it. The head of a request has its time: from the
/// beginning, or from its first byte where requests came before.
struct Wire {
    line: Line,
    cut: Arc<AtomicBool>,
    requests: Arc<Requests>,
    /// Requests whose heads are over.
    begun: usize,
    head: Duration,
    deadline: Option<Sleep<'static>>,
}

impl Wire {
    fn whole(&mut self) -> io::Result<Pin<&mut Line>> {
        if self.cut.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(Pin::new(&mut self.line))
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let before = buffer.filled().len();
        let polled = Pin::new(&mut wire.line).poll_read(context, buffer);
        let begun = wire.requests.begun.load(Ordering::Relaxed);
        if begun != std::mem::replace(&mut wire.begun, begun) {
            wire.deadline = None;
        }
        if wire.requests.running.load(Ordering::Relaxed) > 0 {
            return polled;
        }
        if buffer.filled().len() > before {
            wire.deadline.get_or_insert_with(|| SystemClock.sleep(wire.head));
        }
        let is_over = wire.deadline.as_mut().is_some_and(|deadline| deadline.as_mut().poll(context).is_ready());
        if is_over { Poll::Ready(Err(io::ErrorKind::TimedOut.into())) } else { polled }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().whole()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().whole()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.line.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().whole()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().line).poll_shutdown(context)
    }
}
