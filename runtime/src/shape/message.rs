//! The checks that generated code makes in constants, and their messages.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "constants have no iterators, and a panic in them is how a build ends with a message"
)]

use super::find::{Step, find, leads_to, part, same};
use super::fit::{Misfit, Reason, misfit};
use super::{Object, Shape};

/// Checks that a path leads somewhere in what a type is written as.
///
/// `reader` says who reads what: ``state `Charge` reads `$.card.number` of the input``; `owner` is the type that it is read
/// of: `` `OrderRequest` ``; `place` is where the definition says so: `order.asl.json:7:15`.
///
/// # Panics
/// It never leads anywhere. In a constant that is an error of the build.
pub const fn check_read(written: Shape, path: &[Step], reader: &str, owner: &str, place: &str) {
    if let Err((shape, at)) = find(written, path) {
        let mut text = Message::new();
        text.push(reader).push(", but ").push(owner);
        if at > 0 {
            text.push(", at `");
            text.steps(path, at);
            text.push("`,");
        }
        match (&path[at], &shape) {
            (Step::Field(name), Shape::Object(object)) => {
                text.push(" has no field `").push(name).push("`");
                text.fields(object, name);
            }
            (Step::Field(name), _) => {
                text.push(" is ").push(shape.words()).push(" without a field `").push(name).push("`");
            }
            _ => {
                text.push(" is ").push(shape.words()).push(" without elements");
            }
        }
        panic!("{}", text.at(place).as_str());
    }
}

/// Checks that a value is ever of the kind, or one of the texts, that its user takes.
///
/// `path` leads to it in what is `written`; `wanted` is what the user takes. `user` says both, up to the value:
/// `` `NumericEquals` of state `Check` takes a number, but `$.total` of the input``; `owner` as for [`check_read`], with the
/// place.
///
/// # Panics
/// It never is. In a constant that is an error of the build.
pub const fn check_use(
    written: Shape,
    path: &[Step],
    wanted: Shape,
    user: &str,
    (owner, place): (&str, &str),
) {
    // A path that leads nowhere is checked by itself.
    if find(written, path).is_ok() && !leads_to(&written, path, &wanted) {
        let mut text = Message::new();
        text.push(user);
        let value = part(written, path);
        match (&wanted, texts(&value)) {
            // Of several forms each has another one.
            (_, None) if matches!(value, Shape::Any) => {
                text.push(" never is that");
            }
            (Shape::OneOf(_), Some(texts)) => {
                text.push(" can only be ");
                text.texts(texts);
            }
            _ => {
                text.push(" is ").push(value.words());
            }
        }
        text.push(" in ").push(owner);
        panic!("{}", text.at(place).as_str());
    }
}

/// The texts that a value may be, if they are known.
const fn texts(shape: &Shape) -> Option<&'static [&'static str]> {
    match shape {
        Shape::OneOf(texts) => Some(texts),
        Shape::Either(forms) => {
            let mut at = 0;
            while at < forms.len() {
                if let Shape::OneOf(texts) = &forms[at] {
                    return Some(texts);
                }
                at += 1;
            }
            None
        }
        _ => None,
    }
}

/// Checks that what a workflow writes can be read as a type.
///
/// `writer` says what writes: ``state `Charge` ``; `reader` is the type that is read: `` `ChargeRequest` ``; `place` is where
/// the definition writes: `order.asl.json:7:15`.
///
/// # Panics
/// It can never be read. In a constant that is an error of the build.
pub const fn check_fit(written: Shape, read: Shape, writer: &str, reader: &str, place: &str) {
    if let Some(misfit) = misfit(&written, &read) {
        let mut text = Message::new();
        match misfit.reason {
            Reason::Missing(name) => {
                text.push(reader).push(" needs the field `").push(name).push("`");
                text.place(&misfit);
                text.push(", which ").push(writer).push(" does not give");
            }
            Reason::Surplus(name) => {
                text.push(writer).push(" gives the field `").push(name).push("`");
                text.place(&misfit);
                text.push(", which ").push(reader).push(" refuses");
            }
            Reason::Kind { written, read } => {
                text.push(writer).push(" gives ").push(written.words());
                text.place(&misfit);
                text.push(", but ").push(reader).push(" takes ").push(read.words());
            }
            Reason::Length { written, read } => {
                text.push(writer).push(" gives ").number(written).push(" elements");
                text.place(&misfit);
                text.push(", but ").push(reader).push(" takes ").number(read);
            }
        }
        panic!("{}", text.at(place).as_str());
    }
}

