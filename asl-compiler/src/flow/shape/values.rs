//! Sets of strings or numbers: a few known ones, or all but a few.

use std::sync::Arc;

/// More constants than these are not told apart.
const MOST: usize = 8;

/// Which values of one scalar type are possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Values<T> {
    /// None: the data are not of this type.
    None,
    /// Any of the type.
    Any,
    /// One of these; sorted, not empty.
    Few(Arc<Vec<T>>),
    /// Any but these; sorted, not empty.
    AllBut(Arc<Vec<T>>),
}

impl<T: Ord + Clone> Values<T> {
    pub(in crate::flow) fn one(value: T) -> Self {
        Self::Few(Arc::new(vec![value]))
    }

    pub(in crate::flow) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// The known ones, if there are no others.
    pub(in crate::flow) fn few(&self) -> Option<&[T]> {
        match self {
            Self::None => Some(&[]),
            Self::Few(few) => Some(few),
            Self::Any | Self::AllBut(_) => None,
        }
    }

    fn of(values: Vec<T>) -> Self {
        match values.len() {
            0 => Self::None,
            len if len <= MOST => Self::Few(Arc::new(values)),
            _ => Self::Any,
        }
    }

    /// Too long a list of exceptions loses those at its end: more values are possible then, never fewer.
    fn but(mut values: Vec<T>) -> Self {
        values.truncate(MOST);
        if values.is_empty() { Self::Any } else { Self::AllBut(Arc::new(values)) }
    }

    /// What is in one of the two.
    pub(in crate::flow) fn join(&self, other: &Self) -> Self {
        let without = |all: &[T], some: &[T]| all.iter().filter(|it| !some.contains(it)).cloned().collect();
        match (self, other) {
            (Self::None, values) | (values, Self::None) => values.clone(),
            (Self::Any, _) | (_, Self::Any) => Self::Any,
            (Self::Few(a), Self::Few(b)) => {
                let mut all: Vec<T> = a.iter().chain(b.iter()).cloned().collect();
                all.sort();
                all.dedup();
                Self::of(all)
            }
            (Self::Few(few), Self::AllBut(but)) | (Self::AllBut(but), Self::Few(few)) => {
                Self::but(without(but, few))
            }
            (Self::AllBut(a), Self::AllBut(b)) => {
                Self::but(a.iter().filter(|it| b.contains(it)).cloned().collect())
            }
        }
    }

    /// Those that pass; of unknown ones all may.
    pub(in crate::flow) fn filter(&self, mut passes: impl FnMut(&T) -> bool) -> Self {
        match self {
            Self::Few(few) => Self::of(few.iter().filter(|it| passes(it)).cloned().collect()),
            other => other.clone(),
        }
    }

    /// All but one.
    pub(in crate::flow) fn without(&self, value: &T) -> Self {
        match self {
            Self::None => Self::None,
            Self::Any => Self::AllBut(Arc::new(vec![value.clone()])),
            Self::Few(_) => self.filter(|it| it != value),
            Self::AllBut(but) if but.contains(value) => self.clone(),
            Self::AllBut(but) => {
                let mut but: Vec<T> = but.iter().cloned().chain([value.clone()]).collect();
                but.sort();
                Self::but(but)
            }
        }
    }

    /// Only this one, if it is possible.
    pub(in crate::flow) fn only(&self, value: &T) -> Self {
        let possible = match self {
            Self::None => false,
            Self::Any => true,
            Self::Few(few) => few.contains(value),
            Self::AllBut(but) => !but.contains(value),
        };
        if possible { Self::one(value.clone()) } else { Self::None }
    }
}

/// A known number.
#[derive(Clone, Copy, Debug)]
pub(in crate::flow) struct Number {
    pub(in crate::flow) value: f64,
    /// Whether it is written without fraction and exponent, which AWS tells apart: `1` is an integer, `1.0` is not.
    pub(in crate::flow) whole: bool,
}

impl Number {
    /// The number of a text; `None` when a double cannot hold it.
    pub(in crate::flow) fn parse(text: &str) -> Option<Self> {
        // The integers up to 2^53 are exact.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let value: f64 = text.parse().ok()?;
        let whole = text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
        // `-0` is read as `0`.
        (value.abs() < EXACT).then_some(Self { value: value + 0.0, whole })
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.total_cmp(&other.value).then(self.whole.cmp(&other.whole))
    }
}
