import type { ReactNode } from 'react';
import { mendedText } from '../../domain/mending.ts';
import { problemTitle } from '../../domain/problem.ts';
import type { Platform } from '../../domain/session.ts';
import { states } from '../../domain/states.ts';
import type { Result } from '../../pki/result.ts';
import { dayText } from '../../ui/page/dates.ts';
import type { Slot } from './chosen-files.ts';
import type { UploadDraft } from './draft.ts';
import { isOfPassword } from './verdicts.ts';

/** What a file turned out to be, in a few words for its tile. The verdict is at the bottom of the panel. */
export function CertificateNotes({ draft }: { draft: UploadDraft }) {
  const { certificate } = draft;
  return (
    <Notes draft={draft} slot="certificate" outcome={certificate}>
      {certificate?.ok && (
        <span>
          {inWords(
            certificate.value.publicKey.algorithm,
            bitsOf(certificate.value.publicKey),
            `valid until ${dayText(certificate.value.notAfter)}`,
          )}
        </span>
      )}
    </Notes>
  );
}

export function KeyNotes({ draft, platform }: { draft: UploadDraft; platform: Platform }) {
  const { key, files } = draft;
  const from = files.privateKey?.convertedFrom;
  if (!key?.ok) return <Notes draft={draft} slot="privateKey" outcome={key} />;
  const { algorithm, format, encryption } = key.value;
  if (draft.isTakenOut('privateKey')) {
    return (
      <Notes draft={draft} slot="privateKey" outcome={key}>
        <span>{inWords(algorithm, bitsOf(key.value))}</span>
      </Notes>
    );
  }
  return (
    <Notes draft={draft} slot="privateKey" outcome={key}>
      <span>{inWords(algorithm, bitsOf(key.value), format, encryption ?? 'not encrypted')}</span>
      {from !== undefined ? (
        <div>
          {from} was converted to PKCS#8 in your browser, as the documented{' '}
          <code>openssl pkcs8 -topk8 -nocrypt</code> does. The file on your computer is unchanged.
        </div>
      ) : (
        platform === 'azure' &&
        format === 'PKCS#8' && (
          <div>OpenSSL 3 wrote it so: the documented “Azure only” conversion would change nothing.</div>
        )
      )}
    </Notes>
  );
}

interface NotesProps {
  draft: UploadDraft;
  slot: Slot;
  outcome: Result<unknown> | undefined;
  /** The facts of a file that could be read. */
  children?: ReactNode;
}

function Notes({ draft, slot, outcome, children }: NotesProps) {
  const file = draft.files[slot];
  if (!file) return null;
  if (!outcome) return <span>Checking…</span>;
  if (!outcome.ok) {
    return <span>{isOfPassword(outcome.error) ? states.encrypted : problemTitle(outcome.error.code)}</span>;
  }
  return (
    <>
      {children}
      {draft.isTakenOut(slot) && <div>Opened in your browser; the tenant gets it as PEM.</div>}
      {file.mended && file.mended.length > 0 && <div>{mendedText(file.mended)}</div>}
    </>
  );
}

const bitsOf = ({ bits }: { bits: number | undefined }) => bits && `${bits} bits`;

const inWords = (...parts: (string | number | undefined)[]) => parts.filter(Boolean).join(', ');
