//! What an expression means, in the simplest way to say it: on `serde_json` values, without any care for speed.

use asl_tests_machines::generate::{Argument, Expression, Path, Step};
use serde_json::{Value, json};

/// The value, or nothing where AWS fails with `States.Runtime`.
pub(crate) fn evaluate(expression: &Expression, document: &Value) -> Option<Value> {
    match expression {
        // A template's member reads what is beyond the end of an array as null; an argument does not.
        Expression::Path(path) => walk(path, document).or_else(|| beyond_the_end(path, document)),
        Expression::Call(name, arguments) => {
            let arguments = arguments.iter().map(|argument| value_of(argument, document));
            call(name, &arguments.collect::<Option<Vec<_>>>()?)
        }
    }
}

fn value_of(argument: &Argument, document: &Value) -> Option<Value> {
    match argument {
        Argument::Path(path) => walk(path, document),
        Argument::Integer(integer) => Some(json!(integer)),
        Argument::Text(text) => Some(json!(text)),
    }
}

fn beyond_the_end(path: &Path, document: &Value) -> Option<Value> {
    if path.0.iter().any(|step| matches!(step, Step::Wildcard | Step::Slice(..))) {
        return None;
    }
    let (last, before) = path.0.split_last()?;
    let array = walk(&Path(before.to_vec()), document)?;
    (matches!(last, Step::Index(_)) && array.is_array()).then_some(Value::Null)
}

/// A path with a wildcard or slice gives a list of whatever is there, where an index beyond the end of an array is null;
/// the part before it must exist, a slice is of an array, and a wildcard with more behind it of an array or object. Any other path gives one value, which must exist.
fn walk(path: &Path, document: &Value) -> Option<Value> {
    let mut found = vec![document.clone()];
    let mut many = false;
    for (number, step) in path.0.iter().enumerate() {
        let is_last = number + 1 == path.0.len();
        let next: Vec<Value> = match step {
            Step::Index(_) if many => {
                let arrays = found.iter().filter(|value| value.is_array());
                arrays.map(|array| children(array, step).pop().unwrap_or_default()).collect()
            }
            _ => found.iter().flat_map(|value| children(value, step)).collect(),
        };
        match step {
            Step::Field(_) | Step::Index(_) if !many && next.is_empty() => return None,
            Step::Slice(..) if !many && !found.iter().all(Value::is_array) => return None,
            Step::Wildcard if !many && !is_last && !found.iter().all(is_container) => return None,
            Step::Wildcard | Step::Slice(..) => many = true,
            _ => {}
        }
        found = next;
    }
    if many { Some(Value::Array(found)) } else { found.pop() }
}

fn is_container(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn children(value: &Value, step: &Step) -> Vec<Value> {
    match (step, value) {
        (Step::Field(name), Value::Object(object)) => object.get(name).cloned().into_iter().collect(),
        (Step::Index(index), Value::Array(array)) => {
            let from_start = if *index < 0 { *index + array.len() as i64 } else { *index };
            usize::try_from(from_start).ok().and_then(|index| array.get(index)).cloned().into_iter().collect()
        }
        (Step::Wildcard, Value::Array(array)) => array.clone(),
        (Step::Wildcard, Value::Object(object)) => object.values().cloned().collect(),
        (Step::Slice(from, to), Value::Array(array)) => {
            let inside = |index: usize| (*from..*to).contains(&(index as i64));
            array
                .iter()
                .enumerate()
                .filter(|(index, _)| inside(*index))
                .map(|(_, value)| value.clone())
                .collect()
        }
        _ => Vec::new(),
    }
}

fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first()?;
    let second = arguments.get(1);
    Some(match name {
        "Array" => json!(arguments),
        "ArrayLength" => json!(first.as_array()?.len()),
        "ArrayContains" => json!(first.as_array()?.contains(second?)),
        "ArrayGetItem" => {
            let index = usize::try_from(second?.as_i64()?).ok()?;
            let array = first.as_array()?;
            // Measured: an empty array gives null, any other array an error.
            if array.is_empty() { Value::Null } else { array.get(index)?.clone() }
        }
        "ArrayUnique" => {
            let mut unique: Vec<Value> = Vec::new();
            for value in first.as_array()? {
                if !unique.contains(value) {
                    unique.push(value.clone());
                }
            }
            json!(unique)
        }
        "ArrayPartition" => {
            let size = usize::try_from(second?.as_i64()?).ok()?;
            json!(first.as_array()?.chunks(size).map(<[Value]>::to_vec).collect::<Vec<_>>())
        }
        "JsonToString" => json!(first.to_string()),
        "MathAdd" => json!(first.as_i64()? + second?.as_i64()?),
        _ => return None,
    })
}
