//! JSON values inside expressions: the text of `States.StringToJson('…')`, literals of filters.

use crate::ir::Literal;

use super::cursor::Cursor;

/// Deeper values are not worth reading at compile time.
const MAX_DEPTH: usize = 32;

/// Reads one JSON value. `None`: it is malformed or too deep; the cursor stands at the place.
///
/// Strings may be in single quotes too, as Jayway's own parser allows in filters: callers that need strict
/// JSON check for it.
pub(super) fn value(cursor: &mut Cursor<'_>) -> Option<Literal> {
    nested(cursor, 0)
}

/// Reads a text that is one JSON value and nothing else, strictly.
pub(super) fn document(text: &str) -> Option<Literal> {
    let mut cursor = Cursor::new(text, 0);
    let value = Strict(&mut cursor).value(0)?;
    cursor.take_while(is_json_blank);
    cursor.at_end().then_some(value)
}

/// Whether [`document`] may refuse a text that Java reads: it is too deep, or holds half a surrogate pair.
pub(super) fn is_doubtful(text: &str) -> bool {
    text.contains("\\u") || text.matches(['[', '{']).count() > MAX_DEPTH
}

/// Takes a number of JSON's grammar.
pub(super) fn number<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let start = cursor.position();
    let mut ahead = cursor.clone();
    ahead.eat("-");
    if !ahead.eat("0") && ahead.take_while(|c| c.is_ascii_digit()).is_empty() {
        return None;
    }
    if ahead.eat(".") && ahead.take_while(|c| c.is_ascii_digit()).is_empty() {
        return None;
    }
    if ahead.eat("e") || ahead.eat("E") {
        let _ = ahead.eat("+") || ahead.eat("-");
        if ahead.take_while(|c| c.is_ascii_digit()).is_empty() {
            return None;
        }
    }
    let text = ahead.since(start);
    *cursor = ahead;
    Some(text)
}

/// Whether the whole text is a number of JSON's grammar.
pub(super) fn is_number(text: &str) -> bool {
    let mut cursor = Cursor::new(text, 0);
    number(&mut cursor).is_some() && cursor.at_end()
}

/// Takes a string in single or double quotes with Java's escapes, as Jayway reads string literals of filters:
/// a backslash before any other character stands for that character.
pub(super) fn quoted(cursor: &mut Cursor<'_>) -> Option<String> {
    let quote = cursor.next()?;
    let mut text = String::new();
    loop {
        match cursor.next()? {
            c if c == quote => return Some(text),
            '\\' => text.push(match cursor.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => code_point(cursor)?,
                other => other,
            }),
            c => text.push(c),
        }
    }
}

/// Writes a value as Jackson does: compact, members in order.
pub(super) fn write(value: &Literal) -> String {
    let mut text = String::new();
    write_into(value, &mut text);
    text
}

fn write_into(value: &Literal, text: &mut String) {
    match value {
        Literal::Null => text.push_str("null"),
        Literal::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Literal::Number(number) => text.push_str(number),
        Literal::String(string) => write_string(string, text),
        Literal::Array(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write_into(item, text);
            }
            text.push(']');
        }
        Literal::Object(members) => {
            text.push('{');
            for (i, (name, member)) in members.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write_string(name, text);
                text.push(':');
                write_into(member, text);
            }
            text.push('}');
        }
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            c if c < ' ' => text.push_str(&control_escape(c)),
            c => text.push(c),
        }
    }
    text.push('"');
}

fn control_escape(c: char) -> String {
    format!("\\u{:04X}", u32::from(c))
}

fn nested(cursor: &mut Cursor<'_>, depth: usize) -> Option<Literal> {
    if depth > MAX_DEPTH {
        return None;
    }
    cursor.skip_blanks();
    let string = |cursor: &mut Cursor<'_>| match cursor.peek() {
        Some('"' | '\'') => quoted(cursor),
        _ => None,
    };
    match cursor.peek()? {
        '"' | '\'' => string(cursor).map(Literal::String),
        '[' => array(cursor, |cursor| nested(cursor, depth + 1)),
        '{' => object(cursor, string, |cursor| nested(cursor, depth + 1)),
        _ => scalar(cursor),
    }
}