/// A text that is put together in a constant; what does not fit is cut off.
struct Message {
    bytes: [u8; 4096],
    len: usize,
}

impl Message {
    const fn new() -> Self {
        Self { bytes: [0; 4096], len: 0 }
    }

    const fn push(&mut self, text: &str) -> &mut Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    #[expect(clippy::cast_possible_truncation, reason = "a digit")]
    const fn number(&mut self, number: usize) -> &mut Self {
        if number >= 10 {
            self.number(number / 10);
        }
        let digit = [b'0' + (number % 10) as u8];
        match str::from_utf8(&digit) {
            Ok(digit) => self.push(digit),
            Err(_) => self,
        }
    }

    /// Where in the definition it is, on a line of its own as rustc has it.
    const fn at(&mut self, place: &str) -> &mut Self {
        self.push("\n  --> ").push(place)
    }

    /// Texts, as a list.
    const fn texts(&mut self, texts: &[&str]) {
        let mut at = 0;
        while at < texts.len() {
            self.push(if at == 0 { "`" } else { "`, `" }).push(texts[at]);
            at += 1;
        }
        self.push("`");
    }

    /// The first steps of a path.
    const fn steps(&mut self, path: &[Step], count: usize) {
        self.push("$");
        let mut at = 0;
        while at < count {
            match path[at] {
                Step::Field(name) => self.push(".").push(name),
                Step::Element => self.push("[*]"),
            };
            at += 1;
        }
    }

    /// The fields that there are, or the one that may be meant: the same but for case and separators.
    const fn fields(&mut self, object: &Object, wanted: &str) {
        let mut at = 0;
        while at < object.fields.len() {
            let name = object.fields[at].names[0];
            if alike(name, wanted) {
                self.push("; a field with a similar name exists: `").push(name).push("`");
                return;
            }
            at += 1;
        }
        at = 0;
        while at < object.fields.len() {
            self.push(if at == 0 { "; its fields are `" } else { "`, `" }).push(object.fields[at].names[0]);
            at += 1;
        }
        if at > 0 {
            self.push("`");
        }
    }

    /// Where the misfit is, if the misfit is not at the top.
    const fn place(&mut self, misfit: &Misfit) {
        let mut at = 0;
        while at < misfit.depth {
            self.push(if at == 0 { " in `" } else { "." }).push(misfit.path[at]);
            at += 1;
        }
        if at > 0 {
            self.push("`");
        }
    }

    const fn as_str(&self) -> &str {
        let (bytes, _) = self.bytes.split_at(self.len);
        match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => match str::from_utf8(bytes.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

/// Whether two names differ by case, `_` and `-` only, or by one letter.
const fn alike(a: &str, b: &str) -> bool {
    same_letters(a.as_bytes(), b.as_bytes()) || one_letter(a.as_bytes(), b.as_bytes()) && !same(a, b)
}

const fn same_letters(a: &[u8], b: &[u8]) -> bool {
    let (mut at_a, mut at_b) = (0, 0);
    loop {
        while at_a < a.len() && matches!(a[at_a], b'_' | b'-') {
            at_a += 1;
        }
        while at_b < b.len() && matches!(b[at_b], b'_' | b'-') {
            at_b += 1;
        }
        if at_a == a.len() || at_b == b.len() {
            return at_a == a.len() && at_b == b.len();
        }
        if !a[at_a].eq_ignore_ascii_case(&b[at_b]) {
            return false;
        }
        at_a += 1;
        at_b += 1;
    }
}

/// Whether one letter is missing, added or another one, in names of at least four.
const fn one_letter(a: &[u8], b: &[u8]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let mut start = 0;
    while start < short.len() && long[start] == short[start] {
        start += 1;
    }
    let mut end = 0;
    while end < short.len() - start && long[long.len() - 1 - end] == short[short.len() - 1 - end] {
        end += 1;
    }
    start + end + 1 >= long.len()
}
