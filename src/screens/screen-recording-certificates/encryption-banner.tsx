import Alert from '@mui/material/Alert';
import type { ScreenRecordingCertificate } from '../../client/queries/screen-recording.ts';
import { encryptionSentence, screenEncryption } from '../../domain/screen-recording.ts';
import { dayText } from '../../ui/page/dates.ts';

const severities = { encrypted: 'success', 'about to run out': 'warning', 'not encrypted': 'error' } as const;

/** One sentence: whether screen recordings are encrypted now, for which certificates, and until when. */
export function EncryptionBanner({
  items,
  now,
}: {
  items: readonly ScreenRecordingCertificate[];
  now: Date;
}) {
  const encryption = screenEncryption(items, now);
  return (
    <Alert role="status" severity={severities[encryption.kind]} sx={{ fontWeight: 'fontWeightMedium' }}>
      {encryptionSentence(encryption, dayText)}
    </Alert>
  );
}
