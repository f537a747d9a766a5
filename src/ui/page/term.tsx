import ButtonBase from '@mui/material/ButtonBase';
import Popover from '@mui/material/Popover';
import Typography from '@mui/material/Typography';
import { useId, useRef, useState, type ReactNode } from 'react';

/** Terms that a newcomer meets on these screens, each explained in one place. */
const glossary = {
  keystore:
    'The tenant’s store of certificates and private keys. When somebody plays a recording, the platform takes the private key from here. A private key never leaves it again.',
  'IVR profile':
    'The settings for a kind of calls. Each call picks one profile, and its recording is encrypted for every valid certificate of that profile.',
  alias:
    'The name by which the keystore finds a certificate: the tenant, the issuer and the serial number, joined by colons.',
  'session key':
    'A random AES key that encrypts one media file. It is stored beside the file, wrapped: encrypted once for each certificate. A private key that fits unwraps it.',
  EnvelopedData:
    'The PKCS#7 structure (RFC 5652) that carries a wrapped session key. It names each certificate by issuer and serial number.',
} as const;

export type GlossaryTerm = keyof typeof glossary;

/** A term inside a sentence. It opens its explanation, by mouse and by keyboard. */
export function Term({ of, children = of }: { of: GlossaryTerm; children?: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <ButtonBase
        ref={button}
        disableRipple
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        sx={{
          font: 'inherit',
          color: 'inherit',
          verticalAlign: 'baseline',
          textDecoration: 'underline dotted',
          textUnderlineOffset: '3px',
        }}
      >
        {children}
      </ButtonBase>
      <Popover
        open={open}
        anchorEl={() => button.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: { role: 'dialog', 'aria-labelledby': id, tabIndex: -1, sx: { p: 2, maxWidth: 360 } },
        }}
      >
        <Typography id={id} component="h2" variant="h3" gutterBottom>
          {of.charAt(0).toUpperCase() + of.slice(1)}
        </Typography>
        <Typography variant="body2">{glossary[of]}</Typography>
      </Popover>
    </>
  );
}
