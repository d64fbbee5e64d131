//! Shapes in words, for messages.

use crate::diagnostic::quoted_list;

use super::{Kind, Shape};

/// As many constants and names are listed.
const MOST: usize = 6;

impl Shape {
    /// What the values are, with article: "a string or null", "an object with the field …".
    pub fn describe(&self) -> String {
        if let Some(constant) = self.constant() {
            return constant;
        }
        let words: Vec<String> = Kind::ALL
            .into_iter()
            .filter(|kind| self.has(*kind))
            .map(|kind| match kind {
                Kind::Object => self.describe_object(),
                Kind::Array if self.array.as_ref().is_some_and(|array| array.len() == Some(0)) => {
                    "an empty array".to_owned()
                }
                _ => kind.describe().to_owned(),
            })
            .collect();
        match words.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }

    /// The one value that it is, if that is short.
    fn constant(&self) -> Option<String> {
        if self.is_only(Kind::String)
            && let Some([text]) = self.strings.few()
            && text.len() <= 40
        {
            return Some(format!("the string `{text}`"));
        }
        if self.is_only(Kind::Number)
            && let Some([number]) = self.numbers.few()
        {
            return Some(format!("the number {}", number.value));
        }
        match (self.is_only(Kind::Boolean), self.booleans) {
            (true, [false, true]) => Some("`true`".to_owned()),
            (true, [true, false]) => Some("`false`".to_owned()),
            _ => None,
        }
    }

    fn describe_object(&self) -> String {
        let Some(object) = self.object.as_ref().filter(|object| !object.open) else {
            return "an object".to_owned();
        };
        let names: Vec<&str> = object.names().collect();
        match names.len() {
            0 => "an empty object".to_owned(),
            1 => format!("an object with the field {}", quoted_list(names, "and")),
            len if len <= MOST => format!("an object with the fields {}", quoted_list(names, "and")),
            len => format!("an object with {len} fields"),
        }
    }

    /// The names of an object's members, if there can be no others.
    pub(in crate::flow) fn members(&self) -> Vec<&str> {
        let closed = self.object.as_ref().filter(|object| !object.open);
        closed.map_or_else(Vec::new, |object| object.names().collect())
    }
}
