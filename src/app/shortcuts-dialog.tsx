import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Switch from '@mui/material/Switch';
import { useSingleKeys } from '../ui/hooks/shortcut.ts';

const shortcuts: { keys: string[]; does: string; isSingle?: true }[] = [
  { keys: ['/'], does: 'Search the list', isSingle: true },
  { keys: ['?'], does: 'Show the shortcuts', isSingle: true },
  { keys: ['u'], does: 'Show times in UTC, or in your own zone again', isSingle: true },
  { keys: ['↑', '↓'], does: 'Previous or next row of a list' },
  { keys: ['Home', 'End'], does: 'First or last row of a list' },
  { keys: ['Space'], does: 'Select the row whose check box has the focus' },
  { keys: ['Shift', 'click'], does: 'On a check box: select all rows from the last click to this one' },
  { keys: ['k'], does: 'Play a recording, or pause', isSingle: true },
  { keys: ['j', 'l'], does: 'Back or forward 10 seconds', isSingle: true },
  { keys: ['<', '>'], does: 'Slower or faster', isSingle: true },
  { keys: ['Esc'], does: 'Clear the selection, or close a window' },
];

/** The keyboard shortcuts of the console, and the switch for those that are a single character. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const on = singleKeys === 'on';
  return (
    <Dialog open onClose={onClose} aria-labelledby="shortcuts-title" fullWidth maxWidth="xs">
      <DialogTitle id="shortcuts-title">Keyboard shortcuts</DialogTitle>
      <DialogContent>
        <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: 1.5, m: 0 }}>
          {shortcuts.map(({ keys, does, isSingle }) => (
            <Box key={does} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ whiteSpace: 'nowrap' }}>
                {keys.map((key, index) => (
                  <span key={key}>
                    {index > 0 && ' '}
                    <Box component="kbd" sx={cap}>
                      {key}
                    </Box>
                  </span>
                ))}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {isSingle && !on ? `${does} (off)` : does}
              </Box>
            </Box>
          ))}
        </Box>
        <FormControlLabel
          sx={{ mt: 2 }}
          control={<Switch checked={on} onChange={() => setSingleKeys(on ? 'off' : 'on')} />}
          label="Single-character shortcuts"
        />
        <FormHelperText sx={{ mt: 0 }}>
          Switch them off if you dictate, or press keys by accident. This browser remembers it.
        </FormHelperText>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

const cap = {
  px: 0.75,
  py: 0.25,
  border: '1px solid',
  borderColor: 'divider',
  borderRadius: 0.5,
  fontFamily: 'inherit',
  fontSize: 'caption.fontSize',
  bgcolor: 'background.default',
} as const;
