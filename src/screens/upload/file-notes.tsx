import { problemTitle } from '../../domain/problem.ts';
import { mendedText } from '../../domain/mending.ts';
import type { Platform } from '../../domain/session.ts';
import { dayText } from '../../ui/dates.ts';
import type { UploadDraft } from './draft.ts';
import { isOfPassword } from './verdicts.ts';

/** What a file turned out to be, in a few words, for its tile. The verdict stands at the bottom of the panel. */
export function CertificateNotes({ draft: { certificate, files } }: { draft: UploadDraft }) {
  if (!files.certificate || !certificate) return null;
  if (!certificate.ok) return problemTitle(certificate.error.code);
  const { publicKey, notAfter } = certificate.value;
  return (
    <>
      {[publicKey.algorithm, publicKey.bits && `${publicKey.bits} bits`, `valid until ${dayText(notAfter)}`]
        .filter(Boolean)
        .join(', ')}
      <Mended mended={files.certificate.mended} />
    </>
  );
}

export function KeyNotes({ draft, platform }: { draft: UploadDraft; platform: Platform }) {
  const { key, files, keyIsBeingChecked } = draft;
  const file = files.privateKey;
  if (!file) return null;
  if (keyIsBeingChecked) return 'Checking the private key…';
  if (!key) return null;
  if (!key.ok) return isOfPassword(key.error) ? 'Encrypted' : problemTitle(key.error.code);
  const { algorithm, bits, format, encryption } = key.value;
  return (
    <>
      {[algorithm, bits && `${bits} bits`, format, encryption ?? 'not encrypted'].filter(Boolean).join(', ')}
      <Mended mended={file.mended} />
      {file.convertedFrom !== undefined ? (
        <div>
          {file.convertedFrom} was converted to PKCS#8 in your browser, as the documented{' '}
          <code>openssl pkcs8 -topk8 -nocrypt</code> does. The file on your computer is unchanged.
        </div>
      ) : (
        platform === 'azure' &&
        format === 'PKCS#8' && (
          <div>OpenSSL 3 wrote it so: the documented “Azure only” conversion would change nothing.</div>
        )
      )}
    </>
  );
}

/** What was put right in a text before it was read. */
const Mended = ({ mended }: { mended: Parameters<typeof mendedText>[0] | undefined }) =>
  mended && mended.length > 0 ? <div>{mendedText(mended)}</div> : null;
