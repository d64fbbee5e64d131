use super::*;
#[test]
fn smoke() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/samples");
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let source =
            Source::new(path.file_name().unwrap().to_string_lossy(), std::fs::read_to_string(&path).unwrap());
        let analysis = analyze(&source, &AnalyzeOptions::default());
        println!(
            "{}",
            crate::report::render_all(
                &source,
                analysis.diagnostics.iter().filter(|d| d.code != Code::NoDollar),
                crate::report::Style::Plain
            )
        );
    }
}
