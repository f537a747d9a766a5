import { Refused } from './problem.ts';

/**
 * Refuses a request with a text that the store would not give back as it came. SQLite stores half of a surrogate pair
 * as U+FFFD, so what was hashed or compared before would differ from what is stored. NUL it stores, but ends the text
 * there where it compares without case, and so do tools that read the file. The sentence names the member, never its
 * value.
 */
export function assertText(value: unknown, name = ''): void {
  if (typeof value === 'string') {
    const wrong = whatIsWrong(value);
    if (wrong) throw new Refused('invalid_request', { detail: name ? `${name}: ${wrong}` : wrong });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) assertText(member, name ? `${name}.${key}` : key);
  }
}

function whatIsWrong(text: string): string | undefined {
  if (!text.isWellFormed()) return 'the text contains half of a character (a surrogate without its partner)';
  return text.includes('\0') ? 'the text contains the character NUL' : undefined;
}

/** The parameters of a query. `URLSearchParams` alone would turn bytes that are not UTF-8 into U+FFFD. */
export function readQuery(url: URL): Record<string, string> {
  try {
    decodeURIComponent(url.search);
  } catch {
    throw new Refused('invalid_request', { detail: 'the query is not UTF-8 in percent-encoding' });
  }
  return Object.fromEntries(url.searchParams);
}
