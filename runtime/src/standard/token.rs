//! Task tokens: which execution they belong to, and that nobody can guess them.
//!
//! A token is 32 bytes in base64: the execution's number and 192 random bits of the operating system. So it leads to its
//! execution without an index, and whether its attempt is open is in the execution's own rows.

use crate::engine::TaskToken;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The bytes of an execution's number.
const NUMBER: usize = 8;
/// The bytes of a token.
const LENGTH: usize = 32;

/// A new token of an execution.
pub(super) fn new(execution: u64) -> TaskToken {
    let mut bytes = [0; LENGTH];
    let (number, secret) = bytes.split_at_mut(NUMBER);
    number.copy_from_slice(&execution.to_be_bytes());
    for part in secret.chunks_exact_mut(8) {
        part.copy_from_slice(&crate::engine::system_seed().to_be_bytes());
    }
    TaskToken::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// The execution of a token; `None` if it is none of ours.
pub(super) fn execution(token: &TaskToken) -> Option<u64> {
    let mut bytes = [0; LENGTH];
    let length = URL_SAFE_NO_PAD.decode_slice(token.as_str(), &mut bytes).ok()?;
    let number = bytes.first_chunk::<NUMBER>().filter(|_| length == LENGTH)?;
    Some(u64::from_be_bytes(*number)).filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_to_its_execution() {
        for number in [1, 17, u64::MAX] {
            let token = new(number);
            assert_eq!(token.as_str().len(), 43);
            assert_eq!(execution(&token), Some(number));
        }
        assert_ne!(new(1), new(1));
    }

    #[test]
    fn other_texts_are_no_tokens() {
        for text in ["", "x", "AAAA", &"A".repeat(43), &"A".repeat(44), &"é".repeat(21), &"/".repeat(43)] {
            assert_eq!(execution(&TaskToken::new(text)), None, "{text}");
        }
    }
}
