// Microsoft's unmodified JavaScript SDK works with session pools on the emulator.
//
//     node flows.js 3 http://127.0.0.1:8787
//
// One function for each flow; the first argument says which major version of the SDK does them. Prints a line for each
// flow that passed and a closing line; the first thing that is not as it should be ends it with exit 1. The emulator
// should be started with `--instant --empty --state :memory:`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const [major, endpoint] = process.argv.slice(2);
const name = `arm-appcontainers-${major}`;
const { ContainerAppsAPIClient } = await import(name);
const installed = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url)));

const GROUP = `javascript-sdk-${major}`;
const ENVIRONMENT =
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.App/managedEnvironments/judges-env`;

/** Everything that was sent, to know that pages were fetched and operations polled. */
const requests = [];

function connect() {
  const credential = {
    getToken() {
      throw new Error("the emulator needs no token");
    },
  };
  const client = new ContainerAppsAPIClient(credential, SUBSCRIPTION, {
    endpoint,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  // A token over http would be a token in the open: the SDK refuses that, and the emulator asks for none.
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy({
    name: "countingPolicy",
    sendRequest(request, next) {
      requests.push({ method: request.method, url: request.url });
      return next(request);
    },
  });
  return client.containerAppsSessionPools;
}

const soon = { updateIntervalInMs: 20 };

function customContainer(maxConcurrentSessions = 20, readySessionInstances = 2) {
  return {
    location: "eastus2",
    tags: { team: "judges" },
    environmentId: ENVIRONMENT,
    containerType: "CustomContainer",
    poolManagementType: "Dynamic",
    scaleConfiguration: { maxConcurrentSessions, readySessionInstances },
    dynamicPoolConfiguration: timed(300),
    secrets: [{ name: "registry-password", value: "not-a-real-one" }],
    customContainerTemplate: {
      registryCredentials: { server: "registry.example", username: "ci", passwordSecretRef: "registry-password" },
      containers: [
        {
          name: "judge",
          image: "registry.example/judge:v1",
          env: [{ name: "LANGUAGE", value: "rust" }],
          resources: { cpu: 0.5, memory: "1Gi" },
        },
      ],
      ingress: { targetPort: 2000 },
    },
    sessionNetworkConfiguration: { status: "EgressDisabled" },
  };
}

function interpreter(maxConcurrentSessions = 10) {
  return {
    location: "eastus2",
    containerType: "PythonLTS",
    poolManagementType: "Dynamic",
    scaleConfiguration: { maxConcurrentSessions },
    dynamicPoolConfiguration: timed(300),
  };
}

function timed(cooldownPeriodInSeconds) {
  return { lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds } };
}

/** A custom-container pool from its making to its end. */
async function customContainerFlow(pools) {
  const made = await pools.beginCreateOrUpdateAndWait(GROUP, "contest", customContainer(), soon);
  assert.equal(made.provisioningState, "Succeeded");
  assert(requests.some(({ url }) => url.includes("/operationStatuses/")), "the create was polled");

  const shown = await pools.get(GROUP, "contest");
  assert.deepEqual([shown.name, shown.location], ["contest", "East US 2"]);
  assert.equal(shown.type.toLowerCase(), "microsoft.app/sessionpools");
  assert.deepEqual({ ...shown.tags }, { team: "judges" });
  assert.deepEqual(scaleOf(shown), [20, 2]);
  assert.deepEqual(shown.secrets.map(({ name, value }) => [name, value]), [["registry-password", undefined]]);
  const template = shown.customContainerTemplate;
  assert.equal(template.registryCredentials.passwordSecretRef, "registry-password");
  assert.equal(template.containers[0].resources.cpu, 0.5);
  assert.equal(template.containers[0].env[0].value, "rust");
  assert.equal(template.ingress.targetPort, 2000);
  assert.equal(shown.environmentId, ENVIRONMENT);
  assert(shown.poolManagementEndpoint.startsWith(`${endpoint}/dynamic/`));
  assert(shown.systemData.createdAt instanceof Date && !Number.isNaN(shown.systemData.createdAt.getTime()));

  const bigger = { scaleConfiguration: { maxConcurrentSessions: 200, readySessionInstances: 40 } };
  const scaled = await pools.beginUpdateAndWait(GROUP, "contest", bigger, soon);
  assert.deepEqual(scaleOf(scaled), [200, 40]);
  assert(requests.some(({ url }) => url.includes("/operationResults/")), "the update was polled");
  assert.deepEqual((await pools.get(GROUP, "contest")).customContainerTemplate, template);

  const onExit = { lifecycleType: "OnContainerExit", cooldownPeriodInSeconds: null, maxAlivePeriodInSeconds: 3600 };
  const change = { dynamicPoolConfiguration: { lifecycleConfiguration: onExit } };
  await pools.beginUpdateAndWait(GROUP, "contest", change, soon);
  const changed = await pools.get(GROUP, "contest");
  assert.deepEqual(lifecycleOf(changed), ["OnContainerExit", undefined, 3600]);
  assert.deepEqual(scaleOf(changed), [200, 40]);

  const replaced = await pools.beginCreateOrUpdateAndWait(GROUP, "contest", customContainer(30, 3), soon);
  assert.deepEqual(scaleOf(replaced), [30, 3]);
  assert.deepEqual(lifecycleOf(replaced), ["Timed", 300, undefined]);

  await pools.beginDeleteAndWait(GROUP, "contest", soon);
  await refused(404, "ResourceNotFound", () => pools.get(GROUP, "contest"));
}

/** A Python pool: no operations, no ready sessions. */
async function interpreterFlow(pools) {
  const asked = requests.length;
  const made = await pools.beginCreateOrUpdateAndWait(GROUP, "python", interpreter(), soon);
  assert.deepEqual([made.containerType, ...scaleOf(made)], ["PythonLTS", 10, undefined]);
  assert(made.poolManagementEndpoint.startsWith(`${endpoint}/dynamic/`));
  const patch = { scaleConfiguration: { maxConcurrentSessions: 50 }, dynamicPoolConfiguration: timed(600) };
  const scaled = await pools.beginUpdateAndWait(GROUP, "python", patch, soon);
  assert.deepEqual([...scaleOf(scaled), ...lifecycleOf(scaled)], [50, undefined, "Timed", 600, undefined]);
  await pools.beginDeleteAndWait(GROUP, "python", soon);
  await refused(404, "ResourceNotFound", () => pools.get(GROUP, "python"));
  assert.deepEqual(requests.slice(asked).map(({ method }) => method), ["PUT", "PATCH", "DELETE", "GET"]);
}

/** Lists of more than one page, of a group and of the subscription. */
async function listFlow(pools) {
  const names = Array.from({ length: 45 }, (_, number) => `many${String(number).padStart(2, "0")}`);
  for (const name of names) {
    await pools.beginCreateOrUpdateAndWait(GROUP, name, interpreter(), soon);
  }
  await pools.beginCreateOrUpdateAndWait(`${GROUP}-elsewhere`, "other", interpreter(), soon);

  const asked = requests.length;
  assert.deepEqual(await namesOf(pools.listByResourceGroup(GROUP)), names);
  assert(requests.length - asked > 1, "more than one page was fetched");
  const pages = [];
  for await (const page of pools.listBySubscription().byPage()) {
    pages.push(page.map(({ name }) => name));
  }
  assert(pages.length > 1, `more than one page: ${pages.length}`);
  const ours = pages.flat().filter((name) => names.includes(name) || name === "other");
  assert.deepEqual(ours, [...names, "other"]);
  assert.deepEqual(await namesOf(pools.listByResourceGroup(`${GROUP}-nothing`)), []);

  for (const name of names) {
    await pools.beginDeleteAndWait(GROUP, name, soon);
  }
  await pools.beginDeleteAndWait(`${GROUP}-elsewhere`, "other", soon);
  assert.deepEqual(await namesOf(pools.listByResourceGroup(GROUP)), []);
}

/** What is not there, and what the service does not take. */
async function refusalFlow(pools) {
  await refused(404, "ResourceNotFound", () => pools.get(GROUP, "nowhere"));
  const tags = { tags: { a: "b" } };
  await refused(404, "ResourceNotFound", () => pools.beginUpdateAndWait(GROUP, "nowhere", tags, soon));
  await pools.beginDeleteAndWait(GROUP, "nowhere", soon);

  const create = (pool) => pools.beginCreateOrUpdateAndWait(GROUP, "wrong", pool, soon);
  const ready = "SessionPoolInvalidReadySessionInstances";
  await refused(400, ready, () => create(customContainer(5, 5)));
  await refused(400, "LocationNotAvailableForResourceType", () => create({ ...interpreter(), location: "moon" }));
  await refused(404, "ResourceNotFound", () => pools.get(GROUP, "wrong"));

  await pools.beginCreateOrUpdateAndWait(GROUP, "contest", customContainer(), soon);
  const none = { scaleConfiguration: { readySessionInstances: 0 } };
  await refused(400, ready, () => pools.beginUpdateAndWait(GROUP, "contest", none, soon));
  assert.deepEqual(scaleOf(await pools.get(GROUP, "contest")), [20, 2]);
  await pools.beginDeleteAndWait(GROUP, "contest", soon);
}

async function refused(status, code, action) {
  await assert.rejects(action, (error) => {
    assert.deepEqual([error.statusCode, error.code], [status, code], error.stack);
    assert(error.message, "the refusal says why");
    return true;
  });
}

async function namesOf(list) {
  const names = [];
  for await (const { name } of list) {
    names.push(name);
  }
  return names;
}

function scaleOf({ scaleConfiguration: scale }) {
  return [scale.maxConcurrentSessions, scale.readySessionInstances];
}

function lifecycleOf({ dynamicPoolConfiguration: { lifecycleConfiguration: lifecycle } }) {
  return [lifecycle.lifecycleType, lifecycle.cooldownPeriodInSeconds, lifecycle.maxAlivePeriodInSeconds];
}

const flows = new Map([
  ["A custom-container pool from its making to its end.", customContainerFlow],
  ["A Python pool: no operations, no ready sessions.", interpreterFlow],
  ["Lists of more than one page, of a group and of the subscription.", listFlow],
  ["What is not there, and what the service does not take.", refusalFlow],
]);
const pools = connect();
for (const [title, flow] of flows) {
  await flow(pools);
  console.log(`  passed: ${title}`);
}
const versions = new Set(requests.map(({ url }) => new URL(url).searchParams.get("api-version")));
console.log(
  `JavaScript ${installed.name} ${installed.version} (api-version ${[...versions].join(", ")}): ` +
    `${flows.size} flows passed, ${requests.length} requests`,
);
