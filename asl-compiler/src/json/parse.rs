//! Strict JSON (RFC 8259) with recovery: every mistake of a text is reported, the first ones at least.

use super::{Member, Node, Text, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};

/// How deep arrays and objects may nest: enough for any definition, and safe for every recursive stage.
pub const MAX_DEPTH: usize = 128;

/// After so many mistakes the rest is noise.
const MAX_PROBLEMS: usize = 20;

/// What `${Name}` outside of a string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholders {
    /// A mistake.
    AreMistakes,
    /// A value, read as if it stood in quotes.
    AreValues,
}

/// Parses a text. `None` when there is no value at all or the text has mistakes, which are then in
/// `diagnostics`. A byte order mark at the start is skipped.
pub fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    let (node, problems) = parse_text(source.text(), Placeholders::AreMistakes);
    for problem in problems {
        diagnostics.push(problem);
    }
    node
}

/// Parses a text: the value, if there are no mistakes, and the mistakes.
pub(super) fn parse_text(text: &str, placeholders: Placeholders) -> (Option<Node>, Vec<Diagnostic>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut parser = Parser {
        text,
        placeholders,
        at: start,
        depth: 0,
        problems: Vec::new(),
        give_up: false,
        unclosed: false,
    };
    parser.skip_space();
    if parser.peek().is_none() {
        let empty = Diagnostic::new(Code::JsonSyntax, Span::at(parser.at), "the text is empty")
            .label("expected a JSON object");
        return (None, vec![empty]);
    }
    let node = parser.value();
    if node.is_some() && !parser.give_up {
        parser.skip_space();
        if parser.peek().is_some() {
            let span = parser.token_span();
            parser.problem(span, "text after the end of the definition", "nothing may follow here", None);
        }
    }
    let node = node.filter(|_| parser.problems.is_empty());
    (node, parser.problems)
}

