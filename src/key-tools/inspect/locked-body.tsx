import Alert from '@mui/material/Alert';
import { numberText } from '../../domain/counted.ts';
import type { PkiError } from '../../pki/result.ts';
import type { Locked } from '../../pki/files/unlock.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { encryptionText } from '../locked-words.ts';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { UnlockForm } from '../unlock-form.tsx';

interface LockedBodyProps {
  file: string;
  found: Locked;
  onUnlock: (password: string) => Promise<PkiError | undefined>;
}

/** How a file is encrypted, with a field for its password, or the reason why it cannot be opened. */
export function LockedBody({ file, found, onUnlock }: LockedBodyProps) {
  const refused = found.kind === 'locked private key' ? found.refused : undefined;
  const integrity = integrityText(found);
  return (
    <>
      <Facts
        facts={[
          ['Encryption', encryptionText(found) || 'None, but it may hold encrypted keys'],
          ...(integrity === undefined ? [] : [['Integrity', integrity] as const]),
        ]}
      />
      {refused ? (
        <Alert severity="warning">{toolSentence(refused, file)}</Alert>
      ) : (
        <UnlockForm file={file} onUnlock={onUnlock} />
      )}
    </>
  );
}

function integrityText(found: Locked): string | undefined {
  switch (found.kind) {
    case 'locked private key':
      return undefined;
    case 'locked PKCS#12': {
      const { mac } = found.facts;
      return mac ? `MAC with ${mac.hash}, ${numberText(mac.iterations)} rounds` : 'No MAC';
    }
    case 'locked Java keystore':
      return 'A SHA-1 digest with the password';
  }
}
