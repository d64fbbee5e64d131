//! The intrinsic functions: their names and numbers of arguments.

use crate::expr::names::nearest;
use crate::ir::Intrinsic;

/// A function.
#[derive(Debug)]
pub(super) struct Signature {
    /// Its name behind `States.`.
    pub(super) name: &'static str,
    /// What the IR calls it.
    pub(super) function: Intrinsic,
    /// The least number of arguments.
    pub(super) min: usize,
    /// The largest number of arguments; `None` is any.
    pub(super) max: Option<usize>,
}

const fn signature(name: &'static str, function: Intrinsic, min: usize, max: Option<usize>) -> Signature {
    Signature { name, function, min, max }
}

/// The Developer Guide, "Intrinsic functions".
const SIGNATURES: &[Signature] = &[
    signature("Format", Intrinsic::Format, 1, None),
    signature("StringToJson", Intrinsic::StringToJson, 1, Some(1)),
    signature("JsonToString", Intrinsic::JsonToString, 1, Some(1)),
    signature("Array", Intrinsic::Array, 0, None),
    signature("ArrayPartition", Intrinsic::ArrayPartition, 2, Some(2)),
    signature("ArrayContains", Intrinsic::ArrayContains, 2, Some(2)),
    signature("ArrayRange", Intrinsic::ArrayRange, 3, Some(3)),
    signature("ArrayGetItem", Intrinsic::ArrayGetItem, 2, Some(2)),
    signature("ArrayLength", Intrinsic::ArrayLength, 1, Some(1)),
    signature("ArrayUnique", Intrinsic::ArrayUnique, 1, Some(1)),
    signature("Base64Encode", Intrinsic::Base64Encode, 1, Some(1)),
    signature("Base64Decode", Intrinsic::Base64Decode, 1, Some(1)),
    signature("Hash", Intrinsic::Hash, 2, Some(2)),
    signature("JsonMerge", Intrinsic::JsonMerge, 3, Some(3)),
    signature("MathRandom", Intrinsic::MathRandom, 2, Some(3)),
    signature("MathAdd", Intrinsic::MathAdd, 2, Some(2)),
    signature("StringSplit", Intrinsic::StringSplit, 2, Some(2)),
    signature("UUID", Intrinsic::Uuid, 0, Some(0)),
];

/// The function of that full name (`States.Format`), or what the user may have meant.
pub(super) fn find(full_name: &str) -> Result<&'static Signature, Option<String>> {
    let name = full_name.strip_prefix("States.");
    if let Some(found) = name.and_then(|name| SIGNATURES.iter().find(|known| known.name == name)) {
        return Ok(found);
    }
    let short = full_name.rsplit('.').next().unwrap_or_default();
    let near = nearest(short, SIGNATURES.iter().map(|known| known.name));
    Err(near.map(|near| format!("did you mean `States.{near}`?")))
}
