import CloseIcon from '@mui/icons-material/Close';
import BrowseIcon from '@mui/icons-material/FolderOpen';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useQuery, type UseMutationOptions } from '@tanstack/react-query';
import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import { certificatesOfQuery, type Certificate } from '../../client/queries/certificates.ts';
import type { BodyOf } from '../../contract/calls.ts';
import { numberText } from '../../domain/counted.ts';
import type { Platform } from '../../domain/session.ts';
import type { CertificateFacts } from '../../pki/certificate/facts.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { droppedFiles, type Unreadable } from '../../ui/form/dropped-files.ts';
import { FileSlot } from '../../ui/form/file-slot.tsx';
import { LeaveDialog, useLeaveGuard } from '../../ui/dialog/leave-guard.tsx';
import { Kept } from '../../ui/page/kept.tsx';
import { hasWebCrypto, NoWebCrypto } from '../../ui/page/no-web-crypto.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { CertificateFields } from './certificate-fields.tsx';
import type { Slot } from './chosen-files.ts';
import { useUploadDraft } from './draft.ts';
import { CertificateNotes, KeyNotes } from './file-notes.tsx';
import { PasswordField } from './password-field.tsx';
import { VerdictList } from './verdict-list.tsx';
import { isReady, nextStep, verdictsOf } from './verdicts.ts';
import { Problem } from '../../ui/page/problem.tsx';

export interface Upload {
  body: BodyOf<'POST /api/certificates'>;
  /** Makes it safe to repeat a save whose answer was lost. A change in the panel creates a new one. */
  idempotencyKey: string;
}

interface UploadPanelProps<Stored> {
  /** Decides which forms of a private key are accepted, and which words the documentation uses. */
  platform: Platform;
  /** Shown at the top of the panel, before anything is chosen. */
  note: ReactNode;
  /**
   * Stores the pair that `take` returns. The pair is not one of the mutation's variables, because the cache would keep
   * those.
   */
  mutation: (take: () => Upload) => UseMutationOptions<Stored>;
  /** The address that *Cancel* leads to; `after` is the address that *Save* leads to. */
  back: string;
  after: (stored: Stored) => string;
}

const NONE: readonly Certificate[] = [];

/** The certificates in the keystore that may be the same one: a serial number is unique for each issuer alone. */
function useAlike(facts: CertificateFacts | undefined): readonly Certificate[] {
  const query = certificatesOfQuery(facts ? [facts.serialNumber.hex] : []);
  return useQuery({ ...query, enabled: facts !== undefined }).data?.items ?? NONE;
}

