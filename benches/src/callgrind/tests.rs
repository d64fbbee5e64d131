use super::collected;

#[test]
fn finds_the_number_of_instructions() {
    let report = "==7== Events    : Ir\n==7== Collected : 123456\n==7== \n==7== I   refs:      123,456\n";
    assert_eq!(collected(report), Some(123_456));
    assert_eq!(collected("==7== Events    : Ir\n"), None);
}
