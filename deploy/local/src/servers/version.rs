//! Versions as the servers and packages print them.

use std::fmt;

/// Major and minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

impl Version {
    /// The first number in the text and, when a point and digits follow, the second: `postgres (PostgreSQL) 15.14`,
    /// `17beta1`, `3.10.8-1.1+deb12u1`, `15+248`.
    pub fn first_in(text: &str) -> Option<Version> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (major, rest) = leading_number(&text[start..])?;
        let minor = rest.strip_prefix('.').and_then(leading_number).map_or(0, |(minor, _)| minor);
        Some(Version(major, minor))
    }
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_servers_and_packages_print() {
        for (text, expected) in [
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", Some(Version(15, 14))),
            ("postgres (PostgreSQL) 17beta1", Some(Version(17, 0))),
            ("3.10.8-1.1+deb12u1", Some(Version(3, 10))),
            ("15+248", Some(Version(15, 0))),
            ("14", Some(Version(14, 0))),
            ("4.0.", Some(Version(4, 0))),
            ("(none)", None),
            ("99999999999", None),
            ("", None),
        ] {
            assert_eq!(Version::first_in(text), expected, "{text}");
        }
    }

    #[test]
    fn ten_is_newer_than_nine() {
        assert!(Version(3, 10) > Version(3, 9));
        assert!(Version(4, 0) > Version(3, 13));
    }
}
