//! Rooms and devices over HTTP.

use super::{CreateRoom, Room, RoomKind, store};
use crate::location;
use actix_web::{get, post, web};
use model::{LocationId, RoomId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, mint};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_room)
        .service(list_rooms)
        .service(get_room)
        .service(create_device)
        .service(list_devices)
        .service(get_device);
}

#[utoipa::path(request_body = CreateRoom, responses((status = 201, description = "Created.", body = Room)))]
#[post("/v1/rooms")]
/// Adds a room, for visit types to name.
pub async fn create_room(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateRoom>,
) -> Result<Reply, Problem> {
    create(caller, db, body, RoomKind::Room, "/v1/rooms").await
}

#[utoipa::path(request_body = CreateRoom, responses((status = 201, description = "Created.", body = Room)))]
#[post("/v1/devices")]
/// Adds a device, for visit types to name.
pub async fn create_device(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateRoom>,
) -> Result<Reply, Problem> {
    create(caller, db, body, RoomKind::Device, "/v1/devices").await
}

async fn create(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateRoom>,
    kind: RoomKind,
    path: &'static str,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<RoomId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let place = location::store::find(tx, said.location_id).await?;
        place.ok_or_else(|| Problem::invalid("/location_id", "names nothing in this practice"))?;
        let room = Room::create(id, kind, said.clone());
        store::insert(tx, &room).await?;
        Ok(Reply::created(format!("{path}/{id}"), &room)?.version(room.version))
    })
    .await
}

#[utoipa::path(params(("id" = RoomId, Path, description = "The room.")),
    responses((status = 200, description = "The room.", body = Room)))]
#[get("/v1/rooms/{id}")]
/// Reads a room.
pub async fn get_room(caller: Caller, db: web::Data<Db>, id: Id<RoomId>) -> Result<Reply, Problem> {
    read(caller, db, id.0, RoomKind::Room).await
}

#[utoipa::path(params(("id" = RoomId, Path, description = "The device.")),
    responses((status = 200, description = "The device.", body = Room)))]
#[get("/v1/devices/{id}")]
/// Reads a device.
pub async fn get_device(caller: Caller, db: web::Data<Db>, id: Id<RoomId>) -> Result<Reply, Problem> {
    read(caller, db, id.0, RoomKind::Device).await
}

async fn read(caller: Caller, db: web::Data<Db>, id: RoomId, kind: RoomKind) -> Result<Reply, Problem> {
    let context = caller.context();
    let found = db.read(&context, async move |tx| Ok::<_, Problem>(store::find(tx, kind, id).await?)).await?;
    let room = found.ok_or_else(|| Problem::missing(kind.as_str()))?;
    Ok(Reply::ok(&room)?.version(room.version))
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListRooms {
    location_id: Option<LocationId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListRooms), responses((status = 200, description = "A page of rooms.", body = Listing<Room>)))]
#[get("/v1/rooms")]
/// Lists the practice's rooms.
pub async fn list_rooms(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListRooms>,
) -> Result<Reply, Problem> {
    list(caller, db, query.0, RoomKind::Room).await
}

#[utoipa::path(params(ListRooms), responses((status = 200, description = "A page of devices.", body = Listing<Room>)))]
#[get("/v1/devices")]
/// Lists the practice's devices.
pub async fn list_devices(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListRooms>,
) -> Result<Reply, Problem> {
    list(caller, db, query.0, RoomKind::Device).await
}

async fn list(caller: Caller, db: web::Data<Db>, asked: ListRooms, kind: RoomKind) -> Result<Reply, Problem> {
    let ListRooms { location_id, cursor, limit } = asked;
    let context = caller.context();
    let items = db.read(&context, async move |tx| {
        Ok::<_, Problem>(store::list(tx, kind, location_id, cursor, limit).await?)
    });
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |room| room.id.0))?)
}
