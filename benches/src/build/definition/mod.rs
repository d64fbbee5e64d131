//! Definitions of any size in which all state types occur, and the code that a crate needs to run them.
//!
//! Such a workflow is a chain of pieces, each with what real ones have: templates with intrinsics, Retry and Catch,
//! comparisons, variables, branches and iterations. No two Task states share a task.

use serde_json::{Value, json};

#[cfg(test)]
mod tests;

/// Succeed and Fail, which stand at the end of every chain, and at least one state before them.
const SMALLEST: usize = 3;

/// A generated definition.
#[derive(Debug)]
pub(super) struct Definition {
    /// The text, as a person would format it.
    pub(super) text: String,
    /// The methods of the trait `Tasks`, of which each takes a struct named after it.
    tasks: Vec<String>,
}

/// The pieces of the chain. The first in turn leads to Fail, which has to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Pass,
    Task,
    Choice,
    Parallel,
    Map,
    Wait,
}

impl Piece {
    const ALL: [Self; 6] = [Self::Task, Self::Pass, Self::Choice, Self::Parallel, Self::Map, Self::Wait];

    /// States in it, nested ones included.
    fn size(self) -> usize {
        match self {
            Self::Parallel | Self::Map => 3,
            Self::Pass | Self::Task | Self::Choice | Self::Wait => 1,
        }
    }

    fn state(self, number: usize, next: &str) -> Value {
        match self {
            Self::Pass => json!({
                "Type": "Pass",
                "Parameters": {
                    "note.$": "States.Format('{} of {}', $.n, $.customer.name)",
                    "lines.$": "States.ArrayLength($.items)",
                    "fixed": { "currency": "EUR", "net": true }
                },
                "ResultPath": "$.summary",
                "Assign": { format!("note{number}.$"): "$.note" },
                "Next": next
            }),
            Self::Task => task(number, next),
            Self::Choice => choice(next),
            Self::Parallel => parallel(number, next),
            Self::Map => map(number, next),
            Self::Wait => json!({ "Type": "Wait", "SecondsPath": "$.pause", "Next": next }),
        }
    }

    /// The task that it runs, by the name of its function.
    fn task(self, number: usize) -> Option<String> {
        match self {
            Self::Task => Some(format!("Charge{number}")),
            Self::Parallel => Some(format!("Notify{number}")),
            Self::Map => Some(format!("Price{number}")),
            Self::Pass | Self::Choice | Self::Wait => None,
        }
    }
}

impl Definition {
    /// A definition of exactly so many states, nested ones included, but never fewer than three.
    pub(super) fn new(states: usize) -> Self {
        let pieces = pieces(states.saturating_sub(SMALLEST - 1));
        let names = pieces.iter().enumerate().map(|(number, piece)| format!("{piece:?} {number}"));
        let names: Vec<String> = names.chain(["Done".to_owned()]).collect();
        let mut all = serde_json::Map::new();
        for (number, (piece, pair)) in pieces.iter().zip(names.windows(2)).enumerate() {
            if let [name, next] = pair {
                all.insert(name.clone(), piece.state(number, next));
            }
        }
        all.insert("Done".to_owned(), json!({ "Type": "Succeed", "OutputPath": "$.summary" }));
        all.insert(
            "Failed".to_owned(),
            json!({ "Type": "Fail", "Error": "OrderFailed", "CausePath": "$.problem.Cause" }),
        );
        let definition = json!({ "StartAt": names.first(), "States": all });
        let tasks = pieces.iter().enumerate().filter_map(|(number, piece)| piece.task(number)).collect();
        Self { text: format!("{definition:#}"), tasks }
    }

