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
    let machine = Machine::new();
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

/// Numbers of seconds, clock times and names of machines are not compared.
fn timeless(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let word = |index: usize| -> &str {
            let is_time = words[index].contains(':') && words[index].starts_with(|c: char| c.is_ascii_digit());
            let is_date = words[index].len() == 10 && words[index].starts_with("20");
            let is_host = words[index].contains('@') || words[index].starts_with("at=20");
            let before_unit = words.get(index + 1).is_some_and(|unit| unit.starts_with('s') && unit.len() <= 3);
            let number = words[index].trim_start_matches('(').parse::<u32>().is_ok();
            if is_time || is_date || is_host || (before_unit && number) { "#" } else { words[index] }
        };
        (0..words.len()).map(word).collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_progress(line: &str) -> bool {
    line.starts_with("Azure is at work")
        || line.starts_with("ready ") && line.contains("pending")
        || line.starts_with("trying again")
}
