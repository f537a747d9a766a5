import { answerQuestions } from './answer-questions.ts';
import { calls } from './calls.ts';

answerQuestions(
  calls,
  // Loaded now, so that every tool also works after the connection is cut.
  Promise.all([
    import('../../pki/certificate/self-signed.ts'),
    import('../../pki/certificate/request-write.ts'),
    import('../../pki/pkcs12/pkcs12-write.ts'),
    import('../../pki/pkcs12/pkcs12-open.ts'),
    import('../../pki/key/legacy-keys.ts'),
  ]),
);
