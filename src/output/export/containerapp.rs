//! A scheduled job of Azure Container Apps, for `az containerapp job create --yaml`.

use super::File;
use super::block;
use super::remarks::{comment, of_copies, of_runner, of_secrets};
use super::runner::{BUILD, FILE_IN_CONTAINER, FILL_IN, Image, LONGEST_RUN, Runner};
use crate::config::quote::quote;
use std::time::Duration;

/// Jobs count in minutes.
pub const SHORTEST: Duration = Duration::from_secs(60);

/// Where a job runs, and as whom.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The ARM id of its Container Apps environment.
    pub environment: Option<&'a str>,
    /// The region.
    pub location: Option<&'a str>,
    /// The ARM id of a user-assigned identity; the job's own where there is none.
    pub identity: Option<&'a str>,
}

const SET_UP: &str = "\
Make the job, and run it once at once:
  az containerapp job create -n pool-apply -g GROUP --yaml pool-apply-job.yaml
  az containerapp job start -n pool-apply -g GROUP
Its times are UTC. After a change of the pool file, export again and use `az containerapp job update` with the same \
arguments.";

const OWN_IDENTITY: &str = "\
The job signs in as itself. Its identity exists once the job does; give it the role then:
  az role assignment create --role \"Session Pool Operator\" --scope POOL_OR_GROUP_ID --assignee-principal-type \
ServicePrincipal --assignee-object-id \"$(az containerapp job show -n pool-apply -g GROUP --query identity.principalId \
-o tsv)\"";

const SECRETS: &str = "Fill them in under `secrets`, or write `keyVaultUrl` and `identity` there instead of `value`.";

/// The folder in which a user's own configuration is looked for: profiles stand there, since one volume cannot be
/// mounted inside another that is read-only.
const CONFIG: &str = "/etc/pool-config";

/// The job.
#[must_use]
pub fn export(runner: &Runner<'_>, image: &Image<'_>, home: &Home<'_>) -> Vec<File> {
    let mut top = of_runner(runner, "containerapp-job");
    top.extend([String::new(), SET_UP.to_owned()]);
    if home.identity.is_none() {
        top.push(OWN_IDENTITY.to_owned());
    }
    top.extend(of_secrets(runner, SECRETS));
    top.extend(of_copies(runner));
    top.extend([String::new(), BUILD.to_owned()]);
    let environment = home.environment.map_or_else(
        || {
            let blank = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/GROUP/providers/\
                         Microsoft.App/managedEnvironments/ENVIRONMENT";
            format!("{blank}   # fill in the id of the environment that the job is to run in")
        },
        quote,
    );
    let location = home.location.map_or_else(|| "eastus2   # the region of the environment".to_owned(), quote);
    let content = format!(
        "{}location: {location}\n{}properties:\n  environmentId: {environment}\n{}{}",
        comment("#", &top),
        identity(home.identity),
        configuration(runner),
        template(runner, image)
    );
    vec![File { name: "pool-apply-job.yaml".to_owned(), content }]
}

fn identity(id: Option<&str>) -> String {
    match id {
        None => "identity:\n  type: SystemAssigned\n".to_owned(),
        Some(id) => {
            format!("identity:\n  type: UserAssigned\n  userAssignedIdentities:\n    {}: {{}}\n", quote(id))
        }
    }
}

/// The files are secrets of the job, which is the way in which it takes files.
fn configuration(runner: &Runner<'_>) -> String {
    let profiles = runner.material.own_profiles().enumerate();
    let profiles = profiles.map(|(index, profile)| (format!("profile-{index}"), profile.text.as_str()));
    let files = [("pool-file".to_owned(), runner.material.text.as_str())].into_iter().chain(profiles);
    let files = files.map(|(name, text)| format!("      - name: {name}\n        value: {}\n", block::value(text, 10)));
    let secrets = runner.secrets();
    let head = if secrets.is_empty() { "none is one" } else { "the files are none" };
    let secrets = secrets.iter().enumerate().map(|(index, name)| {
        format!("      - name: {}\n        value: \"\"   # fill in what {name} is to be\n", secret(index))
    });
    format!(
        "  configuration:
    triggerType: Schedule
    replicaTimeout: {LONGEST_RUN}
    replicaRetryLimit: 0   # the next run tries again
    scheduleTriggerConfig:
      cronExpression: \"{}\"
      parallelism: 1
      replicaCompletionCount: 1
    secrets:   # {head}: a job takes files this way
{}",
        runner.cadence.cron(0),
        files.chain(secrets).collect::<String>()
    )
}

/// The name of a secret of the job; those of variables have letters that Azure refuses there.
fn secret(index: usize) -> String {
    format!("variable-{index}")
}

fn template(runner: &Runner<'_>, image: &Image<'_>) -> String {
    let words = runner.words(Some("managed-identity"), FILE_IN_CONTAINER);
    let words = words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ");
    let client = image.client_id.map(|client| ("AZURE_CLIENT_ID", Some(client)));
    let variables = runner.material.variables.iter().map(|variable| (variable.name, variable.value.as_deref()));
    let variables =
        [("HOME", Some("/tmp")), ("XDG_CONFIG_HOME", Some(CONFIG))].into_iter().chain(client).chain(variables);
    let variables = variables.map(|(name, value)| {
        let remark = if value.is_some() { "" } else { FILL_IN };
        format!("          - {{name: {name}, value: {}}}{remark}\n", quote(value.unwrap_or("")))
    });
    let secrets = runner.secrets();
    let secrets = secrets
        .iter()
        .enumerate()
        .map(|(index, name)| format!("          - {{name: {}, secretRef: {}}}\n", quote(name), secret(index)));
    let (mut mounts, mut volumes) =
        (mount("pool-file", "/etc/pool"), volume("pool-file", &[("pool-file", "pool.yaml".to_owned())]));
    let profiles: Vec<(String, String)> = (runner.material.own_profiles().enumerate())
        .map(|(index, profile)| (format!("profile-{index}"), format!("{}.yaml", profile.name)))
        .collect();
    if !profiles.is_empty() {
        let profiles: Vec<(&str, String)> =
            profiles.iter().map(|(secret, path)| (secret.as_str(), path.clone())).collect();
        mounts += &mount("profiles", &format!("{CONFIG}/pool/profiles"));
        volumes += &volume("profiles", &profiles);
    }
    format!(
        "  template:
    containers:
      - name: pool
        image: {}
        command: [pool]
        args: [{words}]
        env:
{}        resources: {{cpu: 0.25, memory: 0.5Gi}}
        volumeMounts:
{mounts}    volumes:
{volumes}",
        quote(image.image),
        variables.chain(secrets).collect::<String>(),
    )
}

