//! Segments and values a target is likely to understand: those of its seeds, and its dictionary.

use std::fs;
use std::path::Path;

/// What the mutator draws from.
#[derive(Debug, Default)]
pub struct Vocabulary {
    pub segments: Vec<String>,
    pub values: Vec<String>,
}

impl Vocabulary {
    /// That of the folder `corpus-seeds/name` and of the dictionaries `x12` and `name`.
    pub fn of(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut vocabulary = Self::default();
        let seeds = fs::read_dir(root.join("corpus-seeds").join(name)).into_iter().flatten().flatten();
        for text in seeds.filter_map(|seed| fs::read_to_string(seed.path()).ok()) {
            vocabulary
                .segments
                .extend(text.split(['\n', '~']).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        for dictionary in ["x12", name] {
            let text = fs::read_to_string(root.join("dict").join(dictionary).with_extension("dict"));
            vocabulary.values.extend(text.unwrap_or_default().lines().filter_map(entry));
        }
        vocabulary
    }
}

/// The value of a line such as `"NM1"` or `name="NM1"`, as far as it has no escapes.
fn entry(line: &str) -> Option<String> {
    let quoted = line.split_once('#').map_or(line, |(before, _)| before).trim();
    let (_, value) = quoted.strip_suffix('"')?.split_once('"')?;
    (!value.contains('\\')).then(|| value.to_owned())
}
