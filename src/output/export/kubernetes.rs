//! A CronJob for Kubernetes, with all it needs: the identity, the pool file and the user's own profiles.

use super::File;
use super::block;
use super::remarks::{comment, of_copies, of_runner, of_secrets};
use super::runner::{BUILD, FILE_IN_CONTAINER, FILL_IN, Image, LONGEST_RUN, Runner};
use crate::config::quote::quote;
use std::time::Duration;

/// A CronJob counts in minutes.
pub const SHORTEST: Duration = Duration::from_secs(60);

const SET_UP: &str = "\
The cluster needs Azure's workload identity (on AKS: --enable-oidc-issuer --enable-workload-identity), and a \
user-assigned identity with the role above that trusts the service account of this file:
  az identity federated-credential create --name pool-apply --identity-name IDENTITY -g GROUP --issuer \
\"$(az aks show -n CLUSTER -g GROUP --query oidcIssuerProfile.issuerUrl -o tsv)\" --subject \
system:serviceaccount:NAMESPACE:pool-apply
Then `kubectl apply -n NAMESPACE -f pool-apply.yaml`; `kubectl create job --from=cronjob/pool-apply -n NAMESPACE try` \
runs it at once. After a change of the pool file, export and apply again.";

const SECRETS: &str = "\
They stand in a Secret, made from a file of NAME=VALUE, a line each:
  kubectl create secret generic pool-apply -n NAMESPACE --from-env-file=FILE";

/// The manifest.
#[must_use]
pub fn export(runner: &Runner<'_>, image: &Image<'_>) -> Vec<File> {
    let mut top = of_runner(runner, "kubernetes-cronjob");
    top.extend([String::new(), SET_UP.to_owned()]);
    top.extend(of_secrets(runner, SECRETS));
    top.extend(of_copies(runner));
    top.extend([String::new(), BUILD.to_owned()]);
    let content = format!(
        "{}{}---\n{}---\n{}",
        comment("#", &top),
        account(image),
        config_map(runner),
        cron_job(runner, image.image)
    );
    vec![File { name: "pool-apply.yaml".to_owned(), content }]
}

fn account(image: &Image<'_>) -> String {
    let (client, remark) = match image.client_id {
        Some(client) => (client, ""),
        None => ("00000000-0000-0000-0000-000000000000", "   # fill in the identity's client id"),
    };
    format!(
        "apiVersion: v1
kind: ServiceAccount
metadata:
  name: pool-apply
  annotations:
    azure.workload.identity/client-id: {}{remark}
",
        quote(client)
    )
}

fn config_map(runner: &Runner<'_>) -> String {
    let profiles = runner.material.own_profiles();
    let files = profiles.map(|profile| (format!("profile-{}.yaml", profile.name), profile.text.as_str()));
    let files = [("pool.yaml".to_owned(), runner.material.text.as_str())].into_iter().chain(files);
    let data: String = files.map(|(key, text)| format!("  {key}: {}\n", block::value(text, 4))).collect();
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: pool-apply\ndata:\n{data}")
}

/// How late a run may start. Without such a bound a CronJob that missed 100 starts never runs again
/// (kubernetes/kubernetes#42649).
fn deadline(every: Duration) -> u64 {
    every.as_secs().min(600)
}

fn cron_job(runner: &Runner<'_>, image: &str) -> String {
    format!(
        r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: pool-apply
spec:
  schedule: "{}"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  # A start that is missed by more is left to the next run.
  startingDeadlineSeconds: {}
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0   # the next run tries again
      activeDeadlineSeconds: {LONGEST_RUN}
      template:
        metadata:
          labels:
            azure.workload.identity/use: "true"
        spec:
          serviceAccountName: pool-apply
          automountServiceAccountToken: false
          restartPolicy: Never
          securityContext:
            runAsNonRoot: true
            runAsUser: 65532
            runAsGroup: 65532
            fsGroup: 65532
            seccompProfile: {{type: RuntimeDefault}}
          containers:
{}          volumes:
{}"#,
        runner.cadence.cron(0),
        deadline(runner.cadence.length()),
        container(runner, image),
        volumes(runner),
    )
}

fn container(runner: &Runner<'_>, image: &str) -> String {
    let words = runner.words(Some("workload-identity"), FILE_IN_CONTAINER);
    let words = words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ");
    let variables = runner.material.variables.iter().map(|variable| {
        let remark = if variable.value.is_some() { "" } else { FILL_IN };
        let value = quote(variable.value.as_deref().unwrap_or(""));
        format!("                - {{name: {}, value: {value}}}{remark}\n", variable.name)
    });
    // A run without them still scales.
    let secrets = runner.secrets();
    let secrets = secrets.iter().map(|name| {
        let from = format!("{{secretKeyRef: {{name: pool-apply, key: {}, optional: true}}}}", quote(name));
        format!("                - {{name: {}, valueFrom: {from}}}\n", quote(name))
    });
    format!(
        "            - name: pool
              image: {}
              command: [pool]
              args: [{words}]
              env:
                - {{name: HOME, value: /tmp}}
{}              resources:
                requests: {{cpu: 50m, memory: 32Mi}}
                limits: {{memory: 128Mi}}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {{drop: [ALL]}}
              volumeMounts:
                - {{name: pool-file, mountPath: /etc/pool, readOnly: true}}
                - {{name: home, mountPath: /tmp}}
",
        quote(image),
        variables.chain(secrets).collect::<String>(),
    )
}

