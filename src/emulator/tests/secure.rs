//! TLS, over a real socket.

use super::*;
use crate::emulator::{Authority, serve};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Clients look at their own clock, which no test can move, to see whether a certificate is good.
fn now() -> jiff::Timestamp {
    crate::clock::Clock::now(&crate::clock::SystemClock)
}

/// An emulator that is served with what that authority signs.
async fn served(authority: &Authority) -> SocketAddr {
    let tls = authority.serve_as(HERE, now()).unwrap();
    let listener = TcpListener::bind((HERE, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let emulator = Arc::new(Emulator::open(Place::Memory, clock(), Options::default()).unwrap());
    tokio::spawn(serve(emulator, listener, Some(tls), std::future::pending()));
    address
}

/// Asks with a client that trusts that authority alone.
async fn ask(address: SocketAddr, authority: &Authority, name: &'static str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.certificate().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(name).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let request =
        b"GET /metadata/endpoints?api-version=2022-09-01 HTTP/1.1\r\nhost: arm.test\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn who_trusts_the_authority_is_answered_and_who_does_not_is_not() {
    let authority = Authority::new(now()).unwrap();
    let address = served(&authority).await;
    let silent = TcpStream::connect(address).await.unwrap();
    let other = Authority::new(now()).unwrap();
    assert!(ask(address, &other, "localhost").await.is_err());
    assert!(ask(address, &authority, "elsewhere.example").await.is_err());
    for name in ["localhost", "127.0.0.1"] {
        let answer = ask(address, &authority, name).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(answer.contains(r#""resourceManager":"https://arm.test""#), "URLs are https: {answer}");
    }
    drop(silent);
}

#[tokio::test]
async fn an_authority_that_was_kept_is_still_trusted() {
    let authority = Authority::new(now()).unwrap();
    let kept = Authority::read(authority.certificate().to_owned(), &authority.key()).unwrap();
    let address = served(&kept).await;
    assert!(ask(address, &authority, "localhost").await.unwrap().starts_with("HTTP/1.1 200 "));
    assert!(!format!("{kept:?}").contains("PRIVATE"));
    let error = Authority::read(String::new(), "no key").unwrap_err();
    assert!(error.to_string().contains("cannot be read"), "{error}");
}
