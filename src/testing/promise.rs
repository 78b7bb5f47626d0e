//! What a plan says is what its PATCH does: for any pool and any wish, decided, encoded, sent to the emulator, and read
//! again. The differences are read from the two bodies here, without the code that made the plan.

use super::world::{World, pool_id, wish};
use crate::azure::API_VERSION;
use crate::emulator::{PatchAnswer, ReadyZero, Switches, TagRule, Times};
use crate::model::{Kind, Lifecycle, Settings};
use crate::plan::{Change, Direction, Plan, Wish, decide};
use crate::schedule::stamp::TAG;
use crate::wire::{Pool, patch};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// A pool as somebody made it, and what its Azure is like.
#[derive(Debug, Clone)]
struct Case {
    kind: Kind,
    settings: Settings,
    tags: BTreeMap<String, String>,
    stamp: Option<(&'static str, String)>,
    failed: bool,
    allocated: u32,
    switches: Switches,
}

fn lifecycle() -> impl Strategy<Value = Lifecycle> {
    let seconds = prop_oneof![Just(300_u64), Just(600), 300..=3600_u64].prop_map(Duration::from_secs);
    (any::<bool>(), seconds).prop_map(|(exit, period)| match exit {
        true => Lifecycle::OnContainerExit { max_alive: period },
        false => Lifecycle::Timed { cooldown: period },
    })
}

/// Small numbers, so that they often meet.
fn settings() -> impl Strategy<Value = Settings> {
    (2..12_u32, lifecycle()).prop_flat_map(|(max_sessions, lifecycle)| {
        (0..max_sessions.min(4)).prop_map(move |ready_sessions| Settings {
            max_sessions,
            ready_sessions,
            lifecycle,
            expires_after: None,
        })
    })
}

/// What may stand in our tag: what we wrote, what fits the pool or does not, an old drain, or somebody's own words.
fn stamp(settings: &Settings) -> impl Strategy<Value = Option<(&'static str, String)>> + use<> {
    let (max, ready) = (settings.max_sessions, settings.ready_sessions);
    let fits = format!("v1 max={max} ready={ready} claim=idle by=x at=2026-12-05T07:59:00Z");
    let floored = format!("v1 max={max} ready=0 floor={ready} claim=idle by=x at=2026-12-05T07:59:00Z");
    let drained =
        format!("v1 max={max} ready={ready} claim=idle draining=2026-12-01T08:00:00Z by=x at=2026-12-01T08:00:00Z");
    let drifted = "v1 max=77 ready=5 Timed=300s claim=contest by=x at=2026-12-05T07:00:00Z".to_owned();
    let texts = vec![fits, floored, drained, drifted, "v2 who knows".to_owned(), String::new()];
    let spelled = prop::sample::select(vec![TAG, "Pool-Applied", "POOL-APPLIED"]);
    prop::option::of((spelled, prop::sample::select(texts)))
}

fn switches() -> impl Strategy<Value = Switches> {
    let answer = || prop::sample::select(vec![PatchAnswer::Accepted202, PatchAnswer::Done200]);
    let rule = prop::sample::select(vec![TagRule::Merged, TagRule::Replaced]);
    let zero = prop::sample::select(vec![ReadyZero::Refused, ReadyZero::Accepted]);
    (zero, rule, answer(), answer(), any::<bool>()).prop_map(
        |(ready_zero, tags, custom_patch, interpreter_patch, template_status)| Switches {
            ready_zero,
            tags,
            custom_patch,
            interpreter_patch,
            template_status,
            ..Switches::default()
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let kind = prop_oneof![3 => Just(Kind::CustomContainer), 1 => prop::sample::select(Kind::ALL.to_vec())];
    let tags = prop::collection::btree_map("[a-zé][a-z0-9_ .:-]{0,6}", "[ -~é]{0,12}", 0..6);
    (kind, settings(), tags, prop::bool::weighted(0.15), 0..8_u32, switches()).prop_flat_map(
        |(kind, mut settings, tags, failed, allocated, switches)| {
            if !kind.keeps_ready() {
                settings.lifecycle = Lifecycle::Timed { cooldown: settings.lifecycle.period() };
            }
            stamp(&settings).prop_map(move |stamp| Case {
                kind,
                settings: settings.clone(),
                tags: tags.clone(),
                stamp,
                failed,
                allocated,
                switches: switches.clone(),
            })
        },
    )
}

fn wishes() -> impl Strategy<Value = Wish> {
    (any::<bool>(), settings(), any::<bool>()).prop_map(|(up, settings, force)| {
        let direction = if up { Direction::Up } else { Direction::Down };
        Wish { base: settings.clone(), settings, force, ..wish(direction, 2, 0) }
    })
}

impl Case {
    /// The body of the PUT that made the pool, with more in it than scaling knows.
    fn body(&self) -> Value {
        let mut tags = self.tags.clone();
        tags.extend(self.stamp.clone().map(|(name, text)| (name.to_owned(), text)));
        let mut body = json!({
            "location": "eastus2",
            "tags": tags,
            "identity": {"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": {"/a": {}}},
            "properties": {
                "poolManagementType": "Dynamic",
                "containerType": self.kind.name(),
                "scaleConfiguration": {"maxConcurrentSessions": self.settings.max_sessions},
                "dynamicPoolConfiguration": {"lifecycleConfiguration": period(self.settings.lifecycle)},
                "secrets": [{"name": "password", "value": "hunter2"}],
                "managedIdentitySettings": [{"identity": "system", "lifecycle": "Main"}],
                "sessionNetworkConfiguration": {"status": "EgressEnabled"},
            },
        });
        if self.kind == Kind::CustomContainer {
            let properties = &mut body["properties"];
            properties["scaleConfiguration"]["readySessionInstances"] = json!(self.settings.ready_sessions);
            properties["environmentId"] =
                json!("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e");
            properties["customContainerTemplate"] = json!({
                "registryCredentials": {"server": "r", "username": "u", "passwordSecretRef": "password"},
                "containers": [{"name": "c", "image": "i:v1", "resources": {"cpu": 0.5, "memory": "1Gi"},
                    "env": [{"name": "A", "value": "b"}, {"name": "P", "secretRef": "password"}],
                    "probes": [{"type": "Liveness", "httpGet": {"path": "/", "port": 80}}]}],
                "ingress": {"targetPort": 80},
            });
        }
        body
    }

    async fn world(&self) -> World {
        let world = World::holding(self.switches.clone(), Times::Fast, self.body());
        let state = if self.failed { "Failed" } else { "Succeeded" };
        world.set(json!({"allocated": self.allocated, "provisioningState": state})).await;
        world
    }
}

/// `lifecycleConfiguration` as people write it, without a null.
fn period(lifecycle: Lifecycle) -> Value {
    let name = match lifecycle {
        Lifecycle::Timed { .. } => "cooldownPeriodInSeconds",
        Lifecycle::OnContainerExit { .. } => "maxAlivePeriodInSeconds",
    };
    json!({"lifecycleType": lifecycle.type_name(), name: lifecycle.period().as_secs()})
}

/// What becomes of a wish: the plan that was carried out, and the pool before and after. `None` where it was refused.
struct Lived {
    plan: Plan,
    before: Value,
    after: Value,
}

async fn live(world: &World, wish: &Wish) -> Option<Lived> {
    let before = world.pool().await;
    let decided = |wish: &Wish| decide(wish, &Pool::new(before.clone()).view().unwrap(), world.clock.now()).ok();
    let mut plan = decided(wish)?;
    if !plan.patch.is_empty() && send(world, &plan).await == 400 {
        assert_eq!(plan.target.0.ready, Some(0), "nothing but 0 is refused: {plan:?}");
        plan = decided(&Wish { floor: Some(1), ..wish.clone() })?;
        assert!((200..300).contains(&send(world, &plan).await), "{plan:?}");
    }
    if !plan.tags_alone.is_empty() {
        let tags = format!("{}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", pool_id());
        world.ask("PATCH", &tags, json!({"operation": "Merge", "properties": {"tags": plan.tags_alone}})).await;
    }
    world.clock.sleep(Duration::from_secs(3600)).await;
    Some(Lived { plan, before, after: world.pool().await })
}

async fn send(world: &World, plan: &Plan) -> u16 {
    let path = format!("{}?api-version={API_VERSION}", pool_id());
    world.stranger_asks("PATCH", &path, &patch::encode(&plan.patch)).await.unwrap()
}

/// What differs between two bodies: the profile's key, both values as people read them, and whether it went down.
fn differences(before: &Value, after: &Value) -> Vec<(String, String, String, bool)> {
    let mut found = Vec::new();
    for (key, name) in [("maxSessions", "maxConcurrentSessions"), ("readySessions", "readySessionInstances")] {
        let number = |body: &Value| body["properties"]["scaleConfiguration"][name].as_u64();
        if let (Some(from), Some(to)) = (number(before), number(after))
            && from != to
        {
            found.push((key.to_owned(), from.to_string(), to.to_string(), to < from));
        }
    }
    let lifecycle = |body: &Value| {
        let shown = &body["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
        let (timed, exit) = (&shown["cooldownPeriodInSeconds"], &shown["maxAlivePeriodInSeconds"]);
        assert!(timed.is_null() != exit.is_null(), "{shown}");
        (timed.is_null(), timed.as_u64().or(exit.as_u64()).unwrap())
    };
    let ((was_exit, from), (is_exit, to)) = (lifecycle(before), lifecycle(after));
    let in_words = |exit, seconds| {
        if exit { format!("OnContainerExit, at most {seconds} s") } else { format!("Timed, cooldown {seconds} s") }
    };
    if was_exit != is_exit {
        found.push(("lifecycle".to_owned(), in_words(was_exit, from), in_words(is_exit, to), false));
    } else if from != to {
        let key = if is_exit { "lifecycle.maxAlive" } else { "lifecycle.cooldown" };
        found.push((key.to_owned(), format!("{from} s"), format!("{to} s"), to < from));
    }
    found
}

/// The body without what a change of scale changes.
fn rest(body: &Value) -> Value {
    let mut body = body.clone();
    body.as_object_mut().unwrap().shift_remove("tags");
    for name in ["lastModifiedAt", "lastModifiedBy"] {
        body["systemData"].as_object_mut().unwrap().shift_remove(name);
    }
    let properties = body["properties"].as_object_mut().unwrap();
    for name in ["dynamicPoolConfiguration", "provisioningState", "nodeCount"] {
        properties.shift_remove(name);
    }
    for name in ["maxConcurrentSessions", "readySessionInstances"] {
        properties["scaleConfiguration"].as_object_mut().unwrap().shift_remove(name);
    }
    if let Some(status) = properties.get_mut("templateUpdateStatus") {
        status["activeTemplate"].as_object_mut().unwrap().shift_remove("status");
    }
    body
}

/// The tags but for ours, and how often ours is there.
fn tags(body: &Value) -> (BTreeMap<&str, &Value>, usize) {
    let all: Vec<_> = body["tags"].as_object().into_iter().flatten().collect();
    let is_ours = |name: &str| name.eq_ignore_ascii_case(TAG);
    let ours = all.iter().filter(|(name, _)| is_ours(name)).count();
    (all.into_iter().filter(|(name, _)| !is_ours(name)).map(|(name, value)| (name.as_str(), value)).collect(), ours)
}

fn told(change: &Change) -> (String, String, String, bool) {
    (change.key.to_owned(), change.from.clone(), change.to.clone(), change.lowers)
}

proptest! {
    #[test]
    fn what_a_plan_says_is_what_its_patch_does(case in case(), wish in wishes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let (world, lived) = runtime.block_on(async {
            let world = case.world().await;
            let lived = live(&world, &wish).await;
            (world, lived)
        });
        let Some(Lived { plan, before, after }) = lived else { return Ok(()) };
        let view = Pool::new(after.clone()).view().unwrap();
        prop_assert_eq!((view.scale, view.lifecycle), plan.target, "{}", after);
        let changes: Vec<_> = plan.changes.iter().map(told).collect();
        prop_assert_eq!(differences(&before, &after), changes);
        prop_assert_eq!(rest(&before), rest(&after));
        let ((kept, _), (there, ours)) = (tags(&before), tags(&after));
        prop_assert_eq!(kept, there);
        let writes = plan.patch.tags.is_some() || !plan.tags_alone.is_empty();
        prop_assert_eq!(ours, usize::from(writes || case.stamp.is_some()));
        if !writes {
            prop_assert_eq!(&before["tags"], &after["tags"]);
        }
        match decide(&wish, &view, world.clock.now()) {
            Ok(again) => prop_assert!(again.is_empty(), "{again:?}"),
            // What was raised on doubt is not lowered on doubt either.
            Err(error) => prop_assert!(error.to_string().contains("cannot be read"), "{error}"),
        }
    }
}
