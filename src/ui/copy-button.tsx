import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';

/**
 * Copies a text. `label` names it, also for screen readers: "Copy SHA-256 fingerprint". With `text` it is a button with
 * words.
 */
export function CopyButton({
  label,
  value,
  text,
}: {
  label: string;
  value: string | (() => string);
  text?: string;
}) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof value === 'string' ? value : value());
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  const said =
    outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused to copy' : label;
  const icon = outcome === 'copied' ? <CheckIcon fontSize="small" /> : <CopyIcon fontSize="small" />;
  const reset = () => setOutcome(undefined);
  return (
    <>
      <Tooltip title={text && outcome === undefined ? '' : said} onClose={reset}>
        {text ? (
          <Button size="small" startIcon={icon} onClick={() => void copy()}>
            {text}
          </Button>
        ) : (
          <IconButton size="small" aria-label={label} onClick={() => void copy()}>
            {icon}
          </IconButton>
        )}
      </Tooltip>
      <span
        role="status"
        style={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}
      >
        {outcome ? said : ''}
      </span>
    </>
  );
}
