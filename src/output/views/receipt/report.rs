//! A receipt as a file: a page of HTML, or Markdown.

use super::rows::{cost_notes, picture, rows, sentence, total, total_words};
use super::{ReceiptView, notes, title_of};
use crate::ops::receipt::Receipt;
use crate::output::charts::html::{self, Part};
use crate::output::charts::{Picture, terminal};

/// How wide a picture in Markdown is.
const WIDTH: u16 = 72;

/// The page, with the command that made it.
#[must_use]
pub fn receipt_html(view: &ReceiptView<'_>, command: &str) -> String {
    let mut parts = Vec::new();
    let mut pictures: Vec<Option<Picture>> =
        view.receipts.iter().map(|receipt| picture(&title_of(view, receipt), receipt, &view.zone)).collect();
    share(&mut pictures);
    for (index, (receipt, picture)) in view.receipts.iter().zip(pictures).enumerate() {
        if view.receipts.len() > 1 {
            parts.push(Part::Heading(receipt.id.name.clone()));
        }
        parts.push(Part::Text(format!("{}: {}.", view.when(receipt), sentence(receipt))));
        parts.extend(picture.map(|picture| Part::Picture(Box::new(picture))));
        let cells = rows(receipt, &view.zone).into_iter();
        let cells = cells.map(|row| vec![row.label.to_owned(), row.planned, row.actual, row.by.to_owned()]);
        let heading = ["", "Planned", "As it came", "By"].map(str::to_owned).into();
        parts.push(Part::Table { heading, rows: cells.collect(), numbers: false });
        parts.extend(told(view, receipt).into_iter().map(Part::Text));
        parts.push(Part::Heading("For the next time".to_owned()));
        parts.extend(reasons(receipt).into_iter().map(Part::Text));
        parts.extend(view.profile(index).map(Part::Code));
    }
    parts.extend(altogether(view).map(Part::Text));
    let assumptions = assumptions(view);
    if !assumptions.is_empty() {
        parts.push(Part::Heading("What the cost rests on".to_owned()));
        let rows = assumptions.into_iter().map(|sentence| vec![sentence]).collect();
        parts.push(Part::Table { heading: vec!["Assumption".to_owned()], rows, numbers: false });
    }
    parts.push(Part::Heading("How to see it again".to_owned()));
    parts.push(Part::Code(command.to_owned()));
    let version = env!("CARGO_PKG_VERSION");
    let foot =
        format!("By pool {version}, from Azure Monitor's metrics, to the minute, and the journal of one machine.");
    html::page(&format!("Receipt: {}", view.name), &parts, &foot)
}

/// The same as Markdown, with the picture in characters.
#[must_use]
pub fn receipt_markdown(view: &ReceiptView<'_>, command: &str) -> String {
    let mut text = format!("# Receipt: {}\n", plain(&view.name));
    for (index, receipt) in view.receipts.iter().enumerate() {
        if view.receipts.len() > 1 {
            text.push_str(&format!("\n## {}\n", plain(&receipt.id.name)));
        }
        text.push_str(&format!(
            "\n{}.\n\n| | planned | as it came | by |\n|---|---|---|---|\n",
            plain(&format!("{}: {}", view.when(receipt), sentence(receipt)))
        ));
        for row in rows(receipt, &view.zone) {
            let cells = [row.label, &row.planned, &row.actual, row.by].map(plain);
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        if let Some(picture) = picture(&title_of(view, receipt), receipt, &view.zone) {
            let drawn = anstream::adapter::strip_str(&terminal::draw(&picture, WIDTH, true)).to_string();
            text.push_str(&format!("\n```\n{}```\n", drawn));
        }
        for sentence in told(view, receipt) {
            text.push_str(&format!("\n- {}", plain(&sentence)));
        }
        text.push_str("\n\nFor the next time:\n");
        for sentence in reasons(receipt) {
            text.push_str(&format!("\n- {}", plain(&sentence)));
        }
        text.push('\n');
        if let Some(profile) = view.profile(index) {
            text.push_str(&format!("\n```yaml\n{profile}```\n"));
        }
    }
    text.extend(altogether(view).map(|sentence| format!("\n{}\n", plain(&sentence))));
    let assumptions = assumptions(view);
    if !assumptions.is_empty() {
        text.push_str("\nWhat the cost rests on:\n\n");
        text.extend(assumptions.iter().map(|sentence| format!("- {}\n", plain(sentence))));
    }
    text.push_str(&format!("\n```\n{}\n```\n", command.replace("```", "'''")));
    text
}

fn share(pictures: &mut [Option<Picture>]) {
    let mut known: Vec<Picture> = pictures.iter().flatten().cloned().collect();
    Picture::share_scales(&mut known);
    for (picture, shared) in pictures.iter_mut().filter(|picture| picture.is_some()).zip(known) {
        *picture = Some(shared);
    }
}

/// What else there is to know, a sentence each.
fn told(view: &ReceiptView<'_>, receipt: &Receipt) -> Vec<String> {
    let findings = receipt.findings.iter().map(|finding| format!("{}: {}.", capital(&finding.subject), finding.text));
    let costs = cost_notes(receipt, &view.zone).into_iter().map(|note| capital(&note) + ".");
    notes(view, receipt).into_iter().chain(findings).chain(costs).collect()
}

fn reasons(receipt: &Receipt) -> Vec<String> {
    match &receipt.suggestion {
        Ok(suggestion) => suggestion.reasons.iter().map(|reason| capital(reason) + ".").collect(),
        Err(why) => vec![format!("Nothing is suggested: {why}.")],
    }
}

/// What all pools come to, and how that stands to the budget, a sentence each.
fn altogether(view: &ReceiptView<'_>) -> impl Iterator<Item = String> {
    let budget = view.against_budget().map(|(_, text)| format!("Budget: {text}."));
    together(view).into_iter().chain(budget)
}

fn together(view: &ReceiptView<'_>) -> Option<String> {
    total(view.receipts).filter(|_| view.receipts.len() > 1)?;
    Some(format!("Together they cost {}.", total_words(view.receipts, view.of)))
}

fn assumptions(view: &ReceiptView<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for receipt in view.receipts {
        for sentence in receipt.cost.rates.iter().flat_map(crate::cost::Rates::assumptions) {
            let sentence = capital(&sentence) + ".";
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
    }
    sentences
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Text in which nothing is Markdown, nor a tag, nor ends a cell.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    for c in text.chars() {
        match c {
            c if c.is_control() => escaped.push(' '),
            '`' => {
                is_code = !is_code;
                escaped.push('`');
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '|' => escaped.push_str("\\|"),
            '*' | '_' | '[' | ']' | '#' | '\\' if !is_code => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markdown() {
        for (text, expected) in [
            ("autumn-final", "autumn-final"),
            ("a|b*c_d", "a\\|b\\*c\\_d"),
            ("<b>\n`a_b`", "&lt;b&gt; `a_b`"),
            ("[x](y)", "\\[x\\](y)"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