fn mount(volume: &str, path: &str) -> String {
    format!("          - {{volumeName: {volume}, mountPath: {path}}}\n")
}

fn volume(name: &str, secrets: &[(&str, String)]) -> String {
    let secrets = secrets.iter().map(|(secret, path)| format!("          - {{secretRef: {secret}, path: {path}}}\n"));
    format!("      - name: {name}\n        storageType: Secret\n        secrets:\n{}", secrets.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use serde_json::{Value, json};

    const IMAGE: Image<'_> = Image { image: "example.azurecr.io/pool:1", client_id: None };
    const NOWHERE: Home<'_> = Home { environment: None, location: None, identity: None };

    fn read(text: &str) -> Value {
        serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    }

    #[test]
    fn the_job_runs_apply_on_a_schedule() {
        let material = samples::material();
        let home = Home { environment: Some("/subscriptions/s/e"), location: Some("East US 2"), identity: None };
        let job = read(&export(&samples::runner(&material, "10m"), &IMAGE, &home).remove(0).content);
        assert_eq!(job["location"], json!("East US 2"));
        assert_eq!(job["identity"], json!({"type": "SystemAssigned"}));
        assert_eq!(job["properties"]["environmentId"], json!("/subscriptions/s/e"));
        let configuration = &job["properties"]["configuration"];
        assert_eq!(configuration["triggerType"], json!("Schedule"));
        assert_eq!(configuration["scheduleTriggerConfig"]["cronExpression"], json!("*/10 * * * *"));
        let container = &job["properties"]["template"]["containers"][0];
        assert_eq!(
            container["args"],
            json!(["-q", "apply", "--auth", "managed-identity", "-f", "/etc/pool/pool.yaml"])
        );
        assert_eq!(container["resources"], json!({"cpu": 0.25, "memory": "0.5Gi"}));
    }

    #[test]
    fn the_files_read_back_and_are_mounted() {
        let material = samples::material();
        let job = read(&export(&samples::runner(&material, "1h"), &IMAGE, &NOWHERE).remove(0).content);
        let secrets = &job["properties"]["configuration"]["secrets"];
        assert_eq!(secrets[0], json!({"name": "pool-file", "value": material.text}));
        assert_eq!(secrets[1], json!({"name": "profile-0", "value": material.profiles[1].text}));
        let template = &job["properties"]["template"];
        assert_eq!(template["volumes"][0]["secrets"], json!([{"secretRef": "pool-file", "path": "pool.yaml"}]));
        assert_eq!(template["volumes"][1]["secrets"], json!([{"secretRef": "profile-0", "path": "final.yaml"}]));
        let mounts = &template["containers"][0]["volumeMounts"];
        assert_eq!(mounts[1], json!({"volumeName": "profiles", "mountPath": "/etc/pool-config/pool/profiles"}));
        assert_eq!(
            template["containers"][0]["env"][1],
            json!({"name": "XDG_CONFIG_HOME", "value": "/etc/pool-config"})
        );
    }

    #[test]
    fn secrets_of_parked_pools_are_those_of_the_job() {
        let material = samples::parking();
        let runner = Runner { allow_park: true, ..samples::runner(&material, "1h") };
        let text = export(&runner, &IMAGE, &NOWHERE).remove(0).content;
        let job = read(&text);
        let secrets = job["properties"]["configuration"]["secrets"].as_array().unwrap();
        let last = &secrets[secrets.len() - 1];
        assert_eq!(*last, json!({"name": "variable-1", "value": ""}), "{text}");
        let container = &job["properties"]["template"]["containers"][0];
        let env = container["env"].as_array().unwrap();
        assert_eq!(env[env.len() - 1], json!({"name": "REGISTRY_PASSWORD", "secretRef": "variable-1"}));
        assert_eq!(container["args"][2], json!("--allow-park"));
        assert!(text.contains("   # fill in what REGISTRY_PASSWORD is to be\n"), "{text}");
    }

    #[test]
    fn a_user_assigned_identity_is_named_twice() {
        let mut material = samples::material();
        material.profiles.remove(1);
        let image = Image { client_id: Some("11111111-0000-0000-0000-000000000000"), ..IMAGE };
        let home = Home { identity: Some("/subscriptions/s/it's"), ..NOWHERE };
        let job = read(&export(&samples::runner(&material, "1h"), &image, &home).remove(0).content);
        assert_eq!(job["identity"]["userAssignedIdentities"], json!({"/subscriptions/s/it's": {}}));
        let template = &job["properties"]["template"];
        assert_eq!(template["containers"][0]["env"][2], json!({"name": "AZURE_CLIENT_ID", "value": image.client_id}));
        assert_eq!(template["volumes"].as_array().unwrap().len(), 1, "no profile of one's own, no volume for it");
    }
}
