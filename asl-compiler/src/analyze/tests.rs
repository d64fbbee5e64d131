use super::*;
#[test]
fn smoke() {
    let dir = std::env::var("FRONT_DIR").unwrap();
    let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in names {
        let source = Source::new(
            path.file_name().unwrap().to_string_lossy(),
            std::fs::read_to_string(&path).unwrap(),
        );
        let analysis = analyze(&source, &AnalyzeOptions { allow_doomed: std::env::var("DOOMED").is_ok(), ..AnalyzeOptions::default() });
        println!(
            "{}",
            crate::report::render_all(
                &source,
                analysis.diagnostics.iter(),
                crate::report::Style::Plain
            )
        );
    }
}
