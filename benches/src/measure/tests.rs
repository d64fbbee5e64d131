use super::median;

#[test]
fn median_is_the_middle_of_the_sorted_values() {
    assert!((median(vec![3.0, 1.0, 100.0]) - 3.0).abs() < f64::EPSILON);
    assert!((median(vec![4.0, 1.0, 100.0, 2.0]) - 3.0).abs() < f64::EPSILON);
    assert!(median(Vec::new()).is_nan());
}