/// JSON as the specification has it, which is what Jackson accepts.
struct Strict<'c, 'a>(&'c mut Cursor<'a>);

impl Strict<'_, '_> {
    fn value(&mut self, depth: usize) -> Option<Literal> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.0.take_while(is_json_blank);
        match self.0.peek()? {
            '"' => strict_string(self.0).map(Literal::String),
            '[' => array(self.0, |cursor| Strict(cursor).value(depth + 1)),
            '{' => object(self.0, strict_string, |cursor| Strict(cursor).value(depth + 1)),
            _ => scalar(self.0),
        }
    }
}

fn is_json_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn scalar(cursor: &mut Cursor<'_>) -> Option<Literal> {
    if cursor.eat("null") {
        Some(Literal::Null)
    } else if cursor.eat("true") {
        Some(Literal::Bool(true))
    } else if cursor.eat("false") {
        Some(Literal::Bool(false))
    } else {
        number(cursor).map(|text| Literal::Number(text.to_owned()))
    }
}

fn array(
    cursor: &mut Cursor<'_>,
    mut item: impl FnMut(&mut Cursor<'_>) -> Option<Literal>,
) -> Option<Literal> {
    let mut items = Vec::new();
    cursor.eat("[");
    cursor.take_while(is_json_blank);
    if cursor.eat("]") {
        return Some(Literal::Array(items));
    }
    loop {
        items.push(item(cursor)?);
        cursor.take_while(is_json_blank);
        if cursor.eat("]") {
            return Some(Literal::Array(items));
        }
        if !cursor.eat(",") {
            return None;
        }
    }
}

fn object(
    cursor: &mut Cursor<'_>,
    string: impl Fn(&mut Cursor<'_>) -> Option<String>,
    mut item: impl FnMut(&mut Cursor<'_>) -> Option<Literal>,
) -> Option<Literal> {
    let mut members: Vec<(String, Literal)> = Vec::new();
    cursor.eat("{");
    cursor.take_while(is_json_blank);
    if cursor.eat("}") {
        return Some(Literal::Object(members));
    }
    loop {
        cursor.take_while(is_json_blank);
        let name = string(cursor)?;
        cursor.take_while(is_json_blank);
        if !cursor.eat(":") {
            return None;
        }
        let member = item(cursor)?;
        // The last of equal names wins, at the place of the first.
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = member,
            None => members.push((name, member)),
        }
        cursor.take_while(is_json_blank);
        if cursor.eat("}") {
            return Some(Literal::Object(members));
        }
        if !cursor.eat(",") {
            return None;
        }
    }
}

fn strict_string(cursor: &mut Cursor<'_>) -> Option<String> {
    if !cursor.eat("\"") {
        return None;
    }
    let mut text = String::new();
    loop {
        match cursor.next()? {
            '"' => return Some(text),
            '\\' => text.push(match cursor.next()? {
                c @ ('"' | '\\' | '/') => c,
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => code_point(cursor)?,
                _ => return None,
            }),
            c if c < ' ' => return None,
            c => text.push(c),
        }
    }
}

/// The rest of `\uXXXX`, with the low half of a surrogate pair after it.
fn code_point(cursor: &mut Cursor<'_>) -> Option<char> {
    let high = hex4(cursor)?;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high);
    }
    if !cursor.eat("\\u") {
        return None;
    }
    let low = hex4(cursor)?;
    if !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
}

fn hex4(cursor: &mut Cursor<'_>) -> Option<u32> {
    (0..4).try_fold(0, |value, _| Some(value * 16 + cursor.next()?.to_digit(16)?))
}
