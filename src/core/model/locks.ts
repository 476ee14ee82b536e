/** A management lock. It holds for what it is put on and for everything below. */
export interface Lock {
  readonly name: string;
  /** `read-only` also stops every change; both stop the deletion of nodes, and so upgrades and scaling in. */
  readonly level: "cannot-delete" | "read-only";
  /** The lower-case ARM id of what it is put on: a subscription, a resource group or a resource. */
  readonly scope: string;
}

/** Those that hold for a resource or a resource group, by its ARM id in any case: its own and those from above. */
export function locksOver(locks: readonly Lock[], id: string): readonly Lock[] {
  const path = `${id.toLowerCase()}/`;
  return locks.filter(({ scope }) => path.startsWith(`${scope}/`));
}
