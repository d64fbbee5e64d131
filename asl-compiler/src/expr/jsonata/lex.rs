//! From text to tokens, one at a time: whether `/` divides or begins a regular expression is for the parser
//! to say.

use std::ops::Range;

use super::error::{Refusal, SyntaxCode};
use super::syntax::{Constant, Regex};

/// A token and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Its bytes in the field.
    pub(super) span: Range<usize>,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// `name`, `` `quoted name` ``.
    Name(String),
    /// `$name`, without the `$`.
    Variable(String),
    /// A string literal, decoded.
    String(String),
    /// A number.
    Number(f64),
    /// `true`, `false`, `null`.
    Constant(Constant),
    /// `/…/`.
    Regex(Regex),
    /// Everything else.
    Operator(Operator),
    /// Nothing is left.
    End,
}

/// Declares the operators with their texts, the longer ones first.
macro_rules! operators {
    ($($name:ident $text:literal,)*) => {
        /// Operators, brackets and separators.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Operator { $($name,)* }

        impl Operator {
            const ALL: &'static [Operator] = &[$(Operator::$name,)*];

            /// As written.
            pub(super) fn text(self) -> &'static str {
                match self { $(Operator::$name => $text,)* }
            }
        }
    };
}

operators! {
    Range "..", Bind ":=", NotEqual "!=", GreaterEqual ">=", LessEqual "<=", Descend "**", Chain "~>",
    Dot ".", OpenBracket "[", CloseBracket "]", OpenBrace "{", CloseBrace "}", OpenParen "(", CloseParen ")",
    Comma ",", At "@", Hash "#", Semicolon ";", Colon ":", Question "?", Plus "+", Minus "-", Star "*",
    Slash "/", Percent "%", Pipe "|", Equal "=", Less "<", Greater ">", Caret "^", Ampersand "&",
    Bang "!", Tilde "~", And "and", Or "or", In "in",
}

impl TokenKind {
    /// How the user knows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Variable(name) => format!("${name}"),
            Self::String(text) if text.chars().count() > 24 => "a string".to_owned(),
            Self::String(text) => format!("'{text}'"),
            Self::Name(_)
            | Self::Number(_)
            | Self::Constant(_)
            | Self::Regex(_)
            | Self::Operator(_)
            | Self::End => self.quoted(),
        }
    }

    /// Its value, as the language's messages quote it.
    pub(super) fn quoted(&self) -> String {
        match self {
            Self::Name(text) | Self::Variable(text) | Self::String(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Constant(constant) => constant.text().to_owned(),
            Self::Regex(regex) => regex.to_string(),
            Self::Operator(operator) => operator.text().to_owned(),
            Self::End => "(end)".to_owned(),
        }
    }
}

