//! The numbers of arguments that intrinsic functions take.

use crate::expr::names::nearest;
use crate::ir::Intrinsic;

/// A function.
#[derive(Debug)]
pub(super) struct Signature {
    /// What the IR calls it.
    pub(super) function: Intrinsic,
    /// The least number of arguments.
    pub(super) min: usize,
    /// The largest number of arguments; `None` is any.
    pub(super) max: Option<usize>,
}

const fn signature(function: Intrinsic, min: usize, max: Option<usize>) -> Signature {
    Signature { function, min, max }
}

/// The Developer Guide, "Intrinsic functions".
const SIGNATURES: &[Signature] = &[
    signature(Intrinsic::Format, 1, None),
    signature(Intrinsic::StringToJson, 1, Some(1)),
    signature(Intrinsic::JsonToString, 1, Some(1)),
    signature(Intrinsic::Array, 0, None),
    signature(Intrinsic::ArrayPartition, 2, Some(2)),
    signature(Intrinsic::ArrayContains, 2, Some(2)),
    signature(Intrinsic::ArrayRange, 3, Some(3)),
    signature(Intrinsic::ArrayGetItem, 2, Some(2)),
    signature(Intrinsic::ArrayLength, 1, Some(1)),
    signature(Intrinsic::ArrayUnique, 1, Some(1)),
    signature(Intrinsic::Base64Encode, 1, Some(1)),
    signature(Intrinsic::Base64Decode, 1, Some(1)),
    signature(Intrinsic::Hash, 2, Some(2)),
    signature(Intrinsic::JsonMerge, 3, Some(3)),
    signature(Intrinsic::MathRandom, 2, Some(3)),
    signature(Intrinsic::MathAdd, 2, Some(2)),
    signature(Intrinsic::StringSplit, 2, Some(2)),
    signature(Intrinsic::Uuid, 0, Some(0)),
];

/// The function of that full name (`States.Format`), or what the user may have meant.
pub(super) fn find(full_name: &str) -> Result<&'static Signature, Option<String>> {
    if let Some(found) = SIGNATURES.iter().find(|known| known.function.name() == full_name) {
        return Ok(found);
    }
    let short = full_name.rsplit('.').next().unwrap_or_default();
    let near =
        nearest(short, SIGNATURES.iter().map(|known| known.function.name().trim_start_matches("States.")));
    Err(near.map(|near| format!("did you mean `States.{near}`?")))
}
