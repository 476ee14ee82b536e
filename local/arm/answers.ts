import type { ArmBody, ArmState, ArmSubscription } from "./state.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly state: ArmState;
  /** Where the stand-in is reached: nextLinks lead back to it. */
  readonly origin: string;
  readonly query: URLSearchParams;
}

/** The reads the advisor makes, as ARM answers them. The path is without query and in lower case, as ARM compares it. */
export function answer(asked: Asked, path: string): Answer {
  if (path === "/subscriptions") return list(asked.state.subscriptions.filter(({ hidden }) => !hidden).map(subscriptionBody));

  const [, id, below = ""] = /^\/subscriptions\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (id === undefined) return error(404, "InvalidResourceType", "The resource type could not be found.");
  const subscription = asked.state.subscriptions.find(({ subscriptionId }) => subscriptionId.toLowerCase() === id);
  if (!subscription) return error(404, "SubscriptionNotFound", `The subscription '${id}' could not be found.`);
  if (subscription.hidden) return forbidden(path);
  if (below === "") return ok(subscriptionBody(subscription));
  return route(asked, id, below) ?? error(404, "InvalidResourceType", "The resource type could not be found.");
}

const CLUSTERS = /^\/providers\/microsoft\.containerservice\/managedclusters$/;
const CLUSTER = /^\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)$/;
const SKUS = /^\/providers\/microsoft\.compute\/skus$/;
const USAGES = /^\/providers\/microsoft\.compute\/locations\/([^/]+)\/usages$/;
const VERSIONS = /^\/providers\/microsoft\.containerservice\/locations\/([^/]+)\/kubernetesversions$/;
const MAINTENANCE =
  /^(\/resourcegroups\/[^/]+\/providers\/microsoft\.containerservice\/managedclusters\/[^/]+)\/maintenanceconfigurations$/;
const LOCKS = /^\/providers\/microsoft\.authorization\/locks$/;
const SUBNET_USAGES = /^(\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/virtualnetworks\/([^/]+))\/usages$/;

function route(asked: Asked, subscription: string, below: string): Answer | undefined {
  const { state, query } = asked;
  if (CLUSTERS.test(below)) return clusterPage(asked, subscription, below);
  if (CLUSTER.test(below)) return cluster(state, `/subscriptions/${subscription}${below}`);
  if (SKUS.test(below)) return list(skus(state, query));

  const [, region] = USAGES.exec(below) ?? [];
  if (region !== undefined) return list(lookUp(state.usages, `${subscription}/${region}`) ?? []);

  const [, versionsOf] = VERSIONS.exec(below) ?? [];
  if (versionsOf !== undefined) return ok({ values: lookUp(state.versions, versionsOf) ?? [] });

  const [, of] = MAINTENANCE.exec(below) ?? [];
  if (of !== undefined) return maintenance(asked, `/subscriptions/${subscription}${of}`);
  if (LOCKS.test(below)) return list(state.locks.filter((lock) => idOf(lock).startsWith(`/subscriptions/${subscription}/`)));

  const [, network] = SUBNET_USAGES.exec(below) ?? [];
  if (network !== undefined) return subnetUsages(state, `/subscriptions/${subscription}${network}`);
  return undefined;
}

/** As ARM pages: every page with items has a nextLink, also the last, and the page behind that is empty. */
function clusterPage({ state, origin, query }: Asked, subscription: string, below: string): Answer {
  const start = Number(query.get("$skipToken") ?? 0);
  const all = state.clusters.filter((body) => idOf(body).startsWith(`/subscriptions/${subscription}/`) && !isUnlisted(state, body));
  const page = all.slice(start, start + state.pageSize).map(clusterBody);
  if (page.length === 0) return list([]);
  const token = start + page.length;
  const version = query.get("api-version");
  const nextLink = `${origin}/subscriptions/${subscription}${below}?api-version=${version}&%24skipToken=${token}&skipToken=${token}`;
  return ok({ value: page, nextLink });
}

function cluster(state: ArmState, id: string): Answer {
  const body = state.clusters.find((one) => idOf(one) === id);
  if (!body) return notFound(state, id);
  return isUnlisted(state, body) ? forbidden(id) : ok(clusterBody(body));
}

/** AKS gives a nextLink even behind one page, and an empty page there. */
function maintenance({ state, origin, query }: Asked, id: string): Answer {
  const owner = cluster(state, id);
  if (owner.status !== 200 || query.has("$skipToken")) return owner.status === 200 ? list([]) : owner;
  const rows = lookUp(state.maintenance, id) ?? [];
  if (rows.length === 0) return list([]);
  const link = `${origin}${id}/maintenanceConfigurations?api-version=${query.get("api-version")}&%24skipToken=${rows.length}`;
  return ok({ value: rows, nextLink: link });
}

function skus(state: ArmState, query: URLSearchParams): ArmBody[] {
  const [, region] = /^location eq '(.*)'$/i.exec(query.get("$filter") ?? "") ?? [];
  return region === undefined ? Object.values(state.skus).flat() : (lookUp(state.skus, region) ?? []);
}

/** The network provider writes whole numbers as doubles. */
function subnetUsages(state: ArmState, network: string): Answer {
  const rows = lookUp(state.subnetUsages, network);
  if (!rows) return notFound(state, network);
  const { status, body } = list(rows);
  return { status, body: body.replaceAll(/"(currentValue|limit)":(-?\d+)(?=[,}])/g, '"$1":$2.0') };
}

const subscriptionBody = ({ subscriptionId, displayName, state = "Enabled" }: ArmSubscription): ArmBody => ({
  id: `/subscriptions/${subscriptionId}`,
  authorizationSource: "RoleBased",
  subscriptionId,
  displayName,
  state,
});

/** AKS writes its type with a capital M. */
const clusterBody = (body: ArmBody): ArmBody => ({ type: "Microsoft.ContainerService/ManagedClusters", ...body });

const idOf = (body: ArmBody): string => String(body.id).toLowerCase();
const isUnlisted = (state: ArmState, body: ArmBody): boolean => [...state.unlisted].some((id) => id.toLowerCase() === idOf(body));
const lookUp = (rows: Record<string, ArmBody[]>, key: string): ArmBody[] | undefined =>
  Object.entries(rows).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** A resource group exists while something in it does. */
function notFound(state: ArmState, id: string): Answer {
  const [, group = "", type = "", name = ""] = /^(.*?\/resourcegroups\/[^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/.exec(id) ?? [];
  const groupName = group.slice(group.lastIndexOf("/") + 1);
  const known = [...state.clusters.map(idOf), ...Object.keys(state.subnetUsages).map((key) => key.toLowerCase())];
  if (!known.some((one) => one.startsWith(`${group}/`))) {
    return error(404, "ResourceGroupNotFound", `Resource group '${groupName}' could not be found.`);
  }
  const message = `The Resource '${type}/${name}' under resource group '${groupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return error(404, "ResourceNotFound", message);
}

const forbidden = (scope: string): Answer =>
  error(
    403,
    "AuthorizationFailed",
    `The client does not have authorization to perform action over scope '${scope}' or the scope is invalid.`,
  );

export const error = (status: number, code: string, message: string): Answer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});
export const ok = (body: ArmBody): Answer => ({ status: 200, body: JSON.stringify(body) });
const list = (value: readonly ArmBody[]): Answer => ok({ value });
