use super::*;
use icalendar::CalendarDateTime;
use icalendar::DatePerhapsTime;

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn entry() -> Entry {
    let address = serde_json::json!({"line1": "101 Main Street; Floor 2", "city": "Kansas City", "state": "MO",
        "postal_code": "64108"});
    Entry {
        id: AppointmentId(uuid::Uuid::from_u128(7)),
        version: 3,
        start: time("2027-03-01T15:00:00Z"),
        end: time("2027-03-01T15:30:00Z"),
        status: Status::Booked,
        visit_type: "Office visit, long".parse().expect("a name"),
        location: "Bone and Joint Clinic".parse().expect("a name"),
        address: serde_json::from_value(address).expect("an address"),
        patient: None,
        changed_at: time("2027-02-01T10:00:00Z"),
    }
}

/// Written as the feed writes it, then read by the parser.
fn read_back(entry: &Entry) -> (String, Event) {
    let (opening, closing) = frame("Marcus Jones");
    let text = format!("{opening}{}{closing}", written(std::slice::from_ref(entry)).expect("text"));
    let calendar: Calendar = text.parse().expect("a calendar");
    assert_eq!(calendar.get_name(), Some("Marcus Jones"));
    let event = calendar.events().next().expect("an event").clone();
    (text, event)
}

#[test]
fn an_event_is_read_back_as_it_was() {
    let (text, event) = read_back(&entry());
    assert_eq!(event.get_uid(), Some("00000000-0000-0000-0000-000000000007"));
    assert_eq!(event.get_sequence(), Some(3));
    assert_eq!(event.get_status(), Some(EventStatus::Confirmed));
    assert_eq!(event.get_summary(), Some("Office visit, long"));
    assert_eq!(
        event.get_location(),
        Some("Bone and Joint Clinic, 101 Main Street; Floor 2, Kansas City, MO")
    );
    let start = DatePerhapsTime::DateTime(CalendarDateTime::Utc(entry().start));
    assert_eq!(event.get_start(), Some(start));
    assert!(text.contains("DTSTART:20270301T150000Z\r\n"), "{text}");
    assert!(text.contains("DTSTAMP:20270201T100000Z\r\n"), "{text}");
}

#[test]
fn what_is_called_off_stays_and_says_so() {
    let (_, event) = read_back(&Entry { status: Status::Cancelled, ..entry() });
    assert_eq!(event.get_status(), Some(EventStatus::Cancelled));
}

#[test]
fn lines_are_folded_at_75_octets_between_characters() {
    for letter in ["a", "é", "老", "🦴"] {
        for length in 1..60 {
            let entry = Entry { patient: Some(letter.repeat(length)), ..entry() };
            let (text, event) = read_back(&entry);
            assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
            let summary = format!("Office visit, long: {}", letter.repeat(length));
            assert_eq!(event.get_summary(), Some(summary.as_str()));
        }
    }
}

#[test]
fn the_window_is_of_whole_days() {
    let window = Window::around(time("2027-03-01T15:23:45.678901Z"));
    assert_eq!(window.from, time("2027-01-30T00:00:00Z"));
    assert_eq!(window.to, time("2028-03-01T00:00:00Z"));
}

#[test]
fn a_link_is_revoked_once() {
    let now = time("2027-03-01T15:00:00Z");
    let said = CreateCalendarLink { show_patients: false };
    let link = CalendarLink::create(
        CalendarLinkId(uuid::Uuid::nil()),
        PractitionerId(uuid::Uuid::nil()),
        &said,
        now,
    );
    let revoked = link.revoke(now).expect("revoked");
    assert_eq!((revoked.version, revoked.revoked_at), (2, Some(now)));
    assert_eq!(revoked.revoke(now), Err(Refusal::Revoked));
}
