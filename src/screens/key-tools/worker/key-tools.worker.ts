import type { Reply, Said } from './asked-worker.ts';
import { calls } from './calls.ts';

export interface Question {
  id: number;
  name: keyof typeof calls;
  input: never;
}

const say = (answer: Said | Reply) => postMessage(answer);

addEventListener('message', (event: MessageEvent<Question>) => {
  const { id, name, input } = event.data;
  void (async () => {
    try {
      say({ id, value: await calls[name](input) });
    } catch (error) {
      // Unexpected: what can be wrong with a file is answered, not thrown.
      say({
        id,
        failure: `The browser could not do this (${error instanceof Error ? error.name : 'unknown'}). Try again.`,
      });
    }
  })();
});

// Fetched now, while there is a connection, so that every tool works when it is cut.
await Promise.all([
  import('../../../pki/self-signed.ts'),
  import('../../../pki/request-write.ts'),
  import('../../../pki/pkcs12-write.ts'),
  import('../../../pki/pkcs12-open.ts'),
  import('../../../pki/legacy-keys.ts'),
]);
say('ready');
