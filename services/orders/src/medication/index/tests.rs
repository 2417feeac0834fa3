use super::*;

const NAMES: [&str; 6] = [
    "lisinopril tablet 10",
    "amlodipine tablet 5",
    "ibuprofen tablet 600",
    "atorvastatin tablet 10",
    "insulin lispro",
    "lispro 50",
];

fn index() -> Index {
    Index::of(NAMES.into_iter().map(|name| {
        let weights = std::iter::once(Weight::Leading).chain(std::iter::repeat(Weight::Name));
        weights.zip(words(name)).collect()
    }))
}

fn found(question: &str) -> (Reach, Vec<&'static str>) {
    let (reach, found) = index().search(question, None, 10);
    (reach, found.into_iter().map(|(_, number)| NAMES[number]).collect())
}

#[test]
fn the_beginning_of_a_name_is_better_than_a_later_word() {
    assert_eq!(found("lisp"), (Reach::Words, vec!["lispro 50", "insulin lispro"]));
    assert_eq!(found("tab 5"), (Reach::Words, vec!["amlodipine tablet 5"]));
    assert_eq!(found("5"), (Reach::Words, vec!["amlodipine tablet 5", "lispro 50"]));
}

#[test]
fn what_stands_inside_a_word_is_found_only_when_nothing_begins_so() {
    assert_eq!(found("statin 10"), (Reach::Parts, vec!["atorvastatin tablet 10"]));
    assert_eq!(found("statin"), (Reach::Parts, vec!["atorvastatin tablet 10"]));
    assert_eq!(found("zz").1, Vec::<&str>::new());
}

#[test]
fn slips_are_forgiven() {
    for (typed, meant) in [
        ("lisinpril", "lisinopril tablet 10"),
        ("lisnioprli", "lisinopril tablet 10"),
        ("ibuprophen", "ibuprofen tablet 600"),
        ("amlodapine 5", "amlodipine tablet 5"),
        ("atorvostat", "atorvastatin tablet 10"),
        ("insuln", "insulin lispro"),
    ] {
        assert_eq!(found(typed), (Reach::Spelling, vec![meant]), "{typed}");
    }
    assert!(found("lisinopril 600").1.is_empty());
    assert_eq!(found("inslin lispro"), (Reach::Spelling, vec!["insulin lispro"]));
    assert_eq!(found("insulin tablit"), (Reach::Spelling, vec![]), "no thing has both");
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let index = index();
    let whole = index.search("", None, 10).1;
    assert_eq!(whole.len(), NAMES.len());
    let mut paged = Vec::new();
    let mut after = None;
    loop {
        let page = index.search("", after, 2).1;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        paged.extend(page);
    }
    assert_eq!(paged, whole);
}

/// The textbook table of the same distance, against the walk over the tree.
#[test]
fn the_walk_finds_what_the_table_says() {
    let vocabulary = ["abcd", "abdc", "abcde", "bacd", "abxd", "xyzw", "abcdefgh", "acbdefgh", "abdcfegh"];
    let index = Index::of(vocabulary.iter().map(|word| vec![(Weight::Name, (*word).to_owned())]));
    let mut known: Vec<&str> = vocabulary.to_vec();
    known.sort_unstable();
    for asked in ["abcd", "bcde", "abcdefgh", "bacdefhg", "abce"] {
        let most = if asked.len() < 8 { 1 } else { 2 };
        let expected: Vec<(usize, u8)> = (0..known.len())
            .filter_map(|place| {
                let word = known[place];
                let nearest =
                    (0..=word.len()).map(|end| distance(asked.as_bytes(), &word.as_bytes()[..end])).min()?;
                (nearest <= most).then_some((place, nearest))
            })
            .collect();
        let mut hits = Vec::new();
        index.spelled_like(asked, |place, distance| hits.push((place, distance)));
        assert_eq!(hits, expected, "{asked}");
    }
}

fn distance(a: &[u8], b: &[u8]) -> u8 {
    let mut table = vec![vec![0_u8; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, j) => j as u8,
                (i, 0) => i as u8,
                (i, j) => {
                    let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    least = least.min(table[i - 1][j - 1] + u8::from(a[i - 1] != b[j - 1]));
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[a.len()][b.len()]
}
