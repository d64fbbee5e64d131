//! The identity of a definition, and its text.
//!
//! An execution belongs to the definition that it started with, so a definition needs a name that any process and any
//! later release finds again: a hash of what is said, not of how it is written. The **canonical form** that is hashed is JSON
//!
//! - of the data after the replacement of placeholders, so that JSON and YAML of the same data are one definition;
//! - without white space between its tokens;
//! - without the `Comment`s of machines, states, choice rules, retriers and catchers. One inside of data is data;
//! - with the members of the definition's own objects in the order of their names' bytes in UTF-8. Inside of data, which are
//!   `Parameters`, `Arguments`, `Result`, `ResultSelector`, `ItemSelector`, `Assign`, `Output`, `Credentials` and `BatchInput`, they
//!   stay as they stand: a run shows that order in its outputs, and in which of two mistakes it comes upon first;
//! - with numbers as they are written, for `1.0` and `1` are different data;
//! - with strings in the shortest form of JSON: `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, other control characters as `\u00xx`, and
//!   everything else as itself.
//!
//! The hash is the first 16 bytes of the SHA-256 of that text in UTF-8. It depends on nothing else: not on the options that give
//! Rust types, nor on the release of the compiler. A default that is written out makes another definition than one that is left
//! out. What differs by mistake costs a version to keep; what is equal by mistake would continue an execution wrongly.

#[cfg(test)]
pub(crate) mod tests;
mod write;

use std::fmt;

use sha2::{Digest, Sha256};

use crate::json::Node;
pub use write::{canonical, json};

/// The identity of a definition: 16 bytes, displayed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionHash(pub [u8; 16]);

impl DefinitionHash {
    /// The hash of a definition whose placeholders are replaced.
    pub fn of(node: &Node) -> Self {
        let digest: [u8; 32] = Sha256::digest(canonical(node)).into();
        let mut hash = [0; 16];
        for (to, from) in hash.iter_mut().zip(digest) {
            *to = from;
        }
        Self(hash)
    }
}

impl fmt::Display for DefinitionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for DefinitionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DefinitionHash({self})")
    }
}
