import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useRef, useState, type ReactNode } from 'react';
import { TextPopover } from './text-popover.tsx';

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
  const title = of.charAt(0).toUpperCase() + of.slice(1);
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
      <TextPopover label={title} open={open} onClose={() => setOpen(false)} anchor={button} width={360}>
        <Typography component="h2" variant="h3" gutterBottom>
          {title}
        </Typography>
        <Typography variant="body2">{glossary[of]}</Typography>
      </TextPopover>
    </>
  );
}
