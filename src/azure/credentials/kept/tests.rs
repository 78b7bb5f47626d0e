//! Runs of the program on one machine, in virtual time, and what happens to a login between them.

use super::*;
use crate::azure::cloud;
use crate::azure::credentials::asking::Refused;
use crate::azure::credentials::environment::Environment;
use crate::clock::TokioClock;
use azure_core::http::{ClientMethodOptions, Context};
use azure_core::time::OffsetDateTime;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const SCOPE: &str = "https://management.azure.com/.default";
const PROFILE: &str = r#"{"subscriptions": [{"id": "1", "isDefault": true}, {"id": "2", "isDefault": false}]}"#;

/// Gives `token-1` and so on, each for an hour, and may change files meanwhile.
#[derive(Debug)]
struct Tool {
    runs: AtomicUsize,
    clock: TokioClock,
    meanwhile: Option<(PathBuf, &'static str)>,
}

#[async_trait]
impl TokenCredential for Tool {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let run = self.runs.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some((path, text)) = &self.meanwhile {
            std::fs::write(path, text).unwrap();
        }
        let end = OffsetDateTime::from_unix_timestamp(self.clock.now().as_second() + 3600).unwrap();
        Ok(AccessToken::new(format!("token-{run}"), end))
    }
}

/// A machine on which somebody is signed in, and what a run of the program is told.
struct Desk {
    folder: tempfile::TempDir,
    tool: Tool,
    method: AuthMethod,
    cloud: crate::azure::Cloud,
    tenant: Option<String>,
    variables: Vec<(&'static str, String)>,
    scope: &'static str,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TokioClock::starting_at("2026-12-05T14:00:00Z".parse().unwrap());
        let desk = Self {
            folder,
            tool: Tool { runs: AtomicUsize::new(0), clock, meanwhile: None },
            method: AuthMethod::AzureCli,
            cloud: cloud::PUBLIC,
            tenant: None,
            variables: Vec::new(),
            scope: SCOPE,
        };
        for (name, text) in [
            (".azure/azureProfile.json", PROFILE),
            (".azure/msal_token_cache.json", "{}"),
            (".azd/auth.json", "{}"),
            ("elsewhere/azureProfile.json", PROFILE),
        ] {
            desk.write(name, text);
        }
        desk
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("run/pool/tokens.json")
    }

    fn around(&self) -> Surroundings {
        let environment: Environment = self.variables.iter().cloned().collect();
        let clock = Arc::new(self.tool.clock.clone());
        let cache = Some(TokenCache::new(self.file(), self.folder.path().to_owned()));
        Surroundings { cache, ..Surroundings::new(environment, self.cloud, self.tenant.clone(), clock) }
    }

    /// A run of the program, and the token it gets.
    async fn run(self: &Arc<Self>) -> String {
        self.run_with(Context::new()).await
    }

    async fn run_with(self: &Arc<Self>, context: Context<'_>) -> String {
        let tool = Arc::new(Borrowed(self.clone()));
        let options = TokenRequestOptions { method_options: ClientMethodOptions { context } };
        let kept = before(tool, self.method, &self.around());
        kept.get_token(&[self.scope], Some(options)).await.unwrap().token.secret().to_owned()
    }
}

/// What happens between two runs.
type Change<'a> = &'a dyn Fn(&mut Desk);

#[derive(Clone)]
struct Borrowed(Arc<Desk>);

impl std::fmt::Debug for Borrowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Borrowed")
    }
}

