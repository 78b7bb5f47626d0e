//! Completions are checked in, and are those of this very program.

use super::harness::{Machine, check_file, repository};

#[test]
fn completions_are_up_to_date() {
    let machine = Machine::new();
    for (shell, file) in [
        ("bash", "pool.bash"),
        ("elvish", "pool.elv"),
        ("fish", "pool.fish"),
        ("powershell", "_pool.ps1"),
        ("zsh", "_pool"),
    ] {
        let ran = machine.run(&["completions", shell]).exits(0);
        check_file(&repository("completions").join(file), &ran.out);
    }
}
