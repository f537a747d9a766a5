import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';

/**
 * Copies a text. `label` names it for screen readers, always: "Copy SHA-256 fingerprint". With `text`, the beginning of
 * that name, it is a button with words.
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
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused to copy' : '';
  const icon = outcome === 'copied' ? <CheckIcon fontSize="small" /> : <CopyIcon fontSize="small" />;
  const common = {
    size: 'small',
    onClick: () => void copy(),
    onBlur: () => setOutcome(undefined),
    onMouseLeave: () => setOutcome(undefined),
  } as const;
  return (
    <>
      {text ? (
        <Button {...common} aria-label={label === text ? undefined : label} startIcon={icon}>
          {text}
        </Button>
      ) : (
        <IconButton {...common} aria-label={label} title={label}>
          {icon}
        </IconButton>
      )}
      <Typography component="span" variant="caption" role="status">
        {said}
      </Typography>
    </>
  );
}
