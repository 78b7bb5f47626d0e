//! A page that needs nothing but itself: light and dark, wide and narrow, without a script.

use super::markup::escape;
use super::palette;
use super::picture::Picture;
use super::svg::{self, NARROW, WIDE};

/// What stands on a page, from top to bottom.
#[derive(Debug, Clone)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A sentence or some.
    Text(String),
    /// A picture.
    Picture(Box<Picture>),
    /// A table with its heading; the first column names the rows. `numbers` stand to the right.
    Table {
        /// The heading.
        heading: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
        /// Whether the other columns are numbers.
        numbers: bool,
    },
    /// Something to copy.
    Code(String),
}

const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#ffffff;--ink:#1f2328;--faint:#59636e;--line:#d1d9e0;--soft:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--faint:#9aa5b1;--line:#2b323b;--soft:#161b22}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .5rem;overflow-wrap:anywhere}p{margin:.5rem 0;overflow-wrap:anywhere}
svg.chart{display:block;width:100%;height:auto;margin-bottom:1rem}svg.small{display:none}
@media (max-width:640px){svg.large{display:none}svg.small{display:block}}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
@media (max-width:640px){table{font-size:.85rem}th,td{padding-right:.5rem}}
thead th{color:var(--faint);font-weight:600}tbody th{font-weight:400}
table.numbers th+th,table.numbers td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
table.numbers :last-child{padding-right:0}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.75rem;white-space:pre-wrap;\
overflow-wrap:anywhere;font:.9rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
p code,td code,th code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{color:var(--faint);margin-top:2rem;font-size:.9rem}
";

/// The page. It is well-formed XML too, so that any reader takes it.
#[must_use]
pub fn page(title: &str, parts: &[Part], foot: &str) -> String {
    let title = escape(title);
    let body: String = parts.iter().map(part).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\
         <footer>{}</footer>\n</main>\n</body>\n</html>\n",
        palette::STYLE,
        escape(foot)
    )
}

fn part(part: &Part) -> String {
    match part {
        Part::Heading(text) => format!("<h2>{}</h2>\n", escape(text)),
        Part::Text(text) => format!("<p>{}</p>\n", prose(text)),
        Part::Picture(picture) => {
            let of = |size, class| svg::inline(picture, size).replacen("class=\"chart\"", class, 1);
            of(WIDE, "class=\"chart large\"") + &of(NARROW, "class=\"chart small\"")
        }
        Part::Table { heading, rows, numbers } => table(heading, rows, *numbers),
        Part::Code(text) => {
            // Lines stay lines; nothing else that is no letter does.
            let lines: Vec<String> = text.lines().map(escape).collect();
            format!("<pre>{}</pre>\n", lines.join("\n"))
        }
    }
}

/// Text in which what stands between backticks is code.
fn prose(text: &str) -> String {
    let parts: Vec<String> = text.split('`').map(escape).collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let part = |(index, part): (usize, &String)| {
        if index % 2 == 1 { format!("<code>{part}</code>") } else { part.clone() }
    };
    parts.iter().enumerate().map(part).collect()
}

fn table(heading: &[String], rows: &[Vec<String>], numbers: bool) -> String {
    let head: String = heading.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell))).collect();
    let row = |row: &Vec<String>| {
        let mut cells = row.iter();
        let first = cells.next().map(|cell| format!("<th scope=\"row\">{}</th>", prose(cell))).unwrap_or_default();
        let others: String = cells.map(|cell| format!("<td>{}</td>", prose(cell))).collect();
        format!("<tr>{first}{others}</tr>\n")
    };
    let class = if numbers { " class=\"numbers\"" } else { "" };
    let body: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"scroll\"><table{class}>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_copied_keeps_its_lines() {
        assert_eq!(part(&Part::Code("a: <1>\nb: {c}\n".to_owned())), "<pre>a: &lt;1&gt;\nb: {c}</pre>\n");
    }

    #[test]
    fn code_within_text_is_code() {
        for (text, expected) in [
            ("run `pool cost --refresh` & see", "run <code>pool cost --refresh</code> &amp; see"),
            ("a ` alone", "a ` alone"),
            ("`<b>` and `c`", "<code>&lt;b&gt;</code> and <code>c</code>"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }
}
