//! Writes the tree as written back as text: nothing is added, so that reading it gives the same tree.

use std::fmt::{self, Display, Formatter, Write};

use super::lex::{is_blank, is_symbol};
use super::syntax::{Kind, Lambda, Node, Term};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Name(name) => write_name(f, name),
            Kind::Variable(name) => write!(f, "${name}"),
            Kind::String(text) => write_string(f, text),
            Kind::Number(number) => write!(f, "{number}"),
            Kind::Constant(constant) => f.write_str(constant.text()),
            Kind::Regex(regex) => write!(f, "{regex}"),
            Kind::Wildcard => f.write_str("*"),
            Kind::Descendant => f.write_str("**"),
            Kind::Parent => f.write_str("%"),
            Kind::Placeholder => f.write_str("?"),
            Kind::Missing => Ok(()),
            Kind::Binary(operator, lhs, rhs) => write!(f, "{lhs} {} {rhs}", operator.text()),
            // Between two numbers a point without blanks would make them one.
            Kind::Map(lhs, rhs) if begins_with_number(rhs) => write!(f, "{lhs} . {rhs}"),
            Kind::Map(lhs, rhs) => write!(f, "{lhs}.{rhs}"),
            Kind::Filter(lhs, rhs) => write!(f, "{lhs}[{rhs}]"),
            Kind::KeepArray(lhs) => write!(f, "{lhs}[]"),
            Kind::Group(lhs, pairs) => {
                write!(f, "{lhs}")?;
                write_pairs(f, pairs)
            }
            Kind::Sort(lhs, terms) => {
                write!(f, "{lhs}^(")?;
                write_list(f, terms, ", ")?;
                f.write_char(')')
            }
            Kind::Focus(lhs, name) => write!(f, "{lhs}@${name}"),
            Kind::Index(lhs, name) => write!(f, "{lhs}#${name}"),
            Kind::Bind(name, value) => write!(f, "${name} := {value}"),
            Kind::Apply(lhs, rhs) => write!(f, "{lhs} ~> {rhs}"),
            Kind::Negate(operand) => write!(f, "-{operand}"),
            Kind::Array(items) => bracketed(f, '[', items, ", ", ']'),
            Kind::Object(pairs) => write_pairs(f, pairs),
            Kind::Block(items) => bracketed(f, '(', items, "; ", ')'),
            Kind::Call(procedure, arguments) => {
                write!(f, "{procedure}")?;
                bracketed(f, '(', arguments, ", ", ')')
            }
            Kind::Lambda(lambda) => write!(f, "{lambda}"),
            Kind::Condition(condition, then, otherwise) => {
                write!(f, "{condition} ? {then}")?;
                match otherwise {
                    Some(otherwise) => write!(f, " : {otherwise}"),
                    None => Ok(()),
                }
            }
            Kind::Transform(pattern, update, delete) => {
                write!(f, "|{pattern}|{update}")?;
                if let Some(delete) = delete {
                    write!(f, ", {delete}")?;
                }
                f.write_char('|')
            }
        }
    }
}

/// Whether the text of a node begins with a digit.
fn begins_with_number(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Binary(_, first, _)
        | Kind::Map(first, _)
        | Kind::Filter(first, _)
        | Kind::KeepArray(first)
        | Kind::Group(first, _)
        | Kind::Sort(first, _)
        | Kind::Focus(first, _)
        | Kind::Index(first, _)
        | Kind::Apply(first, _)
        | Kind::Call(first, _)
        | Kind::Condition(first, ..) => begins_with_number(first),
        _ => false,
    }
}

impl Display for Lambda {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("function(")?;
        for (index, name) in self.parameters.iter().enumerate() {
            write!(f, "{}${name}", if index > 0 { ", " } else { "" })?;
        }
        f.write_char(')')?;
        if let Some(signature) = &self.signature {
            write!(f, "{signature}")?;
        }
        write!(f, "{{{}}}", self.body)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { ">" } else { "<" }, self.expression)
    }
}

fn write_list<T: Display>(f: &mut Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if index > 0 { separator } else { "" })?;
    }
    Ok(())
}

fn bracketed(f: &mut Formatter<'_>, open: char, items: &[Node], separator: &str, close: char) -> fmt::Result {
    f.write_char(open)?;
    write_list(f, items, separator)?;
    f.write_char(close)
}

fn write_pairs(f: &mut Formatter<'_>, pairs: &[(Node, Node)]) -> fmt::Result {
    f.write_char('{')?;
    for (index, (key, value)) in pairs.iter().enumerate() {
        write!(f, "{}{key}: {value}", if index > 0 { ", " } else { "" })?;
    }
    f.write_char('}')
}

/// In backquotes unless it reads as a name without them.
fn write_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    let starts_plain = name.chars().next().is_some_and(|c| !c.is_ascii_digit() && !"'\"`$".contains(c));
    let is_word = ["and", "or", "in", "true", "false", "null", "function", "λ"].contains(&name);
    if starts_plain && !is_word && !name.contains(|c| is_blank(c) || is_symbol(c)) {
        f.write_str(name)
    } else {
        write!(f, "`{name}`")
    }
}

fn write_string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c if c.is_ascii_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
