import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import Typography from '@mui/material/Typography';
import { type UseMutationOptions } from '@tanstack/react-query';
import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import type { Certificate } from '../../client/certificates.ts';
import { isKeyFormTaken, subjectName } from '../../domain/certificate.ts';
import { mendedText } from '../../domain/mending.ts';
import { problemField } from '../../domain/problem.ts';
import type { Platform } from '../../domain/session.ts';
import { FileSlot } from '../../ui/file-slot.tsx';
import { BrowseIcon, CloseIcon } from '../../ui/icons.tsx';
import { LeaveDialog, useLeaveGuard } from '../../ui/leave-guard.tsx';
import { ReadOnlyField } from '../../ui/read-only-field.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CertificateVerdict, verdictOf } from './certificate-verdict.tsx';
import { useUploadDraft, type ChosenFile, type Slot } from './draft.ts';
import { KeyForm } from './key-form.tsx';
import { PairProof } from './pair-proof.tsx';
import { PkiProblem } from './pki-problem.tsx';

export interface Upload {
  body: { certificate: string; privateKey: string; privateKeyPassword?: string };
  /** Makes a save whose answer got lost safe to send again; new whenever something in the panel changes. */
  idempotencyKey: string;
}

interface UploadPanelProps<Stored> {
  /** Which forms of a private key are taken, and which words the documentation uses. */
  platform: Platform;
  /** What the keystore already holds, as this session sees it. */
  keystore: readonly Certificate[];
  /** Stores the pair that `take` hands over: never as the mutation's variables, which the cache keeps. */
  mutation: (take: () => Upload) => UseMutationOptions<Stored>;
  /** Where Cancel leads, and where a save does. */
  back: string;
  after: (stored: Stored) => string;
}

