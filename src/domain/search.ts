/** Of a search that the tenant takes (`contract/schemas.ts`): each of its words is looked for in each row. */
export const MAX_SEARCH_LENGTH = 200;

/** The words of a search, in lower case. */
export const searchWords = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a text has all of these words. Both are in lower case. */
export const hasWords = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word));
