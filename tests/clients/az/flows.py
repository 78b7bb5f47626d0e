"""The unmodified Azure CLI works with session pools on the emulator.

    eval "$(pool emulator --print-az-setup)" && python flows.py

Needs `az` on the path, signed in to the emulator as those lines do. One function for each flow. Prints a line for each
flow that passed and a closing line; the first thing that is not as it should be ends it with exit 1. The emulator
should be started with `--tls --instant --empty --state :memory:`.
"""

import json
import subprocess

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "az-cli"
TYPE = "Microsoft.App/sessionPools"
GROUP_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
CALLS = []


def az(*arguments, fails=None):
    """Runs `az`; gives what its JSON says, or what it printed when it must fail with that exit code."""
    CALLS.append(arguments)
    done = subprocess.run(["az", *arguments, "--output", "json"], capture_output=True, text=True)
    if fails is not None:
        check(done.returncode == fails, f"az {' '.join(arguments)}: exit {done.returncode}, expected {fails}")
        return done.stderr
    check(done.returncode == 0, f"az {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout) if done.stdout.strip() else None


def pool(verb, name, *arguments, fails=None):
    command = ["resource", verb, "--resource-group", GROUP, "--resource-type", TYPE, "--name", name]
    return az(*command, *arguments, fails=fails)


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def same(found, expected, what):
    check(found == expected, f"{what}: {found!r}, expected {expected!r}")


def custom_container():
    return {
        "location": "eastus2",
        "tags": {"team": "judges"},
        "properties": {
            "environmentId": f"{GROUP_ID}/providers/Microsoft.App/managedEnvironments/judges-env",
            "containerType": "CustomContainer",
            "poolManagementType": "Dynamic",
            "scaleConfiguration": {"maxConcurrentSessions": 20, "readySessionInstances": 2},
            "dynamicPoolConfiguration": {
                "lifecycleConfiguration": {"lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}
            },
            "customContainerTemplate": {
                "containers": [
                    {
                        "name": "judge",
                        "image": "registry.example/judge:v1",
                        "resources": {"cpu": 0.5, "memory": "1Gi"},
                    }
                ],
                "ingress": {"targetPort": 2000},
            },
        },
    }


def interpreter():
    return {
        "location": "eastus2",
        "properties": {
            "containerType": "PythonLTS",
            "poolManagementType": "Dynamic",
            "scaleConfiguration": {"maxConcurrentSessions": 10},
            "dynamicPoolConfiguration": {
                "lifecycleConfiguration": {"lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}
            },
        },
    }


def full(body):
    return "--is-full-object", "--properties", json.dumps(body)


def account_flow():
    """The account, the provider and the group."""
    same(az("account", "show")["id"], SUBSCRIPTION, "subscription")
    check(az("account", "get-access-token")["accessToken"].count(".") == 2, "a token that parses")
    provider = az("provider", "show", "--namespace", "Microsoft.App")
    same(provider["registrationState"], "Registered", "registration")
    pools = [it for it in provider["resourceTypes"] if it["resourceType"] == "sessionPools"]
    check("East US 2" in pools[0]["locations"], "East US 2 has pools")
    az("provider", "register", "--namespace", "Microsoft.App", "--wait")
    az("group", "create", "--name", GROUP, "--location", "eastus2")
    same(az("group", "exists", "--name", GROUP), True, "the group is there")


def custom_container_flow():
    """A custom-container pool from its making to its end."""
    made = pool("create", "contest", *full(custom_container()))
    same(made["properties"]["provisioningState"], "Succeeded", "state after create")
    same(made["tags"], {"team": "judges"}, "tags")
    scale = {"maxConcurrentSessions": 200, "readySessionInstances": 40}
    patched = pool("patch", "contest", *full({"properties": {"scaleConfiguration": scale}}))
    same(patched["properties"]["scaleConfiguration"], scale, "scale that the patch came to")
    lifecycle = {"lifecycleType": "OnContainerExit", "cooldownPeriodInSeconds": None, "maxAlivePeriodInSeconds": 3600}
    change = {"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": lifecycle}}}
    pool("patch", "contest", *full(change))
    shown = pool("show", "contest")["properties"]
    same(
        shown["dynamicPoolConfiguration"]["lifecycleConfiguration"],
        {"lifecycleType": "OnContainerExit", "maxAlivePeriodInSeconds": 3600},
        "lifecycle",
    )
    same(shown["scaleConfiguration"], scale, "scale after the change of lifecycle")
    # A GET, and a PUT of all that it gave.
    updated = pool("update", "contest", "--set", "properties.scaleConfiguration.maxConcurrentSessions=150")
    same(updated["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 150, "maximum after the update")
    same(updated["properties"]["customContainerTemplate"], shown["customContainerTemplate"], "template")
    pool("delete", "contest")
    check("ResourceNotFound" in pool("show", "contest", fails=3), "it is gone")


def interpreter_flow():
    """A Python pool, by `az rest`."""
    url = f"{GROUP_ID}/providers/{TYPE}/python?api-version=2026-07-01"
    made = az("rest", "--method", "put", "--url", url, "--body", json.dumps(interpreter()))
    same(made["properties"]["containerType"], "PythonLTS", "kind")
    patch = json.dumps({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 50}}})
    scaled = az("rest", "--method", "patch", "--url", url, "--body", patch)
    same(scaled["properties"]["scaleConfiguration"], {"maxConcurrentSessions": 50}, "scale")
    az("rest", "--method", "delete", "--url", url)
    check("ResourceNotFound" in az("rest", "--method", "get", "--url", url, fails=1), "it is gone")


def list_flow():
    """Lists: of the group, by type, by tag."""
    for name in ("a", "b"):
        pool("create", name, *full(interpreter()))
    pool("tag", "b", "--tags", "team=judges")
    names = lambda *arguments: sorted(it["name"] for it in az("resource", "list", *arguments))
    same(names("--resource-group", GROUP), ["a", "b"], "resources of the group")
    same(names("--resource-type", TYPE), ["a", "b"], "pools")
    same(names("--tag", "team=judges"), ["b"], "pools with the tag")
    for name in ("a", "b"):
        pool("delete", name)
    same(names("--resource-group", GROUP), [], "resources after all were deleted")


def role_flow():
    """A role on a pool, by the role's name."""
    pool("create", "judged", *full(interpreter()))
    scope = f"{GROUP_ID}/providers/{TYPE}/judged"
    who = ("--assignee-object-id", "11111111-1111-1111-1111-111111111111", "--assignee-principal-type", "ServicePrincipal")
    assign = lambda role, **how: az("role", "assignment", "create", "--role", role, "--scope", scope, *who, **how)
    made = assign("Azure ContainerApps Session Executor")
    check(made["roleDefinitionId"].endswith("/0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0"), f"the role's id: {made}")
    same(made["scope"], scope, "scope")
    check("doesn't exist" in assign("Session Wizard", fails=1), "a role that nobody has defined")
    az("role", "assignment", "delete", "--ids", made["id"])
    pool("delete", "judged")


def refusal_flow():
    """What is not there, and what the service does not take."""
    check("ResourceNotFound" in pool("show", "nowhere", fails=3), "not there")
    wrong = custom_container()
    wrong["properties"]["scaleConfiguration"]["readySessionInstances"] = 20
    text = pool("create", "wrong", *full(wrong), fails=1)
    check("SessionPoolInvalidReadySessionInstances" in text, f"the refusal names its code: {text}")
    text = pool("show", "nowhere", "--api-version", "2030-01-01", fails=1)
    check("2026-07-01" in text, f"the refusal names the versions that there are: {text}")


def main():
    flows = [account_flow, custom_container_flow, interpreter_flow, list_flow, role_flow, refusal_flow]
    for flow in flows:
        flow()
        print(f"  passed: {flow.__doc__}", flush=True)
    az("group", "delete", "--name", GROUP, "--yes")
    version = az("version")["azure-cli"]
    print(f"Azure CLI {version}: {len(flows)} flows passed, {len(CALLS)} commands")


if __name__ == "__main__":
    main()
