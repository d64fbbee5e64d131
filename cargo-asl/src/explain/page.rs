//! A page in Markdown, drawn for a terminal: the part of Markdown that pages use.

#[cfg(test)]
mod tests;

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
