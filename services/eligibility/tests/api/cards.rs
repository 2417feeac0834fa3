//! Pictures of insurance cards.

use crate::desk::{Desk, NOWHERE};
use kit::Answer;
use reqwest::Method;
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

async fn store(desk: &Desk, place: &str, version: i64, picture: &[u8]) -> Answer {
    let request =
        desk.house.if_match(version).request(Method::PUT, place).header("content-type", "image/png");
    request.body(picture.to_vec()).send().await
}

#[actix_web::test]
async fn a_picture_is_stored_shown_replaced_and_deleted() {
    let desk = Desk::open().await;
    let coverage = desk.covered(&desk.payer(NOWHERE).await).await;
    let front = format!("/v1/coverages/{coverage}/card/front");
    desk.house.get(&front).await.refused(404, "not-found");
    let stored = store(&desk, &front, 0, PNG).await.expect(200);
    assert_eq!((&stored.body["media_type"], &stored.body["bytes"]), (&json!("image/png"), &json!(PNG.len())));
    store(&desk, &front, 0, PNG).await.refused(412, "stale");
    let shown = desk.house.get(&front).await.expect(200);
    assert_eq!(
        (shown.header("content-type"), shown.header("cache-control")),
        (Some("image/png"), Some("no-store"))
    );
    assert!(shown.text.ends_with("not much of a picture"));
    desk.house.other_practice().get(&front).await.refused(404, "not-found");
    desk.house.get(&format!("/v1/coverages/{coverage}/card/back")).await.refused(404, "not-found");
    desk.house.get(&format!("/v1/coverages/{coverage}/card/middle")).await.refused(404, "not-found");

    let jpeg = store(&desk, &front, 1, b"\xff\xd8\xff\xe0 another").await.expect(200);
    assert_eq!((jpeg.version(), &jpeg.body["media_type"]), (2, &json!("image/jpeg")));
    store(&desk, &front, 2, b"<svg/>").await.names("");
    let mut large = PNG.to_vec();
    large.resize((2 << 20) + 1, 0);
    store(&desk, &front, 2, &large).await.refused(413, "body-too-large");
    large.truncate(2 << 20);
    store(&desk, &front, 2, &large).await.expect(200);
    let delete = desk.house.if_match(3).request(Method::DELETE, &front).json(&json!({}));
    delete.send().await.expect(200);
    desk.house.get(&front).await.refused(404, "not-found");
}
