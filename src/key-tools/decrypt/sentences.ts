import { notDecryptedText, toolSentence, unexpectedSentence } from '../../domain/tool-sentence.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { CallMedia } from '../../pki/archive/call.ts';
import { placeText, type LeftOut } from '../../pki/pile/report.ts';
import type { Run } from './runs.ts';

type Known = Pick<ArchiveReport, 'keys' | 'locked'>;

interface Said {
  text: string;
  severity: 'warning' | 'error' | 'info';
}

/** What is said of a media file of a call before it is opened: whether it can be decrypted, and if not, what is missing. */
export function mediaText(media: CallMedia, known: Known): Said {
  const { state, name, why, file, key = 'A private key', recipients } = media;
  switch (state) {
    case 'opens':
      return { severity: 'info', text: `${key} opens it.` };
    case 'in the clear':
      return { severity: 'info', text: 'It is not encrypted: any player plays it as it is.' };
    case 'no session key':
      return {
        severity: 'warning',
        text: `Its session key is missing. Add the .p7.pem or the metadata .json of ${name}.`,
      };
    case 'key missing':
      return { severity: 'warning', text: noKeyText(recipients, known) };
    case 'media missing':
      return {
        severity: 'warning',
        text:
          recipients.length === 0
            ? 'There is no session key in this metadata: the recording is not encrypted. Its media file is not here. Add it.'
            : 'The media file of this session key is not here. Add the .bin file that it belongs to.',
      };
    case 'damaged':
    case 'not read here':
      if (typeof why !== 'object')
        return { severity: 'error', text: outcomeText({ kind: why ?? 'damaged' }) };
      return { severity: 'error', text: toolSentence(why, file) };
  }
}

function noKeyText(needed: CallMedia['recipients'], { keys, locked }: Known): string {
  const dropped = needed.flatMap(({ certificate }) => certificate ?? []);
  const withKey = dropped.find(({ hasKey }) => hasKey);
  if (withKey) {
    return `The private key of “${withKey.subject}” is here and does not open it: the session key is damaged, or was wrapped for another key. Download the .p7.pem or the metadata .json again.`;
  }
  const parts: string[] = [];
  // Certificates in a file that is still locked do not count: their private key may be in the same file.
  const alone = dropped.filter(({ file }) => !locked.some((each) => each.file === file));
  if (alone.length > 0) {
    const which = alone.map(({ subject, file }) => `“${subject}” (${file})`).join(' and ');
    parts.push(
      alone.length === 1
        ? `You dropped the certificate ${which}, not its private key.`
        : `You dropped the certificates ${which}, not their private keys.`,
    );
  } else if (keys.length > 0) {
    parts.push('None of the private keys here opens it.');
  }
  parts.push(
    locked.length > 0
      ? `${locked.map(placeText).join(', ')} ${locked.length === 1 ? 'is' : 'are'} still locked: enter the password above.`
      : `Add the private key of ${needed.length === 1 ? 'this certificate' : 'one of these certificates'}.`,
  );
  return parts.join(' ');
}

/** The outcome of a file that was not decrypted. */
export function outcomeText(run: Exclude<Run, { kind: 'running' } | { kind: 'opened' }>): string {
  switch (run.kind) {
    case 'failed':
      return run.sentence;
    case 'not read':
      return `${toolSentence(run.error, run.file)} Nothing was saved.`;
    case 'cancelled':
      return 'Cancelled. Nothing was saved.';
    case 'empty':
      return `${notDecryptedText.empty} Download it again.`;
    case 'truncated':
      return `${notDecryptedText.truncated} Download it again. Nothing was saved.`;
    case 'damaged':
      return `${notDecryptedText.damaged} Nothing was saved.`;
  }
}

/** A file that cannot be used here, and why. */
export function leftOutText({ why, ...place }: LeftOut): string {
  const file = placeText(place);
  if (typeof why === 'object') return toolSentence(why, file);
  return `${file}: ${why}. There is nothing to decrypt with it.`;
}

/** A sentence for an error of the browser with a file; the error itself contains little more than a name. */
export function fileProblem(error: unknown): string {
  switch (error instanceof Error && error.name) {
    case 'QuotaExceededError':
      return 'There is no room for it on the disk. Make room, or save it elsewhere. Nothing was saved.';
    case 'NotReadableError':
    case 'NotFoundError':
      return 'A file is not there any more as it was dropped: it was moved, changed or removed. Drop it again.';
    case 'NotAllowedError':
    case 'NoModificationAllowedError':
      return 'The browser may not write there. Choose another place. Nothing was saved.';
    default:
      return unexpectedSentence(error);
  }
}
