//! A page in Markdown, drawn for a terminal: the part of Markdown that pages use.

/// Text is wrapped at this column.
const WIDTH: usize = 100;

const BOLD: &str = "\u{1b}[1m";
const HEADING: &str = "\u{1b}[1;36m";
const CODE: &str = "\u{1b}[36m";
const FRAME: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// The page with colours, its text wrapped and its examples indented.
pub(super) fn styled(page: &str) -> String {
    let mut out = String::new();
    let mut in_example = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_example = !in_example;
            continue;
        }
        if in_example {
            out.extend(["  ", FRAME, "│", RESET, " ", line]);
        } else if let Some(heading) = line.strip_prefix("## ") {
            out.extend([HEADING, heading, RESET]);
        } else if let Some(title) = line.strip_prefix("# ") {
            out.extend([BOLD, &inline(title, BOLD), RESET]);
        } else {
            out.push_str(&inline(&wrapped(line), ""));
        }
        out.push('\n');
    }
    out
}

/// `code` in colour; afterwards the colours of the text around it.
fn inline(text: &str, around: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            out.extend([CODE, part, RESET, around]);
        } else {
            out.push_str(part);
        }
    }
    out
}

/// A paragraph or an entry of a list in lines that are not too long.
fn wrapped(text: &str) -> String {
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split_inclusive(' ') {
        let width = word.trim_end().chars().filter(|c| *c != '`').count();
        if column > 0 && column + width > WIDTH {
            let kept = out.trim_end().len();
            out.truncate(kept);
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        }
        out.push_str(word);
        column += word.chars().filter(|c| *c != '`').count();
    }
    out
}

#[cfg(test)]
mod tests {
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
        assert!(
            super::wrapped(&format!("- {text}")).lines().nth(1).is_some_and(|line| line.starts_with("  w"))
        );
    }
}
