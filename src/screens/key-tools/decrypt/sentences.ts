import type { MediaReport } from './pile.ts';

/** Whether a file can be decrypted, and if not, what is missing. */
export function standingText({ standing, name }: MediaReport): {
  text: string;
  severity: 'success' | 'warning' | 'error' | 'info';
} {
  switch (standing.kind) {
    case 'ready':
      return { severity: 'info', text: `${standing.key} opens it.` };
    case 'no key':
      return {
        severity: 'warning',
        text: 'None of the keys here opens it. Add the private key of a certificate above.',
      };
    case 'no envelope':
      return {
        severity: 'warning',
        text: `Its session key is missing. Add the .p7.pem or the metadata .json of ${name}.`,
      };
    case 'unsupported':
      return {
        severity: 'error',
        text: `It is encrypted in a way that recordings are not: ${standing.what}. This tool opens AES-256-CBC with RSA.`,
      };
    case 'in the clear':
      return { severity: 'info', text: 'It is not encrypted: any player plays it as it is.' };
  }
}

export const outcomeText = {
  cancelled: 'Cancelled. Nothing was saved.',
  empty: 'The file is empty. Download it again.',
  truncated:
    'The file is cut off: its length is no whole number of AES blocks. Download it again. Nothing was saved.',
  damaged:
    'Opened with this key, but it is no media: the file is damaged or belongs to another envelope. Nothing was saved.',
} as const;
