"""Microsoft's unmodified Python SDK works with session pools on the emulator.

    python flows.py http://127.0.0.1:8787

One function for each flow. Prints a line for each flow that passed and a closing line; the first thing that is not as
it should be ends it with exit 1. The emulator should be started with `--instant --empty --state :memory:`.
"""

import sys
from importlib.metadata import version

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.mgmt.appcontainers import ContainerAppsAPIClient, models

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "python-sdk"
ENVIRONMENT = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.App/managedEnvironments/judges-env"
)


class NoCredential:
    """A token over http would be a token in the open; the emulator asks for none."""

    def get_token(self, *scopes, **options):
        raise AssertionError("the emulator needs no token")


class Requests(SansIOHTTPPolicy):
    """Counts what is sent, to know that pages were fetched and operations polled."""

    def __init__(self):
        self.sent = []

    def on_request(self, request):
        self.sent.append((request.http_request.method, request.http_request.url))


REQUESTS = Requests()


def connect(endpoint):
    # The SDK's own policy for tokens refuses http, even to loopback; `authentication_policy` is its option for that.
    return ContainerAppsAPIClient(
        NoCredential(),
        SUBSCRIPTION,
        base_url=endpoint,
        authentication_policy=SansIOHTTPPolicy(),
        per_call_policies=[REQUESTS],
        polling_interval=0.1,
        retry_total=0,
    )


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def same(found, expected, what):
    check(found == expected, f"{what}: {found!r}, expected {expected!r}")


def custom_container(maximum=20, ready=2):
    return models.SessionPool(
        location="eastus2",
        tags={"team": "judges"},
        properties=models.SessionPoolProperties(
            environment_id=ENVIRONMENT,
            container_type="CustomContainer",
            pool_management_type="Dynamic",
            scale_configuration=models.ScaleConfiguration(
                max_concurrent_sessions=maximum, ready_session_instances=ready
            ),
            dynamic_pool_configuration=timed(300),
            secrets=[models.SessionPoolSecret(name="registry-password", value="not-a-real-one")],
            custom_container_template=models.CustomContainerTemplate(
                registry_credentials=models.SessionRegistryCredentials(
                    server="registry.example", username="ci", password_secret_ref="registry-password"
                ),
                containers=[
                    models.SessionContainer(
                        name="judge",
                        image="registry.example/judge:v1",
                        env=[models.EnvironmentVar(name="LANGUAGE", value="rust")],
                        resources=models.SessionContainerResources(cpu=0.5, memory="1Gi"),
                        probes=[
                            models.SessionProbe(
                                type="Liveness",
                                http_get=models.SessionProbeHttpGet(path="/health", port=2000),
                                period_seconds=10,
                            )
                        ],
                    )
                ],
                ingress=models.SessionIngress(target_port=2000),
            ),
            session_network_configuration=models.SessionNetworkConfiguration(status="EgressDisabled"),
        ),
    )


def interpreter(maximum=10):
    return models.SessionPool(
        location="eastus2",
        properties=models.SessionPoolProperties(
            container_type="PythonLTS",
            pool_management_type="Dynamic",
            scale_configuration=models.ScaleConfiguration(max_concurrent_sessions=maximum),
            dynamic_pool_configuration=timed(300),
        ),
    )


def timed(seconds):
    return models.DynamicPoolConfiguration(
        lifecycle_configuration=models.LifecycleConfiguration(
            lifecycle_type="Timed", cooldown_period_in_seconds=seconds
        )
    )