/** *Upload Certificate*: choose both files, see what they are, see that they fit, Save. */
export function UploadPanel<Stored>({ platform, keystore, mutation, back, after }: UploadPanelProps<Stored>) {
  const draft = useUploadDraft();
  const now = useNow();
  const navigate = useNavigate();
  const { blocker, release } = useLeaveGuard(!draft.isEmpty);
  const [over, setOver] = useState(false);
  const idempotencyKey = useRef<string>(undefined);
  const pending = useRef<Upload>(undefined);
  const save = useAct(
    // oxlint-disable-next-line react/refs -- read when the mutation runs, not while rendering
    mutation(() => {
      if (!pending.current) throw new Error('There is nothing to save.');
      return pending.current;
    }),
  );
  const cancel = () => void navigate(back);

  const { certificate, key, proof } = draft;
  const facts = certificate?.ok ? certificate.value : undefined;
  const verdict = facts && verdictOf(facts, keystore, now);
  const keyFormTaken = key?.ok === true && isKeyFormTaken(key.value.format, platform);
  const ready = verdict?.acceptable === true && key?.ok === true && keyFormTaken && proof?.ok === true;

  const changed = () => {
    idempotencyKey.current = undefined;
    save.reset();
  };
  const add = (files: readonly File[], slot?: Slot) => {
    if (files.length === 0) return;
    changed();
    void draft.add(files, slot);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  const pasteAnywhere = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    add([...event.clipboardData.files]);
    const text = event.clipboardData.getData('text');
    if (text.includes('BEGIN')) add([new File([text], 'The pasted text')]);
  };
  const submit = () => {
    const { certificate: certificateFile, privateKey: keyFile } = draft.files;
    if (!ready || !certificateFile?.bytes.ok || !keyFile?.bytes.ok) return;
    idempotencyKey.current ??= crypto.randomUUID();
    pending.current = {
      idempotencyKey: idempotencyKey.current,
      body: {
        certificate: decode(certificateFile.bytes.value),
        privateKey: decode(keyFile.bytes.value),
        ...(key.value.encryption && { privateKeyPassword: draft.password }),
      },
    };
    save.mutate(undefined, {
      onSuccess: (stored) => {
        release();
        void navigate(after(stored));
      },
      onSettled: () => {
        pending.current = undefined;
      },
    });
  };

  const keyProblem = key && !key.ok ? key.error : undefined;
  const encrypted =
    keyProblem?.code === 'private_key_encrypted' ||
    keyProblem?.code === 'wrong_password' ||
    (key?.ok === true && key.value.encryption !== undefined);
  const passwordProblem =
    keyProblem && problemField(keyProblem.code) === 'privateKeyPassword' ? keyProblem : undefined;

  // The documentation for Azure has a browse icon, the one for AWS a button Choose File.
  const icon = platform === 'azure' && { icon: <BrowseIcon titleAccess="Browse" /> };

  return (
    <Drawer
      open
      anchor="right"
      onClose={cancel}
      slotProps={{
        paper: {
          'aria-labelledby': 'upload-title',
          role: 'dialog',
          sx: { width: { xs: '100%', sm: 560 }, maxWidth: '100%' },
        },
      }}
    >
      <Box
        component="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onPaste={pasteAnywhere}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        }}
        onDrop={drop}
        sx={{
          display: 'flex',
          flexDirection: 'column',
          minHeight: '100%',
          outline: over ? '3px dashed' : 'none',
          outlineColor: 'primary.main',
          outlineOffset: -8,
        }}
      >
        <title>Upload Certificate – Recording Certificate Console</title>
        <Box sx={{ display: 'flex', alignItems: 'center', px: 3, pt: 2.5, pb: 1 }}>
          <Typography id="upload-title" variant="h1" component="h2" sx={{ flex: 1, fontSize: '1.35rem' }}>
            Upload Certificate
          </Typography>
          <IconButton aria-label="Close" onClick={cancel} edge="end">
            <CloseIcon />
          </IconButton>
        </Box>
        <Box sx={{ px: 3, pb: 3, display: 'grid', gap: 3, flex: 1, alignContent: 'start' }}>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Choose the recording certificate and its private key, or drop both here at once. They are checked
            in your browser; the private key is sent once, when you save.
          </Typography>
          {draft.leftOut.length > 0 && (
            <Alert severity="warning">
              Only one certificate and one key can be uploaded at a time. Left out: {draft.leftOut.join(', ')}
              .
            </Alert>
          )}

          <FileSlot
            label="Certificate File"
            {...icon}
            hint="tenant.pem, a self-signed X.509 certificate in PEM"
            fileName={draft.files.certificate?.name}
            invalid={certificate?.ok === false || verdict?.acceptable === false}
            autoFocus
            disabled={save.isPending}
            onFiles={(files) => add(files, 'certificate')}
            onPaste={(text) => {
              changed();
              draft.paste(text, 'certificate');
            }}
            onClear={() => {
              changed();
              draft.clear('certificate');
            }}
          >
            <Live>
              <MendedNote file={draft.files.certificate} />
              {certificate?.ok === false && (
                <PkiProblem error={certificate.error} file={draft.files.certificate?.name} />
              )}
            </Live>
          </FileSlot>

          <Box sx={{ display: 'grid', gap: 1.75 }}>
            <ReadOnlyField label="Subject Name" value={facts ? subjectName(facts.subject) : ''} />
            <ReadOnlyField
              label="Serial Number"
              value={facts?.serialNumber.hex ?? ''}
              help={facts && `Decimal: ${facts.serialNumber.decimal}`}
            />
            <ReadOnlyField label="Subject DN" value={facts?.subject.readable ?? ''} />
            <ReadOnlyField label="Issuer DN" value={facts?.issuer.readable ?? ''} />
          </Box>

          <Live>
            {facts && verdict && (
              <CertificateVerdict facts={facts} verdict={verdict} checks={draft.certificateChecks} />
            )}
          </Live>

          <FileSlot
            label="Key File"
            {...icon}
            hint={
              platform === 'azure'
                ? 'private.pem, the private key in PEM (PKCS#8)'
                : 'tenant.key, the private key in PEM'
            }
            fileName={draft.files.privateKey?.name}
            invalid={keyProblem !== undefined || proof?.ok === false}
            disabled={save.isPending}
            onFiles={(files) => add(files, 'privateKey')}
            onPaste={(text) => {
              changed();
              draft.paste(text, 'privateKey');
            }}
            onClear={() => {
              changed();
              draft.clear('privateKey');
            }}
          >
            <Live>
              <MendedNote file={draft.files.privateKey} />
              {keyProblem && !passwordProblem && (
                <PkiProblem error={keyProblem} file={draft.files.privateKey?.name} />
              )}
              {platform === 'azure' && key?.ok && draft.files.privateKey && (
                <KeyForm
                  facts={key.value}
                  file={draft.files.privateKey}
                  onConvert={(text) => {
                    changed();
                    draft.convertKey(text);
                  }}
                />
              )}
            </Live>
          </FileSlot>

          <FormControl
            fullWidth
            size="small"
            error={passwordProblem?.code === 'wrong_password'}
            disabled={save.isPending}
          >
            <InputLabel htmlFor="key-password">Private Key Password</InputLabel>
            <OutlinedInput
              id="key-password"
              label="Private Key Password"
              type="password"
              autoComplete="new-password"
              value={draft.password}
              onChange={(event) => {
                changed();
                draft.setPassword(event.target.value);
              }}
              aria-describedby="key-password-help"
            />
            <FormHelperText id="key-password-help" component="div" role="status">
              {passwordProblem ? (
                <PkiProblem plain error={passwordProblem} file={draft.files.privateKey?.name} />
              ) : encrypted ? (
                'The password opens the key file.'
              ) : draft.password !== '' && key?.ok ? (
                'The key file is not encrypted: leave this field empty.'
              ) : (
                'Leave this field empty unless the key file is encrypted.'
              )}
            </FormHelperText>
          </FormControl>

          <Live>
            <PairProof
              keyIsBeingChecked={draft.keyIsBeingChecked}
              keyFacts={key?.ok ? key.value : undefined}
              proof={proof}
              file={draft.files.privateKey?.name}
            />
          </Live>
        </Box>
        <Box
          sx={{
            position: 'sticky',
            bottom: 0,
            // Above the fields' floating labels, which MUI lifts by one.
            zIndex: 2,
            display: 'flex',
            gap: 1.5,
            alignItems: 'center',
            justifyContent: 'flex-end',
            px: 3,
            py: 2,
            bgcolor: 'background.paper',
            borderTop: '1px solid',
            borderColor: 'divider',
            flexWrap: 'wrap',
          }}
        >
          {/* Beside the button that it answers: the end of the scrolled content may be out of sight. */}
          {save.error && (
            <Alert severity="error" sx={{ flex: '1 0 100%' }}>
              {sentenceOf(save.error)}
            </Alert>
          )}
          <Typography id="save-help" variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
            {ready ? '' : whyNotReady(draft, verdict?.acceptable, keyFormTaken)}
          </Typography>
          <Button onClick={cancel} disabled={save.isPending}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={!ready}
            loading={save.isPending}
            aria-describedby={ready ? undefined : 'save-help'}
          >
            Save
          </Button>
        </Box>
      </Box>
      <LeaveDialog
        blocker={blocker}
        title="Discard this upload?"
        text="Nothing has been saved yet. The files on your computer stay as they are."
        stay="Keep editing"
        leave="Discard"
      />
    </Drawer>
  );
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What was put right in a pasted text before it was read. */
const MendedNote = ({ file }: { file: ChosenFile | undefined }) =>
  file?.mended && file.mended.length > 0 ? (
    <Alert severity="info" sx={{ mt: 1 }}>
      {mendedText(file.mended)}
    </Alert>
  ) : null;

/** Announced when it changes, without moving the focus. */
const Live = ({ children }: { children: ReactNode }) => <div aria-live="polite">{children}</div>;

function whyNotReady(
  { files, certificate, key, proof }: ReturnType<typeof useUploadDraft>,
  acceptable: boolean | undefined,
  keyFormTaken: boolean,
) {
  if (!files.certificate && !files.privateKey) return 'Choose the certificate and its key first.';
  if (!files.certificate) return 'Choose the certificate too.';
  if (certificate?.ok === false || acceptable === false) return 'The certificate cannot be stored.';
  if (!files.privateKey) return 'Choose the private key too.';
  if (key?.ok === false) {
    return problemField(key.error.code) === 'privateKeyPassword'
      ? 'Enter the password of the key file.'
      : 'The private key cannot be read.';
  }
  if (key?.ok && !keyFormTaken) return 'Convert the private key to PKCS#8 first.';
  if (proof?.ok === false) return 'The key does not fit the certificate.';
  return 'Checking…';
}
