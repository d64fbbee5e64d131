use super::*;

#[test]
fn percentiles_are_of_the_sorted_latencies() {
    let mut latencies = Latencies::default();
    assert_eq!(latencies.percentile(50), Duration::ZERO);
    (1..=200).rev().for_each(|micros| latencies.push(Duration::from_micros(micros)));
    assert_eq!(latencies.percentile(50), Duration::from_micros(101));
    assert_eq!(latencies.percentile(99), Duration::from_micros(199));
    assert_eq!(latencies.percentile(100), Duration::from_micros(200));
    let mut more = Latencies::default();
    more.push(Duration::from_millis(1));
    latencies.extend(more);
    assert_eq!((latencies.len(), latencies.percentile(100)), (201, Duration::from_millis(1)));
}

#[test]
fn a_median_is_in_the_middle() {
    assert!(median(Vec::new()).is_nan());
    assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
    assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
    assert!((best([1.0, 5.0, 2.0]) - 5.0).abs() < 1e-9);
}
