import { resolve } from "node:path";

/** Answers, types and schemas that others wrote, in a folder outside the project: a public clone has none. */
export const REAL = resolve(import.meta.dirname, "..", process.env.ADVISOR_REAL ?? "../shared/real");
