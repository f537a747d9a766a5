import { readerFailed } from '../../pki/outcome.ts';
import { pairInFile } from '../../pki/files/pair-in-file.ts';
import type { Question } from './open-file.ts';

addEventListener('message', ({ data: { bytes, password } }: MessageEvent<Question>) => {
  void pairInFile(bytes, password).then(postMessage, (error: unknown) =>
    postMessage({ ok: false, error: readerFailed(error) }),
  );
});

// Loaded before the first question, so that a failure to load is noticed before there is a file.
await Promise.all([import('../../pki/key/legacy-keys.ts'), import('../../pki/pkcs12/pkcs12-open.ts')]);
postMessage('ready');
