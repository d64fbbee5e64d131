//! The runtime's JSON: what can be read is printed so that it is read as the same value.
#![no_main]

use asl_runtime::Value;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Value::from_json(text) {
        let printed = value.to_string();
        assert_eq!(Value::from_json(&printed).expect("its own text can be read").to_string(), printed);
    }
});
