//! With a real Python, where there is one, in real time.

use super::*;
use tokio::time::timeout;

/// A Python, or a line that says that there is none.
#[expect(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
async fn python() -> Option<Python> {
    match Python::find(OsStr::new("python3")).await {
        Ok(python) => Some(python),
        Err(error) => {
            eprintln!("not tested, because there is no python3 here: {error}");
            None
        }
    }
}

async fn run(python: &Python, folder: &Path, text: &str, milliseconds: u64) -> Ran {
    let code = Code { text: text.to_owned(), folder: folder.to_owned(), timeout: Duration::from_millis(milliseconds) };
    CodeRunner::run(python, code).await
}

#[tokio::test]
async fn code_prints_fails_and_has_a_value() {
    let Some(python) = python().await else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.py"), "x = 7").unwrap();
    for (code, succeeded, stdout, stderr, result) in [
        ("print('Hello world')", true, "Hello world\n", "", json!("")),
        ("import sys\nprint('oops', file=sys.stderr)\n6 * 7", true, "", "oops\n", json!(42)),
        ("[1, {'a': None}]", true, "", "", json!([1, {"a": null}])),
        ("{1}", true, "", "", json!("{1}")),
        ("float('nan')", true, "", "", json!("nan")),
        ("2**64 - 1", true, "", "", json!(u64::MAX)),
        ("-2**63", true, "", "", json!(i64::MIN)),
        ("2**100", true, "", "", json!("1267650600228229401496703205376")),
        ("[1, {'a': -2**63 - 1}]", true, "", "", json!("[1, {'a': -9223372036854775809}]")),
        ("import math\nlen(str(math.factorial(200))), math.factorial(200) % 7", true, "", "", json!([375, 0])),
        ("10**374", true, "", "", json!(format!("1{}", "0".repeat(374)))),
        ("'\\ud800'", true, "", "", json!("'\\ud800'")),
        ("{'\\ud800': 1}", true, "", "", json!("{'\\ud800': 1}")),
        ("class A:\n    def __repr__(self): return '\\ud800'\nA()", true, "", "", json!("\\ud800")),
        ("x = []\nfor _ in range(200): x = [x]\nx", true, "", "", json!(["[".repeat(201), "]".repeat(201)].concat())),
        ("x = []\nx.append(x)\nx", true, "", "", json!("[[...]]")),
        ("'x' * (17 << 20)", true, "", "", json!(format!("'{}...", "x".repeat((1 << 20) - 1)))),
        ("'\\U0001f600' * (2 << 20)", true, "", "", json!(format!("'{}...", "😀".repeat((1 << 20) - 1)))),
        ("", true, "", "", json!("")),
        ("x = 1\nif x:\n    x += 1\nx", true, "", "", json!(2)),
        ("import mine\nmine.x", true, "", "", json!(7)),
        ("input()", false, "", "EOFError: EOF when reading a line", json!("")),
        ("import sys\nsys.exit(0)", true, "", "", json!("")),
        ("import sys\nsys.exit('no')", false, "", "no\n", json!("")),
        ("1/0", false, "", "  File \"<code>\", line 1, in <module>", json!("")),
        ("1/0", false, "", "ZeroDivisionError: division by zero\n", json!("")),
        ("def (", false, "", "SyntaxError", json!("")),
        ("import os\nos._exit(0)", false, "", "Execution aborted", json!("")),
        ("a = bytearray(64 << 30)", false, "", "MemoryError", json!("")),
        ("print('ü' * 30000)", true, &"ü".repeat(20_000), "", json!("")),
        ("import os\nsorted(os.environ)", true, "", "", json!(["HOME", "LANG", "PATH", "TMPDIR"])),
    ] {
        let ran = run(&python, folder.path(), code, 30_000).await;
        assert_eq!(
            (ran.succeeded, &ran.stdout, &ran.result),
            (succeeded, &stdout.to_owned(), &result),
            "{code}: {ran:?}"
        );
        assert!(ran.stderr.contains(stderr) && (stderr.is_empty() == ran.stderr.is_empty()), "{code}: {ran:?}");
        assert!(!ran.stderr.contains("driver"), "{}", ran.stderr);
    }
    let ran = run(&python, folder.path(), "open('out.txt', 'w').write('kept')", 30_000).await;
    assert_eq!(
        (ran.result, std::fs::read_to_string(folder.path().join("out.txt")).unwrap()),
        (json!(4), "kept".into())
    );
}

#[tokio::test]
async fn code_that_runs_too_long_says_what_azure_says() {
    let Some(python) = python().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&python, folder.path(), "import time\ntime.sleep(60)", 300).await;
    assert_eq!((ran.succeeded, ran.stderr.as_str()), (false, TIMED_OUT));
    assert!(ran.took < Duration::from_secs(20), "{ran:?}");
}

/// The process that the code starts holds a pipe open as long as it lives.
#[cfg(unix)]
#[tokio::test]
async fn nothing_that_the_code_started_outlives_it() {
    let Some(python) = python().await else { return };
    for (code, milliseconds) in [
        // It ends, it runs too long, nobody waits any more.
        ("x = 1", 30_000),
        ("import time\ntime.sleep(60)", 1_500),
        ("import time\ntime.sleep(61)", 30_000),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let starts = "import subprocess\nhold = open('pipe', 'wb', 0)\nhold.write(b'up ')\n\
             subprocess.Popen(['/bin/sh', '-c', 'sleep 60; echo alive'], stdout=hold, close_fds=False)\n";
        let opened = tokio::task::spawn_blocking(move || std::io::read_to_string(std::fs::File::open(pipe).unwrap()));
        let text = format!("{starts}{code}");
        let running = run(&python, folder.path(), &text, milliseconds);
        if code.ends_with("61)") {
            assert!(timeout(Duration::from_millis(1_500), running).await.is_err());
        } else {
            running.await;
        }
        let read = timeout(Duration::from_secs(20), opened).await.expect("the pipe ends").unwrap().unwrap();
        assert_eq!(read, "up ", "{code}");
    }
}

#[tokio::test]
async fn what_is_no_python_is_refused() {
    for (program, says) in [("/nowhere/python3", "/nowhere/python3"), ("true", "`true` is no Python")] {
        let error = Python::find(OsStr::new(program)).await.unwrap_err();
        assert_eq!(error.kind(), Fault::Usage);
        assert!(error.to_string().contains(says), "{error}");
    }
}
