/**
 * The answers that came with the document (from the tenant's `document.ts`), by the path and query of their calls. Each
 * is used for the first such call only, because it shows the state when the page was opened.
 */
let answers: Map<string, unknown> | undefined;

function read(): Map<string, unknown> {
  const block = typeof document === 'undefined' ? null : document.getElementById('first-answers');
  const text = block?.textContent ?? '{}';
  block?.remove();
  return new Map(Object.entries(JSON.parse(text) as Record<string, unknown>));
}

/** The answer to the first call of this URL; undefined where the document had none, or where it was already used. */
export function takeFirstAnswer(url: string): unknown {
  answers ??= read();
  const answer = answers.get(url);
  answers.delete(url);
  return answer;
}

/** Called some seconds after the first screen is drawn: an answer that has not been used by then is out of date. */
export const dropFirstAnswers = (): void => {
  answers = new Map();
};
