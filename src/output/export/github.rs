//! A workflow for GitHub Actions.

use super::File;
use super::cadence::Cadence;
use super::quote::github;
use super::remarks::{comment, of_copies, of_profiles, of_runner, of_secrets};
use super::runner::{FILL_IN, LONGEST_RUN, Runner};
use crate::config::quote::quote;
use std::time::Duration;

/// GitHub runs nothing more often. Source: GitHub's "Events that trigger workflows", schedule.
pub const SHORTEST: Duration = Duration::from_secs(5 * 60);

/// Where the program comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// A Git repository with its source.
    pub source: &'a str,
    /// A branch, tag or commit.
    pub revision: &'a str,
}

const SET_UP: &str = "\
Set up once: an application in Entra with the role above, trusted for this repository's default branch,
  az ad app federated-credential create --id CLIENT_ID --parameters '{\"name\": \"pool-apply\", \"issuer\": \
\"https://token.actions.githubusercontent.com\", \"subject\": \"repo:OWNER/REPOSITORY:ref:refs/heads/main\", \
\"audiences\": [\"api://AzureADTokenExchange\"]}'
and the variables AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_SUBSCRIPTION_ID of the repository (Settings, Secrets and \
variables, Actions, Variables). None of them is a secret.";

const TRAPS: &str = "\
GitHub starts scheduled runs late when it is busy and drops some, and runs them from the default branch only; a \
`lead` of 30m has room for that. In a public repository it switches the schedule off after 60 days without a commit, \
and says so by mail alone; with `heartbeat: 1d` in the pool file `pool show` tells when it last ran.";

const SECRETS: &str = "They are secrets of the repository, of the same names.";

const VERSIONS: &str = "\
Actions by their major versions, as of 2026-11: actions/checkout v7 and actions/cache v6 (both 2026-06), azure/login \
v3 (2026-03). Pin them to commits where your rules ask for that.";

const NO_RELEASE: &str = "\
There are no releases of pool to download: it is built from its source, some minutes the first time, and kept in the \
cache until the source changes.";

/// The workflow.
#[must_use]
pub fn export(runner: &Runner<'_>, origin: &Origin<'_>) -> Vec<File> {
    let material = runner.material;
    let file = material.in_repository.as_deref();
    let mut top = of_runner(runner, "github-actions");
    top.extend([String::new(), SET_UP.to_owned(), String::new(), TRAPS.to_owned()]);
    top.push(price(runner.cadence));
    top.extend(of_secrets(runner, SECRETS));
    top.extend(of_copies(runner));
    top.extend(of_profiles(material, "`profiles` beside the pool file in the repository"));
    if file.is_none() {
        top.push(format!(
            "{} stands in no Git repository yet: commit it, and put its path there into POOL_FILE below.",
            material.path
        ));
    }
    let content = format!(
        "{}name: pool apply

on:
  schedule:
    # In UTC, and not at the full hour, when GitHub is busiest.
    - cron: \"{}\"
  workflow_dispatch:

permissions:
  contents: read
  id-token: write   # azure/login exchanges GitHub's token for Azure's

concurrency:
  group: pool-apply
  cancel-in-progress: false

{}",
        comment("#", &top),
        runner.cadence.cron(offset(runner.cadence)),
        job(runner, origin, file.unwrap_or(material.file_name()))
    );
    vec![File { name: ".github/workflows/pool-apply.yml".to_owned(), content }]
}