struct Parser<'a> {
    text: &'a str,
    placeholders: Placeholders,
    at: usize,
    depth: usize,
    problems: Vec<Diagnostic>,
    give_up: bool,
    /// A string was not closed, so brackets were swallowed with it.
    unclosed: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..).and_then(|rest| rest.chars().next())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.bump();
        }
        found
    }

    fn problem(&mut self, span: Span, message: &str, label: &str, help: Option<&str>) {
        let diagnostic =
            Diagnostic::new(Code::JsonSyntax, span, message).label(label).maybe_help(help.map(str::to_owned));
        self.push(diagnostic);
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(diagnostic);
        }
        self.give_up |= self.problems.len() >= MAX_PROBLEMS;
    }

    /// White space, and comments, which are reported.
    fn skip_space(&mut self) {
        loop {
            while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
                self.bump();
            }
            let start = self.at;
            if self.rest().starts_with("//") {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            } else if self.rest().starts_with("/*") {
                self.at += self.rest().find("*/").map_or(self.rest().len(), |end| end + 2);
            } else {
                return;
            }
            self.problem(
                Span::new(start, self.at),
                "JSON has no comments",
                "not allowed",
                Some("use a `Comment` field"),
            );
        }
    }

    /// The word or character at the current place, for pointing at.
    fn token_span(&self) -> Span {
        let word: usize = self.rest().chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
        let len = if word > 0 { word } else { self.peek().map_or(0, char::len_utf8) };
        Span::new(self.at, self.at + len)
    }

    fn value(&mut self) -> Option<Node> {
        let start = self.at;
        let value = match self.peek() {
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::array)?,
            Some('"') => Value::String(self.string()),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number()?,
            Some('$') if self.placeholders == Placeholders::AreValues && self.rest().starts_with("${") => {
                self.placeholder()?
            }
            _ => self.word()?,
        };
        Some(Node { span: Span::new(start, self.at), value })
    }

    fn nested(&mut self, parse: fn(&mut Self) -> Value) -> Option<Value> {
        if self.depth == MAX_DEPTH {
            self.push(
                Diagnostic::new(Code::TooDeep, Span::new(self.at, self.at + 1), "nested too deeply")
                    .label(format!("level {}", MAX_DEPTH + 1))
                    .help(format!("at most {MAX_DEPTH} objects and arrays may be inside each other")),
            );
            self.give_up = true;
            return None;
        }
        self.depth += 1;
        let value = parse(self);
        self.depth -= 1;
        Some(value)
    }

    fn object(&mut self) -> Value {
        let open = Span::new(self.at, self.at + 1);
        self.bump();
        let mut members = Vec::new();
        self.skip_space();
        if self.eat('}') {
            return Value::Object(members);
        }
        while !self.give_up {
            self.skip_space();
            match self.member() {
                Some(member) => members.push(member),
                None => self.recover(),
            }
            if !self.separator('}', open) {
                break;
            }
        }
        Value::Object(members)
    }

    fn member(&mut self) -> Option<Member> {
        if self.peek() != Some('"') {
            let span = self.token_span();
            let help = if self.peek() == Some('\'') || span.end - span.start > 1 {
                Some("names stand in double quotes")
            } else {
                None
            };
            self.problem(span, "expected the name of a member", "expected a string", help);
            return None;
        }
        let key = self.string();
        self.skip_space();
        if !self.eat(':') {
            let span = self.token_span();
            self.problem(span, "expected `:` after a member's name", "expected `:`", None);
            return None;
        }
        self.skip_space();
        let value = self.value()?;
        Some(Member { key, value })
    }

    fn array(&mut self) -> Value {
        let open = Span::new(self.at, self.at + 1);
        self.bump();
        let mut items = Vec::new();
        self.skip_space();
        if self.eat(']') {
            return Value::Array(items);
        }
        while !self.give_up {
            self.skip_space();
            match self.value() {
                Some(item) => items.push(item),
                None => self.recover(),
            }
            if !self.separator(']', open) {
                break;
            }
        }
        Value::Array(items)
    }

    /// After an item: true when another follows.
    fn separator(&mut self, close: char, open: Span) -> bool {
        if self.give_up {
            return false;
        }
        self.skip_space();
        let before = self.at;
        match self.peek() {
            Some(',') => {
                self.bump();
                self.skip_space();
                if self.peek() != Some(close) {
                    return true;
                }
                self.problem(
                    Span::new(before, before + 1),
                    "trailing comma",
                    "nothing follows it",
                    Some("remove the comma"),
                );
                self.bump();
                false
            }
            Some(c) if c == close => {
                self.bump();
                false
            }
            Some(c @ (']' | '}')) => {
                let message = format!("`{c}` where `{close}` was expected");
                self.push(
                    Diagnostic::new(Code::JsonSyntax, Span::new(before, before + 1), message)
                        .also(open, "to close this"),
                );
                self.bump();
                false
            }
            Some(_) => {
                let end = self.text.get(..before).map_or(0, |text| text.trim_end().len());
                self.problem(Span::at(end), "missing comma", "expected `,`", None);
                true
            }
            None => {
                if !self.unclosed {
                    self.push(
                        Diagnostic::new(Code::JsonSyntax, Span::at(before), "the text ends too early")
                            .label(format!("expected `{close}`"))
                            .also(open, "to close this"),
                    );
                }
                self.give_up = true;
                false
            }
        }
    }

    /// Skips to the next `,` or closing bracket of the current level.
    fn recover(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' if depth > 0 => depth -= 1,
                ',' | '}' | ']' if depth == 0 => return,
                '"' => {
                    self.skip_string();
                    continue;
                }
                _ => {}
            }
            self.bump();
        }
    }

    fn skip_string(&mut self) {
        self.bump();
        while let Some(c) = self.peek() {
            match c {
                '\n' => return,
                '"' => {
                    self.bump();
                    return;
                }
                '\\' => {
                    self.bump();
                    self.bump();
                }
                _ => self.bump(),
            }
        }
    }

    /// `true`, `false`, `null`, or something that is not JSON.
    fn word(&mut self) -> Option<Value> {
        let span = self.token_span();
        let word = self.text.get(span.range()).unwrap_or_default();
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => {
                self.not_a_value(span);
                return None;
            }
        };
        self.at = span.end;
        Some(value)
    }

    fn not_a_value(&mut self, span: Span) {
        let rest = self.rest();
        let help = if rest.starts_with("${") {
            Some("put the placeholder in double quotes and give its value as a substitution")
        } else if rest.starts_with('\'') {
            Some("strings stand in double quotes")
        } else {
            let word = self.text.get(span.range()).unwrap_or_default().to_ascii_lowercase();
            match word.as_str() {
                "true" => Some("write `true`"),
                "false" => Some("write `false`"),
                "null" | "none" | "nil" | "undefined" => Some("write `null`"),
                _ if span.end - span.start > 1 => Some("strings stand in double quotes"),
                _ => None,
            }
        };
        let message =
            if rest.is_empty() { "the text ends where a value was expected" } else { "expected a value" };
        let at_end = rest.is_empty();
        self.problem(span, message, "not a JSON value", help);
        self.give_up |= at_end;
    }

    /// A `${Name}` that stands for a value.
    fn placeholder(&mut self) -> Option<Value> {
        let Some(length) = self.rest().find('}').map(|end| end + 1) else { return self.word() };
        let span = Span::new(self.at, self.at + length);
        let mut text = Text::empty(span);
        text.push(self.text.get(span.range())?, span);
        self.at = span.end;
        Some(Value::String(text))
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        let len = self
            .rest()
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'_'))
            .count();
        self.at += len;
        let text = self.text.get(start..self.at).unwrap_or_default();
        if is_number(text) {
            return Some(Value::Number(text.to_owned()));
        }
        let digits = text.trim_start_matches('-');
        let help =
            if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
                Some("numbers have no leading zeros")
            } else {
                None
            };
        self.problem(Span::new(start, self.at), "malformed number", "not a JSON number", help);
        None
    }

    /// A string; the current character is its opening quote.
    fn string(&mut self) -> Text {
        let start = self.at;
        self.bump();
        let mut text = Text::empty(Span::at(start));
        let mut run = self.at;
        loop {
            match self.peek() {
                Some(c) if c != '"' && c != '\\' && c >= ' ' => self.bump(),
                other => {
                    let span = Span::new(run, self.at);
                    text.push(self.text.get(span.range()).unwrap_or_default(), span);
                    match other {
                        Some('"') => {
                            self.bump();
                            break;
                        }
                        Some('\\') => self.escape(&mut text),
                        Some('\n' | '\r') | None => {
                            self.unclosed = true;
                            self.problem(
                                Span::new(start, self.at),
                                "unterminated string",
                                "the closing `\"` is missing",
                                None,
                            );
                            break;
                        }
                        Some(c) => {
                            let span = Span::new(self.at, self.at + c.len_utf8());
                            self.problem(
                                span,
                                "control character in a string",
                                "must be escaped",
                                Some(&format!("write `\\u{:04x}`", u32::from(c))),
                            );
                            self.bump();
                        }
                    }
                    run = self.at;
                }
            }
        }
        text.set_span(Span::new(start, self.at));
        text
    }

    fn escape(&mut self, text: &mut Text) {
        let start = self.at;
        self.bump();
        let simple = match self.peek() {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            _ => None,
        };
        let decoded = if simple.is_some() {
            self.bump();
            simple
        } else if self.eat('u') {
            self.unicode()
        } else {
            if !matches!(self.peek(), Some('\n' | '\r') | None) {
                self.bump();
            }
            None
        };
        let span = Span::new(start, self.at);
        match decoded {
            Some(c) => text.push_as_whole(c.encode_utf8(&mut [0; 4]), span),
            None => self.problem(span, "malformed escape", "not a JSON escape", None),
        }
    }

    /// What follows `\u`: four digits, or two surrogates.
    fn unicode(&mut self) -> Option<char> {
        let unit = self.hex()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit);
        }
        if !self.rest().starts_with("\\u") {
            return None;
        }
        let back = self.at;
        self.at += 2;
        let Some(low @ 0xdc00..0xe000) = self.hex() else {
            self.at = back;
            return None;
        };
        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let unit = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(unit)
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '+' | '.')
}

/// RFC 8259: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
