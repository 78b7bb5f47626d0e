//! Ways to sign in, as the program meets them: `az` on the path, an identity endpoint, an authority.

use super::harness::{Machine, Ran, Served};
use super::signed::{EXPIRY, Tool, cloud, identity, identity_token, machine, sign_in, token_file};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const SHOW: [&str; 3] = ["show", "-n", "contestpool"];

fn show(machine: &Machine) -> Ran {
    machine.run(&SHOW)
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn az_is_called_once_for_many_runs_of_one_login() {
    let (cloud, az) = (cloud(&[]), Tool::az("token"));
    let machine = az.on(machine(&cloud));
    let file = token_file(&machine);
    for (runs, what) in [(1, "the first"), (1, "the second")] {
        let _ = show(&machine).exits(0).prints(&["contestpool"]);
        assert_eq!(az.runs(), runs, "{what}");
    }
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    let kept = std::fs::read_to_string(&file).unwrap();
    let _ = machine.run(&[SHOW.as_slice(), &["--no-token-cache"]].concat()).exits(0);
    assert_eq!(az.runs(), 2, "asked for");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), kept, "and not kept");
    sign_in(&machine, "bob@example.com");
    for _ in 0..2 {
        let _ = show(&machine).exits(0);
        assert_eq!(az.runs(), 3, "somebody else has signed in");
    }
    std::fs::write(&file, "{\"version\":1,\"tok").unwrap();
    let _ = show(&machine).exits(0);
    assert_eq!(az.runs(), 4, "half a file is none");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let ran = machine.run(&[SHOW.as_slice(), &["-v"]].concat()).exits(0);
    assert_eq!(az.runs(), 5, "others may have read it");
    let _ = ran.says(&["the token cache is not read", "others may read it"]);
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn without_a_folder_of_the_session_nothing_is_kept() {
    let (cloud, az) = (cloud(&[]), Tool::az("canary"));
    let machine = az.on(machine(&cloud)).with_variable("XDG_RUNTIME_DIR", "");
    for runs in [1, 2] {
        let _ = show(&machine).exits(0);
        assert_eq!(az.runs(), runs);
    }
    assert!(!token_file(&machine).exists());
}

#[test]
fn a_refused_token_is_replaced_once() {
    let refusal = r#"{"on": "list", "fault": "status", "status": 401, "code": "ExpiredAuthenticationToken", "message": "The access token has expired."}"#;
    let (cloud, az) = (cloud(&[refusal]), Tool::az("token"));
    let machine = az.on(machine(&cloud));
    let _ = show(&machine).exits(0);
    let _ = machine.run(&["list"]).exits(0).prints(&["contestpool"]);
    assert_eq!(az.runs(), 2);
    let kept = std::fs::read_to_string(token_file(&machine)).unwrap();
    assert!(kept.contains("token-2") && !kept.contains("token-1"), "the refused one is thrown away");
    let _ = machine.run(&["list"]).exits(0);
    assert_eq!(az.runs(), 2);

    let always = refusal.replace("\"fault\": \"status\"", "\"count\": 0, \"fault\": \"status\"");
    let cloud = super::signed::cloud(&[&always]);
    let machine = az.on(super::signed::machine(&cloud));
    let _ = machine.run(&["list"]).exits(5).says(&["expired", "az login"]);
    assert_eq!(az.runs(), 4, "once more, and no oftener");
}

