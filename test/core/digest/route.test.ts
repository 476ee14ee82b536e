import { describe, expect, it } from "vitest";
import { operatorRoute, routeFor, routeForSubscription, targetRoutes } from "../../../src/core/digest/route.ts";
import type { Route, RouteMatch } from "../../../src/core/model/delivery.ts";
import { subscriptionId } from "../../../src/core/model/names.ts";
import { cluster, ref, SUBSCRIPTION, snapshot } from "../../support/build.ts";
import { inRegion, on, route } from "./estate.ts";

const to = (name: string, match: RouteMatch): Route => ({ ...route, name, match });
const OTHER = subscriptionId("22222222-2222-2222-2222-222222222222");

const routes: readonly Route[] = [
  to("operators", { kind: "operator" }),
  to("everyone", { kind: "default" }),
  to("prod", { kind: "subscription", subscription: SUBSCRIPTION }),
  to("shop", { kind: "resource-group", subscription: SUBSCRIPTION, resourceGroup: "rg-shop" }),
  to("payments", { kind: "tag", key: "team", value: "payments" }),
  to("ledger", { kind: "tag", key: "owner", value: "ledger" }),
];

describe("the route of a cluster", () => {
  it.for([
    { what: "its tag, before all else", of: ref("a", "rg-shop"), tags: { team: "payments" }, expected: "payments" },
    { what: "its tag without case", of: ref("a", "rg-shop"), tags: { Team: "Payments" }, expected: "payments" },
    {
      what: "the first of two tags, in the order of the setting",
      of: ref(),
      tags: { owner: "ledger", team: "payments" },
      expected: "payments",
    },
    { what: "its resource group without case", of: ref("a", "RG-Shop"), tags: { team: "web" }, expected: "shop" },
    { what: "its subscription", of: ref("a", "rg-other"), tags: {}, expected: "prod" },
    { what: "the default, for a resource group of that name elsewhere", of: ref("a", "rg-shop", OTHER), tags: {}, expected: "everyone" },
  ])("is chosen by $what", ({ of, tags, expected }) => {
    expect(routeFor(of, tags, routes)?.name).toBe(expected);
  });

  it("is none where nothing matches and there is no default: operators get no findings", () => {
    expect(routeFor(ref("a", "rg", OTHER), {}, [to("operators", { kind: "operator" })])).toBeUndefined();
  });
});

describe("the route of a target", () => {
  it("is the subscription's for a region, and the default's for a subscription without one", () => {
    expect(targetRoutes([], routes)(inRegion("westeurope"))?.name).toBe("prod");
    expect(routeForSubscription(OTHER, routes)?.name).toBe("everyone");
  });

  it("follows the tags of the cluster's last snapshot, and goes without where there is none", () => {
    const routeOf = targetRoutes([snapshot(cluster({ ...ref("tagged"), tags: { team: "payments" } }))], routes);

    expect(routeOf(on("tagged"))?.name).toBe("payments");
    expect(routeOf(on("forgotten"))?.name).toBe("prod");
  });
});

describe("the operators' route", () => {
  it("is their own, else the default", () => {
    expect(operatorRoute(routes)?.name).toBe("operators");
    expect(operatorRoute(routes.slice(1))?.name).toBe("everyone");
  });
});
