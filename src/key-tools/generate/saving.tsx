import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { KeyForm, PairNames } from '../../domain/openssl-commands.ts';
import { FILE_NOT_MADE, KEEP_SAFE } from '../../domain/said.ts';
import { states } from '../../domain/states.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { downloadFile } from '../../ui/form/download.ts';
import { Section } from '../../ui/page/section.tsx';
import { PassphraseField, passphraseProblem, type Passphrase } from '../passphrase-field.tsx';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { Generated } from '../worker/calls.ts';
import type { ToolWorker } from '../worker/use-tool-worker.ts';
import { Problem } from '../../ui/page/problem.tsx';

interface SavedProps {
  names: PairNames;
  saved: ReadonlySet<string>;
  onSaved: (name: string) => void;
}

interface SavePrivateKeyProps extends SavedProps {
  worker: ToolWorker;
  /** A request has no certificate yet, so it cannot be saved as PKCS#12. */
  isRequest: boolean;
  keyIsSaved: boolean;
  passphrase: Passphrase;
  onPassphrase: (passphrase: Passphrase) => void;
}

/** Saves the private key, encrypted or not. Until then it exists in this page only. */
export function SavePrivateKey({
  worker,
  isRequest,
  names,
  saved,
  onSaved,
  keyIsSaved,
  passphrase,
  onPassphrase,
}: SavePrivateKeyProps) {
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const locked = passphraseProblem(passphrase);

  const saveKey = async (name: string, form: KeyForm) => {
    setBusy(name);
    setProblem(undefined);
    try {
      const bytes = await worker.call('savedKey', { form, encoding: 'PEM', password: passphrase.value });
      downloadFile(name, bytes);
      onSaved(name);
    } catch (error) {
      if (!(error instanceof ToolClosed)) setProblem(error instanceof Error ? error.message : FILE_NOT_MADE);
    } finally {
      setBusy(undefined);
    }
  };
  const file = (name: string, form: KeyForm, what: ReactNode, needsPassphrase = false) => (
    <SavedFile
      name={name}
      what={what}
      isSaved={saved.has(name)}
      busy={busy}
      describedBy={needsPassphrase && locked ? 'passphrase-needed' : undefined}
      onSave={() => void saveKey(name, form)}
    />
  );

  return (
    <Section title="1. Save the private key">
      <Typography variant="body2" sx={{ mb: 2 }}>
        It is your responsibility to store your private keys and certificates, including the expired ones.
        Keep them somewhere safe and reliable: nothing can give the private key back later.
      </Typography>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: '1fr 1fr' } }}>
        <div>
          <Typography variant="h3" sx={{ mb: 1.5 }}>
            Locked with a passphrase
          </Typography>
          <PassphraseField passphrase={passphrase} onChange={onPassphrase} />
          <Box component="ul" sx={{ ...list, mt: 1.5 }}>
            {file(
              names.encrypted,
              'encrypted PKCS#8',
              'The key alone: PKCS#8 under AES-256. The upload opens it with the Private Key Password.',
              true,
            )}
            {!isRequest &&
              file(
                names.pkcs12,
                'PKCS#12',
                'Key and certificate in one backup, for OpenSSL 3, Windows and Java’s keytool.',
                true,
              )}
          </Box>
          {locked && (
            <Typography id="passphrase-needed" variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
              {locked}
            </Typography>
          )}
        </div>
        <div>
          <Typography variant="h3" sx={{ mb: 1 }}>
            {states.notEncrypted}
          </Typography>
          <Typography variant="body2" sx={{ mb: 1.5 }}>
            Anyone with this file can decrypt the recordings. {KEEP_SAFE}
          </Typography>
          <Box component="ul" sx={list}>
            {file(names.pkcs1, 'PKCS#1', 'As the documentation names it; for a deployment hosted on AWS.')}
            {file(names.pkcs8, 'PKCS#8', 'The same key as PKCS#8; for a deployment hosted on Azure.')}
          </Box>
          {!keyIsSaved && (
            <Alert severity="warning" sx={{ mt: 2 }}>
              No copy of the private key has been saved yet.
            </Alert>
          )}
        </div>
      </Box>
      <Problem text={problem} sx={{ mt: 2 }} />
    </Section>
  );
}

/** Saves the certificate or the certificate request. Both are public. */
export function SavePublic({ made, names, saved, onSaved }: SavedProps & { made: Generated['made'] }) {
  const isRequest = made.kind === 'certificate request';
  const name = isRequest ? names.request : names.certificate;
  const text = isRequest
    ? encodePem('CERTIFICATE REQUEST', made.der)
    : encodePem('CERTIFICATE', made.facts.der);
  return (
    <Section title={isRequest ? '2. Save the request' : '2. Save the certificate'}>
      <Box component="ul" sx={list}>
        <SavedFile
          name={name}
          what={
            isRequest
              ? 'The request, with the public key. It is for your CA.'
              : 'The self-signed recording certificate and the public key. It may be given to anybody.'
          }
          isSaved={saved.has(name)}
          onSave={() => {
            downloadFile(name, text);
            onSaved(name);
          }}
        />
      </Box>
    </Section>
  );
}

const list = { listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 } as const;

interface SavedFileProps {
  name: string;
  /** What the file contains, and what it is for. */
  what: ReactNode;
  isSaved: boolean;
  /** The name of the file that is being made. Until it is done, no other file can be saved. */
  busy?: string | undefined;
  /** The id of the element that says why the file cannot be saved yet. */
  describedBy?: string | undefined;
  onSave: () => void;
}

const SavedFile = ({ name, what, isSaved, busy, describedBy, onSave }: SavedFileProps) => (
  <Box
    component="li"
    sx={{ display: 'flex', columnGap: 1.5, rowGap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}
  >
    <Button
      variant="outlined"
      startIcon={<DownloadIcon />}
      disabled={describedBy !== undefined || (busy !== undefined && busy !== name)}
      loading={busy === name}
      aria-label={`Download ${name}`}
      aria-describedby={describedBy}
      onClick={onSave}
      sx={{ flex: '0 0 auto', minWidth: 210, justifyContent: 'flex-start' }}
    >
      {name}
    </Button>
    <Typography variant="body2" sx={{ flex: '1 1 220px' }}>
      {what}
      {isSaved && <strong> Saved.</strong>}
    </Typography>
  </Box>
);
