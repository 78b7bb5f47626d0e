//! The streams: data to stdout, talk to stderr.

use super::format::{self, Format, Query};
use super::{style, table};
use crate::cost::card::{AZURES_LIST, EMULATORS_LIST};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark};
use anstream::{AutoStream, ColorChoice as StreamColor};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, OnceLock};

/// The version of the shapes that `-o json` prints.
const SCHEMA_VERSION: u32 = 1;

/// What `--color` chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorChoice {
    /// Where the stream is a terminal, and `NO_COLOR` is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How things are to look.
#[derive(Debug, Clone)]
pub struct Look {
    /// The format of data.
    pub format: Format,
    /// What of the data is wanted.
    pub query: Option<Query>,
    /// Whether talk is left out.
    pub quiet: bool,
    /// Whether what figures rest on is wanted too: `-v`.
    pub detail: bool,
    /// Colour.
    pub color: ColorChoice,
    /// The width of the terminal, where stdout is one.
    pub width: Option<u16>,
    /// The width of the terminal, where stderr is one.
    pub talk_width: Option<u16>,
    /// Whether stdout is a terminal.
    pub is_terminal: bool,
    /// Whether the locale has more characters than ASCII.
    pub unicode: bool,
    /// How this program is called now, for the commands that hints name.
    pub call: Call,
}

impl Look {
    /// Whether the data is to be rows of its own: tab-separated values, of which nothing is picked.
    #[must_use]
    pub fn wants_rows(&self) -> bool {
        self.format == Format::Tsv && self.query.is_none()
    }
}

/// How this program is called now, so that the commands that hints name can be copied.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// `pool`, or `pool --local`.
    pub program: String,
    /// What was given to say which pool is meant.
    pub target: Arc<OnceLock<Target>>,
    /// Whether the price list that is asked is an emulator's.
    pub has_emulated_prices: bool,
}

/// What was given to say which pool is meant, each part with a space in front; empty where nothing was given.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// ` -n finalpool`.
    pub name: String,
    /// ` -g judges -f pool.yaml`.
    pub place: String,
}

/// Something that can be shown.
pub trait View {
    /// As data, in stable field names.
    fn value(&self) -> Value;

    /// For people.
    fn text(&self, look: &Look) -> String;

    /// Whether the data is in our shapes, which carry their version.
    fn is_ours(&self) -> bool {
        true
    }
}

/// Writes what people and scripts see.
pub struct Printer {
    look: Look,
    out: Mutex<Box<dyn Write + Send>>,
    talk: Mutex<Box<dyn Write + Send>>,
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer").field("look", &self.look).finish_non_exhaustive()
    }
}

impl Printer {
    /// A printer on the process's own streams.
    #[must_use]
    pub fn on_terminal(look: Look) -> Self {
        let choice = match look.color {
            ColorChoice::Auto => StreamColor::Auto,
            ColorChoice::Always => StreamColor::Always,
            ColorChoice::Never => StreamColor::Never,
        };
        Self {
            out: Mutex::new(Box::new(AutoStream::new(io::stdout(), choice))),
            talk: Mutex::new(Box::new(AutoStream::new(io::stderr(), choice))),
            look,
        }
    }

