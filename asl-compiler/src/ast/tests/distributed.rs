//! Fields of distributed Maps.

use super::*;

/// What is found, beside that it cannot be compiled yet.
fn in_map(fields: &str) -> Vec<&'static str> {
    let mut found = in_state(&format!(
        r#""Type": "Map", "End": true, {fields}, "ItemProcessor": {{
            "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
            "StartAt": "B", "States": {{"B": {{"Type": "Succeed"}}}}}}"#
    ));
    let at = found.iter().position(|slug| *slug == "distributed-map").unwrap();
    found.remove(at);
    found
}

fn in_reader(config: &str) -> Vec<&'static str> {
    in_map(&format!(
        r#""ItemReader": {{"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {{{config}}}}}"#
    ))
}

#[test]
fn readers() {
    for (config, expected) in [
        (r#""InputType": "JSON""#, &[] as &[&str]),
        ("", &["missing-field"]),
        (r#""InputType": "XML""#, &["unknown-value"]),
        (r#""InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "TAB""#, &[]),
        (r#""InputType": "CSV""#, &["missing-field"]),
        (r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN""#, &["missing-field"]),
        (r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"]"#, &[]),
        (
            r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "a"]"#,
            &["duplicate-header"],
        ),
        (r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": []"#, &["empty-value"]),
        (r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": [1]"#, &["wrong-type"]),
        (
            r#""InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"]"#,
            &["field-not-allowed"],
        ),
        (
            r#""InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"]"#,
            &["field-not-allowed"; 2],
        ),
        (r#""InputType": "JSON", "ManifestType": "ATHENA_DATA""#, &["field-not-allowed"]),
        (r#""InputType": "MANIFEST", "ManifestType": "S3_INVENTORY""#, &[]),
        (r#""InputType": "JSON", "ItemsPointer": "/a/b""#, &[]),
        (r#""InputType": "JSON", "ItemsPointer": "$.a.b""#, &["json-pointer"]),
        (r#""InputType": "JSONL", "ItemsPointer": "/a""#, &["no-effect"]),
        (r#""InputType": "JSON", "MaxItems": 10"#, &[]),
        (r#""InputType": "JSON", "MaxItems": 0"#, &["out-of-range"]),
        (r#""InputType": "JSON", "MaxItems": 100000001"#, &["out-of-range"]),
        (r#""InputType": "JSON", "MaxItems": 1, "MaxItemsPath": "$.n""#, &["exclusive-fields"]),
        (r#""InputType": "JSON", "MaxItem": 1"#, &["unknown-field"]),
    ] {
        assert_eq!(in_reader(config), expected, "{config}");
    }
    for (reader, expected) in [
        (
            r#"{"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket.$": "$.b"}}"#,
            &[] as &[&str],
        ),
        (r#"{"Resource": "arn:aws:states:::s3:getObject"}"#, &["missing-field"]),
        (r#"{"Resource": "arn:aws:states:::s3:getObjects"}"#, &["unknown-resource"]),
        (r#"{"Resource": "${Reader}"}"#, &[]),
        ("{}", &["missing-field"]),
        (r#"{"Resource": "${Reader}", "Arguments": {}}"#, &["wrong-language"]),
        ("[]", &["wrong-type"]),
    ] {
        assert_eq!(in_map(&format!(r#""ItemReader": {reader}"#)), expected, "{reader}");
    }
}

#[test]
fn batches_and_results() {
    for (fields, expected) in [
        (r#""ItemBatcher": {"MaxItemsPerBatch": 10, "BatchInput": {"a.$": "$.a"}}"#, &[] as &[&str]),
        (r#""ItemBatcher": {"BatchInput": {}}"#, &["missing-alternative"]),
        (r#""ItemBatcher": {"BatchInput": 5, "MaxItemsPerBatchPath": "$.n"}"#, &["wrong-type"]),
        (r#""ItemBatcher": {"MaxItemsPerBatch": 0}"#, &["out-of-range"]),
        (r#""ItemBatcher": {"MaxInputBytesPerBatch": 262145}"#, &["out-of-range"]),
        (r#""ItemBatcher": {"MaxItemsPerBatch": 1, "MaxItemsPerBatchPath": "$.n"}"#, &["exclusive-fields"]),
        (r#""ResultWriter": {"Resource": "arn:aws:states:::s3:putObject"}"#, &[]),
        (r#""ResultWriter": {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"}}"#, &[]),
        (r#""ResultWriter": {"WriterConfig": {"Transformation": "FLAT"}}"#, &["unknown-value"]),
        (r#""ResultWriter": {}"#, &["missing-field"]),
        (r#""ResultWriter": {"Resource": "arn:aws:states:::s3:getObject"}"#, &["unknown-resource"]),
    ] {
        assert_eq!(in_map(fields), expected, "{fields}");
    }
}

#[test]
fn tolerance_and_labels() {
    for (fields, expected) in [
        (r#""ToleratedFailurePercentage": 0.5, "ToleratedFailureCount": 3"#, &[] as &[&str]),
        (r#""ToleratedFailurePercentage": 101"#, &["out-of-range"]),
        (
            r#""ToleratedFailurePercentage": 1, "ToleratedFailurePercentagePath": "$.p""#,
            &["exclusive-fields"],
        ),
        (r#""ToleratedFailureCount": 1.5"#, &["wrong-type"]),
        (r#""Label": "copy-files_1""#, &[]),
        (r#""Label": """#, &["invalid-label"]),
        (r#""Label": "copy files""#, &["invalid-label"]),
        (r#""Label": "${Label}""#, &[]),
        (r#""Label": 5"#, &["wrong-type"]),
    ] {
        assert_eq!(in_map(fields), expected, "{fields}");
    }
    assert_eq!(in_map(&format!(r#""Label": "{}""#, "x".repeat(41))), ["invalid-label"]);
    let config = |config: &str| {
        in_state(&format!(
            r#""Type": "Map", "End": true, "ItemProcessor": {{"ProcessorConfig": {config}, "StartAt": "B",
               "States": {{"B": {{"Type": "Succeed"}}}}}}"#
        ))
    };
    assert_eq!(config(r#"{"Mode": "DISTRIBUTED"}"#), ["missing-field", "distributed-map"]);
    assert_eq!(config("{}"), [] as [&str; 0]);
    assert_eq!(config(r#"{"ExecutionType": "EXPRESS"}"#), ["no-effect"]);
    assert_eq!(config(r#"{"Mode": "INLINE", "ExecutionType": "EXPRESS"}"#), ["no-effect"]);
    assert_eq!(config(r#"{"Mode": "DISTRIBUTE", "ExecutionType": "EXPRESS"}"#), ["unknown-value"]);
}
