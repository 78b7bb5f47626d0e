//! An answer that breaks off in the middle, at each request in turn: a read is asked again, a write is looked into, and
//! the command ends as if nothing had been.

use super::crash::{Case, DELETE, PARK, SCALE_UPS, check_kept, creates, each, scale_downs, unparks};
use super::harness::Served;
use super::relay::{self, Strike};

/// Breaks off the answer to each request of a command, each time on an emulator of its own.
fn goes_on(case: &Case) {
    let whole = case.run(&case.serve(), Strike::Never);
    assert!(whole.status.success() && whole.requests.len() >= 4, "{:?}: {}", case.arguments, whole.err);
    std::thread::scope(|scope| {
        for number in 1..=whole.requests.len() {
            let writes = whole.writes().len();
            scope.spawn(move || goes_on_at(case, number, writes));
        }
    });
}

fn goes_on_at(case: &Case, number: usize, writes: usize) {
    let emulator = case.serve();
    let ended = case.run(&emulator, Strike::Cut(number));
    let context = format!("{:?} with {:?}, cut at {number}: {:?}", case.arguments, case.emulator, ended.requests);
    assert!(ended.struck, "{context}");
    assert_eq!(ended.status.code(), Some(0), "{context}: {}", ended.err);
    case.check(&emulator, &context);
    if case.arguments == PARK.arguments {
        check_kept(&emulator, &ended, &context);
    }
    // What was done is found done and not sent again; a refusal whose words were lost is met once more.
    let refused = usize::from(writes > 1);
    assert!(ended.writes().len() <= writes + refused, "{context}");
    let again = case.run(&emulator, Strike::Never);
    assert_eq!((again.status.code(), again.writes()), (Some(0), vec![]), "{context}: {}", again.err);
}

#[test]
fn a_scale_up_goes_on() {
    each(&SCALE_UPS, goes_on);
}

#[test]
fn a_scale_down_goes_on() {
    each(&scale_downs(), goes_on);
}

#[test]
fn a_create_goes_on() {
    each(&creates(), goes_on);
}

#[test]
fn a_delete_goes_on() {
    goes_on(&DELETE);
}

#[test]
fn a_park_goes_on() {
    goes_on(&PARK);
}

#[test]
fn an_unpark_goes_on() {
    each(&unparks(), goes_on);
}

#[test]
fn a_look_is_taken_again() {
    let emulator = Served::start(&["--instant"]);
    for arguments in [&["show"][..], &["show", "-o", "json"], &["list", "-g", "local"], &["scale-up", "--dry-run"]] {
        let whole = relay::run(&emulator.endpoint, arguments, Strike::Never, |machine| machine);
        for number in 1..=whole.requests.len() {
            let ended = relay::run(&emulator.endpoint, arguments, Strike::Cut(number), |machine| machine);
            assert_eq!((ended.struck, ended.status.code()), (true, Some(0)), "{arguments:?}: {}", ended.err);
            assert_eq!(ended.requests, whole.requests, "{arguments:?}");
        }
    }
}
