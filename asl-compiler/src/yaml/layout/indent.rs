//! The canonical indentation of a text in YAML: two columns for each level, for sequences below a key too.
//!
//! Only what stands before the first token of a line changes, and the blanks behind the dashes of a sequence. What goes on
//! for several lines (texts, brackets) moves as a whole.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// Columns for each level.
const STEP: usize = 2;

/// The text with canonical indentation; `None` where lines do not tell the structure: explicit keys, for example.
pub(super) fn indent(text: &str) -> Option<String> {
    let inside = inside(text)?;
    let mut indenter =
        Indenter { levels: Vec::new(), out: String::with_capacity(text.len()), comments: Vec::new() };
    for (number, line) in text.split_inclusive('\n').enumerate() {
        match inside.get(&number) {
            Some(text) => indenter.go_on(line, *text),
            None => indenter.line(line)?,
        }
    }
    indenter.close();
    Some(indenter.out)
}

/// The lines on which something goes on that began before, from 0. Of a text in lines of its own, whose indentation is its
/// own to choose, the column.
fn inside(text: &str) -> Option<BTreeMap<usize, Option<usize>>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let only_blanks = |line: usize, column: usize| {
        let line = line.checked_sub(1).and_then(|line| lines.get(line));
        line.is_none_or(|line| line.chars().take(column).all(|c| c == ' '))
    };
    let mut found = BTreeMap::new();
    let mut brackets = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        // Lines of the parser count from 1.
        let (start, end) = (span.start.line(), span.end.line());
        let (first, column) = match event {
            // The place of such a text begins with its first line, unless there is none.
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..)
                if only_blanks(start, span.start.col()) =>
            {
                let first = start.saturating_sub(1);
                let head = lines.get(..first)?.iter().rev().find(|line| !line.trim().is_empty());
                let is_free = head.is_some_and(|head| !has_indicator(head));
                (first, is_free.then_some(span.start.col()))
            }
            Event::Scalar(..) => {
                let more = lines.get(start..end).unwrap_or_default();
                let next = more.iter().find(|line| !line.trim().is_empty());
                (start, next.map(|line| line.len() - line.trim_start_matches(' ').len()))
            }
            // Of collections in brackets the brackets have places, of others nothing has.
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                brackets.push((span.start.index() < span.end.index()).then_some(start));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match brackets.pop()? {
                Some(start) if span.start.index() < span.end.index() => (start, None),
                _ => continue,
            },
            _ => continue,
        };
        // What ends where the next line has only blanks before it has ended before that line.
        let last = if only_blanks(end, span.end.col()) { end.saturating_sub(1) } else { end };
        found.extend((first..last).map(|line| (line, column)));
    }
    Some(found)
}

/// Whether the head of a text says how far the text is indented: `|2-`.
fn has_indicator(head: &str) -> bool {
    let behind = head.rsplit(['|', '>']).next().unwrap_or_default();
    behind.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit())
}

/// A block: what its entries' columns were and are.
#[derive(Clone, Copy)]
struct Level {
    old: usize,
    new: usize,
    dash: bool,
    /// It is the head of a text in lines of its own, which are indented by what is around it.
    text: bool,
}

struct Indenter {
    /// The open blocks, outermost first.
    levels: Vec<Level>,
    out: String,
    /// Comments in lines of their own and empty lines, whose place the next line decides.
    comments: Vec<String>,
}

impl Indenter {
    /// A line that begins with a token, a comment or nothing.
    fn line(&mut self, line: &str) -> Option<()> {
        let body = line.trim_end_matches(['\n', '\r']);
        let content = body.trim_start_matches(' ');
        if content.trim().is_empty() || content.starts_with('#') {
            self.comments.push(line.to_owned());
            return Some(());
        }
        let column = body.len() - content.len();
        if column == 0 && is_marker(content)? {
            self.close();
            self.out.push_str(line);
            return Some(());
        }
        let tokens = tokens(column, content);
        let before = self.levels.clone();
        let mut first = None;
        let mut written = String::new();
        for (place, token) in tokens.iter().enumerate() {
            if !token.dash && is_explicit(token.text) {
                return None;
            }
            let level = self.place(token, (place > 0).then_some(written.chars().count()));
            if place == 0 {
                first = Some(level);
                written = " ".repeat(level.new);
            }
            written.push_str(token.text);
        }
        self.flush(&before, first);
        self.out.push_str(&written);
        self.out.push_str(line.get(body.len()..).unwrap_or_default());
        Some(())
    }

