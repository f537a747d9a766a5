import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import {
  beyondAscii,
  judgePassphrase,
  PASSPHRASE_RANDOM_BYTES,
  passphraseFrom,
  type Strength,
} from '../domain/passphrase.ts';
import { CopyButton } from '../ui/page/copy-button.tsx';

/** The typed passphrase. It is typed twice, so that a typing mistake does not make the key unusable. */
export interface Passphrase {
  value: string;
  repeated: string;
  /** The characters are shown, so it need not be typed twice. */
  shown: boolean;
}

export const noPassphrase: Passphrase = { value: '', repeated: '', shown: false };

/** Why the passphrase cannot be used yet; undefined when it can. */
export function passphraseProblem({ value, repeated, shown }: Passphrase): string | undefined {
  if (value === '') return 'Enter a passphrase first.';
  const { strength, text } = judgePassphrase(value);
  if (strength === 'too short') return text;
  if (!shown && value !== repeated) return 'Repeat the passphrase.';
  return undefined;
}

const tones: Record<Strength, 'error' | 'warning' | 'success'> = {
  'too short': 'error',
  weak: 'error',
  fair: 'warning',
  strong: 'success',
};

interface PassphraseFieldProps {
  passphrase: Passphrase;
  onChange: (passphrase: Passphrase) => void;
}

export function PassphraseField({ passphrase, onChange }: PassphraseFieldProps) {
  const id = useId();
  const [generated, setGenerated] = useState(false);
  const { value, repeated, shown } = passphrase;
  const judgement = value === '' ? undefined : judgePassphrase(value);
  const change = (changes: Partial<Passphrase>) => onChange({ ...passphrase, ...changes });
  const type = shown ? 'text' : 'password';
  const differs = !shown && repeated !== '' && repeated !== value;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, width: '100%', maxWidth: 480 }}>
      <TextField
        label="Passphrase"
        size="small"
        fullWidth
        type={type}
        value={value}
        onChange={(event) => {
          setGenerated(false);
          change({ value: event.target.value });
        }}
        slotProps={{
          htmlInput: {
            autoComplete: 'new-password',
            spellCheck: false,
            'aria-describedby': `${id}-strength`,
            sx: { fontFamily: 'monospace' },
          },
        }}
      />
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          size="small"
          variant="outlined"
          onClick={() => {
            const random = crypto.getRandomValues(new Uint8Array(PASSPHRASE_RANDOM_BYTES));
            onChange({ value: passphraseFrom(random), repeated: '', shown: true });
            setGenerated(true);
          }}
        >
          Generate passphrase
        </Button>
        <Button size="small" color="inherit" aria-pressed={shown} onClick={() => change({ shown: !shown })}>
          <span>{shown ? 'Hide' : 'Show'}</span>
        </Button>
        {shown && value !== '' && <CopyButton label="Copy passphrase" text="Copy" value={value} />}
      </Box>
      <Box id={`${id}-strength`}>
        {judgement && (
          <>
            <LinearProgress
              aria-hidden
              variant="determinate"
              color={tones[judgement.strength]}
              value={Math.min(100, (judgement.bits / 80) * 100)}
              sx={{ mb: 0.5 }}
            />
            <Typography variant="body2" role="status">
              {[
                judgement.text,
                generated && 'Write it down or put it into your password manager before you go on.',
                beyondAscii(value),
              ]
                .filter(Boolean)
                .join(' ')}
            </Typography>
          </>
        )}
      </Box>
      {!shown && value !== '' && (
        <TextField
          label="Repeat passphrase"
          size="small"
          fullWidth
          type="password"
          value={repeated}
          error={differs}
          helperText={differs ? 'The two differ.' : ' '}
          onChange={(event) => change({ repeated: event.target.value })}
          slotProps={{ htmlInput: { autoComplete: 'new-password' } }}
        />
      )}
    </Box>
  );
}
