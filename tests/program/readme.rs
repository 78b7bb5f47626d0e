//! The README tells the truth: its examples run, and its tables are those of the program.

use super::harness::{Machine, check_file, repository};
use pool::error::{Exit, Kind};
use std::sync::Mutex;

/// Puts a text between two markers of the README.
fn between(text: &str, marker: &str, content: &str) -> String {
    let (start, end) = (format!("<!-- {marker} -->\n"), format!("<!-- end of {marker} -->"));
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    format!("{before}{start}\n{content}\n{end}{after}")
}

/// Both tests may write the README; not at once.
static WRITING: Mutex<()> = Mutex::new(());

#[test]
fn the_catalogue_of_errors_is_in_the_readme() {
    let _alone = WRITING.lock();
    let path = repository("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let exits = Exit::ALL.iter().map(|exit| format!("| {} | {} |\n", exit.code(), exit.meaning()));
    let exits = exits.fold("| exit | meaning |\n|---|---|\n".to_owned(), |table, row| table + &row);
    let kinds =
        Kind::ALL.iter().map(|kind| format!("| `{}` | {} | {} |\n", kind.code(), kind.exit().code(), kind.meaning()));
    let kinds = kinds.fold("| `error.code` | exit | when |\n|---|---|---|\n".to_owned(), |table, row| table + &row);
    check_file(&path, &between(&between(&readme, "exit codes", &exits), "errors", &kinds));
}

/// Every `console` block is typed into one machine, one after the other. Times differ from run to run; nothing else.
#[test]
fn the_examples_run() {
    let _alone = WRITING.lock();
    let path = repository("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let machine = Machine::new().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    for name in ["season.yaml", "winter.yaml", "peak.yaml", "billed.yaml", "invoice.yaml", "zero.yaml", "quiz.yaml"] {
        let file = readme.split(&format!("```yaml\n# {name}\n")).nth(1).unwrap();
        machine.write(name, &format!("# {name}\n{}", file.split("```").next().unwrap()));
    }
    let (mut told, mut count) = (String::new(), 0);
    for (index, part) in readme.split("```console\n").enumerate() {
        if index == 0 {
            told.push_str(part);
            continue;
        }
        let (block, prose) = part.split_once("```").unwrap();
        told.push_str("```console\n");
        for example in block.split("$ ").skip(1) {
            told.push_str(&typed(&machine, example.lines().next().unwrap()));
            count += 1;
        }
        told.push_str("```");
        told.push_str(prose);
    }
    assert!(count >= 5, "{count} examples");
    if timeless(&readme) != timeless(&told) {
        check_file(&path, &told);
    }
}

/// Every YAML block that says which file it is has neither faults nor anything that is likely not meant, but for the one
/// that shows what is said then.
#[test]
fn the_files_in_the_readme_are_as_they_should_be() {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let blocks: Vec<&str> = readme.split("```yaml\n# ").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    for block in &blocks {
        let machine = Machine::new();
        let name = block.split([',', '\n']).next().unwrap();
        machine.write(name, &format!("# {block}"));
        if block.contains("\narrive:") {
            machine.run(&["simulate", name, "--replications", "1"]).exits(0);
            continue;
        }
        let code = if name == "winter.yaml" { 2 } else { 0 };
        machine.run(&["profile", "check", name]).exits(code).prints(&[&format!("{name}: ok")]);
    }
    assert!(blocks.len() >= 3, "{}", blocks.len());
}

/// An example with what the program says to it, as it stands in the README.
fn typed(machine: &Machine, line: &str) -> String {
    let words = shlex::split(line).unwrap();
    assert_eq!(words[0], "pool", "{line}");
    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let ran = machine.run(&arguments);
    let lines = format!("{}{}", ran.err, ran.out);
    let kept: Vec<&str> = lines.trim_end().lines().filter(|line| !is_progress(line)).collect();
    format!("$ {line}\n{}\n", kept.join("\n"))
}

/// Numbers of seconds and milliseconds, what is paid by the second, clock times with their dates, and names of machines
/// are not compared; nor is where a line breaks, which depends on them.
fn timeless(text: &str) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = |index: usize| -> Option<&str> {
        let word = words[index];
        let is_time = word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
        let is_date = word.len() == 10 && word.starts_with("20") || DAYS.contains(&word);
        // The slot of a lease depends on who asks, and where.
        let is_host = word.contains('@') || word.contains("=20") || word.contains("pool-lease-");
        let is_unit = |unit: &&&str| unit.starts_with('s') && unit.len() <= 3 || **unit == "ms";
        let before_unit = words.get(index + 1).filter(is_unit).is_some();
        // What a pool costs until its end gets less by the second.
        let before = |back: usize| index.checked_sub(back).map_or("", |index| words[index]);
        let is_running = word.starts_with('$') && (before(1) == "costs" || before(1) == "to" && before(3) == "costs");
        let number = word.trim_start_matches('(').parse::<u32>().is_ok();
        match word {
            _ if is_date || is_time => None,
            _ if is_host || is_running || (before_unit && number) => Some("#"),
            word => Some(word),
        }
    };
    (0..words.len()).filter_map(word).collect::<Vec<_>>().join(" ")
}

fn is_progress(line: &str) -> bool {
    line.starts_with("Azure is at work")
        || line.starts_with("ready ") && line.contains("pending")
        || line.starts_with("trying again")
}
