//! The shapes of the standard library's types, as serde writes and reads them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

use super::{AslShape, Field, Object, Shape};

macro_rules! shapes {
    ($($shape:expr => $($type:ty),+;)+) => {$($(
        impl AslShape for $type {
            const WRITTEN: Shape = $shape;
            const READ: Shape = $shape;
        }
    )+)+};
}

shapes! {
    Shape::Bool => bool;
    Shape::Integer => i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize;
    Shape::Integer => std::num::NonZeroI8, std::num::NonZeroI16, std::num::NonZeroI32, std::num::NonZeroI64, std::num::NonZeroIsize;
    Shape::Integer => std::num::NonZeroU8, std::num::NonZeroU16, std::num::NonZeroU32, std::num::NonZeroU64, std::num::NonZeroUsize;
    Shape::String => str, String, char, std::path::Path, std::path::PathBuf;
    Shape::String => std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr;
    Shape::String => std::net::SocketAddr, std::net::SocketAddrV4, std::net::SocketAddrV6;
    Shape::Any => crate::Value, serde_json::Value;
    Shape::Map(&Shape::Any) => serde_json::Map<String, serde_json::Value>;
    Shape::Number => crate::value::Number, serde_json::Number;
    Shape::String => crate::Text;
    Shape::Object(Object {
        fields: &[
            Field { names: &["secs"], shape: Shape::Integer, required: true },
            Field { names: &["nanos"], shape: Shape::Integer, required: true },
        ],
        flattened: &[],
        closed: true,
    }) => std::time::Duration;
}

/// A number that JSON lacks is written as null.
macro_rules! floats {
    ($($type:ty),+) => {$(
        impl AslShape for $type {
            const WRITTEN: Shape = Shape::Either(&[Shape::Number, Shape::Null]);
            const READ: Shape = Shape::Number;
        }
    )+};
}

floats!(f32, f64);

impl AslShape for () {
    const WRITTEN: Shape = Shape::Null;
    const READ: Shape = Shape::Null;
}

impl<T: AslShape> AslShape for Option<T> {
    const WRITTEN: Shape = Shape::Either(&[Shape::Null, T::WRITTEN]);
    const READ: Shape = Shape::Either(&[Shape::Null, T::READ]);
    const OPTIONAL: bool = true;
}

/// Types that are on the wire what they hold.
macro_rules! wrappers {
    ($($type:ty),+) => {$(
        impl<T: AslShape + ?Sized> AslShape for $type {
            const WRITTEN: Shape = T::WRITTEN;
            const READ: Shape = T::READ;
            const OPTIONAL: bool = T::OPTIONAL;
        }
    )+};
}

wrappers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>, Mutex<T>, RwLock<T>);

impl<T: AslShape + ToOwned + ?Sized> AslShape for Cow<'_, T> {
    const WRITTEN: Shape = T::WRITTEN;
    const READ: Shape = T::READ;
    const OPTIONAL: bool = T::OPTIONAL;
}

macro_rules! sequences {
    ($($(#[$attribute:meta])* ($($generics:tt)*) $type:ty),+) => {$(
        impl<T: AslShape, $($generics)*> AslShape for $type {
            const WRITTEN: Shape = Shape::Array(&T::WRITTEN);
            const READ: Shape = Shape::Array(&T::READ);
        }
    )+};
}

sequences!(() [T], () Vec<T>, () VecDeque<T>, () LinkedList<T>, () BinaryHeap<T>, () BTreeSet<T>, (S) HashSet<T, S>);

impl<T: AslShape, const N: usize> AslShape for [T; N] {
    const WRITTEN: Shape = Shape::Tuple(&[T::WRITTEN; N]);
    const READ: Shape = Shape::Tuple(&[T::READ; N]);
}

impl<K, V: AslShape> AslShape for BTreeMap<K, V> {
    const WRITTEN: Shape = Shape::Map(&V::WRITTEN);
    const READ: Shape = Shape::Map(&V::READ);
}

impl<K, V: AslShape, S> AslShape for HashMap<K, V, S> {
    const WRITTEN: Shape = Shape::Map(&V::WRITTEN);
    const READ: Shape = Shape::Map(&V::READ);
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {$(
        impl<$($name: AslShape),+> AslShape for ($($name,)+) {
            const WRITTEN: Shape = Shape::Tuple(&[$($name::WRITTEN),+]);
            const READ: Shape = Shape::Tuple(&[$($name::READ),+]);
        }
    )+};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
