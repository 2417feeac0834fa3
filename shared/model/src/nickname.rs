//! Short and pet names, English and Spanish: which given names may be one and the same.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A line for each full name: the full name first, then what its bearers are called.
const TEXT: &str = include_str!("nicknames.txt");

/// A full name with what its bearers are called, by its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group(usize);

static ROOTS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| TEXT.lines().filter_map(|line| line.split(' ').next()).collect());

static GROUPS: LazyLock<HashMap<&'static str, Vec<Group>>> = LazyLock::new(|| {
    let mut groups: HashMap<_, Vec<Group>> = HashMap::new();
    for (n, line) in TEXT.lines().enumerate() {
        line.split(' ').for_each(|name| groups.entry(name).or_default().push(Group(n)));
    }
    groups
});

/// The groups a name (lower case, without accents) belongs to; none when it is nobody's short form.
pub fn groups(name: &str) -> &'static [Group] {
    GROUPS.get(name).map_or(&[], Vec::as_slice)
}

impl Group {
    /// The full name.
    pub fn root(self) -> &'static str {
        ROOTS.get(self.0).copied().unwrap_or_default()
    }

    /// What its bearers are called, the commonest first.
    pub fn short_forms(self) -> impl Iterator<Item = &'static str> {
        TEXT.lines().nth(self.0).into_iter().flat_map(|line| line.split(' ').skip(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_of_plain_names_each_once_in_its_group() {
        assert!(TEXT.lines().count() >= 120, "{}", TEXT.lines().count());
        for line in TEXT.lines() {
            let names: Vec<&str> = line.split(' ').collect();
            assert!(names.len() >= 2, "{line}");
            let plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(names.iter().all(plain), "{line}");
            assert!(names.iter().enumerate().all(|(n, name)| !names[..n].contains(name)), "{line}");
        }
    }

    #[test]
    fn a_short_form_leads_to_its_full_names() {
        let roots = |name: &str| groups(name).iter().map(|group| group.root()).collect::<Vec<_>>();
        assert_eq!(roots("bill"), ["william"]);
        assert_eq!(roots("peggy"), ["margaret"]);
        assert_eq!(roots("pepe"), ["jose"]);
        assert!(roots("alex").contains(&"alexander") && roots("alex").contains(&"alexandra"));
        assert!(roots("zebulon").is_empty());
        let short: Vec<_> = groups("robert").iter().flat_map(|group| group.short_forms()).collect();
        assert_eq!(short[..2], ["bob", "bobby"]);
    }
}
