//! The settings of one RabbitMQ node, and the recipes for it and for its Erlang port mapper.

use std::ffi::OsString;
use std::path::PathBuf;

use super::super::secret;
use crate::recipe::Recipe;

pub struct Node {
    pub name: String,
    pub dir: PathBuf,
    pub log: PathBuf,
    pub port: u16,
    pub mapper_port: u16,
    pub distribution_port: u16,
    pub password: String,
}

/// `-noinput` here and RABBITMQ_ALLOW_INPUT below make the start script become the Erlang machine instead of staying its
/// parent: then the process we hold is the broker itself.
const ERLANG: &str = "-noinput +S 2:2 -kernel inet_dist_use_interface {127,0,0,1}";

impl Node {
    pub fn write_settings(&self) -> anyhow::Result<()> {
        let settings = format!(
            "default_user = praxis\n\
             default_pass = {}\n\
             default_permissions.configure = .*\n\
             default_permissions.read = .*\n\
             default_permissions.write = .*\n\
             vm_memory_high_watermark.absolute = 512MB\n\
             disk_free_limit.absolute = 50MB\n\
             log.console = true\n\
             log.console.level = info\n\
             log.file = false\n",
            self.password
        );
        secret::write(&self.dir.join("rabbitmq.conf"), &settings)?;
        secret::write(&self.dir.join("enabled-plugins"), "[].\n")?;
        secret::write(&self.dir.join("environment"), "")
    }

    /// In the foreground, so that it ends with us: the broker would start one that stays.
    pub fn mapper_recipe(&self, program: PathBuf) -> Recipe {
        let port = self.mapper_port.to_string();
        let mut recipe = Recipe::new("Erlang port mapper", program, self.log.clone())
            .args(["-port", &port, "-address", "127.0.0.1"])
            .env("HOME", &self.dir)
            .marked(&self.dir);
        recipe.without_env = &["ERL_"];
        recipe
    }

    pub fn recipe(&self, program: PathBuf) -> Recipe {
        let files = [
            ("CONF_ENV_FILE", "environment"),
            ("CONFIG_FILE", "rabbitmq.conf"),
            ("ADVANCED_CONFIG_FILE", "advanced.config"),
            ("ENABLED_PLUGINS_FILE", "enabled-plugins"),
            ("MNESIA_BASE", "mnesia"),
            ("LOG_BASE", "log"),
            ("PID_FILE", "pid"),
        ];
        let mut recipe = Recipe::new("RabbitMQ", program, self.log.clone())
            .env("HOME", &self.dir)
            .env("ERL_EPMD_PORT", self.mapper_port.to_string())
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_ALLOW_INPUT", "1")
            .env("RABBITMQ_NODENAME", &self.name)
            .env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_NODE_PORT", self.port.to_string())
            .env("RABBITMQ_DIST_PORT", self.distribution_port.to_string())
            .env("RABBITMQ_LOGS", "-")
            .env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", ERLANG)
            .env("PATH", path_with_erlang())
            .marked(&self.dir);
        for (name, file) in files {
            recipe = recipe.env(format!("RABBITMQ_{name}"), self.dir.join(file));
        }
        recipe.without_env = &["RABBITMQ_", "ERL_"];
        recipe
    }
}

fn path_with_erlang() -> OsString {
    let mut path = std::env::var_os("PATH").unwrap_or_default();
    path.push(":/usr/lib/erlang/bin:/usr/lib64/erlang/bin:/usr/local/bin:/opt/homebrew/bin");
    path
}
