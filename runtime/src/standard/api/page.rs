//! Pages: their sizes, and the tokens that lead from one to the next.

use crate::standard::Error;
use crate::value::Text;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// AWS's default.
const DEFAULT: usize = 100;
/// AWS's maximum.
const LARGEST: usize = 1_000;

/// How many results a page has.
pub(super) fn size(max_results: usize) -> Result<usize, Error> {
    match max_results {
        0 => Ok(DEFAULT),
        size if size <= LARGEST => Ok(size),
        size => Err(Error::Validation(
            format!("1 validation error detected: Value '{size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to {LARGEST}").into(),
        )),
    }
}

/// The token of the page behind `last`. It fits only queries of the same scope.
pub(super) fn write(last: u64, scope: &str) -> Text {
    let mut bytes = [0; 12];
    let (number, sum) = bytes.split_at_mut(8);
    number.copy_from_slice(&last.to_be_bytes());
    sum.copy_from_slice(&check(last, scope).to_be_bytes());
    Text::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is behind a token; `None` for the first page.
pub(super) fn read(token: Option<&Text>, scope: &str) -> Result<Option<u64>, Error> {
    let Some(token) = token else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).map_err(|_| Error::InvalidToken)?;
    let (number, sum) = bytes.split_first_chunk::<8>().ok_or(Error::InvalidToken)?;
    let last = u64::from_be_bytes(*number);
    if *sum == check(last, scope).to_be_bytes() { Ok(Some(last)) } else { Err(Error::InvalidToken) }
}

fn check(last: u64, scope: &str) -> u32 {
    crc32fast::hash(format!("{last} {scope}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_query_alone() {
        let token = write(17, "a");
        assert_eq!(read(Some(&token), "a").ok(), Some(Some(17)));
        assert!(matches!(read(Some(&token), "b"), Err(Error::InvalidToken)));
        assert!(matches!(read(Some(&Text::from("x")), "a"), Err(Error::InvalidToken)));
        assert!(matches!(read(Some(&Text::from("Ω")), "a"), Err(Error::InvalidToken)));
        assert_eq!(read(None, "a").ok(), Some(None));
    }

    #[test]
    fn sizes_are_those_of_aws() {
        assert_eq!(size(0).ok(), Some(100));
        assert_eq!(size(1_000).ok(), Some(1_000));
        let message = size(1_001).unwrap_err().to_string();
        assert!(message.ends_with("Member must have value less than or equal to 1000"), "{message}");
    }
}
