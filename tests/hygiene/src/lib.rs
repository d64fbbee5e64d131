//! Generated code where much is in its way. That this crate compiles without a warning is most of the test; the tests run it.

#[cfg(test)]
mod bare;
#[cfg(test)]
mod built;
#[cfg(test)]
mod nested;
#[cfg(test)]
mod odd;
#[cfg(test)]
mod several;
#[cfg(test)]
mod strict;
#[cfg(test)]
mod versions;

use serde::{Deserialize, Serialize};

/// A type of the user's crate.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub struct Greeting {
    /// A field.
    pub text: String,
}
