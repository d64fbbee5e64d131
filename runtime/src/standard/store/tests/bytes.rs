//! Beginnings as bytes, and checksums.

use proptest::prelude::*;

use super::time;
use crate::Text;
use crate::standard::store::Beginning;
use crate::standard::store::codec::{Head, body_fits, decode, encode, head_fits};

fn text() -> impl Strategy<Value = Text> {
    ".{0,30}".prop_map(Text::new)
}

proptest! {
    #[test]
    fn a_beginning_is_read_as_it_was_written(
        texts in (text(), text(), prop::option::of(text()), prop::option::of(text())),
        definition in any::<[u8; 16]>(),
        started in any::<i64>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let (machine, name, version, alias) = texts;
        let beginning = Beginning { machine, name, started: time(started), definition, version, alias };
        let bytes = encode(&beginning);
        prop_assert_eq!(decode(&bytes[..cut.index(bytes.len())]), None);
        prop_assert_eq!(decode(&[bytes.as_slice(), &[0]].concat()), None);
        prop_assert_eq!(decode(&bytes), Some(beginning));
    }

    #[test]
    fn any_bytes_are_a_beginning_or_not(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        if let Some(beginning) = decode(&bytes) {
            prop_assert_eq!(encode(&beginning), bytes);
        }
    }

    #[test]
    fn a_checksum_fits_what_it_was_made_of_only(
        numbers in any::<[u64; 4]>(),
        signed in (any::<i64>(), any::<Option<i64>>(), any::<i64>()),
        start in prop::option::of(prop::collection::vec(any::<u8>(), 1..20)),
        body in prop::collection::vec(any::<u8>(), 1..50),
        flip in 0_u32..64,
    ) {
        let [seq, execution, prev, redrives] = numbers;
        let (status, wake, at) = signed;
        let head = Head { seq, execution, prev, status, wake, at, redrives, start: start.as_deref() };
        let sum = head.sum(crc32fast::hash(&body));
        prop_assert!(head_fits(&head, sum) && body_fits(&body, sum));
        let bit = 1_u64 << flip;
        for other in [
            Head { seq: seq ^ bit, ..head },
            Head { execution: execution ^ bit, ..head },
            Head { prev: prev ^ bit, ..head },
            Head { redrives: redrives ^ bit, ..head },
            Head { at: at ^ bit.cast_signed(), ..head },
            Head { status: status ^ bit.cast_signed(), ..head },
            Head { wake: wake.map_or(Some(0), |_| None), ..head },
        ] {
            prop_assert!(!head_fits(&other, sum), "{other:?}");
        }
        let mut other = body.clone();
        other[flip as usize % body.len()] ^= 1;
        prop_assert!(!body_fits(&other, sum));
        prop_assert_eq!(head_fits(&head, sum ^ bit.cast_signed()), flip < 32);
        prop_assert_eq!(body_fits(&body, sum ^ bit.cast_signed()), flip >= 32);
    }
}
