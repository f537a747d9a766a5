/**
 * The answers that came with the document (the tenant's `document.ts`), by the path and query of their calls. Each is
 * good for the first call alone: it says what was so when the page was opened.
 */
let answers: Map<string, unknown> | undefined;

function read(): Map<string, unknown> {
  const block = typeof document === 'undefined' ? null : document.getElementById('first-answers');
  const text = block?.textContent ?? '{}';
  block?.remove();
  return new Map(Object.entries(JSON.parse(text) as Record<string, unknown>));
}

/** The answer to the first call of this URL; undefined where the document brought none, or it is taken. */
export function takeFirstAnswer(url: string): unknown {
  answers ??= read();
  const answer = answers.get(url);
  answers.delete(url);
  return answer;
}

/** For some seconds after the first screen is drawn: what nobody has asked for by then is out of date. */
export const dropFirstAnswers = (): void => {
  answers = new Map();
};
