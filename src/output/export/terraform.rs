//! What keeps Terraform and `pool` from undoing each other.

use super::File;
use super::quote::{hcl, identifier};
use super::remarks::{comment, of_pool};
use crate::model::PoolId;
use crate::model::id::RESOURCE_TYPE;
use crate::schedule::{hold, lease, records, stamp};

/// Sources: azapi 2.12.0 (2026-08-10), its `azapi_resource`; hashicorp/terraform-provider-azurerm#32921 and #33083,
/// both open on 2026-08-12; Terraform 1.11.4, with which the ignoring below was tried.
const ABOUT: &str = "\
Terraform goes on owning what the pool is made of; `pool` owns its scale, its lifecycle and its own tags. Put the \
`lifecycle` block into your resource; azapi 2 takes it as it stands. azurerm has no resource for session pools (as of \
2026-08).

What Terraform ignores it still reads, and sends back when it changes something else: so do not apply with \
-refresh=false while an event is on, nor at all while the pool has another lifecycle type than `body`, since azapi would \
send the periods of both. Single tags are ignored in the argument `tags` alone, not in tags inside `body`, and there are \
no patterns: hence the list. The argument must stand there, if only as `{}`.

In a module, where the list is to be a variable, azapi 2.12 has `ignore_body_changes = \
[\"properties.scaleConfiguration\", \"properties.dynamicPoolConfiguration\"]` (Terraform 1.11); tags need `lifecycle` \
there too.";

/// The names of every tag that `pool` writes.
pub(super) fn tags() -> Vec<String> {
    let slots = (0..lease::SLOTS).map(records::tag_of);
    [stamp::TAG, hold::TAG].map(str::to_owned).into_iter().chain(slots).collect()
}

/// The snippet of a pool. The id is where the pool lives, where that is known.
#[must_use]
pub fn export(name: &str, id: Option<&PoolId>) -> File {
    let which = of_pool(name, id, "terraform");
    let ignored = tags().into_iter().map(|tag| format!("      tags[{}],\n", hcl(&tag)));
    let content = format!(
        "{}
resource \"azapi_resource\" {label} {{
  # type (\"{RESOURCE_TYPE}@…\"), parent_id, location and body: as you have them.
  name = {name}
  tags = {{}}

  lifecycle {{
    ignore_changes = [
      body.properties.scaleConfiguration,
      body.properties.dynamicPoolConfiguration,
{ignored}    ]
  }}
}}
",
        comment("#", &[which, String::new(), ABOUT.to_owned()]),
        label = hcl(&identifier(name)),
        name = hcl(name),
        ignored = ignored.collect::<String>(),
    );
    File { name: format!("{name}.tf"), content }
}

#[cfg(test)]
mod tests {
    use super::super::samples::is_balanced;
    use super::*;
    use crate::schedule::is_ours;

    #[test]
    fn scale_lifecycle_and_all_our_tags_are_ignored() {
        let file = export("My-Pool.2", None);
        assert_eq!(file.name, "My-Pool.2.tf");
        assert!(is_balanced(&file.content, "#", '"'), "{}", file.content);
        assert!(file.content.contains("resource \"azapi_resource\" \"My_Pool_2\" {\n"));
        assert!(file.content.contains("  name = \"My-Pool.2\"\n"));
        let ignored = file.content.split("ignore_changes = [\n").nth(1).unwrap().split("    ]").next().unwrap();
        let ignored: Vec<&str> = ignored.lines().map(|line| line.trim().trim_end_matches(',')).collect();
        assert_eq!(ignored[..2], ["body.properties.scaleConfiguration", "body.properties.dynamicPoolConfiguration"]);
        let tags: Vec<&str> = ignored[2..].iter().map(|one| &one[6..one.len() - 2]).collect();
        assert_eq!(tags.len(), 10, "the stamp, the hold and eight slots");
        assert!(tags.iter().all(|tag| is_ours(tag)), "{tags:?}");
        assert!(tags.contains(&"pool-lease-7") && tags.contains(&"pool-applied") && tags.contains(&"pool-hold"));
    }

    #[test]
    fn it_says_which_pool() {
        let id = PoolId { subscription: "s".into(), group: "judges".into(), name: "finalpool".into() };
        assert!(export("finalpool", Some(&id)).content.contains(&format!("\n#   {id}\n")));
    }
}
