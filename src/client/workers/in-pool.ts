/** Browsers open at most six connections to one server (HTTP/1.1), so more parallel calls would only wait. */
const AT_ONCE = 6;

/**
 * Calls the tenant for each of many items, for six at a time, and answers the results in the order of the items. After
 * the first error, no other item is begun. `onDone` gets the number of finished items.
 */
export async function inPool<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
  onDone: (done: number) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()].reverse();
  let done = 0;
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [index, item] = next;
      results[index] = await task(item);
      onDone(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    left.length = 0;
    throw error;
  }
  return results;
}
