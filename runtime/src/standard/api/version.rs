//! Versions and aliases of machines: `PublishStateMachineVersion`, `CreateStateMachineAlias`, …

use super::{Standard, arn};
use crate::engine::Random;
use crate::machine::DefinitionHash;
use crate::standard::Error;
use crate::standard::core::Core;
use crate::time::Timestamp;
use crate::value::Text;
use serde::{Deserialize, Serialize};

/// The most versions of a machine (AWS: quotas).
const MOST_VERSIONS: usize = 1_000;
/// The most aliases of a machine.
const MOST_ALIASES: usize = 100;

/// A published version of a machine: a definition under a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// 1, 2, 3 …
    pub number: u64,
    /// What it runs.
    pub definition: DefinitionHash,
    /// When it was published.
    pub creation_date: Timestamp,
    /// What its publisher said of it.
    pub description: Option<Text>,
}

/// An alias of a machine: a name for one version, or for two that share the new executions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Alias {
    /// Its name.
    pub name: Text,
    /// Versions with their weights, whose sum is 100.
    pub routing: Vec<Route>,
    /// When it was created.
    pub creation_date: Timestamp,
    /// When its routing was changed last.
    pub update_date: Timestamp,
}

/// The share of a version in the executions of an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The version's number.
    pub version: u64,
    /// Percent.
    pub weight: u8,
}

/// What a new execution runs.
pub(in crate::standard) struct Target {
    pub(in crate::standard) machine: Text,
    pub(in crate::standard) definition: DefinitionHash,
    pub(in crate::standard) version: Option<Text>,
    pub(in crate::standard) alias: Option<Text>,
}

fn versions_of(machine: &str) -> String {
    format!("versions {machine}")
}

fn aliases_of(machine: &str) -> String {
    format!("aliases {machine}")
}

/// The key of a version, in the order of numbers.
fn key(number: u64) -> String {
    format!("{number:010}")
}

impl Standard {
    /// Publishes what a machine runs now as its next version (AWS: `PublishStateMachineVersion`). To publish the same definition
    /// again gives the version that it has, if that is the newest.
    ///
    /// # Errors
    /// [`Error::StateMachineDoesNotExist`], [`Error::ServiceQuotaExceeded`] above 1,000 versions, or the store failed.
    pub async fn publish_version(&self, machine: &str, description: Option<&str>) -> Result<Version, Error> {
        let core = self.core();
        let definition = core.registry.newest(machine);
        let definition =
            definition.ok_or_else(|| Error::StateMachineDoesNotExist(self.machine_arn(machine)))?;
        let (ticket, version) = {
            let _naming = core.naming();
            let known = self.list_versions(machine)?;
            if let Some(newest) = known.first().filter(|newest| newest.definition == definition) {
                return Ok(newest.clone());
            }
            if known.len() >= MOST_VERSIONS {
                return Err(Error::ServiceQuotaExceeded("versions of a state machine".into()));
            }
            let number = last_number(core, machine)? + 1;
            let description = description.map(Text::from);
            let version = Version { number, definition, creation_date: core.now(), description };
            drop(core.store().put("last versions", machine, Some(number.to_be_bytes().to_vec()))?);
            (core.store().put(&versions_of(machine), &key(number), Some(write(&version)?))?, version)
        };
        core.committed(ticket).await?;
        Ok(version)
    }

    /// The versions of a machine, the newest first (AWS: `ListStateMachineVersions`).
    ///
    /// # Errors
    /// The store failed.
    pub fn list_versions(&self, machine: &str) -> Result<Vec<Version>, Error> {
        let found = self.core().store().scan(&versions_of(machine), None, MOST_VERSIONS)?;
        let mut versions =
            found.iter().map(|(_, version)| read(version)).collect::<Result<Vec<Version>, _>>()?;
        versions.reverse();
        Ok(versions)
    }

