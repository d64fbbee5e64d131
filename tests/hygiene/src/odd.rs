//! Names of states, tasks, variables and parameters that Rust has other plans for.

use steps::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow!(pub "../workflows/odd.asl.json", crate: ::steps);

/// Answers each task with its name.
pub(crate) struct Names;

impl odd::Tasks for Names {
    async fn into(&self, input: odd::IntoInput, _: &TaskContext) -> Result<Value, TaskError> {
        assert_eq!((input.self_.as_str(), input.self_2.as_str()), ("s", "S"));
        assert_eq!((input.field.as_str(), input.field_1, input.a_b.as_str()), ("empty", 1, "ab"));
        assert_eq!((input.a_b_2.as_str(), input.a_b_3, input.field_2.as_str()), ("a-b", true, "rocket"));
        assert_eq!((input.crate_, input.fn_.match_, input.fn_.match_2), (Value::Null, 1, input.type_));
        Ok("into".into())
    }

    async fn clone(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok("clone".into())
    }

    async fn tasks(&self, _: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok("tasks".into())
    }

    async fn state(&self, input: odd::StateInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }

    async fn odd(&self, input: odd::OddInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.into())
    }

    async fn self_(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }

    async fn super_(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

pub(crate) const OUTPUT: &str = r#"{"sum":[1,2,3,4,5,6,7,8,9,10,11],"into":"into","clone":"clone","tasks":"tasks","State":{"a":1},"Odd":{"a":1}}"#;

#[tokio::test]
async fn runs() {
    let input = Value::from_json(r#"{"type": "x"}"#).unwrap();
    let output: Value = odd::Odd::new(Names).run(&input).await.unwrap();
    assert_eq!(output.to_string(), OUTPUT);
}

/// Variants are named after states, each as near to its name as Rust allows.
#[test]
fn states() {
    use odd::State::{
        A, A2, Crate, Crate2, ReserveStockEu, Self_, Self2, State, State1st, State1st2, State2, State3,
    };
    let states = [
        (ReserveStockEu(Value::Null), "Reserve stock (EU)"),
        (Self_(Value::Null), "self"),
        (Self2(Value::Null), "Self"),
        (State(Value::Null), "State"),
        (State2(Value::Null), "🚀"),
        (State3(Value::Null), "🎉"),
        (State1st(Value::Null), "1st"),
        (State1st2(Value::Null), "state 1st"),
        (Crate(Value::Null), "crate"),
        (Crate2(Value::Null), "Crate"),
        (A(Value::Null), "a"),
        (A2(Value::Null), "A"),
    ];
    for (state, name) in states {
        assert_eq!(state.name(), name);
    }
}
