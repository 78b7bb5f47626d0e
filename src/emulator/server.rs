//! Serves an emulator over HTTP/1.
//!
//! A fault that breaks the connection really breaks it: nothing of an answer is sent.

use super::authority::Tls;
use super::front::Emulator;
use super::line::Line;
use super::plane;
use super::request::{self, Secure};
use crate::error::{Error, Kind, Result};
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::serve::{IncomingStream, Listener};
use http::{Response, StatusCode};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpListener;

/// The largest body of a request: ARM's own is about 4 MB.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The largest body of a request to a session: a file, and what the form around it takes.
const MOST_SESSION_BYTES: usize = plane::MOST_BYTES + 64 * 1024;

/// Serves an emulator, through TLS where that is given, until `stop` resolves; requests that are being answered then still are.
///
/// # Errors
/// Fails where the listener does.
pub async fn serve(
    emulator: Arc<Emulator>,
    listener: TcpListener,
    tls: Option<Tls>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let router = axum::Router::new().fallback(handle).with_state(emulator);
    let service = router.into_make_service_with_connect_info::<Scissors>();
    let failed = |error| Error::new(Kind::Failed, anyhow::Error::new(error).context("the emulator stopped serving"));
    axum::serve(Wires { listener, tls }, service).with_graceful_shutdown(stop).await.map_err(failed)
}

async fn handle(
    State(emulator): State<Arc<Emulator>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    if scissors.secure {
        parts.extensions.insert(Secure);
    }
    let most = if request::is_for_a_session(&parts) { MOST_SESSION_BYTES } else { MOST_BYTES };
    let Ok(body) = to_bytes(body, most).await else {
        return only(StatusCode::PAYLOAD_TOO_LARGE);
    };
    match emulator.answer(Request::from_parts(parts, body)).await {
        Ok(response) => response.map(Body::from),
        Err(_) => {
            scissors.cut();
            only(StatusCode::BAD_GATEWAY)
        }
    }
}

fn only(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Cuts a connection, and knows whether it is one through TLS.
#[derive(Debug, Clone)]
struct Scissors {
    cut: Arc<AtomicBool>,
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
        Self { cut: wire.cut.clone(), secure: !matches!(wire.line, Line::Clear(_)) }
    }
}

/// A listener whose connections can be cut.
struct Wires {
    listener: TcpListener,
    tls: Option<Tls>,
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
        (Wire { line, cut: Arc::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that can be cut: from then on nothing is written to it.
struct Wire {
    line: Line,
    cut: Arc<AtomicBool>,
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
        Pin::new(&mut self.get_mut().line).poll_read(context, buffer)
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
