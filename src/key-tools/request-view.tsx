import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { RequestFacts } from '../pki/certificate/request.ts';
import { Facts } from '../ui/page/facts.tsx';
import { Copied, ExtensionList } from './certificate-view.tsx';

/** The contents of a certificate request. */
export function RequestView({ facts }: { facts: RequestFacts }) {
  const { subject, publicKey, signatureAlgorithm, attributes, extensions } = facts;
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Facts
        facts={[
          ['Subject DN', <Copied key="subject" what="Subject DN" value={subject.readable} />],
          ['Key', `${publicKey.algorithm}, ${publicKey.bits ?? 'unknown'} bits`],
          ['Signature algorithm', signatureAlgorithm],
          ['Other attributes', attributes.join(', ') || 'None'],
        ]}
      />
      <Typography variant="body2">The extensions it asks for:</Typography>
      <ExtensionList extensions={extensions} />
    </Box>
  );
}
