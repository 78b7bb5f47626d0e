//! What somebody may do, as role assignments say it.
//!
//! Actions compare without case, and `*` in a role stands for any text, also none. What one assignment excludes,
//! another may allow: each is looked at alone (Azure's documentation of role definitions). Deny assignments
//! and conditions are not among what Azure lists, so "allowed" is what the roles say and no promise.

/// What one role assignment allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permission {
    /// Patterns of actions that are allowed.
    pub actions: Vec<String>,
    /// Patterns of actions that are not, although `actions` has them.
    pub not_actions: Vec<String>,
}

/// Whether an action is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is.
    Allowed,
    /// Only a pattern such as `Microsoft.App/sessionPools/*/write` is there, and whether Azure takes that for
    /// `Microsoft.App/sessionPools/write` is not known. Its own role *Container Apps SessionPools Contributor* has
    /// nothing else (built-in roles of 2025-06-30).
    Doubtful,
    /// It is not.
    Missing,
}

impl Permission {
    fn allows(&self, action: &str, matches: impl Fn(&str, &str) -> bool) -> bool {
        self.actions.iter().any(|pattern| matches(pattern, action))
            && !self.not_actions.iter().any(|pattern| is_match(pattern, action))
    }
}

/// Whether any of several assignments allows an action.
#[must_use]
pub fn verdict(permissions: &[Permission], action: &str) -> Verdict {
    if permissions.iter().any(|permission| permission.allows(action, is_match)) {
        Verdict::Allowed
    } else if permissions.iter().any(|permission| permission.allows(action, is_loose_match)) {
        Verdict::Doubtful
    } else {
        Verdict::Missing
    }
}

/// Whether a pattern stands for an action.
fn is_match(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_ascii_lowercase(), action.to_ascii_lowercase());
    let mut pieces = pattern.split('*');
    // What stands before the first star begins the action; there is always a first piece.
    let Some(mut rest) = pieces.next().and_then(|first| action.strip_prefix(first)) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// The same, where a level of the pattern may be missing from the action.
fn is_loose_match(pattern: &str, action: &str) -> bool {
    pattern.contains("/*/") && is_match(&pattern.replace("/*/", "/"), action)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: &str = "Microsoft.App/sessionPools/write";

    #[test]
    fn patterns_stand_for_actions() {
        for (pattern, action, expected) in [
            ("*", WRITE, true),
            ("microsoft.app/SESSIONPOOLS/write", WRITE, true),
            ("Microsoft.App/*", WRITE, true),
            ("Microsoft.App/sessionPools/*", WRITE, true),
            ("*/write", WRITE, true),
            ("Microsoft.*/write", WRITE, true),
            ("M*App*write", WRITE, true),
            ("*/read", WRITE, false),
            ("Microsoft.App/sessionPools", WRITE, false),
            ("Microsoft.App/sessionPools/writer", WRITE, false),
            ("Microsoft.App/sessionPools/*/write", WRITE, false),
            ("Microsoft.App/sessionPools/*/read", "Microsoft.App/sessionPools/sessions/read", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*b", "ab", false),
            ("", WRITE, false),
            ("", "", true),
        ] {
            assert_eq!(is_match(pattern, action), expected, "{pattern} {action}");
        }
    }

    #[test]
    fn assignments_are_looked_at_one_by_one() {
        let role = |actions: &[&str], not_actions: &[&str]| Permission {
            actions: actions.iter().map(|text| (*text).to_owned()).collect(),
            not_actions: not_actions.iter().map(|text| (*text).to_owned()).collect(),
        };
        let contributor = role(&["*"], &["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"]);
        let excluded = role(&["*"], &["Microsoft.App/*"]);
        let pools = role(&["Microsoft.App/sessionPools/*/write"], &[]);
        let reader = role(&["*/read"], &[]);
        for (permissions, expected) in [
            (vec![], Verdict::Missing),
            (vec![reader.clone()], Verdict::Missing),
            (vec![contributor.clone()], Verdict::Allowed),
            (vec![excluded.clone()], Verdict::Missing),
            (vec![excluded.clone(), contributor.clone()], Verdict::Allowed),
            (vec![pools.clone()], Verdict::Doubtful),
            (vec![pools.clone(), reader.clone()], Verdict::Doubtful),
            (vec![role(&["Microsoft.App/sessionPools/*/write"], &["*/write"])], Verdict::Missing),
        ] {
            assert_eq!(verdict(&permissions, WRITE), expected, "{permissions:?}");
        }
    }
}