#[async_trait]
impl TokenCredential for Borrowed {
    async fn get_token(&self, s: &[&str], o: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        self.0.tool.get_token(s, o).await
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_run_uses_the_token_until_shortly_before_its_end() {
    let desk = Arc::new(Desk::new());
    for (minutes, expected) in [(0, "token-1"), (1, "token-1"), (53, "token-1"), (1, "token-2"), (54, "token-2")] {
        desk.tool.clock.sleep(Duration::from_secs(60 * minutes)).await;
        assert_eq!(desk.run().await, expected, "{minutes}");
    }
    desk.tool.clock.sleep(Duration::from_secs(60)).await;
    assert_eq!(desk.run().await, "token-3", "five minutes are left, which is too few");
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(desk.file()), mode(desk.folder.path().join("run/pool"))), (0o600, 0o700));
    let text = std::fs::read_to_string(desk.file()).unwrap();
    assert!(text.contains("token-3") && !text.contains("token-2"), "what is over is thrown away");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_for_nobody_else_and_nothing_else() {
    let another_default = PROFILE.replace("true", "x").replace("false", "true").replace('x', "false");
    assert_eq!(another_default.len(), PROFILE.len());
    let changes: [(&str, Change<'_>); 14] = [
        ("az account set, to the byte as long", &|desk| desk.write(".azure/azureProfile.json", &another_default)),
        ("az logout", &|desk| desk.write(".azure/azureProfile.json", "{}")),
        ("az login as the same", &|desk| desk.write(".azure/msal_token_cache.json", "{\"a\": 1}")),
        ("another store of az", &|desk| desk.write(".azure/msal_token_cache.bin", "x")),
        ("az login --service-principal", &|desk| desk.write(".azure/service_principal_entries.json", "[]")),
        ("az cloud set", &|desk| desk.write(".azure/config", "[cloud]\nname = AzureUSGovernment")),
        ("azd auth login", &|desk| desk.write(".azd/auth.json", "{\"auth\": 1}")),
        ("azd config", &|desk| desk.write(".azd/config.json", "{}")),
        ("another tenant", &|desk| desk.tenant = Some("t".into())),
        ("another cloud", &|desk| desk.cloud = cloud::CHINA),
        ("another scope", &|desk| desk.scope = "https://example.com/.default"),
        ("another tool", &|desk| desk.method = AuthMethod::AzureDeveloperCli),
        ("another subscription", &|desk| desk.variables.push(("AZURE_SUBSCRIPTION_ID", "2".into()))),
        ("another folder", &|desk| {
            let folder = desk.folder.path().join("elsewhere").display().to_string();
            desk.variables.push(("AZURE_CONFIG_DIR", folder));
        }),
    ];
    for (what, change) in changes {
        let mut desk = Arc::new(Desk::new());
        assert_eq!(desk.run().await, "token-1");
        assert_eq!(desk.run().await, "token-1", "{what}: nothing has changed yet");
        change(Arc::get_mut(&mut desk).unwrap());
        assert_eq!(desk.run().await, "token-2", "{what}");
        assert_eq!(desk.run().await, "token-2", "{what}: the new one is kept");
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_for_two_folders_stand_side_by_side() {
    let mut desk = Arc::new(Desk::new());
    let elsewhere = desk.folder.path().join("elsewhere").display().to_string();
    for _ in 0..2 {
        assert_eq!(desk.run().await, "token-1");
        Arc::get_mut(&mut desk).unwrap().variables.push(("AZURE_CONFIG_DIR", elsewhere.clone()));
        assert_eq!(desk.run().await, "token-2");
        Arc::get_mut(&mut desk).unwrap().variables.clear();
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_login_cannot_be_told_nothing_is_kept() {
    for change in [
        |desk: &mut Desk| std::fs::remove_file(desk.folder.path().join(".azure/azureProfile.json")).unwrap(),
        |desk: &mut Desk| desk.write(".azure/config", "\u{0}"),
        |desk: &mut Desk| desk.variables.push(("AZURE_CONFIG_DIR", ".azure".into())),
        |desk: &mut Desk| {
            let profile = desk.folder.path().join(".azure/azureProfile.json");
            desk.tool.meanwhile = Some((profile, "somebody else signs in"));
        },
    ] {
        let mut desk = Arc::new(Desk::new());
        change(Arc::get_mut(&mut desk).unwrap());
        let unreadable = desk.folder.path().join(".azure/config");
        if unreadable.exists() {
            std::fs::write(unreadable, [0xff]).unwrap();
        }
        assert_eq!(desk.run().await, "token-1");
        assert!(!desk.file().exists());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_odd_about_the_file_is_ignored_and_overwritten() {
    let desk = Arc::new(Desk::new());
    desk.run().await;
    let whole = std::fs::read_to_string(desk.file()).unwrap();
    let half = &whole[..whole.len() / 2];
    let (newer, empty) = (whole.replace("\"version\":1", "\"version\":2"), whole.replace("token-1", ""));
    let (two_lines, forever) = (whole.replace("token-1", "a\\nb"), whole.replace("2026-12-05T15", "what"));
    for (number, odd) in ["", "null", "{}", "[]", half, &newer, &empty, &two_lines, &forever].iter().enumerate() {
        std::fs::write(desk.file(), odd).unwrap();
        let expected = format!("token-{}", number + 2);
        assert_eq!(desk.run().await, expected, "{odd}");
        assert_eq!(desk.run().await, expected, "{odd}: it is whole again");
    }
    std::fs::write(desk.file(), [0xff, 0xfe]).unwrap();
    assert_eq!(desk.run().await, "token-11");
    std::fs::set_permissions(desk.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(desk.run().await, "token-12", "others may have read it, or written it");
    assert_eq!(desk.run().await, "token-12");
}

/// Whatever was written before the machine went down, it is a token or none.
#[tokio::test(start_paused = true)]
async fn no_piece_of_the_file_is_taken_for_the_whole() {
    let desk = Arc::new(Desk::new());
    desk.run().await;
    let whole = std::fs::read(desk.file()).unwrap();
    for (number, end) in (0..whole.len()).step_by(11).enumerate() {
        std::fs::write(desk.file(), &whole[..end]).unwrap();
        assert_eq!(desk.run().await, format!("token-{}", number + 2), "{end} bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn a_folder_for_others_is_not_used() {
    let desk = Arc::new(Desk::new());
    let folder = desk.folder.path().join("run/pool");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    for expected in ["token-1", "token-2"] {
        assert_eq!(desk.run().await, expected);
        assert!(!desk.file().exists());
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_thrown_away() {
    let desk = Arc::new(Desk::new());
    assert_eq!(desk.run().await, "token-1");
    assert_eq!(desk.run_with(Context::new().with_value(Refused)).await, "token-2");
    assert_eq!(desk.run().await, "token-2");
    assert!(!std::fs::read_to_string(desk.file()).unwrap().contains("token-1"));
}

#[test]
fn no_token_shows() {
    let desk = Arc::new(Desk::new());
    let kept = before(Arc::new(Borrowed(desk.clone())), AuthMethod::AzureCli, &desk.around());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let token = runtime.block_on(kept.get_token(&[SCOPE], None)).unwrap();
    for shown in [format!("{kept:?}"), format!("{token:?}"), format!("{:?}", desk.around())] {
        assert!(!shown.contains("token-1"), "{shown}");
    }
}
