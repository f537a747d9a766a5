/** All rows of a list that the tenant answers in pages, and what its first page says besides. */
export async function allPages<Page extends { items: unknown[]; nextCursor?: string | undefined }>(
  fetchPage: (cursor: string | undefined) => Promise<Page>,
): Promise<Omit<Page, 'nextCursor'>> {
  const { nextCursor, ...first } = await fetchPage(undefined);
  // A list of one page stays the very array that was answered.
  if (nextCursor === undefined) return first;
  const pages: Page['items'][] = [first.items];
  for (let cursor: string | undefined = nextCursor; cursor !== undefined;) {
    const page: Page = await fetchPage(cursor);
    pages.push(page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items: pages.flat() };
}
