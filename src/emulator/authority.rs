//! A certificate authority of the emulator's own, for clients that speak nothing but TLS: it signs a certificate for
//! this machine each time one is served. It knows no files; whoever keeps its two texts keeps the key private.

use crate::error::{Error, Kind, Result};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

/// Years that the authority is good for. Who throws its key away earlier loses nothing.
const AUTHORITY_YEARS: i64 = 10;
/// Days that a served certificate is good for: clients refuse more than 398 (CA/Browser Forum, 2020-09).
const SERVED_DAYS: i64 = 390;

/// A certificate authority.
pub struct Authority {
    key: KeyPair,
    certificate: String,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

/// What a server needs to speak TLS.
#[derive(Clone)]
pub struct Tls(pub(super) TlsAcceptor);

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Authority {
    /// A new one.
    ///
    /// # Errors
    /// Fails where no key can be made.
    pub fn new(now: Timestamp) -> Result<Self> {
        let key = KeyPair::generate().map_err(failed)?;
        let mut description = described();
        limit(&mut description, now, AUTHORITY_YEARS * 365);
        let certificate = description.self_signed(&key).map_err(failed)?.pem();
        Ok(Self { key, certificate })
    }

    /// One that was made before, from its two texts.
    ///
    /// # Errors
    /// Fails where the key is none.
    pub fn read(certificate: String, key: &str) -> Result<Self> {
        let key = KeyPair::from_pem(key).map_err(|error| {
            let text = anyhow::Error::new(error).context("the key of the emulator's authority cannot be read");
            Error::new(Kind::InvalidFile, text)
        })?;
        Ok(Self { key, certificate })
    }

    /// Its certificate, which clients are told to trust, as PEM.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Its private key, as PEM.
    #[must_use]
    pub fn key(&self) -> String {
        self.key.serialize_pem()
    }

    /// Signs a certificate for this machine, and for the address that is served on.
    ///
    /// # Errors
    /// Fails where no key can be made.
    pub fn serve_as(&self, address: IpAddr, now: Timestamp) -> Result<Tls> {
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        if !address.is_loopback() && !address.is_unspecified() {
            names.push(address.to_string());
        }
        let key = KeyPair::generate().map_err(failed)?;
        let mut description = CertificateParams::new(names).map_err(failed)?;
        description.distinguished_name = named("pool emulator");
        description.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        description.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        description.use_authority_key_identifier_extension = true;
        limit(&mut description, now, SERVED_DAYS);
        let issuer = Issuer::new(described(), &self.key);
        let certificate = description.signed_by(&key, &issuer).map_err(failed)?;
        let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate.into()], private))
            .map_err(failed)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }
}

/// The authority as a certificate describes it; the same every time, so that what it signs goes on fitting.
fn described() -> CertificateParams {
    let mut description = CertificateParams::default();
    description.distinguished_name = named("pool emulator authority");
    description.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    description.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    description
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

/// From the day before, for clocks that are behind, to that many days later.
fn limit(description: &mut CertificateParams, now: Timestamp, days: i64) {
    let today = now.to_zoned(TimeZone::UTC).date();
    let day = |date: jiff::civil::Date| {
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        date_time_ymd(date.year().into(), part(date.month()), part(date.day()))
    };
    description.not_before = day(today.saturating_sub(1.day()));
    description.not_after = day(today.saturating_add(days.days()));
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Kind::Failed, anyhow::Error::new(error).context("failed to make a certificate"))
}
