//! `json!`: values written as JSON in Rust code.

use serde::Serialize;

use super::Value;

/// Makes a [`Value`](crate::value::Value) of JSON that is written out, with Rust expressions wherever a value can stand.
///
/// An expression may have any type that serializes. A key is a string literal, or an expression that converts into
/// [`Text`](crate::value::Text).
///
/// ```
/// use asl_runtime::json;
///
/// let names = vec!["Ada", "Charles"];
/// let order = json!({
///     "id": 17,
///     "names": names,
///     "open": true,
///     ("note".to_uppercase()): [null, 1.0, { "deep": {} }],
/// });
/// assert_eq!(
///     order.to_string(),
///     r#"{"id":17,"names":["Ada","Charles"],"open":true,"NOTE":[null,1.0,{"deep":{}}]}"#
/// );
/// ```
///
/// # Panics
///
/// If the `Serialize` implementation of an expression fails, or has a map whose keys are not text.
#[macro_export]
macro_rules! json {
    ($($json:tt)+) => {
        $crate::__json!(@value $($json)+)
    };
}

/// What [`json!`] does, step by step.
#[doc(hidden)]
#[macro_export]
macro_rules! __json {
    // A value.
    (@value null) => {
        $crate::value::Value::Null
    };
    (@value []) => {
        $crate::value::Value::Array($crate::value::Array::new())
    };
    (@value [$($items:tt)+]) => {
        $crate::__json!(@items [] $($items)+)
    };
    (@value {}) => {
        $crate::value::Value::Object($crate::value::Object::new())
    };
    (@value {$($members:tt)+}) => {
        $crate::__json!(@key [] [] $($members)+)
    };
    (@value $value:expr) => {
        $crate::value::interpolate(&$value)
    };

    // The items of an array: `[those done] those to come`.
    (@items [$($done:expr,)*]) => {
        $crate::value::Value::Array(<$crate::value::Array as ::core::convert::From<_>>::from([$($done),*]))
    };
    (@items [$($done:expr,)*] null $(, $($rest:tt)*)?) => {
        $crate::__json!(@items [$($done,)* $crate::value::Value::Null,] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::__json!(@items [$($done,)* $crate::__json!(@value [$($inner)*]),] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::__json!(@items [$($done,)* $crate::__json!(@value {$($inner)*}),] $($($rest)*)?)
    };
    (@items [$($done:expr,)*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::__json!(@items [$($done,)* $crate::value::interpolate(&$item),] $($($rest)*)?)
    };

    // The members of an object: `[those done] [the key so far] those to come`.
    (@key [$($done:expr,)*] []) => {
        $crate::value::Value::Object($crate::value::Object::from_entries([$($done),*]))
    };
    (@key [$($done:expr,)*] [$($key:tt)+] : null $(, $($rest:tt)*)?) => {
        $crate::__json!(@member [$($done,)*] ($($key)+) ($crate::value::Value::Null) $($($rest)*)?)
    };
    (@key [$($done:expr,)*] [$($key:tt)+] : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::__json!(@member [$($done,)*] ($($key)+) ($crate::__json!(@value [$($inner)*])) $($($rest)*)?)
    };
    (@key [$($done:expr,)*] [$($key:tt)+] : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::__json!(@member [$($done,)*] ($($key)+) ($crate::__json!(@value {$($inner)*})) $($($rest)*)?)
    };
    (@key [$($done:expr,)*] [$($key:tt)+] : $value:expr $(, $($rest:tt)*)?) => {
        $crate::__json!(@member [$($done,)*] ($($key)+) ($crate::value::interpolate(&$value)) $($($rest)*)?)
    };
    (@key [$($done:expr,)*] [] ($key:expr) $($rest:tt)*) => {
        $crate::__json!(@key [$($done,)*] [$key] $($rest)*)
    };
    (@key [$($done:expr,)*] [$($key:tt)*] $next:tt $($rest:tt)*) => {
        $crate::__json!(@key [$($done,)*] [$($key)* $next] $($rest)*)
    };
    (@member [$($done:expr,)*] ($key:expr) ($value:expr) $($rest:tt)*) => {
        $crate::__json!(
            @key [$($done,)* (<$crate::value::Text as ::core::convert::From<_>>::from($key), $value),] [] $($rest)*
        )
    };
}

/// The value of an expression inside of [`json!`].
#[doc(hidden)]
#[expect(clippy::panic, reason = "as documented for `json!`, which has no way to return an error")]
pub fn interpolate<T: Serialize + ?Sized>(value: &T) -> Value {
    match Value::from_serialize(value) {
        Ok(value) => value,
        Err(error) => panic!("cannot make JSON of this: {error}"),
    }
}
