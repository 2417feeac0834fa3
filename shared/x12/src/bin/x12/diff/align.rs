//! Finds what belongs together in two trees, and compares it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

use super::change::{Change, What};
use super::line::{Line, components};
use super::tree::{Match, Tree};

/// Every difference, in the order of the file; `left` came first.
pub(super) fn compare(left: &Tree, right: &Tree) -> Vec<Change> {
    let mut comparison = Comparison { path: Vec::new(), changes: Vec::new() };
    comparison.trees(left, right);
    comparison.changes
}

struct Comparison {
    path: Vec<String>,
    changes: Vec<Change>,
}

/// What stands in both, and what in one only.
type Pairs<'t, T> = Vec<(Option<&'t T>, Option<&'t T>)>;

impl Comparison {
    fn say(&mut self, what: What) {
        self.changes.push(Change { path: self.path.clone(), what });
    }

    fn trees(&mut self, left: &Tree, right: &Tree) {
        for (left, right) in pairs_of_lines(&left.lines, &right.lines) {
            match (left, right) {
                (Some(left), Some(right)) => self.lines(left, right),
                (Some(only), None) => self.say(What::segment(only, false)),
                (None, Some(only)) => self.say(What::segment(only, true)),
                (None, None) => {}
            }
        }
        for (left, right) in pairs_of_trees(&left.children, &right.children) {
            match (left, right) {
                (Some(left), Some(right)) => {
                    self.path.push(left.label());
                    self.trees(left, right);
                    self.path.pop();
                }
                (Some(only), None) => self.whole(only, false),
                (None, Some(only)) => self.whole(only, true),
                (None, None) => {}
            }
        }
    }

    fn whole(&mut self, tree: &Tree, added: bool) {
        let first = tree.lines.first().map(|line| line.raw().to_owned()).unwrap_or_default();
        self.say(What::Loop { added, label: tree.label(), segments: tree.size(), first });
    }

    fn lines(&mut self, left: &Line, right: &Line) {
        let (old, new) = (left.elements(), right.elements());
        for n in 1..=old.len().max(new.len()) {
            let [old, new] = [&old, &new].map(|elements| elements.get(n - 1).map_or("", String::as_str));
            if old != new {
                self.element(right, n, old, new);
            }
        }
    }

    fn element(&mut self, line: &Line, n: usize, old: &str, new: &str) {
        let place = format!("{}{n:02}", line.id());
        let parts = [old, new].map(components);
        let mut changed = |place: String, name, left: &str, right: &str| {
            let (left, right) = (left.to_owned(), right.to_owned());
            self.say(What::Element { place, name, left, right });
        };
        let [Some(old_parts), Some(new_parts)] = parts else {
            return changed(place, line.element_name(n, None), old, new);
        };
        for m in 1..=old_parts.len().max(new_parts.len()) {
            let [left, right] =
                [&old_parts, &new_parts].map(|parts| parts.get(m - 1).copied().unwrap_or_default());
            if left != right {
                changed(format!("{place}-{m:02}"), line.element_name(n, Some(m)), left, right);
            }
        }
    }
}

/// Equal segments first, then those that differ in their values only.
fn pairs_of_lines<'t>(left: &'t [Line], right: &'t [Line]) -> Pairs<'t, Line> {
    let mut taken = vec![false; right.len()];
    let mut found = vec![None; left.len()];
    pair_by(left, right, &mut found, &mut taken, |line| (line.likeness(), line.elements()));
    pair_by(left, right, &mut found, &mut taken, Line::likeness);
    let pairs = left.iter().zip(found).map(|(line, at)| (Some(line), at.map(|at| &right[at])));
    let only = right.iter().zip(taken).filter(|(_, taken)| !taken).map(|(line, _)| (None, Some(line)));
    pairs.chain(only).collect()
}

/// Pairs what has no partner yet by a key, in order.
fn pair_by<'t, K: Hash + Eq>(
    left: &'t [Line],
    right: &'t [Line],
    found: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&'t Line) -> K,
) {
    let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (at, line) in right.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        waiting.entry(key(line)).or_default().push_back(at);
    }
    for (line, found) in left.iter().zip(found).filter(|(_, found)| found.is_none()) {
        *found = waiting.get_mut(&key(line)).and_then(VecDeque::pop_front);
        found.iter().for_each(|&at| taken[at] = true);
    }
}

/// Of each kind those with equal keys in their order, then, where keys are not strict, what is left in its order.
fn pairs_of_trees<'t>(left: &'t [Tree], right: &'t [Tree]) -> Pairs<'t, Tree> {
    let mut by_key: HashMap<(&str, &str), VecDeque<usize>> = HashMap::new();
    for (at, tree) in right.iter().enumerate() {
        by_key.entry((&tree.kind, &tree.key)).or_default().push_back(at);
    }
    let mut taken = vec![false; right.len()];
    let mut pairs: Pairs<'t, Tree> = Vec::with_capacity(left.len());
    for tree in left {
        let found = by_key.get_mut(&(tree.kind.as_str(), tree.key.as_str())).and_then(VecDeque::pop_front);
        found.into_iter().for_each(|at| taken[at] = true);
        pairs.push((Some(tree), found.map(|at| &right[at])));
    }
    let mut others: BTreeMap<&str, VecDeque<&Tree>> = BTreeMap::new();
    for (tree, taken) in right.iter().zip(&taken) {
        if !taken {
            others.entry(&tree.kind).or_default().push_back(tree);
        }
    }
    for (tree, found) in pairs.iter_mut().filter(|(_, found)| found.is_none()) {
        let loose = tree.filter(|tree| tree.matching == Match::Loose);
        *found = loose.and_then(|tree| others.get_mut(tree.kind.as_str())?.pop_front());
    }
    pairs.extend(others.into_values().flatten().map(|tree| (None, Some(tree))));
    pairs
}