/// Reads tokens. Positions are bytes of the field, in which the text begins at `base`.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    base: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning of `text`.
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        Self { text, at: 0, base }
    }

    /// The next token. `after_operand`: a `/` here divides.
    pub(super) fn next(&mut self, after_operand: bool) -> Result<Token, Refusal> {
        self.skip_blanks()?;
        let start = self.at;
        let kind = self.kind(after_operand)?;
        Ok(Token { kind, span: self.span(start, self.at) })
    }

    fn kind(&mut self, after_operand: bool) -> Result<TokenKind, Refusal> {
        let Some(first) = self.peek() else { return Ok(TokenKind::End) };
        if first == b'/' && !after_operand {
            self.at += 1;
            return self.regex().map(TokenKind::Regex);
        }
        if let Some(operator) = self.symbol() {
            return Ok(TokenKind::Operator(operator));
        }
        match first {
            b'"' | b'\'' => self.string(first).map(TokenKind::String),
            b'0'..=b'9' => self.number().map(TokenKind::Number),
            b'`' => self.quoted_name().map(TokenKind::Name),
            _ => Ok(self.word()),
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Range<usize> {
        self.base + start..self.base + end.min(self.text.len())
    }

    fn error(&self, code: SyntaxCode, start: usize, end: usize) -> Refusal {
        Refusal::at(code, self.span(start, end))
    }

    fn skip_blanks(&mut self) -> Result<(), Refusal> {
        loop {
            let rest = self.rest();
            self.at += rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if !self.rest().starts_with("/*") {
                return Ok(());
            }
            let body = self.at + 2;
            let Some(length) = self.text.get(body..).and_then(|text| text.find("*/")) else {
                return Err(self.error(SyntaxCode::UnclosedComment, self.at, self.text.len()));
            };
            self.at = body + length + 2;
        }
    }

    /// An operator made of symbols: the longest that fits.
    fn symbol(&mut self) -> Option<Operator> {
        let rest = self.rest();
        let found = Operator::ALL.iter().find(|op| {
            !matches!(op, Operator::And | Operator::Or | Operator::In) && rest.starts_with(op.text())
        })?;
        self.at += found.text().len();
        Some(*found)
    }

    fn word(&mut self) -> TokenKind {
        let rest = self.rest();
        let length = rest.find(|c| is_blank(c) || is_symbol(c)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        self.at += length;
        if let Some(name) = word.strip_prefix('$') {
            return TokenKind::Variable(name.to_owned());
        }
        match word {
            "and" => TokenKind::Operator(Operator::And),
            "or" => TokenKind::Operator(Operator::Or),
            "in" => TokenKind::Operator(Operator::In),
            "true" => TokenKind::Constant(Constant::True),
            "false" => TokenKind::Constant(Constant::False),
            "null" => TokenKind::Constant(Constant::Null),
            _ => TokenKind::Name(word.to_owned()),
        }
    }

    fn quoted_name(&mut self) -> Result<String, Refusal> {
        let start = self.at + 1;
        let Some(length) = self.text.get(start..).and_then(|text| text.find('`')) else {
            return Err(self.error(SyntaxCode::UnclosedName, self.at, self.text.len()));
        };
        self.at = start + length + 1;
        Ok(self.slice(start, start + length).to_owned())
    }

    fn digits(&self, at: usize) -> usize {
        self.text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn number(&mut self) -> Result<f64, Refusal> {
        let start = self.at;
        // A leading zero is a number of its own.
        let mut end = start + if self.peek() == Some(b'0') { 1 } else { self.digits(start) };
        if self.byte(end) == Some(b'.') {
            let digits = self.digits(end + 1);
            end += if digits > 0 { digits + 1 } else { 0 };
        }
        if matches!(self.byte(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(end + 1), Some(b'+' | b'-')));
            let digits = self.digits(end + 1 + sign);
            end += if digits > 0 { digits + 1 + sign } else { 0 };
        }
        self.at = end;
        let text = self.slice(start, end);
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(self.error(SyntaxCode::NumberRange, start, end).token(text)),
        }
    }

    fn string(&mut self, quote: u8) -> Result<String, Refusal> {
        let start = self.at;
        let mut value = Decoded::default();
        self.at += 1;
        loop {
            let rest = self.rest();
            let length = rest.find(|c| c == char::from(quote) || c == '\\').unwrap_or(rest.len());
            value.text(rest.get(..length).unwrap_or_default());
            self.at += length;
            match self.peek() {
                None => return Err(self.error(SyntaxCode::UnclosedString, start, self.text.len())),
                Some(b'\\') => self.escape(&mut value, start)?,
                Some(_) => {
                    self.at += 1;
                    return Ok(value.finish());
                }
            }
        }
    }

    /// An escape sequence of the string that begins at `string`.
    fn escape(&mut self, value: &mut Decoded, string: usize) -> Result<(), Refusal> {
        let escaped = self.slice(self.at + 1, self.text.len()).chars().next();
        let plain = match escaped {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.code_unit(value, string),
            other => {
                let end = self.at + 1 + other.map_or(0, char::len_utf8);
                let token = other.map(String::from).unwrap_or_default();
                return Err(self.error(SyntaxCode::UnknownEscape, self.at, end).token(token));
            }
        };
        value.text(plain.encode_utf8(&mut [0; 4]));
        self.at += 2;
        Ok(())
    }

    fn code_unit(&mut self, value: &mut Decoded, string: usize) -> Result<(), Refusal> {
        let start = self.at + 2;
        let left = self.slice(start, self.text.len());
        let digits = left.chars().take(4).take_while(char::is_ascii_hexdigit).count();
        if digits == 4 {
            value.unit(u16::from_str_radix(self.slice(start, start + 4), 16).unwrap_or_default());
            self.at = start + 4;
            return Ok(());
        }
        // An escape that the end cuts short is one more string without an end.
        if digits > 0 && digits == left.len() {
            return Err(self.error(SyntaxCode::UnclosedString, string, self.text.len()));
        }
        Err(self.error(SyntaxCode::BadCodeUnit, self.at, start + digits))
    }

    /// The rest of a regular expression, behind its first slash. A slash ends it outside of brackets only.
    fn regex(&mut self) -> Result<Regex, Refusal> {
        let start = self.at;
        let mut depth = 0_i64;
        let mut backslashes = 0_usize;
        while let Some(byte) = self.peek() {
            let escaped = backslashes > 0;
            match byte {
                b'/' if depth == 0 && backslashes.is_multiple_of(2) => return self.end_of_regex(start),
                b'(' | b'[' | b'{' if !escaped => depth += 1,
                b')' | b']' | b'}' if !escaped => depth -= 1,
                _ => {}
            }
            backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
            self.at += 1;
        }
        Err(self.error(SyntaxCode::UnclosedRegex, start - 1, self.text.len()))
    }

    fn end_of_regex(&mut self, start: usize) -> Result<Regex, Refusal> {
        let pattern = self.slice(start, self.at).to_owned();
        if pattern.is_empty() {
            return Err(self.error(SyntaxCode::EmptyRegex, start - 1, self.at + 1));
        }
        self.at += 1;
        let mut regex = Regex { pattern, ignore_case: false, multi_line: false };
        while let Some(flag @ (b'i' | b'm')) = self.peek() {
            regex.ignore_case |= flag == b'i';
            regex.multi_line |= flag == b'm';
            self.at += 1;
        }
        Ok(regex)
    }
}

/// White space of the language; other kinds are letters of names.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}')
}

/// Whether a character ends a name.
pub(super) fn is_symbol(c: char) -> bool {
    ".[]{}(),@#;:?+-*/%|=<>^&!~".contains(c)
}

/// A string being decoded: `\u` gives halves of surrogate pairs, one at a time.
#[derive(Debug, Default)]
struct Decoded {
    text: String,
    high: Option<u16>,
}

impl Decoded {
    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush();
            self.text.push_str(text);
        }
    }

    fn unit(&mut self, unit: u16) {
        if let Some(high) = self.high.take() {
            let pair = char::decode_utf16([high, unit]).next();
            if let Some(Ok(c)) = pair {
                self.text.push(c);
                return;
            }
            self.text.push(char::REPLACEMENT_CHARACTER);
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
        } else {
            self.text.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    /// A half without its other half cannot be written as UTF-8.
    fn flush(&mut self) {
        if self.high.take().is_some() {
            self.text.push(char::REPLACEMENT_CHARACTER);
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text
    }
}
