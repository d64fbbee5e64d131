//! Without a prelude, and with names of the user that hide those of the standard library.

#![no_implicit_prelude]

mod here {
    #![no_implicit_prelude]
    #![expect(
        dead_code,
        non_camel_case_types,
        reason = "the names are in the way, and that is all that they do"
    )]

    mod core {}
    mod std {}
    mod steps {}
    mod serde {}
    mod rt {}
    struct Option;
    struct Result;
    struct Some;
    struct Value;
    struct State;
    struct Tasks;
    struct Send;
    struct bool;
    struct str;
    struct u64;
    trait Clone {}
    trait From {}
    trait Machine {}

    ::steps::asl_workflow!(pub(super) "../workflows/odd.asl.json", crate: ::steps);
    ::steps::asl_workflow!(pub(super) "../workflows/nested.asl.json", crate: ::steps);
    ::steps::asl_workflow! {
        path: "../workflows/letter.asl.json",
        versions: ["../workflows/letter.v1.asl.json", "../workflows/letter.2024-01.asl.yaml"],
        tasks: { "Fold": (super::Own) -> super::Own },
        crate: ::steps,
    }
    ::steps::asl_workflow! {
        pub(super) path: "../workflows/typed.asl.json",
        input: ::steps::Value,
        output: super::Own,
        tasks: { "Greet": (super::Own) -> super::Own, Count: (::std::primitive::u64) -> ::std::string::String },
        crate: ::steps,
    }
}

#[derive(::serde::Deserialize, ::serde::Serialize)]
struct Own {}

struct Nothing;

impl here::typed::Tasks for Nothing {
    async fn greet(
        &self,
        input: Own,
        _: &::steps::TaskContext,
    ) -> ::std::result::Result<Own, ::steps::TaskError> {
        ::std::result::Result::Ok(input)
    }

    async fn count(
        &self,
        _: ::std::primitive::u64,
        _: &::steps::TaskContext,
    ) -> ::std::result::Result<::std::string::String, ::steps::TaskError> {
        ::std::result::Result::Ok(::std::string::String::new())
    }
}

#[test]
fn compiles() {
    let state = here::odd::State::State2(::steps::Value::Null);
    ::std::assert_eq!(state.name(), "🚀");
    let report = ::tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(here::typed::Typed::new(Nothing).record(&::steps::Value::Null));
    ::std::assert!(report.is_ok());
}
