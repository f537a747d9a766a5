import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { typicalSeconds } from '../../domain/key-pair.ts';
import { Section } from '../../ui/page/section.tsx';

/** Shown while the key is made: the time so far, and the usual time. WebCrypto reports no progress. */
export function Making({ bits, onCancel }: { bits: 2048 | 3072 | 4096; onCancel: () => void }) {
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const [least, most] = typicalSeconds[bits];
  const seconds = (now - start) / 1000;
  return (
    <Section title="Generating">
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <CircularProgress aria-hidden size={28} />
        <Box sx={{ flex: '1 1 240px' }}>
          <Typography role="status">
            Making a key of {bits} bits in your browser. It usually takes {least} to {most} seconds, and now
            and then much longer.
          </Typography>
          <Typography
            variant="body2"
            role="timer"
            sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}
          >
            {`${seconds.toFixed(1)} seconds so far`}
          </Typography>
        </Box>
        <Button onClick={onCancel} autoFocus>
          Cancel
        </Button>
      </Box>
    </Section>
  );
}
