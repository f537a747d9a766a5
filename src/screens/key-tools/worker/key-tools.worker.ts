import { calls } from './calls.ts';

export interface Question {
  id: number;
  name: keyof typeof calls;
  input: never;
}

export type Answer = 'ready' | { id: number; value: unknown } | { id: number; failure: string };

const say = (answer: Answer) => postMessage(answer);

addEventListener('message', (event: MessageEvent<Question>) => {
  const { id, name, input } = event.data;
  void (async () => {
    try {
      say({ id, value: await calls[name](input) });
    } catch (error) {
      say({ id, failure: error instanceof Error ? error.message : 'Something went wrong.' });
    }
  })();
});

// Fetched now, while there is a connection, so that every tool works when it is cut.
await Promise.all([
  import('../../../pki/self-signed.ts'),
  import('../../../pki/pkcs12-write.ts'),
  import('../../../pki/pkcs12-open.ts'),
  import('../../../pki/legacy-keys.ts'),
]);
say('ready');