fn volumes(runner: &Runner<'_>) -> String {
    let profiles = runner.material.own_profiles().map(|profile| {
        format!("                  - {{key: profile-{0}.yaml, path: profiles/{0}.yaml}}\n", profile.name)
    });
    format!(
        "            - name: pool-file
              configMap:
                name: pool-apply
                items:
                  - {{key: pool.yaml, path: pool.yaml}}
{}            - name: home
              emptyDir: {{}}
",
        profiles.collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use serde_json::{Value, json};

    const IMAGE: Image<'_> =
        Image { image: "example.azurecr.io/pool:1", client_id: Some("11111111-0000-0000-0000-000000000000") };

    fn read(text: &str) -> Vec<Value> {
        text.split("\n---\n")
            .map(|one| serde_saphyr::from_str(one).unwrap_or_else(|error| panic!("{error}:\n{one}")))
            .collect()
    }

    #[test]
    fn the_job_runs_apply_as_the_identity() {
        let material = samples::material();
        let text = export(&samples::runner(&material, "5m"), &IMAGE).remove(0).content;
        let documents = read(&text);
        let kinds: Vec<_> = documents.iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["ServiceAccount", "ConfigMap", "CronJob"]);
        assert!(documents.iter().all(|one| one["metadata"]["name"] == "pool-apply"));
        let client = &documents[0]["metadata"]["annotations"]["azure.workload.identity/client-id"];
        assert_eq!(*client, json!(IMAGE.client_id));
        let spec = &documents[2]["spec"];
        assert_eq!(spec["schedule"], json!("*/5 * * * *"));
        assert_eq!(spec["concurrencyPolicy"], json!("Forbid"));
        assert_eq!(spec["startingDeadlineSeconds"], json!(300));
        let template = &spec["jobTemplate"]["spec"]["template"];
        assert_eq!(template["metadata"]["labels"]["azure.workload.identity/use"], json!("true"));
        assert_eq!(template["spec"]["securityContext"]["runAsNonRoot"], json!(true));
        let container = &template["spec"]["containers"][0];
        assert_eq!(container["image"], json!(IMAGE.image));
        assert_eq!(
            container["args"],
            json!(["-q", "apply", "--auth", "workload-identity", "-f", "/etc/pool/pool.yaml"])
        );
        assert_eq!(container["env"][1]["name"], json!("AZURE_SUBSCRIPTION_ID"));
    }

    #[test]
    fn the_files_read_back_and_stand_where_they_are_looked_for() {
        let mut material = samples::material();
        material.text.push_str("# {{ öl }} \t \n\n");
        let documents = read(&export(&samples::runner(&material, "1h"), &IMAGE).remove(0).content);
        let data = &documents[1]["data"];
        assert_eq!(data["pool.yaml"], json!(material.text));
        assert_eq!(data["profile-final.yaml"], json!(material.profiles[1].text));
        assert_eq!(data.as_object().unwrap().len(), 2, "what is built in comes with the image");
        let items =
            &documents[2]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["volumes"][0]["configMap"]["items"];
        assert_eq!(
            *items,
            json!([
                {"key": "pool.yaml", "path": "pool.yaml"},
                {"key": "profile-final.yaml", "path": "profiles/final.yaml"},
            ])
        );
    }

    #[test]
    fn secrets_of_parked_pools_come_from_a_secret() {
        let material = samples::parking();
        let runner = Runner { allow_park: true, ..samples::runner(&material, "5m") };
        let text = export(&runner, &IMAGE).remove(0).content;
        let container = &read(&text)[2]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
        let secret = |key: &str| {
            let from = json!({"secretKeyRef": {"name": "pool-apply", "key": key, "optional": true}});
            json!({"name": key, "valueFrom": from})
        };
        assert_eq!(container["env"].as_array().unwrap()[2..], [secret("API_KEY"), secret("REGISTRY_PASSWORD")]);
        assert_eq!(container["args"][2], json!("--allow-park"));
        assert!(
            text.contains("#   kubectl create secret generic pool-apply") && text.contains("Nothing is kept"),
            "{text}"
        );
    }

    #[test]
    fn what_is_not_known_is_to_be_filled_in() {
        let mut material = samples::material();
        material.variables[0].value = None;
        let text = export(&samples::runner(&material, "5m"), &Image { client_id: None, ..IMAGE }).remove(0).content;
        read(&text);
        assert_eq!(text.matches("fill ").count(), 2, "{text}");
    }
}