def custom_container_flow(pools):
    """A custom-container pool from its making to its end."""
    made = pools.begin_create_or_update(GROUP, "contest", custom_container()).result()
    same(made.properties.provisioning_state, "Succeeded", "state after create")
    check(any("/operationStatuses/" in url for _, url in REQUESTS.sent), "the create was polled")

    shown = pools.get(GROUP, "contest")
    same((shown.name, shown.location), ("contest", "East US 2"), "name and location")
    same(shown.type.lower(), "microsoft.app/sessionpools", "type")
    same(shown.tags, {"team": "judges"}, "tags")
    same(scale_of(shown), (20, 2), "scale")
    same([(secret.name, secret.value) for secret in shown.properties.secrets], [("registry-password", None)], "secrets")
    template = shown.properties.custom_container_template
    same(template.registry_credentials.password_secret_ref, "registry-password", "reference to the secret")
    same((template.containers[0].resources.cpu, template.containers[0].resources.memory), (0.5, "1Gi"), "resources")
    same(template.containers[0].probes[0].http_get.path, "/health", "probe")
    same(template.ingress.target_port, 2000, "port")
    same(shown.properties.environment_id, ENVIRONMENT, "environment")
    check(shown.properties.pool_management_endpoint.endswith("/sessionPools/contest"), "endpoint")
    check(shown.system_data.created_at is not None, "time of creation")

    bigger = models.SessionPoolUpdatableProperties(
        properties=models.SessionPoolUpdatablePropertiesProperties(
            scale_configuration=models.ScaleConfiguration(max_concurrent_sessions=200, ready_session_instances=40)
        )
    )
    scaled = pools.begin_update(GROUP, "contest", bigger).result()
    same(scale_of(scaled), (200, 40), "scale that the update came to")
    check(any("/operationResults/" in url for _, url in REQUESTS.sent), "the update was polled")
    same(pools.get(GROUP, "contest").properties.custom_container_template, template, "template after scaling")

    on_exit = models.SessionPoolUpdatableProperties(
        properties=models.SessionPoolUpdatablePropertiesProperties(
            dynamic_pool_configuration=models.DynamicPoolConfiguration(
                lifecycle_configuration={
                    "lifecycleType": "OnContainerExit",
                    "cooldownPeriodInSeconds": None,
                    "maxAlivePeriodInSeconds": 3600,
                }
            )
        )
    )
    pools.begin_update(GROUP, "contest", on_exit).result()
    changed = pools.get(GROUP, "contest")
    same(lifecycle_of(changed), ("OnContainerExit", None, 3600), "lifecycle")
    same(scale_of(changed), (200, 40), "scale after the change of lifecycle")

    replaced = pools.begin_create_or_update(GROUP, "contest", custom_container(30, 3)).result()
    same(scale_of(replaced), (30, 3), "scale after a PUT over the pool")
    same(lifecycle_of(replaced), ("Timed", 300, None), "lifecycle after a PUT over the pool")

    check(pools.begin_delete(GROUP, "contest").result() is None, "a delete comes to nothing")
    refused(404, "ResourceNotFound", lambda: pools.get(GROUP, "contest"))


def interpreter_flow(pools):
    """A Python pool: no operations, no ready sessions."""
    asked = len(REQUESTS.sent)
    made = pools.begin_create_or_update(GROUP, "python", interpreter()).result()
    same((made.properties.container_type, scale_of(made)), ("PythonLTS", (10, None)), "kind and scale")
    check(made.properties.pool_management_endpoint.endswith("/sessionPools/python"), "endpoint")
    patch = models.SessionPoolUpdatableProperties(
        properties=models.SessionPoolUpdatablePropertiesProperties(
            scale_configuration=models.ScaleConfiguration(max_concurrent_sessions=50),
            dynamic_pool_configuration=timed(600),
        )
    )
    scaled = pools.begin_update(GROUP, "python", patch).result()
    same((scale_of(scaled), lifecycle_of(scaled)), ((50, None), ("Timed", 600, None)), "scale and lifecycle")
    pools.begin_delete(GROUP, "python").result()
    refused(404, "ResourceNotFound", lambda: pools.get(GROUP, "python"))
    same([method for method, _ in REQUESTS.sent[asked:]], ["PUT", "PATCH", "DELETE", "GET"], "requests")


