//! What generated code names, as `rt`. Not public API: it changes with any release.

pub use core::clone::Clone;
pub use core::cmp::PartialEq;
pub use core::convert::{From, Into};
pub use core::default::Default;
pub use core::fmt::Debug;
pub use core::future::Future;
pub use core::include_str;
pub use core::marker::{Copy, Send, Sized, Sync};
pub use core::option::Option::{self, None, Some};
pub use core::pin::pin;
pub use core::primitive::{bool, i64, str, u64, usize};
pub use core::result::Result::{self, Err, Ok};
pub use std::boxed::Box;
pub use std::sync::{Arc, LazyLock};
pub use std::vec;

pub use serde;

pub use crate::context::TaskContext;
pub use crate::engine::Engine;
pub use crate::error::{Fault, RunError, TaskError};
pub use crate::express::{Handle, Report};
pub use crate::machine::{
    Call, DefinitionHash, FailText, Frame, Growth, Machine, MapItem, Resource, Retrier, StateInfo, StateType,
    Step, TaskInfo, VersionVisitor, Versions, Waiting, WorkError, Workflow,
};
pub use crate::path::{
    At, PathText, Step as PathStep, Then, argument, argument_of, at, at_option, count, items, items_of_input,
    param, param_of, seconds, select, select_of, set, set_field, text, text_of, timeout, timestamp, variable,
};
pub use crate::value::{Array, TemplateKeys, Text, Value, put};

pub mod coverage;
mod glue;

pub use glue::{
    NoVars, array, called, check_api_request, declared_input, declared_output, declared_task_input,
    declared_task_output, deserialize_state, deserialize_vars, fill, fixed, float, into_bool, into_i64,
    into_text, is_present, kept, misplaced, no_choice, number, number_of, object, or_null, read_output,
    record, run, serialize_state, serialize_vars, slots, start, take, write_input,
};

/// The comparisons of Choice rules.
pub mod choice {
    pub use crate::choice::*;
}

/// The intrinsic functions.
pub mod intrinsics {
    pub use crate::intrinsics::*;
}

/// The operators of filters.
pub mod filter {
    pub use crate::path::filter::*;
}

/// The functions at the end of paths.
pub mod function {
    pub use crate::path::function::*;
}

/// The JSON of declared types.
pub mod shape {
    pub use crate::shape::{
        Field, Object, Probe, Shape, Step, Unknown, check_fit, check_read, check_use, part,
    };
}

/// Members of the context object.
pub mod context {
    use crate::engine::Engine;
    use crate::machine::{Frame, MapItem};
    use crate::value::{Text, Value};

    /// `$$.Execution.Id`.
    pub fn execution_id<E: Engine, V>(frame: &Frame<'_, E, V>) -> Value {
        Value::String(frame.execution().arn().clone())
    }

    /// `$$.Execution.Name`.
    pub fn execution_name<E: Engine, V>(frame: &Frame<'_, E, V>) -> Value {
        Value::String(frame.execution().name().clone())
    }

    /// `$$.State.Name`.
    pub fn state_name<E: Engine, V>(frame: &Frame<'_, E, V>) -> Value {
        Value::String(Text::new_static(frame.state_name()))
    }

    /// `$$.State.RetryCount`.
    pub fn retry_count<E: Engine, V>(frame: &Frame<'_, E, V>) -> Option<Value> {
        frame.retry_count().map(Value::from)
    }

    /// `$$.Task.Token`.
    pub fn task_token<E: Engine, V>(frame: &Frame<'_, E, V>) -> Option<Value> {
        frame.task_token().map(|token| Value::String(token.text().clone()))
    }

    /// `$$.Map.Item.Index`.
    pub fn item_index(item: Option<MapItem<'_>>) -> Option<Value> {
        item.map(|item| Value::from(item.index))
    }
}
