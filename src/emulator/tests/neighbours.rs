//! What stands around pools.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn names(answer: &Answer) -> Vec<&str> {
    answer.body["value"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

fn environment(name: &str) -> String {
    format!("{GROUP}/providers/Microsoft.App/managedEnvironments/{name}")
}

#[tokio::test(start_paused = true)]
async fn there_is_a_tenant_and_there_are_subscriptions() {
    let azure = Azure::with_pool(Options::default());
    let tenant = &azure.get("/tenants").await.body["value"][0];
    let subscriptions = azure.get("/subscriptions").await;
    let ids: Vec<_> = subscriptions.body["value"].as_array().unwrap().iter().map(|s| &s["subscriptionId"]).collect();
    assert_eq!(ids, ["00000000-0000-0000-0000-000000000000", "s"]);
    assert_eq!(subscriptions.body["value"][0]["tenantId"], tenant["tenantId"]);
    assert_eq!(azure.get("/subscriptions/S").await.body["state"], "Enabled");
    assert_eq!(azure.get("/subscriptions/s/locations").await.body["value"].as_array().unwrap().len(), 40);
    let refused = azure.try_send("GET", "/subscriptions", "").await.unwrap();
    assert_eq!((refused.status, refused.code()), (400, "MissingApiVersionParameter"));
    assert_eq!(azure.send("DELETE", "/subscriptions/s", &Value::Null).await.status, 405);
}

#[tokio::test(start_paused = true)]
async fn the_provider_says_where_and_in_which_versions_pools_are() {
    let azure = Azure::fast();
    for (method, path) in [
        ("GET", "/subscriptions/s/providers/microsoft.app"),
        ("GET", "/providers/Microsoft.App"),
        ("POST", "/subscriptions/s/providers/Microsoft.App/register"),
    ] {
        let answer = azure.send(method, path, &Value::Null).await;
        assert_eq!((answer.status, &answer.body["registrationState"]), (200, &json!("Registered")), "{path}");
        let types = answer.body["resourceTypes"].as_array().unwrap();
        let pools = types.iter().find(|it| it["resourceType"] == "sessionPools").unwrap();
        assert_eq!(pools["apiVersions"][0], "2026-07-01", "the newest comes first");
        assert!(pools["locations"].as_array().unwrap().contains(&json!("East US 2")));
    }
    let unknown = azure.get("/subscriptions/s/providers/Microsoft.Nothing").await;
    assert_eq!((unknown.status, unknown.code()), (404, "InvalidResourceNamespace"));
    assert_eq!(azure.get("/subscriptions/s/providers").await.body["value"].as_array().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn groups_are_made_and_go_with_what_is_in_them() {
    let azure = Azure::fast();
    assert_eq!(azure.get(GROUP).await.code(), "ResourceGroupNotFound");
    assert_eq!(azure.send("HEAD", GROUP, &Value::Null).await.status, 404);
    let body = json!({"location": "East US 2", "tags": {"a": "b"}});
    let made = azure.send("PUT", GROUP, &body).await;
    assert_eq!((made.status, &made.body["location"], &made.body["tags"]["a"]), (201, &json!("eastus2"), &json!("b")));
    assert_eq!(azure.send("PUT", GROUP, &body).await.status, 200);
    let moved = azure.send("PUT", GROUP, &json!({"location": "westeurope"})).await;
    assert_eq!((moved.status, moved.code()), (409, "InvalidResourceGroupLocation"));
    assert_eq!(azure.send("PUT", GROUP, &json!({})).await.code(), "LocationRequired");
    assert_eq!(azure.send("HEAD", GROUP, &Value::Null).await.status, 204);

    azure.send("PUT", &path("p"), &custom(20, 1)).await;
    assert_eq!(azure.send("DELETE", GROUP, &Value::Null).await.status, 409, "an operation runs in it");
    pass(3000).await;
    assert_eq!(azure.send("DELETE", &GROUP.to_uppercase(), &Value::Null).await.status, 200);
    assert_eq!(azure.get(GROUP).await.status, 404);
    assert_eq!(azure.get(&path("p")).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_nobody_made_is_there_while_something_is_in_it() {
    let azure = Azure::with_pool(Options::default());
    let group = azure.get(GROUP).await;
    assert_eq!((group.status, &group.body["location"]), (200, &json!("eastus2")));
    assert_eq!(names(&azure.get("/subscriptions/s/resourcegroups").await), ["g"]);
    assert_eq!(azure.send("DELETE", GROUP, &Value::Null).await.status, 200);
    assert_eq!(azure.get(GROUP).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn an_environment_can_be_looked_up_by_the_id_that_a_pool_has() {
    let azure = Azure::with_pool(Options::default());
    let pool = azure.follow(&format!("https://management.azure.com{}?api-version=2026-07-01", path("p"))).await;
    let found = azure.get(&environment("ENV")).await;
    assert_eq!((found.status, found.property("provisioningState")), (200, &json!("Succeeded")));
    let endpoint = pool.property("poolManagementEndpoint").as_str().unwrap();
    assert_eq!(endpoint, format!("https://p.{}", found.property("defaultDomain").as_str().unwrap()));
    assert_eq!(azure.get(&environment("other")).await.code(), "ResourceNotFound");

    let made = azure.send("PUT", &environment("other"), &json!({"location": "eastasia"})).await;
    assert_eq!((made.status, &made.body["location"]), (200, &json!("East Asia")));
    let list = format!("{GROUP}/providers/Microsoft.App/managedEnvironments");
    assert_eq!(names(&azure.get(&list).await), ["other"]);
    assert_eq!(azure.send("DELETE", &environment("other"), &Value::Null).await.status, 200);
    assert_eq!(azure.send("DELETE", &environment("other"), &Value::Null).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn resources_are_listed_by_filter() {
    let azure = Azure::with_pool(Options::default());
    azure.send("PUT", &environment("env"), &json!({"location": "eastus2"})).await;
    let mut tagged = python();
    tagged["tags"] = json!({"team": "judges"});
    azure.send("PUT", &path("q").replace("/g/", "/h/"), &tagged).await;
    for (scope, filter, expected) in [
        ("/subscriptions/s", "", vec!["p", "q", "env"]),
        (GROUP, "", vec!["p", "env"]),
        ("/subscriptions/s", "resourceType eq 'microsoft.app/SESSIONPOOLS'", vec!["p", "q"]),
        ("/subscriptions/s", "resourceGroup eq 'H' and name eq 'q'", vec!["q"]),
        ("/subscriptions/s", "tagName eq 'team' and tagValue eq 'judges'", vec!["q"]),
        ("/subscriptions/s", "tagName eq 'team' and tagValue eq 'others'", vec![]),
    ] {
        let filter = filter.replace(' ', "%20");
        let answer = azure.follow(&format!("{scope}/resources?api-version=2024-11-01&$filter={filter}")).await;
        assert_eq!(names(&answer), expected, "{scope} {filter}");
    }
    let refused = azure.follow("/subscriptions/s/resources?api-version=2024-11-01&$filter=nonsense").await;
    assert_eq!((refused.status, refused.code()), (400, "InvalidFilterInQueryString"));
}

#[tokio::test(start_paused = true)]
async fn role_assignments_are_kept() {
    let azure = Azure::with_pool(Options::default());
    let at = format!("{}/providers/Microsoft.Authorization/roleAssignments", path("p"));
    let body = json!({"properties": {"roleDefinitionId": "/r", "principalId": "me"}});
    let made = azure.send("PUT", &format!("{at}/one"), &body).await;
    assert_eq!((made.status, made.property("scope")), (201, &json!(path("p"))));
    let list = |scope: &str| format!("{scope}/providers/Microsoft.Authorization/roleAssignments");
    assert_eq!(names(&azure.get(&list(GROUP)).await), ["one"]);
    assert!(names(&azure.get(&list(&path("other"))).await).is_empty());
    assert_eq!(azure.send("PUT", &format!("{at}/two"), &json!({})).await.code(), "InvalidRequestContent");
    assert_eq!(azure.send("DELETE", &format!("{at}/one"), &Value::Null).await.status, 200);
    assert_eq!(azure.get(&format!("{at}/one")).await.code(), "RoleAssignmentNotFound");
}

#[tokio::test(start_paused = true)]
async fn roles_are_found_by_their_names() {
    let azure = Azure::with_pool(Options::default());
    let at = format!("{}/providers/Microsoft.Authorization/roleDefinitions", path("p"));
    let named = async |name: &str| {
        let filter = format!("roleName eq '{name}'").replace(' ', "%20");
        azure.follow(&format!("{at}?api-version=2022-04-01&$filter={filter}")).await
    };
    for (name, id) in [
        ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
        ("azure containerapps session executor", "0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0"),
    ] {
        let found = named(name).await;
        assert_eq!(names(&found), [id]);
        let whole = format!("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{id}");
        assert_eq!(found.body["value"][0]["id"], whole);
        assert_eq!(azure.get(&whole).await.body, found.body["value"][0]);
    }
    assert!(names(&named("Session Wizard").await).is_empty());
    assert_eq!(names(&azure.get(&at).await).len(), 4);
    assert_eq!(azure.get(&format!("{at}/x")).await.code(), "RoleDefinitionDoesNotExist");
    let refused = azure.follow(&format!("{at}?api-version=2022-04-01&$filter=nonsense")).await;
    assert_eq!((refused.status, refused.code()), (400, "InvalidFilterInQueryString"));
}

#[tokio::test(start_paused = true)]
async fn the_cloud_is_the_emulator_itself() {
    let azure = Azure::fast();
    let cloud = azure.follow("/metadata/endpoints?api-version=2022-09-01").await.body;
    assert_eq!(cloud["resourceManager"], "https://emulator.test");
    assert_eq!(cloud["authentication"]["audiences"], json!(["https://emulator.test"]));
    let clouds = azure.follow("/metadata/endpoints?api-version=2019-05-01").await.body;
    assert_eq!(clouds, json!([cloud]));
}

#[tokio::test(start_paused = true)]
async fn a_managed_identity_gets_a_token_that_parses() {
    let azure = Azure::fast();
    let ask = async |url: &str, header: Option<&str>| {
        let mut request = Request::get(format!("https://emulator.test/msi/token{url}"));
        if let Some(value) = header {
            request = request.header("X-IDENTITY-HEADER", value);
        }
        let answer = azure.emulator.answer(request.body(Bytes::new()).unwrap()).await.unwrap();
        (answer.status().as_u16(), serde_json::from_slice::<Value>(answer.body()).unwrap())
    };
    let (status, body) = ask("?api-version=2019-08-01&resource=https://a.example", Some("h")).await;
    assert_eq!((status, &body["resource"]), (200, &json!("https://a.example")));
    let expires: i64 = body["expires_on"].as_str().unwrap().parse().unwrap();
    let parts: Vec<&str> = body["access_token"].as_str().unwrap().split('.').collect();
    assert_eq!((parts.len(), parts[2]), (3, ""));
    let decoded = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    assert_eq!(decoded(parts[0])["alg"], "none");
    assert_eq!(decoded(parts[1])["aud"], "https://a.example");
    assert_eq!(decoded(parts[1])["exp"], expires);
    assert_eq!(ask("?resource=https://a.example", None).await.0, 400);
    assert_eq!(ask("", Some("h")).await.0, 400);
}

#[tokio::test(start_paused = true)]
async fn a_principal_gets_a_token_for_its_secret() {
    let azure = Azure::fast();
    let ask = async |form: &str| {
        let request = Request::post("https://emulator.test/tenant/oauth2/v2.0/token");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(Bytes::from(form.to_owned())).unwrap();
        let answer = azure.emulator.answer(request).await.unwrap();
        (answer.status().as_u16(), serde_json::from_slice::<Value>(answer.body()).unwrap())
    };
    let base = "grant_type=client_credentials&client_id=c&scope=https%3A%2F%2Fa.example%2F.default";
    for proof in ["client_secret=s", "client_assertion=j.w.t"] {
        let (status, body) = ask(&format!("{base}&{proof}")).await;
        assert_eq!((status, &body["expires_in"]), (200, &json!(3599)));
        let claims = body["access_token"].as_str().unwrap().split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!((&claims["aud"], &claims["appid"]), (&json!("https://a.example"), &json!("c")));
    }
    for (form, status, number) in [
        (format!("{base}&client_secret=wrong"), 401, 7_000_215),
        (base.to_owned(), 401, 7_000_216),
        ("grant_type=client_credentials&client_secret=s".to_owned(), 400, 900_144),
        ("grant_type=password".to_owned(), 400, 70_003),
        (String::new(), 400, 70_003),
    ] {
        let (told, body) = ask(&form).await;
        assert_eq!((told, &body["error_codes"][0]), (status, &json!(number)), "{form}");
    }
}
