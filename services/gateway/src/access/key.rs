//! The key that opens an operation in place of a token.

use model::LinkKey;
use model::operation::Operation;

/// In the path where the operation has it there, else in the query, exactly once; one that is malformed is none.
pub fn find(operation: &Operation, path: &str, query: &str) -> Option<LinkKey> {
    if let Some(text) = operation.key_in_path(path) {
        return text.parse().ok();
    }
    let mut keys = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "key");
    let (_, text) = keys.next()?;
    if keys.next().is_some() {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::scope::Service;
    use model::{PracticeId, Scope};
    use uuid::Uuid;

    fn opened_by_key(path: &'static str) -> Operation {
        Operation { method: "GET", path, id: "open", service: Service::Scheduling, scope: Scope::LinkHolder }
    }

    #[test]
    fn the_key_is_where_the_operation_has_it_and_nowhere_else() {
        let key = LinkKey::new(PracticeId(Uuid::from_u128(7)), [9; 20]);
        let text = key.expose();
        let in_path = opened_by_key("/v1/links/{token}/confirm");
        let path = format!("/v1/links/{text}/confirm");
        assert_eq!(find(&in_path, &path, "").as_ref(), Some(&key));
        assert_eq!(in_path.path_without_key(&path), "/v1/links/{token}/confirm");
        assert_eq!(find(&in_path, "/v1/links/x/confirm", &format!("key={text}")), None);

        let in_query = opened_by_key("/v1/calendars/{id}");
        let find = |query: &str| find(&in_query, "/v1/calendars/7", query);
        assert_eq!(find(&format!("a=b&key={text}")).as_ref(), Some(&key));
        for query in ["", "key=", "key=x", &format!("Key={text}"), &format!("key={text}&key={text}")] {
            assert_eq!(find(query), None, "{query}");
        }
        assert_eq!(in_query.path_without_key("/v1/calendars/7"), "/v1/calendars/7");
    }
}
