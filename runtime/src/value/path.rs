//! Where in a value a conversion failed: `customer.items[3].qty`.

use std::fmt;

/// A message and the path to what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    message: String,
    /// The innermost step first: an error learns on its way out where it was.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

impl Located {
    pub(super) fn new(message: String) -> Self {
        Self(Box::new(Parts { message, steps: Vec::new() }))
    }

    pub(super) fn in_member(mut self, key: &str) -> Self {
        self.0.steps.push(Step::Member(key.to_owned()));
        self
    }

    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Item(index));
        self
    }

    pub(super) fn message(&self) -> &str {
        &self.0.message
    }

    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Member(key) if is_plain(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Step::Member(key) => path.extend(["[", &format!("{key:?}"), "]"]),
                Step::Item(index) => path.extend(["[", &index.to_string(), "]"]),
            }
        }
        path
    }
}

/// Whether a key can stand in a path as it is.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '$'))
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.steps.is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        f.write_str(&self.0.message)
    }
}

/// Gives a public error type around [`Located`] all that serde and its users want.
macro_rules! located_error {
    ($error:ident, $serde:ident) => {
        impl $error {
            /// Where it happened, like `customer.items[3].qty`; empty for the value as a whole.
            pub fn path(&self) -> String {
                self.0.path()
            }

            /// What is wrong there.
            pub fn message(&self) -> &str {
                self.0.message()
            }

            fn in_member(self, key: &str) -> Self {
                Self(self.0.in_member(key))
            }

            fn in_item(self, index: usize) -> Self {
                Self(self.0.in_item(index))
            }
        }

        impl ::serde::$serde::Error for $error {
            fn custom<T: ::std::fmt::Display>(message: T) -> Self {
                Self($crate::value::path::Located::new(message.to_string()))
            }
        }

        impl ::std::fmt::Display for $error {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::error::Error for $error {}
    };
}

pub(super) use located_error;