    /// Deletes a version (AWS: `DeleteStateMachineVersion`). Executions that it started go on; its number is not used again.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an alias leads to it, or the store failed.
    pub async fn delete_version(&self, machine: &str, number: u64) -> Result<(), Error> {
        let core = self.core();
        let ticket = {
            let _naming = core.naming();
            let leads_here = |alias: &Alias| alias.routing.iter().any(|route| route.version == number);
            if let Some(alias) = self.list_aliases(machine)?.iter().find(|alias| leads_here(alias)) {
                let arn = self.machine_arn(machine);
                return Err(Error::Conflict(format!("Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [{arn}:{}]", alias.name).into()));
            }
            core.store().put(&versions_of(machine), &key(number), None)?
        };
        Ok(core.committed(ticket).await?)
    }

    /// Creates an alias of a machine (AWS: `CreateStateMachineAlias`). To create the same one again changes nothing.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is one with another routing, [`Error::Validation`] for weights that do not make 100 or not one
    /// or two versions, [`Error::ResourceNotFound`] for a version that is not there, [`Error::InvalidName`],
    /// [`Error::ServiceQuotaExceeded`] above 100 aliases, or the store failed.
    pub async fn create_alias(&self, machine: &str, name: &str, routing: &[Route]) -> Result<Alias, Error> {
        check_alias_name(name)?;
        let core = self.core();
        let (ticket, alias) = {
            let _naming = core.naming();
            self.check_routing(machine, routing)?;
            let known = self.list_aliases(machine)?;
            if let Some(known) = known.iter().find(|known| known.name == name) {
                if known.routing == routing {
                    return Ok(known.clone());
                }
                return Err(Error::Conflict("Failed to create alias because an alias with the same name and a different routing configuration already exists.".into()));
            }
            if known.len() >= MOST_ALIASES {
                return Err(Error::ServiceQuotaExceeded("aliases of a state machine".into()));
            }
            let now = core.now();
            let routing = routing.to_vec();
            let alias = Alias { name: name.into(), routing, creation_date: now, update_date: now };
            (core.store().put(&aliases_of(machine), name, Some(write(&alias)?))?, alias)
        };
        core.committed(ticket).await?;
        Ok(alias)
    }

    /// Changes where an alias leads (AWS: `UpdateStateMachineAlias`). Executions that run are not affected.
    ///
    /// # Errors
    /// [`Error::ResourceNotFound`] when there is none, and those of [`create_alias`](Self::create_alias).
    pub async fn update_alias(&self, machine: &str, name: &str, routing: &[Route]) -> Result<Alias, Error> {
        let core = self.core();
        let (ticket, alias) = {
            let _naming = core.naming();
            self.check_routing(machine, routing)?;
            let known = self.describe_alias(machine, name)?;
            let alias = Alias { routing: routing.to_vec(), update_date: core.now(), ..known };
            (core.store().put(&aliases_of(machine), name, Some(write(&alias)?))?, alias)
        };
        core.committed(ticket).await?;
        Ok(alias)
    }

    /// Deletes an alias (AWS: `DeleteStateMachineAlias`).
    ///
    /// # Errors
    /// [`Error::ResourceNotFound`], or the store failed.
    pub async fn delete_alias(&self, machine: &str, name: &str) -> Result<(), Error> {
        let core = self.core();
        let ticket = {
            let _naming = core.naming();
            self.describe_alias(machine, name)?;
            core.store().put(&aliases_of(machine), name, None)?
        };
        Ok(core.committed(ticket).await?)
    }

    /// Describes an alias (AWS: `DescribeStateMachineAlias`).
    ///
    /// # Errors
    /// [`Error::ResourceNotFound`], or the store failed.
    pub fn describe_alias(&self, machine: &str, name: &str) -> Result<Alias, Error> {
        match self.core().store().get(&aliases_of(machine), name)? {
            Some(alias) => read(&alias),
            None => Err(Error::ResourceNotFound(format!("{}:{name}", self.machine_arn(machine)).into())),
        }
    }

    /// The aliases of a machine, by name (AWS: `ListStateMachineAliases`).
    ///
    /// # Errors
    /// The store failed.
    pub fn list_aliases(&self, machine: &str) -> Result<Vec<Alias>, Error> {
        let found = self.core().store().scan(&aliases_of(machine), None, MOST_ALIASES)?;
        found.iter().map(|(_, alias)| read(alias)).collect()
    }

