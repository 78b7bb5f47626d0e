//! The README tells the truth: its examples run, and its tables are those of the program.

use super::harness::{Machine, check_file, repository};
use pool::error::{Exit, Kind};

/// Puts a text between two markers of the README.
fn between(text: &str, marker: &str, content: &str) -> String {
    let (start, end) = (format!("<!-- {marker} -->\n"), format!("<!-- end of {marker} -->"));
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    format!("{before}{start}\n{content}\n{end}{after}")
}

#[test]
fn the_catalogue_of_errors_is_in_the_readme() {
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
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let machine = Machine::new();
    let mut count = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for example in block.split("$ ").skip(1) {
            let (typed, expected) = example.split_once('\n').unwrap();
            let words = shlex::split(typed).unwrap();
            assert_eq!(words[0], "pool", "{typed}");
            let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
            let ran = machine.run(&arguments);
            let shown = format!("{}{}", ran.err, ran.out);
            snapbox::assert_data_eq!(timeless(&shown), timeless(expected.trim_start_matches('\n')));
            count += 1;
        }
    }
    assert!(count >= 5, "{count} examples");
}

/// Numbers of seconds, clock times and lines of progress are not compared.
fn timeless(text: &str) -> String {
    let lines = text.trim_end().lines().filter(|line| !is_progress(line));
    let lines = lines.map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let word = |index: usize| -> &str {
            let is_time = words[index].contains(':') && words[index].starts_with(|c: char| c.is_ascii_digit());
            let is_date = words[index].len() == 10 && words[index].starts_with("20");
            let before_unit = words.get(index + 1).is_some_and(|unit| *unit == "s" || unit.starts_with("s."));
            if is_time || is_date || (before_unit && words[index].parse::<u32>().is_ok()) { "#" } else { words[index] }
        };
        (0..words.len()).map(word).collect::<Vec<_>>().join(" ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn is_progress(line: &str) -> bool {
    line.starts_with("Azure is at work")
        || line.starts_with("ready ") && line.contains("pending")
        || line.starts_with("starting over")
}