    /// How things are to look.
    #[must_use]
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Whether people are watching stderr, so that progress makes sense.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        !self.look.quiet && io::stderr().is_terminal()
    }

    /// Whether talk is wanted at all: with another format than the table, stderr belongs to the error object.
    #[must_use]
    pub fn talks(&self) -> bool {
        !self.look.quiet && self.look.format == Format::Table
    }

    /// Whether people read the output, and so may be asked something.
    #[must_use]
    pub fn is_for_people(&self) -> bool {
        self.look.format == Format::Table
    }

    /// Shows data on stdout.
    ///
    /// # Errors
    /// `Usage` where `--query` does not fit. A closed pipe is no error.
    pub fn show(&self, view: &dyn View) -> Result<()> {
        let text = match (&self.look.query, self.look.format) {
            (None, Format::Table) => view.text(&self.look),
            (query, format) => {
                let plain_rows = self.look.wants_rows();
                let value = if view.is_ours() && !plain_rows { versioned(view.value()) } else { view.value() };
                let value = match query {
                    Some(query) => query.search(&value)?,
                    None => value,
                };
                match format {
                    Format::Table => table::of(&value, self.look.width),
                    Format::Json => format::json(&value),
                    Format::Yaml => format::yaml(&value)?,
                    Format::Tsv => format::tsv(&value),
                }
            }
        };
        self.raw(&text)
    }

    /// Shows what came of a write. What is done is done: where `--query` does not fit, all of it is shown.
    ///
    /// # Errors
    /// Fails where stdout cannot be written; a closed pipe is no error.
    pub fn show_outcome(&self, view: &dyn View) -> Result<()> {
        match self.show(view) {
            Err(error) if error.kind() == Kind::Usage => {
                self.ask(&format!("{} {error}; all of it is shown\n", style::paint(style::WARN, "warning:")));
                let whole = Look { query: None, ..self.look.clone() };
                let value = versioned(view.value());
                self.raw(&match whole.format {
                    Format::Table => view.text(&whole),
                    Format::Json => format::json(&value),
                    Format::Yaml => format::yaml(&value)?,
                    Format::Tsv => format::tsv(&view.value()),
                })
            }
            result => result,
        }
    }

    /// Writes a text to stdout as it is.
    ///
    /// # Errors
    /// Fails where stdout cannot be written; a closed pipe is no error.
    pub fn raw(&self, text: &str) -> Result<()> {
        write(&self.out, text)
    }

    /// Says something on stderr; silent under `--quiet` and with other formats than the table.
    pub fn say(&self, text: &str) {
        if self.talks() {
            // Talk that cannot be heard is no failure.
            let _ = write(&self.talk, &format!("{}\n", wrapped(text, self.look.talk_width)));
        }
    }

    /// Shows on stderr what the reader of the command line says, with its colours; they go where nobody sees them.
    pub fn usage(&self, text: &str) {
        let _ = write(&self.talk, &wrapped(text, self.look.talk_width));
    }

    /// Asks on stderr, also under `--quiet`: somebody must answer.
    pub fn ask(&self, text: &str) {
        let _ = write(&self.talk, &wrapped(text, self.look.talk_width));
    }

    /// Says findings on stderr.
    pub fn findings(&self, findings: &[Finding]) {
        for finding in findings {
            self.say(&self.finding_text(finding));
        }
    }

    /// Says findings on stderr, also under `--quiet`: whoever reads nothing else must know.
    pub fn insist(&self, findings: &[Finding]) {
        for finding in findings {
            self.ask(&format!("{}\n", self.finding_text(finding)));
        }
    }

    /// What was found, and what to do about it on a line of its own.
    fn finding_text(&self, finding: &Finding) -> String {
        let color = match finding.mark {
            Mark::Ok => style::GOOD,
            Mark::Note => style::FAINT,
            Mark::Warning => style::WARN,
            Mark::Fault => style::BAD,
        };
        let finding = self.finding_in_our_words(finding.clone());
        let todo = finding.todo.as_ref().map_or_else(String::new, |todo| format!("\n  {todo}"));
        format!("{}: {finding}{todo}", style::paint(color, finding.mark.word()))
    }

    /// Shows an error on stderr: as text, or as one JSON object where JSON was asked for.
    pub fn error(&self, error: &Error) {
        let hints: Vec<String> = error.hints().iter().map(|hint| self.in_our_words(hint)).collect();
        let text = if self.look.format == Format::Json {
            let object = json!({"schemaVersion": SCHEMA_VERSION, "error": {
                "code": error.kind().code(),
                "message": error.to_string(),
                "target": error.target(),
                "hints": hints,
            }});
            format!("{object:#}\n")
        } else {
            let mut lines = vec![format!("{} {error}", style::paint(style::BAD, "error:"))];
            lines.extend(hints.iter().map(|hint| format!("{} {hint}", style::paint(style::WARN, "hint:"))));
            lines.iter().map(|line| wrapped(line, self.look.talk_width) + "\n").collect()
        };
        let _ = write(&self.talk, &text);
    }

    /// A hint with the commands in it as this program is called now, so that they can be copied.
    #[must_use]
    pub fn in_our_words(&self, hint: &str) -> String {
        in_our_words(hint, &self.look.call)
    }

    /// The same of a finding.
    #[must_use]
    pub fn finding_in_our_words(&self, finding: Finding) -> Finding {
        let todo = finding.todo.map(|todo| self.in_our_words(&todo));
        Finding { text: self.in_our_words(&finding.text), todo, ..finding }
    }
}

