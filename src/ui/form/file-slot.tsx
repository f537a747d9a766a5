import CloseIcon from '@mui/icons-material/Close';
import UploadIcon from '@mui/icons-material/Upload';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useId, useRef, useState, type ReactNode } from 'react';
import { TextInput } from './text-input.tsx';

interface FileSlotProps {
  /** Such as "Certificate File". */
  label: string;
  hint: string;
  /** The icon on *Choose File*; an upload arrow by default. */
  icon?: ReactNode;
  fileName: string | undefined;
  onFiles: (files: File[]) => void;
  onPaste: (text: string) => void;
  onClear: () => void;
  invalid?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Whether something is being dragged over the form. */
  over?: boolean;
  /** The facts of the file, in a few words. Changes are announced to screen readers. */
  children?: ReactNode;
}

/**
 * A tile for one file that is chosen, pasted or dropped. The form handles dropping, so that two files can be dropped
 * together.
 */
export function FileSlot(props: FileSlotProps) {
  const { label, hint, icon, fileName, onFiles, onPaste, onClear } = props;
  const { invalid, disabled, autoFocus, over, children } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const [pasting, setPasting] = useState(false);
  const clear = () => {
    onClear();
    choose.current?.focus();
  };
  return (
    <Box
      component="fieldset"
      disabled={disabled}
      sx={{
        border: '2px dashed',
        borderColor: over ? 'primary.main' : invalid ? 'error.main' : 'divider',
        borderStyle: fileName && !over ? 'solid' : 'dashed',
        bgcolor: over ? 'action.hover' : 'transparent',
        borderRadius: 1,
        m: 0,
        p: 1.5,
        minWidth: 0,
        // With `float`, the legend is the first line inside the border instead of interrupting it. In WebKit it is so in
        // a block, and not in a grid.
        '& > legend': { float: 'left', width: '100%', p: 0 },
        '& > legend ~ *': { clear: 'both', mt: 0.75 },
      }}
    >
      <Typography component="legend" variant="h3" id={`${id}-legend`}>
        {label}
      </Typography>
      <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0, minHeight: 40 }}>
        <Typography
          id={`${id}-file`}
          variant="body2"
          sx={{
            color: fileName ? (invalid ? 'error.main' : 'text.primary') : 'text.secondary',
            fontWeight: fileName ? 600 : 400,
            overflowWrap: 'anywhere',
            flex: 1,
          }}
        >
          {fileName ?? hint}
        </Typography>
        {fileName && (
          <IconButton size="small" aria-label={`Remove ${fileName} from ${label}`} onClick={clear}>
            <CloseIcon fontSize="inherit" />
          </IconButton>
        )}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Button
          ref={choose}
          variant="outlined"
          startIcon={icon ?? <UploadIcon />}
          autoFocus={autoFocus ?? false}
          aria-describedby={`${id}-legend ${id}-file`}
          onClick={() => input.current?.click()}
        >
          Choose File
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={label}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            // Otherwise choosing the same file again, after it was repaired, would not be noticed.
            event.target.value = '';
            setPasting(false);
          }}
        />
        <Button size="small" color="inherit" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          Paste text
        </Button>
      </Box>
      {pasting && (
        <TextInput
          fullWidth
          label={`${label}: PEM text`}
          multiline
          minRows={3}
          maxRows={6}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          sx={{ mt: 1, '& textarea': { fontFamily: 'monospace', fontSize: 'caption.fontSize' } }}
          onChange={onPaste}
        />
      )}
      <Typography component="div" variant="body2" aria-live="polite" sx={{ color: 'text.secondary' }}>
        {children}
      </Typography>
    </Box>
  );
}
