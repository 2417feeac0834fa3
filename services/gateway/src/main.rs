//! Start-up.

use gateway::command;
use gateway::settings::Settings;
use platform::Stop;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::load()?;
    platform::telemetry::start(&settings.telemetry);
    if command::run(&settings).await?.is_some() {
        return Ok(());
    }
    gateway::run(settings, Stop::on_signal()?).await
}
