//! Profile files: read or refused with places, and what is read is written back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pool::config::{profile, render_profile};
use pool_fuzz::place;

fuzz_target!(|text: &str| {
    match profile::parse("contest", "contest.yaml", text) {
        Ok(profile) => {
            let written = render_profile(&profile);
            assert_eq!(profile::parse("contest", "contest.yaml", &written), Ok(profile), "{written}");
        }
        Err(faults) => place::check(&faults, text),
    }
});
