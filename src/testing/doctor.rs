//! The check of the whole set-up, where everything is well and where something is not.

use super::world::{World, pool_id};
use crate::azure::API_VERSION;
use crate::emulator::Switches;
use crate::model::{Finding, Mark, PoolId};
use crate::ops::Step;
use crate::ops::doctor::{self, On, Request, Target};
use serde_json::{Value, json};
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

const ENVIRONMENT: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e";

fn request(names: &[&str]) -> Request {
    let target = |name: &&str| Target {
        parks: false,
        parked_by: None,
        due: None,
        unset: Vec::new(),
        run: None,
        id: PoolId { name: (*name).to_owned(), ..pool_id() },
        region: None,
        links: vec![(On::Environment, ENVIRONMENT.to_owned())],
    };
    Request {
        api_version: API_VERSION.to_owned(),
        endpoint: "the double".to_owned(),
        subscription: Some("s".to_owned()),
        group: Some("g".to_owned()),
        targets: names.iter().map(target).collect(),
        ..Request::default()
    }
}

async fn check(world: &World) -> Vec<Finding> {
    doctor::run(&world.ops(HALF_AN_HOUR), &request(&[&pool_id().name])).await
}

/// The finding about a subject, the worst one where there are several.
fn about<'a>(findings: &'a [Finding], subject: &str) -> &'a Finding {
    let found = findings.iter().filter(|finding| finding.subject == subject).max_by_key(|finding| finding.mark);
    found.unwrap_or_else(|| panic!("{subject}: {findings:#?}"))
}

#[tokio::test(start_paused = true)]
async fn where_all_is_well_each_thing_is_asked_once_and_found_so() {
    let world = World::new(Switches::default());
    let findings = check(&world).await;
    let subjects: Vec<&str> = findings.iter().map(|finding| finding.subject.as_str()).collect();
    let expected =
        ["version", "endpoint", "clock", "login", "provider", "api-version", "region", "role", "locks", "pool"];
    assert_eq!(subjects, expected);
    for finding in &findings {
        assert_eq!((finding.mark, &finding.todo), (Mark::Ok, &None), "{finding:?}");
    }
    assert_eq!((world.log().len(), world.sent("GET")), (6, 6), "{:?}", world.log());
}