    /// The `main` that runs the workflow of the module `workflow`, which `module` brings in, and fails if it fails.
    pub(super) fn program(&self, module: &str) -> String {
        let methods = self.tasks.iter().map(|task| {
            let method = task.to_lowercase();
            format!(
                "    async fn {method}(&self, input: workflow::{task}Input, _: &TaskContext) -> Result<Value, TaskError> {{
        Ok(json!({{ \"id\": input.id, \"ok\": true }}))
    }}
"
            )
        });
        let methods: String = methods.collect();
        format!(
            "use asl_runtime::{{TaskContext, TaskError, Value, json}};

{module}

struct Work;

impl workflow::Tasks for Work {{
{methods}}}

fn main() -> Result<(), Box<dyn std::error::Error>> {{
    let input = json!({{
        \"n\": 7, \"pause\": 0, \"customer\": {{ \"name\": \"Ada\" }}, \"items\": [{{ \"id\": 1 }}, {{ \"id\": 2 }}]
    }});
    let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let output: Value = tokio.block_on(workflow::Workflow::new(Work).run(&input))?;
    println!(\"{{output}}\");
    Ok(())
}}
"
        )
    }
}

/// Pieces of exactly so many states: in turn, and small ones where a large one would not fit any more.
fn pieces(states: usize) -> Vec<Piece> {
    let mut left = states.max(1);
    let mut chosen = Vec::new();
    for piece in Piece::ALL.iter().cycle() {
        if left == 0 {
            break;
        }
        if piece.size() <= left {
            left -= piece.size();
            chosen.push(*piece);
        }
    }
    chosen
}

fn arn(name: &str, number: usize) -> String {
    format!("arn:aws:lambda:eu-central-1:123456789012:function:{name}{number}")
}

fn task(number: usize, next: &str) -> Value {
    json!({
        "Type": "Task",
        "Resource": arn("Charge", number),
        "TimeoutSeconds": 30,
        "Parameters": { "id.$": "$.n", "customer.$": "$.customer.name", "items.$": "$.items[*].id" },
        "ResultSelector": { "charge.$": "$.id", "accepted.$": "$.ok" },
        "ResultPath": "$.charge",
        "Retry": [
            { "ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 1.5 },
            { "ErrorEquals": ["States.Timeout"], "MaxAttempts": 1 }
        ],
        "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Failed" }],
        "Next": next
    })
}

fn choice(next: &str) -> Value {
    json!({
        "Type": "Choice",
        "Choices": [
            {
                "And": [
                    { "Variable": "$.n", "NumericGreaterThan": 1000 },
                    { "Variable": "$.problem", "IsPresent": true }
                ],
                "Next": "Failed"
            },
            { "Not": { "Variable": "$.customer.name", "StringMatches": "A*" }, "Next": "Failed" }
        ],
        "Default": next
    })
}

fn parallel(number: usize, next: &str) -> Value {
    // State names are unique in the whole document.
    let (notify, log) = (format!("Notify {number}"), format!("Log {number}"));
    json!({
        "Type": "Parallel",
        "Branches": [
            { "StartAt": &notify, "States": { &notify: {
                "Type": "Task",
                "Resource": arn("Notify", number),
                "Parameters": { "id.$": "$.n", "to.$": "$.customer.name" },
                "End": true
            } } },
            { "StartAt": &log, "States": { &log: {
                "Type": "Pass", "Parameters": { "id.$": "States.MathAdd($.n, 1)" }, "End": true
            } } }
        ],
        "ResultSelector": { "notified.$": "$[0].ok", "logged.$": "$[1].id" },
        "ResultPath": "$.told",
        "Next": next
    })
}

fn map(number: usize, next: &str) -> Value {
    let (price, shape) = (format!("Price {number}"), format!("Shape {number}"));
    json!({
        "Type": "Map",
        "ItemsPath": "$.items",
        "ItemSelector": { "item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index", "n.$": "$.n" },
        "MaxConcurrency": 4,
        "ItemProcessor": {
            "ProcessorConfig": { "Mode": "INLINE" },
            "StartAt": &price,
            "States": {
                &price: {
                    "Type": "Task",
                    "Resource": arn("Price", number),
                    "Parameters": { "id.$": "$.item.id" },
                    "ResultPath": "$.price",
                    "Retry": [{ "ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2 }],
                    "Next": &shape
                },
                &shape: { "Type": "Pass", "InputPath": "$.price", "End": true }
            }
        },
        "ResultPath": "$.prices",
        "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Failed" }],
        "Next": next
    })
}
