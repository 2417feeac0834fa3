//! Segments and values a target is likely to understand: those of its seeds, and its dictionary.

use std::fs;
use std::path::Path;

use super::random::Random;

/// What the mutator draws from.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// In order, so that those of one name are neighbours.
    segments: Vec<Vec<u8>>,
    values: Vec<Vec<u8>>,
    /// What stands between the elements of `segments`.
    pub separator: u8,
}

impl Vocabulary {
    /// That of the folder `corpus-seeds/name` and of the dictionaries `x12` and `name`.
    pub fn of(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let separator = if matches!(name, "from_json" | "code_list") { b',' } else { b'*' };
        let mut vocabulary = Self { separator, ..Self::default() };
        let seeds = fs::read_dir(root.join("corpus-seeds").join(name)).into_iter().flatten().flatten();
        for text in seeds.filter_map(|seed| fs::read(seed.path()).ok()) {
            let lines = text.split(|byte| b"\n~".contains(byte)).filter(|line| !line.is_empty());
            vocabulary.segments.extend(lines.map(<[u8]>::to_vec));
        }
        vocabulary.segments.sort();
        for dictionary in ["x12", name] {
            let text = fs::read_to_string(root.join("dict").join(dictionary).with_extension("dict"));
            vocabulary.values.extend(text.unwrap_or_default().lines().filter_map(entry));
        }
        vocabulary
    }

    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    pub fn segment(&self, random: &mut Random) -> &[u8] {
        random.choose(&self.segments).map_or(&[], Vec::as_slice)
    }

    /// One whose name, with the separator behind it, is `name`.
    pub fn named(&self, name: &[u8], random: &mut Random) -> &[u8] {
        let first = self.segments.partition_point(|segment| segment.as_slice() < name);
        let count = self.segments[first..].partition_point(|segment| segment.starts_with(name));
        random.choose(&self.segments[first..first + count]).map_or(&[], Vec::as_slice)
    }

    pub fn value(&self, random: &mut Random) -> &[u8] {
        random.choose(&self.values).map_or(&[], Vec::as_slice)
    }
}

/// The value of a line such as `"NM1"` or `name="NM1"`, as far as it has no escapes but those of quotes.
fn entry(line: &str) -> Option<Vec<u8>> {
    let quoted = line.split_once('#').map_or(line, |(before, _)| before).trim();
    let (_, value) = quoted.strip_suffix('"')?.split_once('"')?;
    let plain = value.replace("\\\"", "\"");
    (!plain.contains('\\')).then(|| plain.into_bytes())
}
