/**
 * The rows of a list that the tenant answers in pages, all or until there are so many, and what its first page says
 * besides.
 */
export async function allPages<Page extends { items: unknown[]; nextCursor?: string | undefined }>(
  fetchPage: (cursor: string | undefined) => Promise<Page>,
  most = Infinity,
): Promise<Omit<Page, 'nextCursor'>> {
  const { nextCursor, ...first } = await fetchPage(undefined);
  // A list of one page stays the very array that was answered.
  if (nextCursor === undefined) return first;
  const pages: Page['items'][] = [first.items];
  let count = first.items.length;
  for (let cursor: string | undefined = nextCursor; cursor !== undefined && count < most;) {
    const page: Page = await fetchPage(cursor);
    pages.push(page.items);
    count += page.items.length;
    cursor = page.nextCursor;
  }
  return { ...first, items: pages.flat() };
}