    /// Opens the block of a token, unless it is open. `behind`: where it comes behind a dash.
    fn place(&mut self, token: &Token<'_>, behind: Option<usize>) -> Level {
        let is_inner = |level: &Level| {
            level.old > token.column
                // A sequence may be no further indented than the key that it belongs to.
                || level.old == token.column && level.dash && !token.dash
                || level.text
        };
        while self.levels.last().is_some_and(is_inner) {
            self.levels.pop();
        }
        match self.levels.last() {
            Some(level) if level.old == token.column && level.dash == token.dash => *level,
            around => {
                let new = behind.unwrap_or_else(|| around.map_or(0, |around| around.new + STEP));
                let text = !token.dash && token.text.starts_with(['|', '>']);
                let level = Level { old: token.column, new, dash: token.dash, text };
                self.levels.push(level);
                level
            }
        }
    }

    /// A line of what began before; `text`: the column of the text that it is a line of.
    fn go_on(&mut self, line: &str, text: Option<usize>) {
        self.close();
        let mut levels = self.levels.iter().rev();
        let own = levels.next();
        let (level, least) = match own {
            Some(own) if own.text => (levels.next(), 0),
            own => (own, levels.next().map_or(0, |around| around.new + STEP)),
        };
        let column = line.len() - line.trim_start_matches(' ').len();
        let is_empty = line.trim().is_empty();
        let (old, new) = match (level, text) {
            (Some(level), Some(text)) => (text, level.new + STEP),
            (Some(level), None) => (level.old, level.new),
            (None, _) => (0, 0),
        };
        let moved = if is_empty && column == 0 { 0 } else { (column + new).saturating_sub(old) };
        // Brackets may end left of where they begin, but not left of what is around them.
        let moved = if is_empty { moved } else { moved.max(least.min(column)) };
        self.out.push_str(&" ".repeat(moved));
        self.out.push_str(line.get(column..).unwrap_or_default());
    }

    /// Writes the comments behind all lines so far.
    fn close(&mut self) {
        let levels = self.levels.clone();
        self.flush(&levels, None);
    }

    /// Writes the comments between the line that left these levels open and the next one, which begins with one.
    fn flush(&mut self, before: &[Level], next: Option<Level>) {
        for line in std::mem::take(&mut self.comments) {
            let content = line.trim_start_matches(' ');
            if !content.starts_with('#') {
                self.out.push_str(&line);
                continue;
            }
            let column = line.len() - content.len();
            let same = |level: &&Level| level.old == column;
            let level = next.as_ref().filter(same).or_else(|| before.iter().rev().find(same));
            let new = level.or(next.as_ref()).map_or(column, |level| level.new);
            self.out.push_str(&" ".repeat(new));
            self.out.push_str(content);
        }
    }
}

/// What a line begins with.
struct Token<'t> {
    column: usize,
    /// A dash with one blank behind it, or all the rest of the line.
    text: &'t str,
    dash: bool,
}

/// The dashes at the start of a line, and what stands behind them.
fn tokens(mut column: usize, mut rest: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    while rest == "-" || rest.starts_with("- ") {
        let behind = rest.get(1..).unwrap_or_default();
        let content = behind.trim_start_matches(' ');
        let is_last = content.is_empty() || content.starts_with('#');
        tokens.push(Token { column, text: if is_last { rest } else { "- " }, dash: true });
        if is_last {
            return tokens;
        }
        column += rest.len() - content.len();
        rest = content;
    }
    tokens.push(Token { column, text: rest, dash: false });
    tokens
}

/// `---`, `...` and directives; `None` where a document begins behind such a mark, in a column that cannot be chosen.
fn is_marker(content: &str) -> Option<bool> {
    if content.starts_with('%') {
        return Some(true);
    }
    let Some(rest) = content.strip_prefix("---").or_else(|| content.strip_prefix("...")) else {
        return Some(false);
    };
    match rest.trim_start() {
        "" => Some(true),
        comment if comment.starts_with('#') => Some(true),
        _ if rest.starts_with(' ') => None,
        _ => Some(false),
    }
}

/// `? key` and `: value`.
fn is_explicit(text: &str) -> bool {
    ["?", ":"]
        .iter()
        .any(|sign| text == *sign || text.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' ')))
}
