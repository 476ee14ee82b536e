import type { ContainerServiceClientOptionalParams } from "@azure/arm-containerservice";

/** The SDK's pipeline, by the types one of its clients shows; all clients share them. */
type SdkOptions = ContainerServiceClientOptionalParams;
export type ClientOptions = Pick<SdkOptions, "endpoint" | "credentials" | "retryOptions" | "userAgentOptions" | "additionalPolicies">;
export type Policy = NonNullable<SdkOptions["additionalPolicies"]>[number]["policy"];
export type Request = Parameters<Policy["sendRequest"]>[0];
export type Send = Parameters<Policy["sendRequest"]>[1];
export type Response = Awaited<ReturnType<Send>>;
