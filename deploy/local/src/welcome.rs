//! What is printed when everything is ready: addresses, credentials, and three requests to paste.

use std::fmt::Write;

use crate::place::Place;
use crate::state::State;

pub fn text(state: &State, place: &Place) -> String {
    let mut text = format!(
        "\nPraxis is ready.\n\n  gateway   {}\n  docs      {}\n  state     {}\n\nClients (id and secret):\n",
        state.gateway_url(),
        state.docs_url(),
        place.state().display()
    );
    for client in state.clients.values() {
        let _ = writeln!(text, "  {:<15} {}", client.client_id, client.client_secret);
    }
    text + &requests(state)
}

/// The second and third use the token that the first one keeps in the shell.
fn requests(state: &State) -> String {
    let gateway = state.gateway_url();
    let secret = state.clients.get("front-office").map_or("", |client| &client.client_secret);
    format!(
        r#"
Try it:
  TOKEN=$(curl -s -u front-office:{secret} -d grant_type=client_credentials {gateway}/oauth/token | sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/')
  curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H 'Idempotency-Key: first-patient' -d '{{"given_name":"Ada","family_name":"Moreno","birth_date":"1984-03-09","sex":"female"}}' {gateway}/v1/patients
  curl -s -H "Authorization: Bearer $TOKEN" '{gateway}/v1/patients?name=Moreno'
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_requests_and_every_client_are_shown() {
        let mut state = State::new();
        state.ports.insert("gateway".to_owned(), 8443);
        let text = text(&state, &Place::at(std::path::Path::new("/tmp/house")));
        assert_eq!(text.matches("curl ").count(), 3);
        assert!(text.contains("http://127.0.0.1:8443/docs"));
        assert!(state.clients.values().all(|client| text.contains(&client.client_secret)));
    }
}
