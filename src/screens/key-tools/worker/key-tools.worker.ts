import { calls } from './calls.ts';

export interface Question {
  id: number;
  name: keyof typeof calls;
  input: never;
}

export type Answer = { id: number; value: unknown } | { id: number; failure: string };

addEventListener('message', (event: MessageEvent<Question>) => {
  const { id, name, input } = event.data;
  void (async () => {
    let answer: Answer;
    try {
      answer = { id, value: await calls[name](input) };
    } catch (error) {
      answer = { id, failure: error instanceof Error ? error.message : 'Something went wrong.' };
    }
    postMessage(answer);
  })();
});

// Fetched now, while there is a connection, so that every tool works when it is cut.
void import('../../../pki/self-signed.ts');
void import('../../../pki/pkcs12-write.ts');
void import('../../../pki/pkcs12-open.ts');
void import('../../../pki/legacy-keys.ts');
