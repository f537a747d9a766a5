/** What somebody tries who sees the console. */
const ourWords = ['genesys', 'recording', 'certificate', 'console'];

/**
 * Whether a password is one of those that are guessed first: a common one, or one made of common words, of these words,
 * of dates and rows of keys.
 */
export async function isGuessedFirst(password: string, words: readonly string[]): Promise<boolean> {
  if (isMadeOf([...ourWords, ...words], password)) return true;
  // The lists take a tenth of a second to load, and most servers never need them.
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return judge.check(password, [...ourWords, ...words]).score < 3;
}

/** The judge takes each further word for 10,000 guesses, also where it is one of these. */
function isMadeOf(words: readonly string[], password: string): boolean {
  const parts = words.flatMap((each) => each.toLowerCase().split(/[^\p{L}\p{N}]/u));
  const longestFirst = parts.filter(({ length }) => length > 2).toSorted((a, b) => b.length - a.length);
  const typed = password.toLowerCase();
  let left = typed;
  for (const part of longestFirst) left = left.replaceAll(part, ' ');
  const ownCharacters = left.match(/[^\s._@+-]/gu)?.length ?? 0;
  return left !== typed && ownCharacters < FEWEST_OWN;
}

const FEWEST_OWN = 8;
