//! What users of other schedulers, warm pools and leases asked for and suffered, each with the tests that hold us to it,
//! or with why it cannot happen here. Read from their issue threads in 2026.

use super::harness::repository;
use std::collections::BTreeSet;
use std::path::Path;

/// A row: its number, where it was asked, what for, and the tests, or a sentence.
struct Row(u32, &'static str, &'static str, Held);

enum Held {
    By(&'static [&'static str]),
    Because(&'static str),
}

use Held::{Because, By};

const ROWS: [Row; 36] = [
    Row(
        1,
        "instance-scheduler-on-aws#202",
        "an override that ends",
        By(&["a_lease_ends_by_itself_wherever_apply_runs_next"]),
    ),
    Row(
        2,
        "instance-scheduler-on-aws#59",
        "a schedule put off until a date",
        By(&["an_event_keeps_the_pool_until_somebody_insists"]),
    ),
    Row(
        3,
        "instance-scheduler-on-aws#469",
        "dates with a year",
        By(&["an_event_is_read", "dates_that_say_nothing_are_told"]),
    ),
    Row(
        4,
        "instance-scheduler-on-aws#598, #641",
        "a hold that says who, why and until when",
        By(&["why_tells_a_hold_what_it_outranks"]),
    ),
    Row(
        5,
        "kube-green#142, #555",
        "up now, without a change of files",
        By(&["a_lease_comes_in_the_same_patch_as_the_scale"]),
    ),
    Row(
        6,
        "hjacobs/kube-downscaler#81, #47",
        "down alone",
        By(&["a_file_without_events_says_so", "a_scale_down_lowers_ready_at_once_and_max_when_sessions_are_gone"]),
    ),
    Row(
        7,
        "instance-scheduler#148, #229, #77",
        "what is warmed by hand is caught",
        By(&[
            "a_pool_that_no_claim_explains_is_reported_and_left",
            "a_warm_pool_that_no_claim_explains_ends_a_plan_with_2",
        ]),
    ),
    Row(
        8,
        "openclaw/crabbox#1035",
        "limits hold for renewals",
        By(&["a_renewal_is_held_to_the_limits_of_a_new_lease"]),
    ),
    Row(
        9,
        "phnx-labs/agi-cli#2208",
        "a renewal is as long as asked",
        By(&["a_renewal_is_as_long_as_was_asked_for_however_often"]),
    ),
    Row(
        10,
        "phnx-labs/agi-cli#2106",
        "every write sweeps what has ended",
        By(&["when_every_slot_is_taken_nothing_is_written"]),
    ),
    Row(11, "azure-docs#39303", "an end leads to the other window", By(&["claims_never_cut_each_other"])),
    Row(
        12,
        "azure-docs#103376, #104521",
        "no gap at a seam",
        By(&["at_a_seam_exactly_one_holds", "claims_never_cut_each_other"]),
    ),
    Row(13, "azure-docs#25868, azure-powershell#9318", "an end is required", By(&["faults_of_events"])),
    Row(
        14,
        "keda#4677, #2031, #1941",
        "no pair of cron lines; windows are shown",
        By(&["faults_of_events", "next_tells_changes_with_leases_and_who_shares"]),
    ),
    Row(
        15,
        "keda#6846",
        "dates that are left out",
        By(&["a_date_is_on_by_its_day_and_its_bounds", "dates_that_say_nothing_are_told"]),
    ),
    Row(
        16,
        "kube-downscaler#28",
        "in doubt it stays up",
        By(&["events_begin_with_their_lead_and_share_the_pool", "what_cannot_be_read_never_lowers_a_pool"]),
    ),
    Row(
        17,
        "coder#2028, #3064, #12864, #8546",
        "warmed early by hand, the event is not cut",
        By(&["claims_never_cut_each_other", "a_renewal_takes_the_same_slot"]),
    ),
    Row(
        18,
        "instance-scheduler#238, #225",
        "windows across midnight",
        By(&["windows_become_instants", "a_window_is_found_by_any_instant_of_it"]),
    ),
    Row(19, "agones#3008", "a window hangs at its start", By(&["a_window_is_found_by_any_instant_of_it"])),
    Row(20, "nomad-autoscaler#448", "schedules at all", Because("the whole of it is this")),
    Row(
        21,
        "instance-scheduler#204, #302, #162",
        "day and time in one zone",
        By(&["a_week_comes_again_at_its_local_time"]),
    ),
    Row(22, "keda#932", "zones without the machine's help", By(&["zones_are_in_the_program"])),
    Row(
        23,
        "azure-docs#52799, webjobs#394",
        "daylight saving time",
        By(&["a_length_elapses_and_a_wall_clock_does_not", "the_nights_on_which_clocks_change_are_remarked"]),
    ),
    Row(
        24,
        "modernisation-platform#5441",
        "no cron line to correct twice a year",
        By(&["a_week_comes_again_at_its_local_time", "next_tells_the_nights_on_which_clocks_change"]),
    ),
    Row(
        25,
        "cron-utils#213, meteor-synced-cron#152",
        "a rule for gap and fold",
        By(&["gaps_end_at_their_end_and_folds_take_the_first_pass"]),
    ),
    Row(
        26,
        "kube-green#246, #389",
        "late is better than never",
        By(&["a_late_start_is_told", "missed_runs_change_nothing_about_the_end"]),
    ),
    Row(
        27,
        "actions/runner#877",
        "a runner that went silent is noticed",
        By(&["a_runner_that_went_silent_is_noticed_once", "the_heartbeat_is_one_write_a_day"]),
    ),
    Row(28, "kubernetes#42649, #86647", "no storm to catch up", By(&["missed_runs_change_nothing_about_the_end"])),
    Row(
        29,
        "logicapps#1476, startstopv2#73",
        "early and late do no harm, nor does the first run",
        By(&["a_late_start_is_told", "a_pool_that_no_claim_explains_is_reported_and_left"]),
    ),
    Row(
        30,
        "kube-green#655, #512",
        "a result for each pool",
        By(&["pools_that_cannot_be_read_are_no_trouble_of_the_others"]),
    ),
    Row(
        31,
        "kube-downscaler#44, #56",
        "what a pool goes back to is not lost",
        Because("nothing is remembered to go back to: the base stands in the pool file"),
    ),
    Row(
        32,
        "instance-scheduler-on-aws 3.2.4",
        "ids that stay",
        By(&["the_order_of_a_file_changes_nothing_on_the_pool"]),
    ),
    Row(
        33,
        "terraform-aws-ecs#422, terraform#11798",
        "peace with infrastructure code",
        By(&["drift_is_treated_as_the_file_says", "every_target_is_exported_without_network_and_sign_in"]),
    ),
    Row(
        34,
        "GoKubeDownscaler#453, argo-cd#4038",
        "no fight without an end",
        By(&["an_enforced_lowering_comes_to_rest", "drift_is_treated_as_the_file_says"]),
    ),
    Row(
        35,
        "Modal, sync_warm_state",
        "again after each deploy",
        By(&["apply_after_each_deploy_brings_the_event_back_and_then_sends_nothing"]),
    ),
    Row(
        36,
        "aca-review-apps#58, azure-container-apps#175, #1657",
        "two at once, and lost answers",
        By(&["lost_answers_and_conflicts_are_looked_into", "two_at_once_end_where_one_would"]),
    ),
];

