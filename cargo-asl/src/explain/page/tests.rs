use super::*;

#[test]
fn pages_are_drawn() {
    let page = "# ASL1: a `x`\n\nSome `code` here.\n\n## Wrong\n\n```json\n{ \"a\": `1` }\n```\n";
    assert_eq!(
        styled(page),
        "\u{1b}[1mASL1: a \u{1b}[36mx\u{1b}[0m\u{1b}[1m\u{1b}[0m\n\nSome \u{1b}[36mcode\u{1b}[0m here.\n\n\
         \u{1b}[1;36mWrong\u{1b}[0m\n\n  \u{1b}[2m│\u{1b}[0m { \"a\": `1` }\n"
    );
}

#[test]
fn long_lines_are_wrapped() {
    let text = "word ".repeat(50);
    let wrapped = wrapped(&text);
    assert!(wrapped.lines().all(|line| line.len() <= WIDTH));
    assert_eq!(wrapped.split_whitespace().count(), 50);
    assert!(super::wrapped(&format!("- {text}")).lines().nth(1).is_some_and(|line| line.starts_with("  w")));
}
