//! Being told to end.

/// SIGTERM. Where there is none, never.
pub(super) async fn terminated() {
    #[cfg(unix)]
    on(tokio::signal::unix::SignalKind::terminate()).await;
    #[cfg(not(unix))]
    std::future::pending::<()>().await;
}

/// Ctrl-C or SIGTERM: how a server is meant to end.
pub(super) async fn stopped() {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

/// Ctrl-C, SIGTERM, or SIGHUP: a closed terminal is an interruption, too.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    let hung_up = on(tokio::signal::unix::SignalKind::hangup());
    #[cfg(not(unix))]
    let hung_up = std::future::pending::<()>();
    tokio::select! {
        () = stopped() => {}
        () = hung_up => {}
    }
}

#[cfg(unix)]
async fn on(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}