    fn check_routing(&self, machine: &str, routing: &[Route]) -> Result<(), Error> {
        let weights: Vec<u8> = routing.iter().map(|route| route.weight).collect();
        if !(1..=2).contains(&routing.len()) {
            return Err(Error::Validation("an alias leads to one version or two".into()));
        }
        if weights.iter().map(|&weight| u32::from(weight)).sum::<u32>() != 100 {
            return Err(Error::Validation(
                format!("Sum of routing configuration weights must equal 100. Received: {weights:?}").into(),
            ));
        }
        for route in routing {
            if self.core().store().get(&versions_of(machine), &key(route.version))?.is_none() {
                let arn = self.machine_arn(machine);
                return Err(Error::ResourceNotFound(format!("{arn}:{}", route.version).into()));
            }
        }
        match routing {
            [a, b] if a.version == b.version => {
                Err(Error::Validation("the two versions of an alias are different ones".into()))
            }
            _ => Ok(()),
        }
    }
}

/// What an execution of a machine's, a version's or an alias's ARN runs.
pub(in crate::standard) fn target(core: &Core, state_machine_arn: &str) -> Result<Target, Error> {
    let missing = || Error::StateMachineDoesNotExist(state_machine_arn.into());
    let (machine, qualifier) = arn::parse_qualified_machine(state_machine_arn)?;
    let own = arn::machine(&core.settings().account, machine);
    if !state_machine_arn
        .strip_prefix(own.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    {
        return Err(missing());
    }
    let Some(qualifier) = qualifier else {
        let definition = core.registry.newest(machine).ok_or_else(missing)?;
        return Ok(Target { machine: machine.into(), definition, version: None, alias: None });
    };
    let (number, alias) = if let Ok(number) = qualifier.parse::<u64>() {
        (number, None)
    } else {
        let found = core.store().get(&aliases_of(machine), qualifier)?.ok_or_else(missing)?;
        let alias: Alias = read(&found)?;
        (pick(&alias.routing, &Random::default()).ok_or_else(missing)?, Some(alias.name))
    };
    let found = core.store().get(&versions_of(machine), &key(number))?.ok_or_else(missing)?;
    let Version { definition, .. } = read(&found)?;
    let version = Some(Text::from(number.to_string()));
    Ok(Target { machine: machine.into(), definition, version, alias })
}

/// A version of an alias, each as often as its weight says.
fn pick(routing: &[Route], random: &Random) -> Option<u64> {
    let mut place = random.next() % 100;
    for route in routing {
        match place.checked_sub(u64::from(route.weight)) {
            Some(rest) => place = rest,
            None => return Some(route.version),
        }
    }
    None
}

fn last_number(core: &Core, machine: &str) -> Result<u64, Error> {
    let last = core.store().get("last versions", machine)?;
    Ok(last.and_then(|last| Some(u64::from_be_bytes(*last.first_chunk()?))).unwrap_or(0))
}

/// AWS's pattern of alias names: at least one character that is no digit.
fn check_alias_name(name: &str) -> Result<(), Error> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.len() > 80 || !name.chars().all(is_allowed) || name.chars().all(|c| c.is_ascii_digit()) {
        return Err(Error::Validation(
            format!("1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$").into(),
        ));
    }
    Ok(())
}

fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Store(Box::new(error)))
}

fn read<'d, T: Deserialize<'d>>(bytes: &'d [u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::Store(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_picked_by_their_weights() {
        let routing = [Route { version: 1, weight: 90 }, Route { version: 2, weight: 10 }];
        let random = Random::seeded(7);
        let picked: Vec<u64> = (0..10_000).filter_map(|_| pick(&routing, &random)).collect();
        assert_eq!(picked.len(), 10_000);
        let second = picked.iter().filter(|&&version| version == 2).count();
        assert!((800..1_200).contains(&second), "{second} of 10,000 for 10 percent");
        let whole = [Route { version: 3, weight: 100 }];
        assert!((0..100).all(|_| pick(&whole, &random) == Some(3)));
    }

    #[test]
    fn names_of_aliases_are_those_of_aws() {
        for name in ["PROD", "a1", "1a", "v-1.2_x", "_"] {
            assert!(check_alias_name(name).is_ok(), "{name}");
        }
        for name in ["", "1", "12", "a b", "ä", "a:b", &"a".repeat(81)] {
            assert!(check_alias_name(name).is_err(), "{name}");
        }
    }
}
