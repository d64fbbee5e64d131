//! How intrinsic functions fail.

use crate::error::Fault;

/// Why an intrinsic function gives no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntrinsicError {
    /// The type or value of an argument is not one that the function takes.
    InvalidArguments,
    /// The template of `States.Format` is broken; the text says how.
    InvalidTemplate(&'static str),
    /// The argument of `States.StringToJson` is not JSON; Jackson's message with the place of the error.
    StringToJson(Box<str>),
}

/// The failure that AWS reports for a call.
///
/// `call` is the call as the definition writes it, `function` its name with `States.`. The error is `States.Runtime`: AWS raises
/// nothing else for intrinsic functions, whatever the specification says of `States.IntrinsicFailure`.
#[cold]
pub fn call_error(call: &str, function: &str, error: IntrinsicError) -> Fault {
    Fault::runtime(match error {
        IntrinsicError::InvalidArguments => format!(
            "There was an error while evaluating the intrinsic function: {call}. Invalid arguments in {function}"
        ),
        IntrinsicError::InvalidTemplate(problem) => format!("Invalid template in {function}: {problem}"),
        IntrinsicError::StringToJson(problem) => {
            format!("Cannot convert String to Json in {function}, caused by: {problem}")
        }
    })
}
