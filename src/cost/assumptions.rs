//! What an amount rests on, in sentences: the prices with their sources, and what is assumed where nobody knows.

use super::card::EMULATORS_LIST;
use super::money::{Currency, Money};
use super::price::{Meter, Price, Standing};
use super::rates::{Model, Part, Rates};
use crate::model::Kind;
use crate::model::node::{NODE_CORES, NODE_MEMORY_GIB, RESERVED_CORES, RESERVED_MEMORY_GIB, SessionSize};

impl Rates {
    /// What amounts at these rates rest on, a sentence each.
    #[must_use]
    pub fn assumptions(&self) -> Vec<String> {
        self.prices().map(|price| stated(price, self.currency)).chain(self.counting()).collect()
    }

    /// The same without the prices, which whoever shows them with their sources has said.
    #[must_use]
    pub fn counting(&self) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        match &self.model {
            Model::Nodes { management, on_a_node, spare, node: _ } => {
                let price = Money::new(self.node().unwrap_or_default(), self.currency).exact();
                let whole = self.node_sum().unwrap_or(price);
                sentences
                    .push(format!("pools run on E16 nodes, whatever part of one they use: {whole} an hour for each"));
                sentences.push(format!(
                    "{on_a_node} sessions lie on a node: of {NODE_CORES} cores and {NODE_MEMORY_GIB} GiB the runtime keeps \
                     {RESERVED_CORES} core and {RESERVED_MEMORY_GIB} GiB (assumed; Azure says that it keeps some)"
                ));
                if *spare > 0 {
                    sentences.push(format!(
                        "Azure shows {spare} more than these would need, which are counted as long as there is a session"
                    ));
                }
                if management.is_some() {
                    sentences.push(
                        "the management is billed for as long as there is a node (assumed: that a session pool alone \
                         brings it about is not written anywhere); several pools of an environment share it"
                            .to_owned(),
                    );
                }
                sentences
                    .push("a node is billed for the time that it is there, not by the started hour (assumed)".into());
            }
            Model::StartedHours(_) => {
                sentences.push(
                    "a session is billed by the hour that it has started, from its allocation to its end (Azure's \
                     billing page, 2025-12-09)"
                        .to_owned(),
                );
                sentences.push(
                    "the most is max sessions x hours x ceil(3600 / cooldown) started hours: a new session with each \
                     cooldown; sessions that are stopped early make room sooner, and for those there is no bound"
                        .to_owned(),
                );
            }
            Model::Flat(_) => {
                sentences
                    .push("every session counts that is warm, starting or in use, for as long as it is".to_owned());
            }
        }
        sentences
    }

    /// What a price for each session makes of a pool that Azure bills by whole nodes, as a fragment about `flat`; `None`
    /// where it does not.
    #[must_use]
    pub fn beside_nodes(&self, kind: Kind, size: Option<SessionSize>) -> Option<String> {
        let Model::Flat(price) = &self.model else { return None };
        let amount = Some(price.amount.normalize()).filter(|amount| kind.keeps_ready() && !amount.is_zero())?;
        let holds = size.map_or_else(String::new, |size| format!(" of {} sessions", size.on_a_node()));
        Some(format!(
            "counts each session; Azure bills custom containers by whole nodes{holds}: `node: {amount}, management: 0` is \
             the same bill for one warm session"
        ))
    }

    /// What makes up the price of a node-hour, where that is more than one price: "16 vCPU x $0.08 + 128 GiB x $0.006 =
    /// $2.048".
    #[must_use]
    pub fn node_sum(&self) -> Option<String> {
        let Model::Nodes { node, .. } = &self.model else { return None };
        let money = |amount| Money::new(amount, self.currency).exact();
        let part = |part: &Part| {
            let unit = match part.price.meter {
                Meter::Vcpu => " vCPU",
                Meter::Memory => " GiB",
                _ => "",
            };
            format!("{}{unit} x {}", part.count, money(part.price.amount))
        };
        let parts: Vec<String> = node.iter().map(part).collect();
        (parts.len() > 1).then(|| format!("{} = {}", parts.join(" + "), money(self.node().unwrap_or_default())))
    }
}

/// "a vCPU-hour is $0.080859 (Azure's price list, 2026-11-01)".
fn stated(price: &Price, currency: Currency) -> String {
    let amount = Money::new(price.amount, currency).exact();
    let doubt = match price.source.standing {
        Standing::Good => "",
        _ if price.source.text == EMULATORS_LIST => "; made up",
        Standing::Stale => "; stale",
        Standing::Guessed => "; guessed",
    };
    format!("{} is {amount} ({}{doubt})", price.meter.one(), price.source)
}

#[cfg(test)]
mod tests {
    use crate::cost::{Card, OwnRates};
    use crate::model::{Kind, SessionSize};

    #[test]
    fn every_price_and_every_guess_is_said() {
        let size = SessionSize::of(0.5, "1Gi");
        let said = Card::default().rates(Kind::CustomContainer, "canadacentral", size).unwrap().assumptions();
        for expected in [
            "a vCPU-hour is $0.080859 (a public test fixture of the price list, 2026-09; guessed)",
            "16 vCPU x $0.080859 + 128 GiB x $0.006638 = $2.143408 an hour",
            "30 sessions lie on a node",
            "an hour of management is $0.10 (microsoft/azure-container-apps issue 1596, 2025-11-06; guessed)",
        ] {
            assert!(said.iter().any(|sentence| sentence.contains(expected)), "{expected}: {said:#?}");
        }
        let said = Card::default().rates(Kind::Shell, "x", None).unwrap().assumptions();
        assert!(said.iter().any(|sentence| sentence.contains("no bound")), "{said:#?}");
    }

    #[test]
    fn a_price_for_each_session_is_held_against_nodes() {
        let own = |flat: &str| OwnRates { session_hour: flat.parse().ok(), ..OwnRates::default() };
        let (half, custom) = (SessionSize::of(0.5, "1Gi"), Kind::CustomContainer);
        for (flat, kind, size, expected) in [
            ("0.750", custom, half, Some("by whole nodes of 30 sessions: `node: 0.75, management: 0` is")),
            ("0.75", custom, None, Some("by whole nodes: `node: 0.75, management: 0` is")),
            ("0", custom, half, None),
            ("0.75", Kind::Shell, None, None),
            ("", custom, half, None),
        ] {
            let rates = Card { own: own(flat), ..Card::default() }.rates(kind, "eastus2", size).unwrap();
            let said = rates.beside_nodes(kind, size);
            assert_eq!(said.is_some(), expected.is_some(), "{flat} {kind:?}: {said:?}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()), "{flat} {expected:?}");
        }
    }
}
