import UploadIcon from '@mui/icons-material/Upload';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { droppedFiles, droppedFolders, type Unreadable } from './dropped-files.ts';

interface DropZoneProps {
  /** Such as "Files to inspect". */
  label: string;
  hint: ReactNode;
  /** `unreadable`: what lies in dropped folders and may not be read. */
  onFiles: (files: File[], unreadable: Unreadable[]) => void;
  /** Whether a folder can be chosen, too. */
  folder?: boolean;
  /** Gets dropped and chosen folders whole, in browsers that have them. Without it, and elsewhere, their files come. */
  onFolders?: (folders: FileSystemDirectoryHandle[]) => void;
  /** Takes little room: there are files already. */
  compact?: boolean;
  disabled?: boolean;
  children?: ReactNode;
}

/**
 * Takes any number of files: dropped or pasted anywhere on the page, or chosen. Everything also works with the
 * keyboard.
 */
export function DropZone(props: DropZoneProps) {
  const { label, hint, onFiles, folder, onFolders, compact = false, disabled, children } = props;
  const files = useRef<HTMLInputElement>(null);
  const folders = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const [hadNoFiles, setHadNoFiles] = useState(false);
  const give = (chosen: File[], unreadable: Unreadable[] = []) => {
    setHadNoFiles(false);
    if (chosen.length + unreadable.length > 0 && !disabled) onFiles(chosen, unreadable);
  };
  const take = async (data: DataTransfer) => {
    // The browser empties the list as soon as the event has ended, so nothing is awaited before.
    const dropped = onFolders ? await droppedFolders(data) : { ...(await droppedFiles(data)), folders: [] };
    give(dropped.files, dropped.unreadable);
    if (dropped.folders.length > 0 && !disabled) onFolders?.(dropped.folders);
    setHadNoFiles(dropped.files.length + dropped.unreadable.length + dropped.folders.length === 0);
  };
  const chooseFolder = async () => {
    const pick = onFolders && folderPicker();
    if (!pick) {
      folders.current?.click();
      return;
    }
    const chosen = await pick().catch(() => undefined);
    if (chosen) onFolders([chosen]);
  };
  const onDocument = useEffectEvent((event: DragEvent | ClipboardEvent) => {
    if (event instanceof ClipboardEvent) {
      const { target, clipboardData } = event;
      if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return;
      const pasted = clipboardData?.getData('text') ?? '';
      if (pasted.trim() !== '') give([new File([pasted], 'The pasted text')]);
      else give([...(clipboardData?.files ?? [])]);
      return;
    }
    // For the whole page: if a file is dropped beside the zone, the browser would open it and leave the page.
    event.preventDefault();
    setOver(event.type === 'dragover');
    if (event.type === 'drop' && event.dataTransfer) {
      void take(event.dataTransfer);
    }
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of ['dragover', 'drop', 'paste'] as const) {
      document.addEventListener(type, (event) => onDocument(event), { signal });
    }
    document.addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), {
      signal,
    });
    return () => listening.abort();
  }, []);
  const chosen = (input: HTMLInputElement) => {
    give([...(input.files ?? [])]);
    // Otherwise choosing the same file again, after it was repaired, would not be noticed.
    input.value = '';
  };
  return (
    <Box
      sx={{
        border: '2px dashed',
        borderColor: over ? 'primary.main' : 'divider',
        bgcolor: over ? 'action.hover' : 'background.paper',
        borderRadius: 1,
        p: compact ? { xs: 1, sm: 1.5 } : { xs: 2, sm: 3 },
        display: 'grid',
        gap: compact ? 0.5 : 1.5,
        justifyItems: 'start',
      }}
    >
      <Typography variant="h3" component="h2">
        {label}
      </Typography>
      {!compact && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {hint}
        </Typography>
      )}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button
          variant="outlined"
          startIcon={<UploadIcon />}
          disabled={disabled ?? false}
          onClick={() => files.current?.click()}
        >
          Choose Files
        </Button>
        {folder && (
          <Button disabled={disabled ?? false} onClick={() => void chooseFolder()}>
            Choose Folder
          </Button>
        )}
        <Button color="inherit" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          Paste text
        </Button>
      </Box>
      {hadNoFiles && (
        <Alert
          role="alert"
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={() => files.current?.click()}>
              Choose them instead
            </Button>
          }
        >
          There are no files in what was dropped. A mail program may give the browser none: save them from
          there first.
        </Alert>
      )}
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={(event) => chosen(event.target)}
      />
      {folder && (
        <input
          ref={(input) => {
            folders.current = input;
            // React does not know this attribute.
            input?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          hidden
          aria-label={`${label}: a folder`}
          onChange={(event) => chosen(event.target)}
        />
      )}
      {pasting && (
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') give([new File([text], 'The pasted text')]);
            setText('');
            setPasting(false);
          }}
          sx={{ width: '100%', display: 'grid', gap: 1, justifyItems: 'start' }}
        >
          <TextField
            label="PEM text"
            multiline
            fullWidth
            autoFocus
            minRows={3}
            maxRows={8}
            value={text}
            onChange={(event) => setText(event.target.value)}
            slotProps={{
              htmlInput: {
                autoComplete: 'off',
                spellCheck: false,
                style: { fontFamily: 'monospace' },
              },
            }}
          />
          <Button type="submit" variant="outlined" size="small">
            Read this text
          </Button>
        </Box>
      )}
      {children}
    </Box>
  );
}

/** Undefined in Firefox and Safari. Closing the window without a choice rejects. */
const folderPicker = () =>
  (globalThis as { showDirectoryPicker?: () => Promise<FileSystemDirectoryHandle> }).showDirectoryPicker;
