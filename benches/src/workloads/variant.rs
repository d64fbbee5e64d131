//! One way of running a workload, behind a form that the measurement can call.

use std::error::Error;
use std::fmt;
use std::hint::black_box;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Outcome;
use crate::block_on::block_on;

/// What goes in and out of the measured region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A parsed value in, a value out: the input's copy counts, text does not.
    Values,
    /// JSON text in, JSON text out: parsing and serializing count.
    Json,
}

impl Mode {
    /// Both of them, in the order of the report.
    pub(crate) const ALL: [Self; 2] = [Self::Values, Self::Json];

    /// The word for the command line and the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Json => "json",
        }
    }
}

type JsonRun = Box<dyn Fn(&[u8]) -> Outcome<Vec<u8>>>;

/// An implementation of a workload with its input.
pub(crate) struct Variant {
    /// `compiled`, `serde_json`, `typed`, `asl`.
    pub(crate) name: &'static str,
    input: &'static str,
    json: JsonRun,
    values: Option<Box<dyn OnValues>>,
}

impl fmt::Debug for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variant").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Variant {
    /// An implementation from text to text: typed code, which has no value in between.
    pub(crate) fn on_text<F, E>(name: &'static str, input: &'static str, run: F) -> Self
    where
        F: AsyncFn(&[u8]) -> Result<Vec<u8>, E> + 'static,
        E: Error + 'static,
    {
        let json: JsonRun = Box::new(move |text| Ok(block_on(run(text))??));
        Self { name, input, json, values: None }
    }

    /// An implementation on some kind of JSON value: measured from value to value and, with that kind's own parsing and
    /// serializing, from text to text.
    ///
    /// # Errors
    /// The input is not JSON.
    pub(crate) fn on_values<V, F, E>(name: &'static str, input: &'static str, run: F) -> Outcome<Self>
    where
        V: Clone + Serialize + DeserializeOwned + 'static,
        F: AsyncFn(V) -> Result<V, E> + Clone + 'static,
        E: Error + 'static,
    {
        let values = Prepared { input: serde_json::from_str(input)?, run: run.clone() };
        let json: JsonRun = Box::new(move |text| {
            let output = block_on(run(serde_json::from_slice(text)?))??;
            Ok(serde_json::to_vec(&output)?)
        });
        Ok(Self { name, input, json, values: Some(Box::new(values)) })
    }

    /// A compiled workflow, with its own value's parsing and printing.
    ///
    /// # Errors
    /// The input is not JSON.
    pub(crate) fn compiled<F, E>(input: &'static str, run: F) -> Outcome<Self>
    where
        F: AsyncFn(asl_runtime::Value) -> Result<asl_runtime::Value, E> + Clone + 'static,
        E: Error + 'static,
    {
        let values = Prepared { input: asl_runtime::Value::from_json(input)?, run: run.clone() };
        let json: JsonRun = Box::new(move |text| {
            let output = block_on(run(asl_runtime::Value::from_json_slice(text)?))??;
            Ok(output.to_json_vec())
        });
        Ok(Self { name: "compiled", input, json, values: Some(Box::new(values)) })
    }

    /// Whether it can be measured in this mode.
    pub(crate) fn supports(&self, mode: Mode) -> bool {
        mode == Mode::Json || self.values.is_some()
    }

    /// Runs it `times` times and drops each output, as a caller would.
    ///
    /// # Errors
    /// The execution failed, or the variant has no such mode.
    pub(crate) fn repeat(&self, mode: Mode, times: u64) -> Outcome<()> {
        match (mode, &self.values) {
            (Mode::Json, _) => {
                for _ in 0..times {
                    black_box((self.json)(black_box(self.input.as_bytes()))?);
                }
                Ok(())
            }
            (Mode::Values, Some(values)) => values.repeat(times),
            (Mode::Values, None) => Err(format!("{} works on text only", self.name).into()),
        }
    }

    /// The output of one execution, for comparison.
    ///
    /// # Errors
    /// The execution failed, or the variant has no such mode.
    pub(crate) fn output(&self, mode: Mode) -> Outcome<serde_json::Value> {
        match (mode, &self.values) {
            (Mode::Json, _) => Ok(serde_json::from_slice(&(self.json)(self.input.as_bytes())?)?),
            (Mode::Values, Some(values)) => values.output(),
            (Mode::Values, None) => Err(format!("{} works on text only", self.name).into()),
        }
    }
}

/// Hides the kind of value.
trait OnValues {
    fn repeat(&self, times: u64) -> Outcome<()>;
    fn output(&self) -> Outcome<serde_json::Value>;
}

struct Prepared<V, F> {
    input: V,
    run: F,
}

impl<V, F, E> OnValues for Prepared<V, F>
where
    V: Clone + Serialize,
    F: AsyncFn(V) -> Result<V, E>,
    E: Error + 'static,
{
    fn repeat(&self, times: u64) -> Outcome<()> {
        for _ in 0..times {
            black_box(block_on((self.run)(black_box(&self.input).clone()))??);
        }
        Ok(())
    }

    fn output(&self) -> Outcome<serde_json::Value> {
        Ok(serde_json::to_value(block_on((self.run)(self.input.clone()))??)?)
    }
}
