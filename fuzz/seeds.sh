#!/usr/bin/env sh
# Fills the corpora: whole definitions, and the paths, calls and expressions inside them.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/json corpus/yaml corpus/path corpus/intrinsic corpus/jsonata corpus/definition corpus/value
for file in ../examples/*.json ../examples/*/*.asl.json ../benches/workloads/*.json ../../shared/corpus/*/*.json; do
    [ -f "$file" ] || continue
    name=$(basename "$file")
    for target in json definition value yaml; do cp "$file" "corpus/$target/$name"; done
    # One file a string: fuzzing starts from what people wrote.
    grep -o '"[^"]*"' "$file" | tr -d '"' | sort -u | while IFS= read -r text; do
        sum=$(printf '%s' "$text" | cksum | cut -d' ' -f1)
        case $text in
        'States.'*) printf '%s' "$text" >"corpus/intrinsic/$sum" ;;
        '$'*) printf '%s' "$text" >"corpus/path/$sum"; printf '%s' "$text" >"corpus/intrinsic/$sum" ;;
        '{%'*) printf '%s' "$text" | sed 's/^{%//; s/%}$//' >"corpus/jsonata/$sum" ;;
        esac
    done
done
