/** Like `Promise.all`, but nothing goes on behind the caller's back: a failure is thrown when all have ended. */
export async function all<T extends readonly unknown[] | []>(work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