fn job(runner: &Runner<'_>, origin: &Origin<'_>, file: &str) -> String {
    let text = |text: &str| quote(&github(text));
    let cloud = runner.material.cloud.as_deref().map(azure_login).unwrap_or_default();
    let group = runner.material.variables.iter().filter(|variable| variable.name != "AZURE_SUBSCRIPTION_ID");
    let group = group.map(|variable| {
        let remark = if variable.value.is_some() { "" } else { FILL_IN };
        format!("          {}: {}{remark}\n", variable.name, text(variable.value.as_deref().unwrap_or("")))
    });
    let secrets = runner.secrets();
    let secrets = secrets.iter().map(|name| format!("          {}: ${{{{ secrets.{name} }}}}\n", quote(name)));
    let variables: String = group.chain(secrets).collect();
    format!(
        "jobs:
  apply:
    runs-on: ubuntu-latest
    timeout-minutes: {minutes}
    env:
      POOL_SOURCE: {source}
      POOL_REVISION: {revision}
    steps:
{versions}      - uses: actions/checkout@v7

{no_release}      - name: Find the commit of pool
        id: pool
        run: |
          commit=$(git ls-remote \"$POOL_SOURCE\" \"$POOL_REVISION\" | head -n 1 | cut -f 1)
          echo \"commit=${{commit:-$POOL_REVISION}}\" >> \"$GITHUB_OUTPUT\"
      - name: Look for it in the cache
        id: cache
        uses: actions/cache@v6
        with:
          path: ~/.cargo/bin/pool
          key: pool-${{{{ runner.os }}}}-${{{{ runner.arch }}}}-${{{{ steps.pool.outputs.commit }}}}
      - name: Build it
        if: steps.cache.outputs.cache-hit != 'true'
        env:
          COMMIT: ${{{{ steps.pool.outputs.commit }}}}
        run: |
          rustup toolchain install stable --profile minimal
          cargo +stable install --locked --git \"$POOL_SOURCE\" --rev \"$COMMIT\" pool

      - uses: azure/login@v3
        with:
          client-id: ${{{{ vars.AZURE_CLIENT_ID }}}}
          tenant-id: ${{{{ vars.AZURE_TENANT_ID }}}}
          subscription-id: ${{{{ vars.AZURE_SUBSCRIPTION_ID }}}}
{cloud}      - name: pool apply
        env:
          AZURE_SUBSCRIPTION_ID: ${{{{ vars.AZURE_SUBSCRIPTION_ID }}}}
{variables}          POOL_FILE: {file}
        run: ~/.cargo/bin/pool {words} \"$POOL_FILE\"
",
        minutes = LONGEST_RUN / 60,
        source = text(origin.source),
        revision = text(origin.revision),
        versions = comment("      #", &[VERSIONS.to_owned()]),
        no_release = comment("      #", &[NO_RELEASE.to_owned()]),
        file = text(file),
        words = words(runner),
    )
}

/// The words before the file, which comes from a variable.
fn words(runner: &Runner<'_>) -> String {
    let mut words = runner.words(Some("azure-cli"), "");
    words.pop();
    words.join(" ")
}

/// The cloud as azure/login names it.
fn azure_login(cloud: &str) -> String {
    let name = if cloud == "usgov" { "azureusgovernment" } else { "azurechinacloud" };
    format!("          environment: {name}\n")
}

/// Minutes past the full hour.
fn offset(cadence: Cadence) -> u32 {
    match cadence {
        Cadence::Minutes(minutes) => minutes / 2,
        _ => 17,
    }
}

/// In private repositories each run is billed as a whole minute at least.
fn price(cadence: Cadence) -> String {
    let runs = 30 * 86_400 / cadence.length().as_secs();
    format!("In a private repository each run is billed as one minute at least: {runs} minutes in a month.")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use serde_json::{Value, json};

    const ORIGIN: Origin<'_> = Origin { source: "https://github.com/judges/pool", revision: "v1" };

    fn read(runner: &Runner<'_>) -> Value {
        let files = export(runner, &ORIGIN);
        assert_eq!(files[0].name, ".github/workflows/pool-apply.yml");
        serde_saphyr::from_str(&files[0].content).unwrap_or_else(|error| panic!("{error}:\n{}", files[0].content))
    }

    fn step<'a>(workflow: &'a Value, what: &str) -> &'a Value {
        let steps = workflow["jobs"]["apply"]["steps"].as_array().unwrap();
        let found = steps.iter().find(|step| step["uses"] == what || step["name"] == what);
        found.unwrap_or_else(|| panic!("no step {what}"))
    }

    #[test]
    fn the_workflow_signs_in_and_calls_apply() {
        let material = samples::material();
        let workflow = read(&samples::runner(&material, "5m"));
        assert_eq!(workflow["on"]["schedule"], json!([{"cron": "2-59/5 * * * *"}]));
        assert!(workflow["on"].get("workflow_dispatch").is_some());
        assert_eq!(workflow["permissions"], json!({"contents": "read", "id-token": "write"}));
        assert_eq!(workflow["concurrency"]["cancel-in-progress"], json!(false));
        assert_eq!(workflow["jobs"]["apply"]["env"]["POOL_SOURCE"], json!(ORIGIN.source));
        assert_eq!(step(&workflow, "azure/login@v3")["with"]["client-id"], json!("${{ vars.AZURE_CLIENT_ID }}"));
        let apply = step(&workflow, "pool apply");
        assert_eq!(apply["env"]["POOL_FILE"], json!("ops/pool.yaml"));
        assert_eq!(apply["run"], json!("~/.cargo/bin/pool -q apply --auth azure-cli -f \"$POOL_FILE\""));
        let key = "pool-${{ runner.os }}-${{ runner.arch }}-${{ steps.pool.outputs.commit }}";
        assert_eq!(step(&workflow, "Look for it in the cache")["with"]["key"], json!(key));
    }

    #[test]
    fn odd_paths_and_other_clouds_are_put_in() {
        let mut material = samples::odd();
        material.cloud = Some("usgov".to_owned());
        let workflow = read(&samples::runner(&material, "1h"));
        let expected = material.in_repository.unwrap().replace("${{", "${{ '${{' }}");
        let apply = step(&workflow, "pool apply");
        assert_eq!(apply["env"]["POOL_FILE"], json!(expected));
        assert!(apply["run"].as_str().unwrap().contains("--cloud usgov"));
        assert_eq!(step(&workflow, "azure/login@v3")["with"]["environment"], json!("azureusgovernment"));
        assert_eq!(workflow["on"]["schedule"][0]["cron"], json!("17 * * * *"));
    }

    #[test]
    fn secrets_of_parked_pools_are_the_repositorys() {
        let material = samples::parking();
        let runner = samples::runner(&material, "5m");
        let workflow = read(&Runner { allow_park: true, ..runner.clone() });
        let apply = step(&workflow, "pool apply");
        assert_eq!(apply["env"]["REGISTRY_PASSWORD"], json!("${{ secrets.REGISTRY_PASSWORD }}"));
        assert_eq!(apply["run"], json!("~/.cargo/bin/pool -q apply --allow-park --auth azure-cli -f \"$POOL_FILE\""));
        assert_eq!(step(&read(&runner), "pool apply")["env"].get("API_KEY"), None);
    }

    #[test]
    fn its_price_and_a_file_outside_are_told() {
        let mut material = samples::material();
        material.in_repository = None;
        let text = export(&samples::runner(&material, "5m"), &ORIGIN).remove(0).content;
        let text = text.replace("\n# ", " ");
        assert!(text.contains("8640 minutes in a month") && text.contains("stands in no Git repository yet"), "{text}");
    }
}
