//! Values to text as Java's `toString` has it, which is how `States.Format` prints its arguments.

use super::walk::{Kind, Visitor, walk};
use super::{Text, Value};

impl Value {
    /// What Java prints of this value: a string without quotes, `null`, numbers and booleans as in JSON, objects as
    /// `{Arg1=1, Arg2=[]}` and arrays as `[a, b]`, the strings in them without quotes too.
    ///
    /// Source of the rule: recorded runs of `States.Format`.
    pub fn java_to_string(&self) -> Text {
        match self {
            Self::String(text) => text.clone(),
            Self::Number(number) => number.with_text(|text| text.into()),
            other => {
                let mut java = Java { text: String::new() };
                walk(other, &mut java);
                java.text.into()
            }
        }
    }

    /// Appends what [`java_to_string`](Self::java_to_string) returns.
    pub fn write_java(&self, text: &mut String) {
        match self {
            Self::String(string) => text.push_str(string),
            other => {
                let mut java = Java { text: std::mem::take(text) };
                walk(other, &mut java);
                *text = java.text;
            }
        }
    }
}

struct Java {
    text: String,
}

impl Visitor for Java {
    fn leaf(&mut self, value: &Value) {
        match value {
            Value::String(string) => self.text.push_str(string),
            other => other.write_json(&mut self.text),
        }
    }

    fn open(&mut self, kind: Kind) {
        self.text.push(if kind == Kind::Array { '[' } else { '{' });
    }

    fn element(&mut self, is_first: bool) {
        if !is_first {
            self.text.push_str(", ");
        }
    }

    fn key(&mut self, key: &str) {
        self.text.push_str(key);
        self.text.push('=');
    }

    fn close(&mut self, kind: Kind) {
        self.text.push(if kind == Kind::Array { ']' } else { '}' });
    }
}
