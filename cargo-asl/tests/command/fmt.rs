//! `cargo asl fmt`.

use crate::folder::Folder;

const UGLY: &str = "{\"States\":{\"A\":{\"End\":true,\"Type\":\"Pass\",\"Result\":{\"b\":1.50,\"a\":\"\\u0061\"}}},\r\n\"StartAt\":\"A\"}";
const NICE: &str = "{\r\n  \"StartAt\": \"A\",\r\n  \"States\": {\r\n    \"A\": { \"Type\": \"Pass\", \"Result\": { \"b\": 1.50, \"a\": \"\\u0061\" }, \"End\": true }\r\n  }\r\n}\r\n";

#[test]
fn lays_out_files() {
    let folder = Folder::empty("fmt");
    folder.write("in/ugly.asl.json", UGLY).write("in/nice.asl.json", NICE).write("in/other.json", UGLY);
    folder.write("in/moved.asl.yaml", "# All.\nStates: {}\n# First.\nStartAt: A # here\n");
    folder.check("fmt-check", 1, &["fmt", "--check", "in"]);
    assert_eq!(folder.read("in/ugly.asl.json"), UGLY);
    folder.check("fmt-done", 0, &["fmt"]);
    assert_eq!(folder.read("in/ugly.asl.json"), NICE);
    assert_eq!(folder.read("in/moved.asl.yaml"), "# All.\n# First.\nStartAt: A # here\nStates: {}\n");
    assert_eq!(folder.read("in/other.json"), UGLY, "only a file that is named is laid out whatever its name");
    folder.check("fmt-same", 0, &["fmt", "--check"]);
    folder.run(0, &["fmt", "in/other.json"]);
    assert_eq!(folder.read("in/other.json"), NICE);
}

#[test]
fn says_why_it_cannot() {
    let folder = Folder::empty("fmt-cannot");
    let aliases = "States: &a {}\nStartAt: *a\n";
    folder
        .write("a.asl.yaml", aliases)
        .write("d.asl.yaml", "a: b: c\n")
        .write("b.asl.json", "{\"StartAt\": True}");
    folder.write("c.asl.json", b"{\"\xff\": 1}");
    folder.check("fmt-broken", 1, &["fmt", "b.asl.json"]);
    folder.check("fmt-yaml", 1, &["fmt", "a.asl.yaml", "d.asl.yaml"]);
    folder.check("fmt-trouble", 2, &["fmt", "c.asl.json", "e.asl.json"]);
    assert_eq!(folder.read("a.asl.yaml"), aliases);
    assert_eq!(folder.read("b.asl.json"), "{\"StartAt\": True}");
}