#[test]
fn everything_that_was_asked_for_has_its_test() {
    let mut known = BTreeSet::new();
    for folder in ["src", "tests"] {
        tests_below(&repository(folder), &mut known);
    }
    for (expected, Row(number, asked, what, held)) in (1..).zip(&ROWS) {
        assert_eq!(*number, expected, "{what}");
        assert!(!asked.is_empty());
        match held {
            By(tests) => {
                assert!(!tests.is_empty(), "{number}: {what}");
                for test in *tests {
                    assert!(
                        known.contains(*test),
                        "{number}, {what}: there is no test `{test}`; name the one that has it"
                    );
                }
            }
            Because(sentence) => assert!(sentence.split(' ').count() > 3, "{number}: {sentence}"),
        }
    }
}

/// The names of all tests below a folder: functions right under a line that marks one.
fn tests_below(folder: &Path, known: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            tests_below(&path, known);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            let marked = lines.windows(2).filter(|pair| pair[0].starts_with("#[") && pair[0].contains("test"));
            let names = marked.filter_map(|pair| pair[1].trim_start_matches("async ").strip_prefix("fn "));
            known.extend(names.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

/// A container may have no zones of its own.
#[test]
fn zones_are_in_the_program() {
    let bundled = jiff::tz::TimeZoneDatabase::bundled();
    for zone in ["Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"] {
        assert!(bundled.get(zone).is_ok(), "{zone}");
    }
}
