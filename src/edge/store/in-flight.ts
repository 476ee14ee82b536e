import { all } from "../wire/all.ts";

const AT_ONCE = 16;

/** Works on all items, a handful at a time; the answers stand in the order of the items. What fails is thrown when its handful has ended. */
export async function inFlight<T, R>(items: Iterable<T> | AsyncIterable<T>, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  let round: T[] = [];
  for await (const item of items) {
    round.push(item);
    if (round.length < AT_ONCE) continue;
    answers.push(...(await all(round.map(work))));
    round = [];
  }
  answers.push(...(await all(round.map(work))));
  return answers;
}
