//! The functions that AWS has: JSONata 2.0.6's library without `$eval`, and AWS's own.

use super::signature::{ArgumentType, Signature};

/// A function and its signature.
const LIBRARY: &[(&str, &str)] = &[
    ("abs", "<n-:n>"),
    ("append", "<xx:a>"),
    ("assert", "<bs?:x>"),
    ("average", "<a<n>:n>"),
    ("base64decode", "<s-:s>"),
    ("base64encode", "<s-:s>"),
    ("boolean", "<x-:b>"),
    ("ceil", "<n-:n>"),
    ("clone", "<(oa)-:o>"),
    ("contains", "<s-(sf):b>"),
    ("count", "<a:n>"),
    ("decodeUrl", "<s-:s>"),
    ("decodeUrlComponent", "<s-:s>"),
    ("distinct", "<x:x>"),
    ("each", "<o-f:a>"),
    ("encodeUrl", "<s-:s>"),
    ("encodeUrlComponent", "<s-:s>"),
    ("error", "<s?:x>"),
    ("exists", "<x:b>"),
    ("filter", "<af>"),
    ("floor", "<n-:n>"),
    ("formatBase", "<n-n?:s>"),
    ("formatInteger", "<n-s:s>"),
    ("formatNumber", "<n-so?:s>"),
    ("fromMillis", "<n-s?s?:s>"),
    ("join", "<a<s>s?:s>"),
    ("keys", "<x-:a<s>>"),
    ("length", "<s-:n>"),
    ("lookup", "<x-s:x>"),
    ("lowercase", "<s-:s>"),
    ("map", "<af>"),
    ("match", "<s-f<s:o>n?:a<o>>"),
    ("max", "<a<n>:n>"),
    ("merge", "<a<o>:o>"),
    ("millis", "<:n>"),
    ("min", "<a<n>:n>"),
    ("not", "<x-:b>"),
    ("now", "<s?s?:s>"),
    ("number", "<(nsb)-:n>"),
    ("pad", "<s-ns?:s>"),
    ("parseInteger", "<s-s:n>"),
    ("power", "<n-n:n>"),
    ("reduce", "<afj?:j>"),
    ("replace", "<s-(sf)(sf)n?:s>"),
    ("reverse", "<a:a>"),
    ("round", "<n-n?:n>"),
    ("shuffle", "<a:a>"),
    ("sift", "<o-f?:o>"),
    ("single", "<af?>"),
    ("sort", "<af?:a>"),
    ("split", "<s-(sf)n?:a<s>>"),
    ("spread", "<x-:a<o>>"),
    ("sqrt", "<n-:n>"),
    ("string", "<x-b?:s>"),
    ("substring", "<s-nn?:s>"),
    ("substringAfter", "<s-s:s>"),
    ("substringBefore", "<s-s:s>"),
    ("sum", "<a<n>:n>"),
    ("toMillis", "<s-s?:n>"),
    ("trim", "<s-:s>"),
    ("type", "<x:s>"),
    ("uppercase", "<s-:s>"),
    ("zip", "<a+>"),
    // AWS's own. They are lenient with what is missing, and strict with what is too much (measured).
    ("hash", "<x?x?:s>"),
    ("parse", "<x?:x>"),
    ("partition", "<x?x?:x>"),
    ("random", "<x?:n>"),
    ("range", "<x?x?x?:x>"),
    ("uuid", "<:s>"),
];

/// What functions of other languages are called in JSONata.
const ALIASES: &[(&str, &str)] = &[
    ("add", "append"),
    ("concat", "append"),
    ("date", "now"),
    ("find", "filter"),
    ("foreach", "each"),
    ("indexof", "contains"),
    ("isempty", "count"),
    ("len", "length"),
    ("parsefloat", "number"),
    ("parseint", "number"),
    ("jsonparse", "parse"),
    ("size", "count"),
    ("slice", "substring"),
    ("stringify", "string"),
    ("substr", "substring"),
    ("tolower", "lowercase"),
    ("tolowercase", "lowercase"),
    ("tonumber", "number"),
    ("tostring", "string"),
    ("toupper", "uppercase"),
    ("touppercase", "uppercase"),
    ("unique", "distinct"),
    ("values", "each"),
];

/// The function that somebody means who knows another language.
pub(super) fn alias(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase().replace('_', "");
    ALIASES.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
}

/// The names of all functions.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    LIBRARY.iter().map(|(name, _)| *name)
}

/// The signature of a function; `None`: there is no such function.
pub(super) fn signature(name: &str) -> Option<Signature> {
    let (_, text) = LIBRARY.iter().find(|(known, _)| *known == name)?;
    Signature::library(text)
}

/// The type of a function's result where the signature tells; nothing may come instead.
pub(super) fn result(name: &str) -> Option<ArgumentType> {
    let signature = signature(name)?;
    let letter = signature.text.rsplit_once(':')?.1.chars().next()?;
    // Arrays of one item collapse, and `$clone` gives arrays too.
    "snb".contains(letter).then_some(ArgumentType::Known(letter))
}
