import Alert from '@mui/material/Alert';

/** A page in a secure context may lack it, too: a browser's policy can take it away. */
export const hasWebCrypto = (): boolean => isSecureContext && 'subtle' in crypto;

/**
 * Stands where keys would be made or read, on a page for which the browser does not offer WebCrypto:
 * without it every key would look wrong.
 */
export function NoWebCrypto() {
  return (
    <Alert role="alert" severity="error">
      Keys cannot be read or made on this page: browsers offer their cryptography on https addresses and on
      localhost only, and this page is at {location.origin}. Open the console by its https address. Nothing is
      wrong with your files.
    </Alert>
  );
}
