use super::*;

#[test]
fn takes_encrypted_addresses_and_this_machine() {
    for good in
        ["https://a.example", "https://a.example:8443/x?y=1", "http://127.0.0.1:9000/x", "http://localhost"]
    {
        assert!(WebAddress::try_from(good.to_owned()).is_ok(), "{good}");
    }
    for bad in [
        "",
        "a.example",
        "http://a.example",
        "https://",
        "https:///x",
        "https://me:pw@a.example",
        "https://a.example/a b",
        "https://a.example/#x",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "http://127.0.0.100.evil.example",
        "ftp://a.example",
    ] {
        assert!(WebAddress::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

#[test]
fn a_secret_is_whole_and_never_shown() {
    let good = format!("whsec_{}", BASE64.encode([7; 24]));
    let secret = WebhookSecret::try_from(good.clone()).expect("a secret");
    assert_eq!((format!("{secret:?}").as_str(), String::from(secret)), ("[secret]", good.clone()));
    for bad in ["", "whsec_", "whsec_c2hvcnQ=", good.trim_start_matches("whsec_")] {
        assert!(WebhookSecret::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}
