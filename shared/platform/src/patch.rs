//! JSON Merge Patch (RFC 7396): a member that is absent stays, null takes it away, an object changes what it names.

use crate::problem::Problem;
use crate::request::part;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// An optional member of a merge patch; goes with `#[serde(default)]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    To(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::To))
    }
}

impl<T> Patch<T> {
    pub fn apply(self, before: Option<T>) -> Option<T> {
        match self {
            Patch::Keep => before,
            Patch::Clear => None,
            Patch::To(value) => Some(value),
        }
    }
}

impl Patch<Map<String, Value>> {
    /// Changes the members of an object that the patch names; `place` is the JSON Pointer of the object.
    pub fn merge<T: Serialize + DeserializeOwned>(
        self,
        place: &str,
        before: Option<T>,
    ) -> Result<Option<T>, Problem> {
        match self {
            Patch::Keep => Ok(before),
            Patch::Clear => Ok(None),
            Patch::To(changes) => {
                let mut value = before.map(serde_json::to_value).transpose()?.unwrap_or_default();
                merge(&mut value, Value::Object(changes));
                part(place, value).map(Some)
            }
        }
    }
}

/// MergePatch of RFC 7396, section 2.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(changes) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), change);
        }
    }
}

/// A member that can be changed but not taken away: null is refused like any other wrong value.
pub fn required<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Address;
    use serde_json::json;

    /// The examples of RFC 7396, appendix A.
    #[test]
    fn merges_as_the_rfc_shows() {
        let cases = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (mut target, patch, merged) in cases {
            let said = format!("{target} with {patch}");
            merge(&mut target, patch);
            assert_eq!(target, merged, "{said}");
        }
    }

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        note: Patch<String>,
        #[serde(default)]
        address: Patch<Map<String, Value>>,
        #[serde(default, deserialize_with = "required")]
        name: Option<String>,
    }

    fn change(json: Value) -> Change {
        serde_json::from_value(json).expect("a change")
    }

    #[test]
    fn absent_stays_null_clears_and_what_must_be_there_cannot_be_cleared() {
        let before = || Some("before".to_owned());
        assert_eq!(change(json!({})).note.apply(before()), before());
        assert_eq!(change(json!({"note": null})).note.apply(before()), None);
        assert_eq!(change(json!({"note": "now"})).note.apply(before()), Some("now".to_owned()));
        assert_eq!(change(json!({"name": "Ann"})).name.as_deref(), Some("Ann"));
        assert!(serde_json::from_value::<Change>(json!({"name": null})).is_err());
    }

    #[test]
    fn an_object_is_changed_where_it_is_named_and_checked_as_a_whole() {
        let home =
            json!({"line1": "1 Main", "line2": "Apt 2", "city": "X", "state": "MO", "postal_code": "64108"});
        let home: Option<Address> = serde_json::from_value(home).expect("an address");
        let moved = change(json!({"address": {"line2": null, "city": "Y"}})).address;
        let moved = moved.merge("/address", home.clone()).expect("merged").expect("an address");
        assert_eq!((moved.line2, moved.city.as_str(), moved.line1.as_str()), (None, "Y", "1 Main"));
        let wrong = change(json!({"address": {"state": "ZZ"}})).address.merge("/address", home);
        assert_eq!(wrong.expect_err("refused").errors[0].pointer, "/address/state");
        let incomplete =
            change(json!({"address": {"state": "MO"}})).address.merge::<Address>("/address", None);
        assert!(incomplete.is_err());
    }
}
