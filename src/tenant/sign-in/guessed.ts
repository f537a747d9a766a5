/** What somebody tries who sees the console. */
const ourWords = ['genesys', 'recording', 'certificate', 'console'];

/**
 * Whether a password is one of those that are guessed first: a common one, or one made of common words, of these words,
 * of dates and rows of keys.
 */
export async function isGuessedFirst(password: string, words: readonly string[]): Promise<boolean> {
  // The lists take a tenth of a second to load, and most servers never need them.
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return judge.check(password, [...ourWords, ...words]).score < 3;
}
