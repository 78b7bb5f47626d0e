//! Where settings came from, and which of several won.

use crate::model::{Finding, Mark};

/// A setting, and where it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What it is.
    pub name: &'static str,
    /// What holds.
    pub won: Told,
    /// What does not, because something else comes first.
    pub passed_over: Vec<Told>,
}

/// A value, and who told it: a flag, a file, a variable, another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The value.
    pub value: String,
    /// Who told it, in words that fit after "from".
    pub by: String,
}

impl Setting {
    /// A setting as a finding: nothing is wrong with it.
    pub(super) fn finding(&self) -> Finding {
        let mut text = format!("{}, from {}", self.won.value, self.won.by);
        for Told { value, by } in &self.passed_over {
            if value.eq_ignore_ascii_case(&self.won.value) {
                text.push_str(&format!("; {by} says the same"));
            } else {
                text.push_str(&format!("; {by} says {value}, which does not count"));
            }
        }
        Finding::new(Mark::Ok, self.name, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_winner_comes_first_and_the_others_are_told() {
        let told = |value: &str, by: &str| Told { value: value.into(), by: by.into() };
        for (passed_over, expected) in [
            (vec![], "judges, from pool.yaml"),
            (vec![told("old", "az")], "judges, from pool.yaml; az says old, which does not count"),
            (vec![told("Judges", "az")], "judges, from pool.yaml; az says the same"),
        ] {
            let setting = Setting { name: "group", won: told("judges", "pool.yaml"), passed_over };
            assert_eq!(setting.finding().text, expected);
        }
    }
}
