import { isAssignable } from '../domain/certificate.ts';
import { AZURE_PROFILE_NAME, keyName } from '../domain/ivr-profile.ts';
import { addToProfile } from './assign.ts';
import { answerOf, relatedTo } from './certificate.ts';
import { afterMoment, nextCursor } from './cursor.ts';
import type { Handlers, SignedIn } from './handler.ts';
import { countCertificates, listCertificates, type StoredCertificate } from './store/certificates.ts';
import { findIvrProfileNamed, listAssignments, type StoredIvrProfile } from './store/ivr-profiles.ts';
import { storeUpload } from './upload.ts';

/**
 * Keys Management of an Azure tenant. Documented: the uploaded certificate is stored in the tenant's IVR profile named
 * `record`. Our reading, where the documentation says nothing: the private key is stored in the tenant's keystore, and
 * an expired certificate is stored only there, because it cannot be assigned.
 */
export const keysCalls: Handlers<'GET /api/keys' | 'POST /api/keys'> = {
  'GET /api/keys': ({ session, now, query: { limit, cursor } }) => {
    const { database } = session.store;
    const after = afterMoment(cursor);
    const page = listCertificates(database, session.view, {
      sort: '-uploadedAt',
      limit,
      after: after && { value: after.at, id: after.id },
      search: undefined,
      status: undefined,
      now,
    });
    return {
      items: answersOf(session, page.items),
      changedElsewhere: countCertificates(database, session.view).changedElsewhere,
      ...nextCursor(page, ({ uploadedAt, id }) => [uploadedAt, id]),
    };
  },

  'POST /api/keys': (incoming) =>
    storeUpload(incoming, {
      finish: (stored) => {
        const { session, now } = incoming;
        if (isAssignable(stored, now)) addToProfile(session, recordProfile(session), stored.id, now);
      },
      answerOf: (stored) => {
        const [answer] = answersOf(incoming.session, [stored]);
        if (!answer) throw new Error('A stored key has no answer');
        return answer;
      },
    }),
};

function answersOf(session: SignedIn, certificates: readonly StoredCertificate[]) {
  const { database } = session.store;
  const related = relatedTo(
    session,
    certificates.map(({ id }) => id),
  );
  const numbers = new Map(
    listAssignments(database, recordProfile(session).id).map(({ id, keyNumber }) => [id, keyNumber]),
  );
  return certificates.map((certificate) => {
    const number = numbers.get(certificate.id);
    const key = number === undefined ? null : keyName(number);
    return Object.assign(answerOf(certificate, session, related), { key });
  });
}

function recordProfile({ store, tenant }: SignedIn): StoredIvrProfile {
  const profile = findIvrProfileNamed(store.database, AZURE_PROFILE_NAME);
  if (!profile) throw new Error(`Tenant ${tenant.name} has no IVR profile named ${AZURE_PROFILE_NAME}`);
  return profile;
}
