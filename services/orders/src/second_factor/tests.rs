use super::totp::{Code, Secret};
use super::*;
use uuid::Uuid;

/// RFC 6238, appendix B: the ASCII secret of the SHA-1 rows; their codes shortened to six digits.
const VECTORS: [(i64, &str); 4] =
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")];

fn secret() -> Secret {
    Secret::from_bytes(b"12345678901234567890".to_vec()).expect("20 bytes")
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a time")
}

fn code(digits: &str) -> Code {
    Code::try_from(digits.to_owned()).expect("six digits")
}

fn factor() -> SecondFactor {
    let (id, who) = (SecondFactorId(Uuid::nil()), PractitionerId(Uuid::nil()));
    SecondFactor::enrol(id, who, FactorKind::Totp, "phone".parse().expect("a name"))
}

#[test]
fn the_codes_of_the_standard_are_accepted_with_one_step_of_drift() {
    for (time, digits) in VECTORS {
        for (drift, fine) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let accepted = factor().accept(&secret(), &code(digits), at(time + drift));
            assert_eq!(accepted.is_ok(), fine, "{digits} {drift} s off");
        }
    }
}

#[test]
fn a_code_is_used_once_and_none_before_it_afterwards() {
    let used = factor().accept(&secret(), &code("287082"), at(59)).expect("right");
    assert_eq!(used.clone().accept(&secret(), &code("287082"), at(60)), Err(Refusal::Wrong));
    // The code of the step before (RFC 4226, appendix D: count 0).
    assert_eq!(used.accept(&secret(), &code("755224"), at(59)), Err(Refusal::Wrong));
    assert!(factor().accept(&secret(), &code("755224"), at(59)).is_ok());
}

#[test]
fn after_five_wrong_ones_even_the_right_one_waits() {
    let tried = (0..4).fold(factor(), |factor, _| factor.failed(at(50)));
    assert!(tried.clone().accept(&secret(), &code("287082"), at(59)).is_ok());
    let closed = tried.failed(at(50));
    let refused = closed.clone().accept(&secret(), &code("287082"), at(59));
    assert_eq!(refused, Err(Refusal::Closed { wait: 892 }));
    assert_eq!(closed.clone().accept(&secret(), &code("287082"), at(950)), Err(Refusal::Wrong));
    let reopened = closed.accept(&secret(), &code("081804"), at(1_111_111_109)).expect("right again");
    assert_eq!(reopened.watch.failures, 0);
}

#[test]
fn what_is_no_code_and_what_was_revoked_is_refused() {
    for text in ["", "12345", "1234567", "12345a", "１２３４５６"] {
        assert!(Code::try_from(text.to_owned()).is_err(), "{text}");
    }
    let active = factor().confirm(at(0)).expect("active");
    assert!(active.clone().confirm(at(0)).is_err());
    let revoked = active.revoke("manager".to_owned(), at(1)).expect("revoked");
    assert!(revoked.clone().confirm(at(2)).is_err() && revoked.revoke("manager".to_owned(), at(2)).is_err());
}