/** *Upload Certificate*: the person chooses both files, sees what they are and that they fit, and saves. */
export function UploadPanel<Stored>({ platform, note, mutation, back, after }: UploadPanelProps<Stored>) {
  const draft = useUploadDraft();
  const now = useNow();
  const navigate = useNavigate();
  const { blocker, release } = useLeaveGuard(!draft.isEmpty);
  const [over, setOver] = useState(false);
  const idempotencyKey = useRef<string>(undefined);
  const pending = useRef<Upload>(undefined);
  const verdictPlace = useRef<HTMLElement>(null);
  const save = useAct(
    // oxlint-disable-next-line react/refs -- read when the mutation runs, not while rendering
    mutation(() => {
      if (!pending.current) throw new Error('There is nothing to save.');
      return pending.current;
    }),
  );
  const cancel = () => void navigate(back);

  const { certificate, key } = draft;
  // What is being saved is judged by the keystore from before: afterwards it would be a duplicate of itself.
  const isSaving = save.isPending || save.isSuccess;
  const keystore = useAlike(certificate?.ok ? certificate.value : undefined);
  const [judgedBy, setJudgedBy] = useState(keystore);
  if (!isSaving && judgedBy !== keystore) setJudgedBy(keystore);
  const judged = { draft, platform, keystore: judgedBy, now };
  const verdicts = verdictsOf(judged);
  const ready = isReady(judged);
  const problem = verdicts.some(({ severity }) => severity === 'error');

  const changed = () => {
    idempotencyKey.current = undefined;
    save.reset();
  };
  const add = (files: File[], slot?: Slot, unreadable: Unreadable[] = []) => {
    if (files.length + unreadable.length === 0 || !hasWebCrypto()) return;
    changed();
    void draft.add({ files, unreadable }, slot);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then((dropped) =>
      add(dropped.files, undefined, dropped.unreadable),
    );
  };
  const pasteAnywhere = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    add([...event.clipboardData.files]);
    const text = event.clipboardData.getData('text');
    if (text.includes('BEGIN')) add([new File([text], 'The pasted text')]);
  };
  const submit = () => {
    const body = draft.toSend();
    if (!ready || !body) return;
    idempotencyKey.current ??= crypto.randomUUID();
    pending.current = { idempotencyKey: idempotencyKey.current, body };
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

  /**
   * Runs an act of a button that disappears when it is pressed, and moves the focus to the verdict that the act
   * changes.
   */
  const act = (run: () => void) => {
    changed();
    run();
    verdictPlace.current?.focus();
  };
  const slot = (name: Slot) => ({
    fileName: draft.files[name]?.name,
    over,
    disabled: save.isPending || !hasWebCrypto(),
    onFiles: (files: File[]) => add(files, name),
    onPaste: (text: string) => {
      changed();
      draft.paste(text, name);
    },
    onClear: () => {
      changed();
      draft.clear(name);
    },
    // The documentation shows a browse icon for Azure and a *Choose File* button for AWS.
    ...(platform === 'azure' && { icon: <BrowseIcon titleAccess="Browse" /> }),
  });

  return (
    <Drawer
      open
      anchor="right"
      onClose={cancel}
      slotProps={{
        paper: {
          'aria-labelledby': 'upload-title',
          role: 'dialog',
          sx: { width: { xs: '100%', sm: 640 }, maxWidth: '100%' },
        },
      }}
    >
      <Kept>
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
            height: '100%',
            // On a low screen, or at a high zoom, there is no room beside the footer, so the whole panel scrolls.
            '@media (max-height: 480px)': { height: 'auto' },
          }}
        >
          <title>Upload Certificate – Recording Certificate Console</title>
          <Box sx={{ display: 'flex', alignItems: 'center', px: 3, pt: 2, pb: 1 }}>
            <Typography
              id="upload-title"
              variant="h1"
              component="h2"
              sx={{ flex: 1, fontSize: 'h6.fontSize' }}
            >
              Upload Certificate
            </Typography>
            <IconButton aria-label="Close" onClick={cancel} edge="end">
              <CloseIcon />
            </IconButton>
          </Box>
          <Box
            sx={{
              px: 3,
              pb: 2,
              display: 'grid',
              gap: 2,
              flex: '1 1 auto',
              alignContent: 'start',
              overflowY: 'auto',
            }}
          >
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              Choose the recording certificate and its private key, or drop both here at once: in PEM, DER,
              PKCS#12 or a Java keystore. Your browser checks them and sends the private key once, when you
              save.
            </Typography>
            {note}
            {draft.leftOut.length > 0 && (
              <Alert role="alert" severity="warning">
                Only one certificate and one key can be uploaded at a time. Left out:{' '}
                {leftOutText(draft.leftOut)}.
              </Alert>
            )}
            {!hasWebCrypto() && <NoWebCrypto />}
            <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
              <FileSlot
                {...slot('certificate')}
                label="Certificate File"
                hint="tenant.pem, a self-signed X.509 certificate in PEM"
                invalid={isWrong(certificate)}
                autoFocus
              >
                <CertificateNotes draft={draft} />
              </FileSlot>
              <FileSlot
                {...slot('privateKey')}
                label="Key File"
                hint={
                  platform === 'azure'
                    ? 'private.pem, the private key in PEM (PKCS#8)'
                    : 'tenant.key, the private key in PEM'
                }
                invalid={isWrong(key) || isWrong(draft.proof)}
              >
                <KeyNotes draft={draft} platform={platform} />
              </FileSlot>
            </Box>
            <PasswordField draft={draft} disabled={save.isPending} onChange={changed} />
            <CertificateFields
              facts={certificate?.ok ? certificate.value : undefined}
              checks={draft.certificateChecks}
            />
          </Box>
          {/* Outside the scrolling part, so that the problem and its buttons are always in sight. */}
          <Box
            sx={{ borderTop: '1px solid', borderColor: 'divider', px: 3, py: 1.5, display: 'grid', gap: 1.5 }}
          >
            <Box
              ref={verdictPlace}
              id="upload-verdict"
              role="group"
              aria-label="Verdict"
              aria-live="polite"
              tabIndex={-1}
              sx={{
                display: 'grid',
                gap: 1,
                maxHeight: '45vh',
                overflowY: 'auto',
                outlineOffset: 2,
              }}
            >
              {save.error && <Problem text={sentenceOf(save.error)} />}
              <VerdictList
                verdicts={verdicts}
                onSwap={() => act(draft.swap)}
                onMove={() => act(draft.swap)}
                onConvert={(pkcs8) => act(() => draft.convertKey(encodePem('PRIVATE KEY', pkcs8)))}
              />
            </Box>
            <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
              <Typography id="save-help" variant="body2" sx={{ color: 'text.secondary', flex: '1 1 160px' }}>
                {ready || problem ? '' : nextStep(judged)}
              </Typography>
              <Button onClick={cancel} disabled={save.isPending}>
                Cancel
              </Button>
              <Button
                type="submit"
                variant="contained"
                disabled={!ready}
                loading={save.isPending}
                aria-describedby={ready ? undefined : problem ? 'upload-verdict' : 'save-help'}
              >
                Save
              </Button>
            </Box>
          </Box>
        </Box>
      </Kept>
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

const isWrong = (outcome: { ok: boolean } | undefined) => outcome?.ok === false;

/** How many files are named; a folder may contain thousands. */
const NAMED = 10;
const leftOutText = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${numberText(more)} more` : '');
};
