//! What holds for the faults of every file.

use pool::config::Faults;

/// Every fault stands somewhere in the text, in order, and says something that a terminal shows as it is.
pub fn check(faults: &Faults, text: &str) {
    assert!(!faults.list.is_empty(), "refused without a fault");
    let lines = lines(text);
    for fault in &faults.list {
        assert!(fault.line >= 1 && fault.line <= lines.len(), "no such line: {fault}");
        // Behind the last character is a place too: that is where something is missing.
        let columns = lines[fault.line - 1].chars().count() + 1;
        assert!(fault.column >= 1 && fault.column <= columns, "no such column: {fault}");
        assert!(!fault.text.is_empty());
    }
    let places: Vec<_> = faults.list.iter().map(|fault| (fault.line, fault.column)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let shown = faults.to_string();
    assert_eq!(shown.lines().count(), faults.list.len(), "one line each: {shown:?}");
    let forged = shown.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(forged, None, "a fault shows a control character: {shown:?}");
}

/// The lines as YAML counts them; one more where the text ends with a line break.
fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").split(['\n', '\r']).map(str::to_owned).collect()
}
