//! What may stand in a file: the keys of each object, and the shape of each value.
//!
//! One table per object is all there is: [`super::check`] holds a file to it, [`super::view`] reads values by it, and
//! [`super::schema`] writes it as JSON Schema. So the three cannot differ.

/// The keys of an object.
#[derive(Debug)]
pub(super) struct Table {
    /// What the object is, for the schema.
    pub(super) about: &'static str,
    /// The keys in the order in which they are shown.
    pub(super) keys: &'static [Key],
    /// Keys that people bring from elsewhere, with what is answered.
    pub(super) strangers: &'static [(&'static str, Stranger)],
    /// Whether a key with nothing behind it means the object with no keys.
    pub(super) may_be_empty: bool,
    /// What the schema says beyond single keys, as JSON members. The same rules stand as code beside each table.
    pub(super) rules: &'static str,
}

/// A key of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What it is for, one line.
    pub(super) about: &'static str,
    /// A value as it would stand in a file.
    pub(super) example: &'static str,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

/// The answer to a key from elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stranger {
    /// The same thing has another name here.
    Here(&'static str),
    /// It is known, and refused for a reason; what to do instead.
    Refused(&'static str, &'static str),
}

/// The shape of a value.
#[derive(Debug)]
pub(super) enum Shape {
    /// Text that obeys a rule.
    Text(&'static Rule),
    /// Any single value, kept as it stands in the file: the value of an environment variable.
    Literal,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A whole number within bounds, both included.
    Whole(i128, i128),
    /// A number above 0.
    Positive,
    /// An amount of money, 0 or more and no more than so much, exact.
    Amount(u64),
    /// `true` or `false`.
    Flag,
    /// A length of time.
    Duration,
    /// Keys with values.
    Object(&'static Table),
    /// The first for a single value, the second for keys with values.
    Either(&'static Shape, &'static Table),
    /// A list of values.
    List(&'static Shape),
    /// Names of the user's choice, each with a value.
    Map(&'static Names, &'static Shape),
}

/// The names of a map.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) rule: &'static Rule,
    /// Whether Azure compares them without case, so that `A` and `a` are the same.
    pub(super) without_case: bool,
}

/// What a text must be like.
pub(super) struct Rule {
    /// For the schema, a regular expression that says what `allows` does, or less where validators differ: letters
    /// beyond ASCII have no expression that all of them know.
    pub(super) pattern: &'static str,
    pub(super) allows: fn(&str) -> bool,
    /// What it is, to fit behind "is no".
    pub(super) noun: &'static str,
    /// What would be right.
    pub(super) todo: &'static str,
    /// Whether a fault may repeat the text. Where somebody may have put a secret, it may not.
    pub(super) echo: bool,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("noun", &self.noun).finish_non_exhaustive()
    }
}

impl Table {
    /// A table without strangers and rules.
    pub(super) const fn new(about: &'static str, keys: &'static [Key]) -> Self {
        Self { about, keys, strangers: &[], may_be_empty: false, rules: "{}" }
    }

    /// The key of that name.
    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Where a key of that name stands in an object below this one: `container.image`.
    pub(super) fn below(&self, name: &str) -> Option<String> {
        self.keys.iter().find_map(|key| match key.shape {
            Shape::Object(table) if table.key(name).is_some() => Some(format!("{}.{name}", key.name)),
            _ => None,
        })
    }
}

impl Key {
    /// A key that may be left out.
    pub(super) const fn may(name: &'static str, shape: Shape, about: &'static str, example: &'static str) -> Self {
        Self { name, about, example, required: false, shape }
    }

    /// A key that must be there.
    pub(super) const fn must(name: &'static str, shape: Shape, about: &'static str, example: &'static str) -> Self {
        Self { name, about, example, required: true, shape }
    }

    /// Whether a path begins with this key.
    pub(super) fn is(&self, path: &str) -> bool {
        path.split('.').next() == Some(self.name)
    }
}

/// Text of any kind.
pub(super) static ANY_TEXT: Rule = Rule { pattern: "", allows: |_| true, noun: "text", todo: "", echo: true };

/// An environment variable of the process that runs `create`. Never repeated: it stands where people put secrets.
pub(super) static VARIABLE: Rule = Rule {
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    allows: |text| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        text.chars().all(word) && text.starts_with(|c: char| !c.is_ascii_digit())
    },
    noun: "name of an environment variable",
    todo: "letters, digits and `_`; the secret itself never stands in a file",
    echo: false,
};

/// Where a secret stands.
pub(super) static SECRET: Table = Table::new(
    "Where a secret's value stands. The value itself never stands in a file.",
    &[Key::must(
        "env",
        Shape::Text(&VARIABLE),
        "The environment variable that holds the secret when `pool create` runs",
        "REGISTRY_PASSWORD",
    )],
);
