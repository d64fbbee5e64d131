//! The macros of `asl-runtime`, which re-exports them: find the file, call the compiler, report.

mod args;
mod file;
mod report;
mod shape;

use args::Args;
use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Compiles a state machine in Amazon States Language into a module.
///
/// ```text
/// asl_workflow!("order.asl.json");
/// ```
///
/// gives `mod order` with `trait Tasks`, one method for each task of the definition, `struct Order<T: Tasks>`, which
/// runs it, and `enum State`.
///
/// The path means what it means to `include_str!`: it starts at the folder of the file that the macro stands in.
///
/// # Fields
///
/// All fields but the path may be left out, in any order. Attributes (doc comments, `cfg`, …) and a visibility
/// before the first one are those of the module; without a visibility it is private.
///
/// ```text
/// asl_workflow! {
///     /// Orders, from payment to delivery.
///     pub(crate) path: "order.asl.json",
///     name: checkout,
///     input: OrderRequest,
///     output: Receipt,
///     tasks: {
///         "ReserveStock": (Reserve) -> Reservation,
///         "Notify": () -> Ack,
///         "Charge": (Charge),
///     },
///     substitutions: { "ChargeFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:charge" },
///     versions: ["order.v1.asl.json"],
///     compatible_with: "order.v1.asl.json",
///     allow: [ASL0313, unknown-context-field],
///     crate: ::renamed_runtime,
/// }
/// ```
///
/// | Field | Meaning | Without it |
/// |---|---|---|
/// | `path` | the definition; `asl_workflow!("order.asl.json", name: checkout)` is the same, shorter | required |
/// | `name` | the module; the machine's type is named after it | the file's name up to its first dot |
/// | `input`, `output` | types of the execution's input and output | anything that serializes, and deserializes |
/// | `tasks` | types of tasks, by the name of the task or of a state that runs it | see below |
/// | `substitutions` | values of `${…}` placeholders | a placeholder names the task |
/// | `versions` | older versions of the definition, whose executions are still to be finished | see below |
/// | `compatible_with` | older versions whose executions this one must be able to continue; what would not load is an error | nothing is demanded |
/// | `allow` | codes of warnings, and of what fails no earlier than in the run; `doomed` for all of the latter | they are reported |
/// | `crate` | the path of `asl-runtime`, if it is renamed | `::asl_runtime` |
///
/// # Types of tasks
///
/// `(Input) -> Output` names both types; they need `serde::Deserialize` and `serde::Serialize`. `()` or `(_)` declares
/// no input: the method then takes a struct made from `Parameters`, or a `Value`. No arrow, or `-> _`, declares no
/// output: the method then returns a `Value`. Types are named as they are where the macro stands, which must then
/// be a module and not the body of a function.
///
/// # Versions
///
/// An execution that outlives the process belongs to the definition that it started with. A program that carries that one, too,
/// can finish it: keep the old file, and name it.
///
/// ```text
/// versions: [
///     "order.v1.asl.json",
///     { path: "old/order.asl.json", name: v0, substitutions: { "ChargeFunctionArn": "arn:…:charge-old" } },
/// ],
/// ```
///
/// Each becomes a machine of its own, in a module inside of `versions` with the name that stands between the workflow's and the
/// extensions of its file (`versions::v1`), or with the `name` that is given. Placeholders have the values that they have in the newest
/// version, unless a version has its own. All versions call the same `Tasks`, which has the methods of the newest version with
/// the names and types that they have without older ones, and then those that only older versions call. There is one exception:
/// where versions give a task different inputs, no struct fits all of them, and the method takes a `Value`, or the type
/// that `tasks` declares, which has to read each of them.
///
/// Of an older version, whose file nobody can change any more, only mistakes that make it impossible to compile are reported.
///
/// # Errors
///
/// Every mistake of the definition is a compile error with the place in the JSON; every warning is a warning. With
/// mistakes the module is still there, as far as the definition tells what would be in it, so that nothing else is
/// reported because of them.
#[proc_macro]
pub fn asl_workflow(input: TokenStream) -> TokenStream {
    let args = parse_macro_input!(input as Args);
    report::expand(args).into()
}

/// Tells the compiler the JSON of a type, so that workflows are checked against it.
///
/// Stands beside `#[derive(Serialize, Deserialize)]`; serde's attributes are respected. See `asl_runtime::AslShape`.
///
/// `#[asl(any)]` on a field says that nothing is known of it; `#[asl(crate = path)]` on the type names `asl-runtime` if
/// it was renamed.
#[proc_macro_derive(AslShape, attributes(serde, asl))]
pub fn asl_shape(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    shape::derive(input).unwrap_or_else(|error| error.to_compile_error()).into()
}
