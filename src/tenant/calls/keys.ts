import { keyWords, type KeySort } from '../../domain/certificate-columns.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { AZURE_PROFILE_NAME, keyName } from '../../domain/ivr-profile.ts';
import { addToProfile } from './assign.ts';
import { certificateAnswers } from './certificate.ts';
import type { Asking, SignedIn, SomeHandlers } from '../http/handler.ts';
import { answerList, exportOf } from '../http/list.ts';
import { certificatesSeen, keyList } from '../store/certificate-lists.ts';
import { isChangedElsewhere, type StoredCertificate } from '../store/certificates.ts';
import { findIvrProfileNamed, listAssignments, type StoredIvrProfile } from '../store/ivr-profiles.ts';
import { storeUpload } from './upload.ts';

/**
 * Keys Management of an Azure tenant. Documented: the uploaded certificate is stored in the tenant's IVR profile named
 * `record`. Our reading, where the documentation says nothing: the private key is stored in the tenant's keystore, and
 * an expired certificate is stored only there, because it cannot be assigned.
 */
export const keysCalls = {
  'GET /api/keys': (incoming) => ({
    ...listed(incoming),
    changedElsewhere: isChangedElsewhere(incoming.session.store.database, incoming.session.view),
  }),

  'GET /api/keys.csv': exportOf('keys', ({ now }) => Object.values(keyWords(now)), listed),

  'POST /api/keys': (incoming) =>
    storeUpload(incoming, {
      finish: (stored) => {
        const { session, now } = incoming;
        if (isAssignable(stored, now)) addToProfile(session, recordProfile(session), stored.id, now);
      },
      answerOf: (stored) => {
        const [answer] = keysOf([stored], incoming.session);
        if (!answer) throw new Error('A stored key has no answer');
        return answer;
      },
    }),
} satisfies SomeHandlers;

function listed({ session, now, query }: Asking<'GET /api/keys'>) {
  const seen = certificatesSeen(session.view, {}, now);
  const page = answerList<StoredCertificate, KeySort>(session.store.database, keyList, seen, query);
  return { ...page, items: keysOf(page.items, session) };
}

function keysOf(certificates: readonly StoredCertificate[], session: SignedIn) {
  const numbers = new Map(
    listAssignments(session.store.database, recordProfile(session).id).map(({ id, keyNumber }) => [
      id,
      keyNumber,
    ]),
  );
  return certificateAnswers(certificates, session).map((certificate) => {
    const number = numbers.get(certificate.id);
    return Object.assign(certificate, { key: number === undefined ? null : keyName(number) });
  });
}

function recordProfile({ store, tenant }: SignedIn): StoredIvrProfile {
  const profile = findIvrProfileNamed(store.database, AZURE_PROFILE_NAME);
  if (!profile) throw new Error(`Tenant ${tenant.name} has no IVR profile named ${AZURE_PROFILE_NAME}`);
  return profile;
}
