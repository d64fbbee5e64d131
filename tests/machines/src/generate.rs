//! A seeded generator of expressions, shared by the build script, which compiles them, and the tests, which know
//! what they mean.

use std::fmt;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.a` or `['a']`.
    Field(String),
    /// `[1]`, `[-1]`.
    Index(i64),
    /// `[*]`.
    Wildcard,
    /// `[1:3]`.
    Slice(i64, i64),
}

/// A path from `$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A path.
    Path(Path),
    /// A literal integer.
    Integer(i64),
    /// A literal string.
    Text(String),
}

/// The value of a field that ends in `.$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A path.
    Path(Path),
    /// `States.Name(…)`.
    Call(&'static str, Vec<Argument>),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                Step::Field(name) if name.chars().all(char::is_alphanumeric) => write!(f, ".{name}")?,
                Step::Field(name) => write!(f, "['{name}']")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Wildcard => f.write_str("[*]")?,
                Step::Slice(from, to) => write!(f, "[{from}:{to}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Text(text) => write!(f, "'{text}'"),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.fmt(f),
            Self::Call(name, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
                write!(f, "States.{name}({})", arguments.join(", "))
            }
        }
    }
}

/// A small generator of numbers (xorshift).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }

    /// A number between two others, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from).unwrap_or_default() + 1;
        from + i64::try_from(self.roll(width)).unwrap_or_default()
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.roll(from.len() as u64)).unwrap_or_default();
        from.get(index)
    }
}

/// The keys of documents and paths.
pub const KEYS: &[&str] = &["a", "b", "list", "n", "two words"];

/// So many expressions are compiled.
pub const COUNT: usize = 160;

/// The expressions, the same at each call.
pub fn expressions() -> Vec<Expression> {
    let mut dice = Dice::new(2026);
    (0..COUNT)
        .map(|number| if number % 2 == 0 { Expression::Path(path(&mut dice, true)) } else { call(&mut dice) })
        .collect()
}

fn path(dice: &mut Dice, many: bool) -> Path {
    let mut steps = Vec::new();
    for _ in 0..dice.between(1, 4) {
        steps.push(match dice.roll(if many { 8 } else { 6 }) {
            0..=3 => Step::Field((*dice.pick(KEYS).unwrap_or(&"a")).to_owned()),
            4 | 5 => Step::Index(dice.between(-2, 2)),
            6 => Step::Wildcard,
            _ => {
                let from = dice.between(0, 2);
                Step::Slice(from, from + dice.between(1, 2))
            }
        });
    }
    Path(steps)
}

fn call(dice: &mut Dice) -> Expression {
    let argument = |dice: &mut Dice| match dice.roll(3) {
        0 => Argument::Integer(dice.between(-5, 5)),
        1 => Argument::Text((*dice.pick(&["x", "", "a b"]).unwrap_or(&"x")).to_owned()),
        _ => Argument::Path(path(dice, false)),
    };
    let of_path = |dice: &mut Dice| Argument::Path(path(dice, false));
    match dice.roll(8) {
        0 => {
            let count = dice.between(1, 3);
            Expression::Call("Array", (0..count).map(|_| argument(dice)).collect())
        }
        1 => Expression::Call("ArrayLength", vec![of_path(dice)]),
        2 => Expression::Call("ArrayContains", vec![of_path(dice), argument(dice)]),
        3 => Expression::Call("ArrayGetItem", vec![of_path(dice), Argument::Integer(dice.between(0, 2))]),
        4 => Expression::Call("ArrayUnique", vec![of_path(dice)]),
        5 => Expression::Call("ArrayPartition", vec![of_path(dice), Argument::Integer(dice.between(1, 3))]),
        6 => Expression::Call("JsonToString", vec![of_path(dice)]),
        _ => Expression::Call("MathAdd", vec![of_path(dice), Argument::Integer(dice.between(-9, 9))]),
    }
}
