import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { inspectCertificate } from '../../pki/certificate/certificate.ts';
import { readPem } from '../../pki/pem/pem.ts';
import { Facts } from '../../ui/page/facts.tsx';

/** All extensions as readable text, computed in the browser from the PEM. */
export function Extensions({ pem }: { pem: string }) {
  const extensions = useMemo(() => {
    const block = readPem(pem)[0];
    const facts = block && inspectCertificate(block.bytes);
    return facts?.ok ? facts.value.extensions : [];
  }, [pem]);
  if (extensions.length === 0) return <Typography>None.</Typography>;
  return (
    <Facts
      facts={extensions.map(({ oid, name, critical, lines }) => [
        `${name === oid ? oid : name}${critical ? ' (critical)' : ''}`,
        <Box key={oid} component="span" sx={{ whiteSpace: 'pre-line' }}>
          {lines.join('\n')}
        </Box>,
      ])}
    />
  );
}
