//! `ResultPath`: writing a result into the raw input.

use crate::value::{Object, Text, Value};

use super::{PathText, Step, position};
use crate::error::Fault;

/// Puts `value` at `path`, in place of what is there.
///
/// Members that are missing on the way are created as objects. Data that other copies of `target` share is copied
/// first, and only on the way to the place.
///
/// # Errors
/// `States.ResultPathMatchFailure` when the path cannot be followed: a field of something that is not an object, an element
/// of something that is not an array, or one beyond an array's end. `target` is then as it was.
pub fn set(target: &mut Value, path: &PathText, value: Value) -> Result<(), Fault> {
    if !fits(target, path.steps) {
        return Err(no_match(target, path.text));
    }
    place(target, path.steps, value);
    Ok(())
}

/// [`set`] for a path of one field.
///
/// # Errors
/// `States.ResultPathMatchFailure` when `target` is not an object.
#[expect(clippy::inline_always, reason = "name and value are then built where they belong, not moved there")]
#[inline(always)]
pub fn set_field(target: &mut Value, path: &PathText, name: Text, value: Value) -> Result<(), Fault> {
    match target {
        Value::Object(object) => {
            object.insert(name, value);
            Ok(())
        }
        _ => Err(no_match(target, path.text)),
    }
}

#[cold]
fn no_match(target: &Value, path: &str) -> Fault {
    Fault::catchable(
        "States.ResultPathMatchFailure",
        format!("Unable to apply ReferencePath {path} to input {target}"),
    )
}

fn fits(target: &Value, steps: &[Step]) -> bool {
    let mut here = target;
    for (index, step) in steps.iter().enumerate() {
        let next = match (here, step) {
            (Value::Object(object), Step::Field(name)) => object.get(name),
            (Value::Array(array), Step::Index(index)) => {
                match position(*index, array.len()).and_then(|index| array.get(index)) {
                    Some(element) => Some(element),
                    None => return false,
                }
            }
            _ => return false,
        };
        match next {
            Some(next) => here = next,
            // From here on everything is new, and only objects are made.
            None => {
                return steps
                    .get(index..)
                    .unwrap_or_default()
                    .iter()
                    .all(|step| matches!(step, Step::Field(_)));
            }
        }
    }
    true
}

/// Follows the steps, which [`fits`] has checked, and writes.
fn place(target: &mut Value, steps: &[Step], value: Value) {
    let mut here = target;
    for step in steps {
        here = match (here, step) {
            (Value::Object(object), Step::Field(name)) => {
                object.get_or_insert_with(Text::new_static(name), || Value::Object(Object::new()))
            }
            (Value::Array(array), Step::Index(index)) => {
                match position(*index, array.len()).and_then(|index| array.get_mut(index)) {
                    Some(element) => element,
                    None => return,
                }
            }
            _ => return,
        };
    }
    *here = value;
}