/// A text whose lines break between words, with the indent of their beginning; as it is where no width is known.
/// Commands between backticks stay on one line, so that they can be copied.
pub(super) fn wrapped(text: &str, width: Option<u16>) -> String {
    let lines = text.split('\n').map(|line| {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        wrapped_at(line, indent, width)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One line, broken between words; what follows the first break begins with `indent`.
pub(super) fn wrapped_at(line: &str, indent: &str, width: Option<u16>) -> String {
    const HELD: char = '\u{a0}';
    let Some(width) = width else { return line.to_owned() };
    let held: Vec<String> = line
        .split('`')
        .enumerate()
        .map(|(index, piece)| if index % 2 == 1 { piece.replace(' ', "\u{a0}") } else { piece.to_owned() })
        .collect();
    // A command that is too long to stand under the others stands further to the left, as far as that is of use.
    let longest = held.iter().skip(1).step_by(2).map(|command| command.chars().count() + "``,".len()).max();
    let room = usize::from(width).checked_sub(longest.unwrap_or(0)).unwrap_or(indent.len());
    let indent = &indent[..indent.len().min(room)];
    // Names and URLs with hyphens in them are to be copied whole.
    let options = textwrap::Options::new(width.into()).subsequent_indent(indent).break_words(false);
    let filled = textwrap::fill(&held.join("`"), options.word_splitter(textwrap::WordSplitter::NoHyphenation));
    filled.replace(HELD, " ")
}

/// See [`Printer::in_our_words`]: `pool show -n x` becomes `pool --local show -n x -g y`, and Azure's price list is an
/// emulator's where that is what would be asked.
pub(super) fn in_our_words(text: &str, call: &Call) -> String {
    // Only these speak to Azure; the others are the same wherever it is. `pool apply` by itself is whoever runs it.
    let commands = [
        "cost",
        "create",
        "delete",
        "doctor",
        "extend",
        "list",
        "next",
        "park",
        "plan",
        "receipt",
        "scale-down",
        "scale-up",
        "show",
        "unpark",
        "why",
    ];
    let (program, target) = (&call.program, call.target.get().cloned().unwrap_or_default());
    let mut pieces = text.split('`');
    let mut words = pieces.next().unwrap_or_default().to_owned();
    for (index, piece) in pieces.enumerate() {
        words.push('`');
        let is_quoted = index % 2 == 0;
        match piece.strip_prefix("pool ").map(|rest| rest.split_once(' ').unwrap_or((rest, ""))) {
            Some((command, arguments))
                if is_quoted && (commands.contains(&command) || (command == "apply" && !arguments.is_empty())) =>
            {
                let names_pool = arguments.starts_with("-n ") && !target.name.is_empty();
                let rest = if names_pool { arguments.splitn(3, ' ').nth(2).unwrap_or("") } else { arguments };
                let name = if command == "list" { "" } else { &target.name };
                words.push_str(&format!("{program} {command}{name}{}", target.place));
                if !rest.is_empty() {
                    words.push_str(&format!(" {rest}"));
                }
            }
            _ => words.push_str(piece),
        }
    }
    if call.has_emulated_prices { words.replace(AZURES_LIST, EMULATORS_LIST) } else { words }
}

fn versioned(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(versioned).collect(),
        Value::Object(members) if !members.contains_key("schemaVersion") => {
            let mut versioned = serde_json::Map::from_iter([("schemaVersion".to_owned(), json!(SCHEMA_VERSION))]);
            versioned.extend(members);
            Value::Object(versioned)
        }
        other => other,
    }
}

fn write(stream: &Mutex<Box<dyn Write + Send>>, text: &str) -> Result<()> {
    let mut stream = stream.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Failed, anyhow::Error::new(error).context("failed to write")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_their_indent() {
        let cases = [
            ("one two three", Some(8), "one two\nthree"),
            ("  one two three", Some(9), "  one two\n  three"),
            ("one two three", None, "one two three"),
            ("\u{1b}[1mone\u{1b}[0m two", Some(7), "\u{1b}[1mone\u{1b}[0m two"),
            ("https://example.com/a-long-one", Some(8), "https://example.com/a-long-one"),
            ("run `pool scale-down` now", Some(16), "run\n`pool scale-down`\nnow"),
            ("ends with a line\n", Some(40), "ends with a line\n"),
        ];
        for (text, width, expected) in cases {
            assert_eq!(wrapped(text, width), expected);
        }
    }

    #[test]
    fn hints_can_be_copied() {
        let call = |program: &str, given: &str| {
            let call = Call { program: program.into(), ..Call::default() };
            let (name, place) = if given.starts_with(" -n p") { given.split_at(5) } else { ("", given) };
            call.target.set(Target { name: name.to_owned(), place: place.to_owned() }).unwrap();
            call
        };
        let cases = [
            (
                "run `pool show`, `pool init` or `az login`",
                call("pool --local", ""),
                "run `pool --local show`, `pool init` or `az login`",
            ),
            (
                "`pool delete -n p` and `pool create -n p`",
                call("pool", " -n p -g g"),
                "`pool delete -n p -g g` and `pool create -n p -g g`",
            ),
            (
                "`pool scale-down --force`, pool show",
                call("pool", " -n p"),
                "`pool scale-down -n p --force`, pool show",
            ),
            ("`pool list`", call("pool", " -n p"), "`pool list`"),
            ("`pool list`", call("pool", " -n p -g g -f x.yaml"), "`pool list -g g -f x.yaml`"),
            ("`pool park -n p`", call("pool", " -f x.yaml"), "`pool park -f x.yaml -n p`"),
            ("`pool show -n p`", call("pool", ""), "`pool show -n p`"),
        ];
        for (text, call, expected) in cases {
            assert_eq!(in_our_words(text, &call), expected);
        }
        let emulated = Call { has_emulated_prices: true, ..call("pool --local", "") };
        let hint = "Fetch Azure's price list with `pool cost --refresh`.";
        let ours = "Fetch the emulator's price list with `pool --local cost --refresh`.";
        assert_eq!(in_our_words(hint, &emulated), ours);
    }

    #[test]
    fn a_long_command_stands_further_to_the_left_before_it_runs_over() {
        let command = format!("`{}`", "c d".repeat(20));
        for (width, left) in [
            (78, 10),
            (70, 7),
            (64, 1),
            // It runs over wherever it stands.
            (50, 10),
        ] {
            let line = format!("          hint: {command}, otherwise");
            let left = " ".repeat(left);
            let expected = format!("          hint:\n{left}{command},\n{left}otherwise");
            assert_eq!(wrapped_at(&line, "          ", Some(width)), expected, "{width}");
        }
    }
}
