import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { PrivateKeyFacts } from '../../pki/facts.ts';
import { encodePem } from '../../pki/pem.ts';
import type { ChosenFile } from './draft.ts';

interface KeyFormProps {
  facts: PrivateKeyFacts;
  file: ChosenFile;
  onConvert: (pem: string) => void;
}

/**
 * Azure takes PKCS#8 alone, and people bring what OpenSSL 1 wrote. What the documentation has them do in a terminal
 * (`openssl pkcs8 -topk8 -nocrypt`) is one click here, in the browser.
 */
export function KeyForm({ facts, file, onConvert }: KeyFormProps) {
  const { format, pkcs8 } = facts;
  if (format === 'PKCS#1' && pkcs8) {
    return (
      <Alert severity="warning" sx={{ mt: 1 }}>
        {file.name} is in the form PKCS#1 (“BEGIN RSA PRIVATE KEY”), but a deployment hosted on Azure needs
        PKCS#8. It can be converted here, in your browser; it stays the same key.
        <Box sx={{ mt: 1 }}>
          <Button variant="contained" size="small" onClick={() => onConvert(encodePem('PRIVATE KEY', pkcs8))}>
            Convert to PKCS#8
          </Button>
        </Box>
      </Alert>
    );
  }
  if (file.convertedFrom !== undefined) {
    return (
      <Alert severity="success" sx={{ mt: 1 }} tabIndex={-1} ref={takeFocus}>
        {file.convertedFrom} was converted to PKCS#8 in your browser, as the documented{' '}
        <code>openssl pkcs8 -topk8 -nocrypt</code> does. It is the same key, and the file on your computer is
        unchanged.
      </Alert>
    );
  }
  return (
    <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
      {format === 'encrypted PKCS#8'
        ? `${file.name} is in PKCS#8 already, encrypted with a password.`
        : `${file.name} is in PKCS#8 already, as OpenSSL 3 writes it: the documented “Azure only” conversion would change nothing.`}
    </Typography>
  );
}

/** The button that was pressed is gone, and the keyboard must not be sent back to the top. */
const takeFocus = (element: HTMLElement | null) => element?.focus({ preventScroll: true });