#[tokio::test(start_paused = true)]
async fn it_takes_two_round_trips_however_many_pools_there_are_and_says_so_after_a_second() {
    let world = World::new(Switches::default());
    world.fault(json!({"on": "any", "count": 0, "fault": "slow", "seconds": 2})).await;
    let findings = doctor::run(&world.ops(HALF_AN_HOUR), &request(&["a", "b", "c"])).await;
    // Pools that are not there: the emulator lists what may be done on them all the same.
    assert_eq!((about(&findings, "pool").mark, world.seconds()), (Mark::Warning, 4));
    assert!(world.told(|step| matches!(step, Step::Checking)));
    let quick = World::new(Switches::default());
    check(&quick).await;
    assert!(!quick.told(|step| matches!(step, Step::Checking)));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_long() {
    let world = World::new(Switches::default());
    world.fault(json!({"on": "any", "count": 0, "fault": "slow", "seconds": 3600})).await;
    let findings = check(&world).await;
    assert_eq!((about(&findings, "endpoint").mark, world.seconds()), (Mark::Fault, 30));
    for subject in ["clock", "provider", "api-version", "region", "role", "locks", "pool"] {
        let finding = about(&findings, subject);
        assert_eq!(finding.mark, Mark::Note);
        assert_eq!(finding.text, "not checked: the endpoint cannot be reached");
    }
    let world = World::new(Switches::default());
    world.answer("/permissions", 503, json!({"error": {"code": "ServiceUnavailable", "message": "m"}}));
    let findings = check(&world).await;
    assert_eq!((about(&findings, "role").mark, about(&findings, "pool").mark), (Mark::Fault, Mark::Ok));
    assert!(world.seconds() <= 60, "{}", world.seconds());
}

/// What Azure answers at the end of a path, with what is said of it.
type Case = (&'static str, u16, Value, &'static str, Mark, &'static str);

fn error(code: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}

fn roles(roles: &[(&[&str], &[&str])]) -> Value {
    let roles: Vec<Value> = roles.iter().map(|(yes, no)| json!({"actions": yes, "notActions": no})).collect();
    json!({"value": roles})
}

fn provider(state: &str, versions: &[&str], regions: &[&str]) -> Value {
    let pools = json!({"resourceType": "sessionPools", "apiVersions": versions, "locations": regions});
    json!({"registrationState": state, "resourceTypes": [pools]})
}

const FORBIDDEN: &str = "The client 'me' with object id '1' does not have authorization to perform action \
    'Microsoft.App/x/read' over scope '/subscriptions/s' or the scope is invalid.";

fn provider_cases() -> Vec<Case> {
    let forbidden = || error("AuthorizationFailed", FORBIDDEN);
    let (path, subject, here) = ("/Microsoft.App", "provider", &["East US 2"][..]);
    let state = |word| provider(word, &[API_VERSION], here);
    vec![
        (path, 200, state("NotRegistered"), subject, Mark::Fault, "not registered"),
        (path, 200, state("Registering"), subject, Mark::Warning, "being registered"),
        (path, 200, json!({}), subject, Mark::Fault, "not registered"),
        (path, 403, forbidden(), subject, Mark::Note, "not checked"),
        (path, 403, forbidden(), "region", Mark::Note, "not checked"),
        (path, 404, error("SubscriptionNotFound", "m"), subject, Mark::Fault, "SubscriptionNotFound"),
        (path, 401, error("InvalidAuthenticationToken", "m"), subject, Mark::Fault, "token"),
        (path, 200, provider("Registered", &["2025-01-01"], here), "api-version", Mark::Ok, "accepted, though"),
        (
            path,
            200,
            provider("Registered", &[API_VERSION], &["Mars"]),
            "region",
            Mark::Warning,
            "East US 2 is not among",
        ),
    ]
}

fn role_cases() -> Vec<Case> {
    let case = |given: Value, mark, text| ("/permissions", 200, given, "role", mark, text);
    let azures_own: &[&str] = &["Microsoft.App/sessionPools/*/read", "Microsoft.App/sessionPools/*/write", "*/delete"];
    let others: &[&str] = &["Microsoft.Authorization/*/read", "Microsoft.Resources/tags/*", "*/join/action"];
    let reader = || roles(&[(&["*/read"], &[])]);
    vec![
        case(reader(), Mark::Fault, "Microsoft.App/sessionPools/write (create, scale-up, scale-down)"),
        case(roles(&[]), Mark::Fault, "Microsoft.App/sessionPools/read (every command)"),
        case(roles(&[(&["*"], &["*/delete"])]), Mark::Warning, "lacks Microsoft.App/sessionPools/delete (delete) on"),
        case(roles(&[(&["*"], &["Microsoft.Authorization/locks/*"])]), Mark::Note, "locks/read (doctor)"),
        case(roles(&[(azures_own, &[]), (others, &[])]), Mark::Note, "sessionPools/write on Contest-Pool is not known"),
        (
            "/e/providers/Microsoft.Authorization/permissions",
            200,
            reader(),
            "role",
            Mark::Warning,
            "join/action (create) on environment e",
        ),
        ("/permissions", 403, error("AuthorizationFailed", FORBIDDEN), "role", Mark::Note, "not checked"),
    ]
}

fn other_cases() -> Vec<Case> {
    let forbidden = || error("AuthorizationFailed", FORBIDDEN);
    let pool = "/Contest-Pool";
    vec![
        ("/locks", 403, forbidden(), "locks", Mark::Note, "not checked"),
        (pool, 403, forbidden(), "pool", Mark::Fault, "may not do"),
        (pool, 404, error("ResourceNotFound", "m"), "pool", Mark::Warning, "does not exist in resource group g"),
        (pool, 404, error("ResourceGroupNotFound", "m"), "pool", Mark::Fault, "ResourceGroupNotFound"),
        (pool, 400, error("InvalidApiVersionParameter", "m"), "api-version", Mark::Fault, "InvalidApiVersion"),
        ("/endpoints", 200, json!("a page"), "clock", Mark::Note, "does not show its time"),
    ]
}

#[tokio::test(start_paused = true)]
async fn what_is_not_well_is_told_with_what_to_do() {
    for (path, status, body, subject, mark, text) in [provider_cases(), role_cases(), other_cases()].concat() {
        let world = World::new(Switches::default());
        world.answer(path, status, body.clone());
        let findings = check(&world).await;
        let finding = about(&findings, subject);
        assert_eq!(finding.mark, mark, "{path} {body}: {finding:?}");
        assert!(finding.text.contains(text), "{path} {body}: {finding:?}");
        assert!(finding.todo.is_some() || mark < Mark::Warning, "{finding:?}");
        let others = findings.iter().filter(|other| other.subject != subject && other.mark > Mark::Note);
        assert_eq!(others.count(), 0, "one trouble is told once: {findings:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_stops_everything_is_told_once() {
    for (code, status, told) in [
        ("InvalidAuthenticationToken", 401, "provider"),
        ("SubscriptionNotFound", 404, "provider"),
        ("ResourceGroupNotFound", 404, "pool"),
    ] {
        let world = World::new(Switches::default());
        for path in ["/Microsoft.App", "/Contest-Pool", "/locks", "/permissions"] {
            if told == "provider" || path != "/Microsoft.App" {
                world.answer(path, status, error(code, "m"));
            }
        }
        let findings = check(&world).await;
        let faults: Vec<&str> = findings.iter().filter(|it| it.mark > Mark::Note).map(|it| &*it.subject).collect();
        assert_eq!(faults, [told], "{code}: {findings:#?}");
        assert_eq!(about(&findings, "locks").text, format!("not checked: see {told}"));
    }
}

#[tokio::test(start_paused = true)]
async fn clocks_that_differ_are_told() {
    for (seconds, mark) in [(20, Mark::Ok), (-90, Mark::Warning), (400, Mark::Fault)] {
        let world = World::new(Switches::default());
        world.fault(json!({"on": "any", "fault": "skew", "seconds": seconds})).await;
        assert_eq!(about(&check(&world).await, "clock").mark, mark, "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn locks_are_found_wherever_they_hold() {
    let pool = pool_id().to_string();
    for (scope, level, mark, text) in [
        (pool.as_str(), "ReadOnly", Mark::Fault, "`keep` (ReadOnly) on the pool itself forbids scaling"),
        ("/subscriptions/s/resourceGroups/G", "ReadOnly", Mark::Fault, "on resource group G forbids scaling"),
        ("/subscriptions/s", "CanNotDelete", Mark::Note, "on the subscription allows scaling, and forbids deleting"),
        (&format!("{pool}2"), "ReadOnly", Mark::Ok, "none on Contest-Pool"),
        // Azure lists what is below too, and that is no matter of the pool.
        (&format!("{pool}/things/t"), "ReadOnly", Mark::Ok, "none on Contest-Pool"),
    ] {
        let world = World::new(Switches::default());
        let path = format!("{scope}/providers/Microsoft.Authorization/locks/keep?api-version=2016-09-01");
        world.ask("PUT", &path, json!({"properties": {"level": level, "notes": "final"}})).await;
        let findings = check(&world).await;
        let finding = about(&findings, "locks");
        assert_eq!(finding.mark, mark, "{finding:?}");
        assert!(finding.text.contains(text), "{finding:?}");
        assert_eq!(finding.text.ends_with("its note says: final"), mark > Mark::Ok, "{finding:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_state_of_a_pool_is_told() {
    for (set, mark, text) in [
        (json!({"provisioningState": "Failed"}), Mark::Fault, "is in state Failed"),
        (json!({"provisioningState": "InProgress"}), Mark::Note, "an operation is running"),
        (json!({"allocated": 2}), Mark::Ok, "max 5, ready 1"),
    ] {
        let world = World::new(Switches::default());
        world.set(set).await;
        let findings = check(&world).await;
        let finding = about(&findings, "pool");
        assert_eq!(finding.mark, mark, "{finding:?}");
        assert!(finding.text.contains(text), "{finding:?}");
    }
    let world = World::new(Switches::default());
    let mut pool = world.pool().await;
    pool["properties"]["templateUpdateStatus"]["activeTemplate"]["status"]["imagePullFailCount"] = json!(2);
    world.answer("/Contest-Pool", 200, pool);
    assert_eq!(about(&check(&world).await, "pool").mark, Mark::Warning);
    let world = World::new(Switches::default());
    world.never_warm();
    let findings = check(&world).await;
    let finding = about(&findings, "pool");
    assert_eq!((finding.mark, finding.text.as_str()), (Mark::Note, "Contest-Pool is Succeeded: max 5, 0 of 1 ready"));
}

#[tokio::test(start_paused = true)]
async fn pools_with_the_same_outcome_share_a_line() {
    let world = World::new(Switches::default());
    let missing = error("ResourceNotFound", "m");
    world.answer("/next/providers/Microsoft.Authorization/permissions", 404, missing);
    let findings = doctor::run(&world.ops(HALF_AN_HOUR), &request(&["Contest-Pool", "other", "next"])).await;
    let role = "this login may do all that pool needs on Contest-Pool, other, resource group g, environment e";
    assert_eq!(about(&findings, "role").text, role);
    assert_eq!(about(&findings, "locks").text, "none on Contest-Pool, other, next");
    let pools: Vec<Mark> = findings.iter().filter(|it| it.subject == "pool").map(|it| it.mark).collect();
    assert_eq!(pools, [Mark::Ok, Mark::Warning, Mark::Warning]);
}

#[tokio::test(start_paused = true)]
async fn without_a_pool_the_group_is_looked_at_and_without_a_group_nothing() {
    let world = World::new(Switches::default());
    let group = Request { targets: vec![], ..request(&[]) };
    let findings = doctor::run(&world.ops(HALF_AN_HOUR), &group).await;
    assert!(about(&findings, "role").text.ends_with("on resource group g"));
    let findings = doctor::run(&world.ops(HALF_AN_HOUR), &Request { group: None, ..group.clone() }).await;
    assert_eq!((about(&findings, "provider").mark, about(&findings, "role").mark), (Mark::Ok, Mark::Note));
    let nothing = Request { group: None, subscription: None, ..group };
    world.forget();
    let findings = doctor::run(&world.ops(HALF_AN_HOUR), &nothing).await;
    assert!(findings.iter().all(|finding| finding.mark <= Mark::Note), "{findings:#?}");
    assert_eq!(world.log().len(), 1, "only whether the server is there");
}
