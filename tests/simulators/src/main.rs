//! The sandbox: `simulators payer | clearinghouse | pharmacy`.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use simulators::pace::{Load, Pace};
use simulators::pharmacy::{Account, Desk, Faults};
use simulators::{clearinghouse, payer, pharmacy, serve};

/// A payer, a clearinghouse and a pharmacy to integrate against; the README lists the magic values.
#[derive(Parser)]
#[command(version)]
struct Command {
    #[command(subcommand)]
    simulator: Simulator,
}

#[derive(Subcommand)]
enum Simulator {
    /// Answers 270 with 271, one by one and in CORE batches, and 276 with 277.
    Payer {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        load: Load,
    },
    /// Takes 837P, answers 999, and reports 277CA and 835.
    Clearinghouse(Place),
    /// Takes SCRIPT prescriptions, answers Status, and sends Verify and RxFill.
    Pharmacy {
        #[command(flatten)]
        place: Place,
        /// Where Verify and RxFill are sent; without it they wait in GET /outbox.
        #[arg(long)]
        praxis_url: Option<String>,
        #[arg(long, env = "PRAXIS_CLIENT_ID", default_value = "")]
        client_id: String,
        #[arg(long, env = "PRAXIS_CLIENT_SECRET", default_value = "", hide_env_values = true)]
        client_secret: String,
        /// What goes wrong on purpose, in percent: SEED,drop=5,lose=5,delay=1,http=5,error600=10,duplicate=20,reorder=20.
        #[arg(long, default_value = "0")]
        faults: Faults,
    },
}

#[derive(Args)]
struct Place {
    /// Address and port.
    #[arg(long)]
    listen: SocketAddr,
    /// Folder that remembers what was received; made where it is missing.
    #[arg(long)]
    state: PathBuf,
    #[command(flatten)]
    pace: Pace,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    match Command::parse().simulator {
        Simulator::Payer { place: Place { listen, state, pace }, load } => {
            let payer = payer::Payer::open(&state, pace, load)?;
            serve::serve("payer", listen, payer::app_config(payer)).await
        }
        Simulator::Clearinghouse(Place { listen, state, pace }) => {
            let clearinghouse = clearinghouse::Clearinghouse::open(&state, pace)?;
            serve::serve("clearinghouse", listen, clearinghouse::app_config(clearinghouse)).await
        }
        Simulator::Pharmacy {
            place: Place { listen, state, pace },
            praxis_url,
            client_id,
            client_secret,
            faults,
        } => {
            let account = praxis_url.map(|url| Account { url, client_id, client_secret });
            let desk = Desk::open(&state, pace, account).context("opening the pharmacy")?;
            desk.set_faults(faults);
            desk.resume();
            serve::serve("pharmacy", listen, pharmacy::app_config(desk)).await
        }
    }
}