#[test]
fn what_az_does_is_told() {
    let cloud = cloud(&[]);
    for (does, code, says) in [
        (format!(r#"echo '{{"accessToken": "t", {EXPIRY}, "tokenType": "Bearer"}}'"#), 0, ""),
        (
            r#"echo '{"accessToken": "t", "expiresOn": "2100-01-01 00:00:00.000000", "tokenType": "Bearer"}'"#.into(),
            5,
            "azure cli: expires_on field not found. Please use Azure CLI 2.54.0 or newer.",
        ),
        ("echo '{\"accessToken\": \"canary'".into(), 5, "azure cli: what came is no token"),
        ("echo '\"canary\"'".into(), 5, "azure cli: what came is no token"),
        (
            "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1".into(),
            5,
            "azure cli: Please run 'az login' to setup account.",
        ),
        ("exit 127".into(), 5, "azure cli: `az` is not on the PATH"),
        ("exec /bin/sleep 600".into(), 6, "no token from `az` yet"),
    ] {
        let az = Tool::new("az", &does);
        let machine = az.on(machine(&cloud));
        let ran = machine.run(&[SHOW.as_slice(), &["--auth", "azure-cli", "--timeout", "1s", "-vv"]].concat());
        let ran = ran.exits(code).says(&[says]);
        assert!(!ran.err.contains("canary"), "{}", ran.err);
        assert_eq!(az.runs(), 1, "{does}");
    }
}

#[test]
fn azd_is_asked_where_az_is_not_there() {
    let (cloud, token) = (cloud(&[]), r#"{"token": "t", "expiresOn": "2100-01-01T00:00:00Z"}"#);
    let azd = Tool::new("azd", &format!("echo '{token}'"));
    let machine = azd.on(machine(&cloud));
    machine.write(".azd/auth.json", "{}");
    for _ in 0..2 {
        let _ = show(&machine).exits(0);
        assert_eq!(azd.runs(), 1, "its token is kept too");
    }
}

/// A container's identity comes before whoever signed in, and its token outlives nothing.
#[test]
fn an_identity_endpoint_is_asked_with_its_header() {
    let (cloud, az) = (cloud(&[]), Tool::az("of-az"));
    let (endpoint, asked) = identity(200, identity_token("of-the-machine"));
    let with = |endpoint: &str| {
        let machine = az.on(machine(&cloud)).with_variable("IDENTITY_ENDPOINT", endpoint);
        machine.with_variable("IDENTITY_HEADER", "header-of-the-machine").with_variable("AZURE_CLIENT_ID", "mine")
    };
    let machine = with(&endpoint);
    let _ = show(&machine).exits(0);
    let head = asked.recv().unwrap().to_lowercase();
    for part in ["get /msi/token?api-version=2019-08-01&resource=https%3a%2f%2fmanagement.azure.com", "client_id=mine"]
    {
        assert!(head.contains(part), "{head}");
    }
    assert!(head.contains("x-identity-header: header-of-the-machine"), "{head}");
    assert!(!token_file(&machine).exists());

    let emulators = format!("{}/msi/token", cloud.endpoint);
    let _ = show(&with(&emulators)).exits(0);
    assert_eq!(az.runs(), 0);

    for (status, body) in [(400, "no"), (200, "\"canary\""), (200, "{\"access_token\": \"canary\"}")] {
        let (endpoint, _asked) = identity(status, body.to_owned());
        let ran = with(&endpoint).run(&[SHOW.as_slice(), &["--auth", "managed-identity", "--timeout", "5s"]].concat());
        let ran = ran.exits(5).says(&["managed identity: "]);
        assert!(!ran.err.contains("canary"), "{}", ran.err);
    }
    let far = with("http://10.0.0.1/msi/token").run(&[SHOW.as_slice(), &["--auth", "managed-identity"]].concat());
    let _ = far.exits(5).says(&["managed identity", "plain http"]);
}

/// A principal, an authority of its own, and `az` beside it that nobody asks.
#[test]
fn a_principal_is_nobody_else() {
    let (cloud, az) = (cloud(&[]), Tool::az("of-az"));
    let with = |cloud: &Served, authority: &str, secret: &str| {
        let machine = az.on(machine(cloud)).with_variable("AZURE_AUTHORITY_HOST", authority);
        let machine = machine.with_variable("AZURE_TENANT_ID", "tenant").with_variable("AZURE_CLIENT_ID", "client");
        machine.with_variable("AZURE_CLIENT_SECRET", secret)
    };
    let machine = with(&cloud, &cloud.endpoint, "right");
    let _ = machine.run(&[SHOW.as_slice(), &["-v"]].concat()).exits(0).says(&["client secret"]);
    assert!(!token_file(&machine).exists());
    let plain = cloud.endpoint.replace("https://", "http://");
    for (authority, secret, says) in [
        (cloud.endpoint.as_str(), "wrong", "client secret: AADSTS7000215: Invalid client secret provided."),
        (&plain, "right", "client secret: authority host doesn't use HTTPS scheme"),
    ] {
        let _ = show(&with(&cloud, authority, secret)).exits(5).says(&[says]);
    }
    assert_eq!(az.runs(), 0);
}