def list_flow(pools):
    """Lists of more than one page, of a group and of the subscription."""
    names = [f"many{number:02}" for number in range(45)]
    for name in names:
        pools.begin_create_or_update(GROUP, name, interpreter()).result()
    pools.begin_create_or_update("python-sdk-elsewhere", "other", interpreter()).result()

    asked = len(REQUESTS.sent)
    same([pool.name for pool in pools.list_by_resource_group(GROUP)], names, "pools of the group")
    check(len(REQUESTS.sent) - asked > 1, "more than one page was fetched")
    pages = [[pool.name for pool in page] for page in pools.list_by_subscription().by_page()]
    check(len(pages) > 1, f"more than one page: {len(pages)}")
    ours = [name for page in pages for name in page if name in names or name == "other"]
    same(ours, [*names, "other"], "pools of the subscription")
    same(list(pools.list_by_resource_group("python-sdk-nothing")), [], "pools of an empty group")

    for name in names:
        pools.begin_delete(GROUP, name).result()
    pools.begin_delete("python-sdk-elsewhere", "other").result()
    same(list(pools.list_by_resource_group(GROUP)), [], "pools after all were deleted")


def refusal_flow(pools):
    """What is not there, and what the service does not take."""
    refused(404, "ResourceNotFound", lambda: pools.get(GROUP, "nowhere"))
    patch = models.SessionPoolUpdatableProperties(tags={"a": "b"})
    refused(404, "ResourceNotFound", lambda: pools.begin_update(GROUP, "nowhere", patch).result())
    pools.begin_delete(GROUP, "nowhere").result()

    too_ready = custom_container(maximum=5, ready=5)
    ready = "SessionPoolInvalidReadySessionInstances"
    refused(400, ready, lambda: pools.begin_create_or_update(GROUP, "wrong", too_ready).result())
    moon = interpreter()
    moon.location = "moon"
    region = "LocationNotAvailableForResourceType"
    refused(400, region, lambda: pools.begin_create_or_update(GROUP, "wrong", moon).result())
    refused(404, "ResourceNotFound", lambda: pools.get(GROUP, "wrong"))

    pools.begin_create_or_update(GROUP, "contest", custom_container()).result()
    none_ready = models.SessionPoolUpdatableProperties(
        properties=models.SessionPoolUpdatablePropertiesProperties(
            scale_configuration=models.ScaleConfiguration(ready_session_instances=0)
        )
    )
    refused(400, ready, lambda: pools.begin_update(GROUP, "contest", none_ready).result())
    same(scale_of(pools.get(GROUP, "contest")), (20, 2), "scale after the refusal")
    pools.begin_delete(GROUP, "contest").result()


def refused(status, code, action):
    try:
        action()
    except HttpResponseError as error:
        same((error.status_code, error.error and error.error.code), (status, code), "refusal")
        same(isinstance(error, ResourceNotFoundError), status == 404, "is it ResourceNotFoundError")
        check(error.error.message, "the refusal says why")
        return
    raise AssertionError(f"not refused, expected {status} {code}")


def scale_of(pool):
    scale = pool.properties.scale_configuration
    return scale.max_concurrent_sessions, scale.ready_session_instances


def lifecycle_of(pool):
    lifecycle = pool.properties.dynamic_pool_configuration.lifecycle_configuration
    return lifecycle.lifecycle_type, lifecycle.cooldown_period_in_seconds, lifecycle.max_alive_period_in_seconds


def main(endpoint):
    client = connect(endpoint)
    flows = [custom_container_flow, interpreter_flow, list_flow, refusal_flow]
    for flow in flows:
        flow(client.container_apps_session_pools)
        print(f"  passed: {flow.__doc__}")
    sdk = f"azure-mgmt-appcontainers {version('azure-mgmt-appcontainers')}"
    versions = {url.split("api-version=")[1].split("&")[0] for _, url in REQUESTS.sent}
    print(f"Python {sdk} (api-version {', '.join(sorted(versions))}): "
          f"{len(flows)} flows passed, {len(REQUESTS.sent)} requests")


if __name__ == "__main__":
    main(sys.argv[1])
